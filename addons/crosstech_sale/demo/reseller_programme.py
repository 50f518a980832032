"""Applications in every state, memberships of the demo resellers, and who is shown in the public list."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont
from stdnum import luhn

from odoo import fields

from ..lib import proof_files
from .brand import NAVY, PALE
from .places import PLACES, address, region

TAXPAYERS = {f"reseller_{number}": 20_140_100 + number * 37 for number in range(1, 8)}
# key, state, company, legal form, person, place, street, taxpayer, volume, days ago, documents, what it sells
APPLICATIONS = (
    ("rinjani", "submitted", "Rinjani Komputer", "ud", "Lalu Hasan", "mataram", "Jl. Catur Warga No. 4", 31_450_210,
     "10_to_50", 0, ("nib", "npwp", "ktp"), "Laptop, printer, dan servis untuk kantor di Lombok."),
    ("mekar", "submitted", "Mekar Jaya Elektronik", "cv", "Ujang Suryana", "bandung", "Jl. Dipatiukur No. 35",
     TAXPAYERS["reseller_3"], "50_to_200", 1, ("nib",), "Komponen PC dan jaringan untuk sekolah."),
    ("andalas", "asked_back", "Andalas Data Sarana", "pt", "Yulia Fitri", "padang", "Jl. Khatib Sulaiman No. 50",
     31_450_312, "above_200", 3, ("npwp",), "Pengadaan kantor pemerintah dan kampus."),
    ("mahakam", "approved", "Mahakam Teknologi", "cv", "Lina Marlina", "balikpapan", "Jl. Sudirman 9",
     TAXPAYERS["reseller_5"], "50_to_200", 60, ("nib", "npwp", "ktp"), "Toko komputer dan jaringan."),
    ("kilat", "refused", "Kilat Gadget", "sole", "Doni Pratama", "medan", "Jl. Sisingamangaraja No. 9", 31_450_415,
     "below_10", 12, ("ktp",), "Jual beli gawai bekas secara daring."),
    ("sinar", "withdrawn", "Sinar Timur Komputer", "ud", "Paulus Tari", "kupang", "Jl. Sudirman No. 77", 31_450_518,
     "below_10", 20, ("nib", "ktp"), "Aksesori komputer."),
)  # fmt: skip
WORDS = {  # what we wrote to the applicant
    "andalas": "Mohon tambahkan foto NIB, dan beri tahu kami alamat toko Anda: yang tertulis adalah alamat kantor.",
    "kilat": "Kami hanya bekerja sama dengan toko yang menjual barang baru bergaransi resmi.",
}
ENDS = {  # days from today until the last day of the membership
    "reseller_1": 200, "reseller_2": 6, "reseller_3": 310, "reseller_4": 25, "reseller_5": 305, "reseller_6": 120,
    "reseller_7": 90,
}  # fmt: skip
LISTED = ("reseller_1", "reseller_2", "reseller_3", "reseller_4", "reseller_5", "reseller_7")
WITH_PHONE = ("reseller_1", "reseller_2", "reseller_3", "reseller_7")
FORMER = (  # key, company, place, street, phone, how the membership closed, why
    ("suspended_member", "Pattimura Komputer", "ambon", "Jl. Diponegoro No. 8", "+62 812 0000 2101", "suspended",
     "NIB kedaluwarsa: mohon kirim yang baru."),
    ("expired_member", "Bandar Digital Medan", "medan", "Jl. Setia Budi No. 15", "+62 812 0000 2102", "expired", ""),
)  # fmt: skip


def make_programme(demo):
    """Let the programme look as it does after some months."""
    _make_members(demo)
    _make_former(demo)
    for row in APPLICATIONS:
        _make_application(demo, row)
    _make_menu(demo)


def _tax_number(taxpayer):
    return f"0{taxpayer}{luhn.calc_check_digit(str(taxpayer))}021000"


def _make_members(demo):
    """Tax numbers, memberships with their ends, consent to be listed."""
    today, Membership = demo.company._get_today(), demo.env["crosstech.reseller.membership"]
    for key, days in ENDS.items():
        partner = demo.ref(key)
        partner.write(
            {
                "vat": _tax_number(TAXPAYERS[key]),
                "is_listed_publicly": key in LISTED,
                "is_phone_public": key in WITH_PHONE,
            }
        )
        membership = Membership._of(partner) or Membership._open(partner, partner.grade_id)
        membership.write({"date_from": today - timedelta(days=365 - days), "date_to": today + timedelta(days=days)})
    first = today - timedelta(days=165 + 365)
    Membership.create(
        {
            "partner_id": demo.ref("reseller_1").id,
            "company_id": demo.company.id,
            "grade_id": demo.ref("level_silver").id,
            "state": "ended",
            "date_from": first,
            "date_to": first + timedelta(days=364),
            "closed_date": first + timedelta(days=364),
            "reason": "Naik ke Gold: omzet di atas target",
        }
    )


def _make_former(demo):
    """A suspended and an expired member."""
    today = demo.company._get_today()
    for key, name, place, street, phone, state, reason in FORMER:
        values = {"name": name, "is_company": True, "phone": phone, "lang": "id_ID", **address(demo, place, street)}
        values["email"] = f"{name.lower().replace(' ', '.')}@example.com"
        partner = demo.create(key, "res.partner", values)
        demo.env["crosstech.reseller.membership"].create(
            {
                "partner_id": partner.id,
                "company_id": demo.company.id,
                "grade_id": demo.ref("level_silver").id,
                "state": state,
                "date_from": today - timedelta(days=380 if state == "expired" else 150),
                "date_to": today + timedelta(days=-16 if state == "expired" else 215),
                "reason": reason,
            }
        )


def _make_application(demo, row):
    key, state, company, legal_form, person, place, street, taxpayer, volume, days, papers, sells = row
    application = demo.create(
        f"application_{key}",
        "crosstech.reseller.application",
        {
            "company_name": company,
            "legal_form": legal_form,
            "contact_name": person,
            "email": f"{key}@example.com",
            "phone": f"+62 812 0000 {3000 + taxpayer % 1000}",
            "npwp": _tax_number(taxpayer),
            "street": street,
            "zip": PLACES[place].zip,
            "region_id": region(demo, place).id,
            "bank_name": "Bank Central Asia (BCA)",
            "account_number": f"527{taxpayer}",
            "account_holder": person,
            "monthly_volume": volume,
            "business_description": sells,
            "is_listed_publicly": True,
            "lang": "id_ID",
        },
    )
    application._add_documents([(kind, proof_files.clean(_paper(kind, company))) for kind in papers])
    application._portal_ensure_token()
    if key in WORDS:
        application.with_user(demo.ref("user_operasional")).sudo()._say(WORDS[key])
        application.reason = WORDS[key]
    _decide(demo, application, state, days)


def _decide(demo, application, state, days):
    moment = fields.Datetime.now() - timedelta(days=days)
    values = {"state": state}
    if state in ("approved", "refused"):
        values |= {"decided_by_id": demo.ref("user_operasional").id, "decided_datetime": moment + timedelta(hours=20)}
    if state == "approved":
        partner = demo.ref("reseller_5")
        membership = demo.env["crosstech.reseller.membership"]._of(partner)
        membership.application_id = application
        values |= {"partner_id": partner.id, "membership_id": membership.id}
    if state == "submitted":
        application.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"Periksa permohonan {application.company_name}",
            user_id=demo.ref("user_operasional").id,
        )
    application.write(values)
    application.flush_recordset()
    demo.env.cr.execute(
        "UPDATE crosstech_reseller_application SET create_date = %s WHERE id = %s", (moment, application.id)
    )
    application.invalidate_recordset(["create_date"])


def _paper(kind, company) -> bytes:
    """A sheet that is plainly a sample, so that no real paper is copied."""
    image = Image.new("RGB", (620, 400), PALE)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 20, 600, 380), 18, fill="#ffffff", outline=NAVY, width=3)
    for y, size, words in ((80, 44, kind.upper()), (160, 28, company), (330, 22, "CONTOH – bukan dokumen asli")):
        pen.text((310, y), words, font=ImageFont.load_default(size=size), fill=NAVY, anchor="mm")
    for y in (210, 240, 270):
        pen.line([(90, y), (530, y)], fill="#c9d3de", width=6)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _make_menu(demo):
    Menu, root = demo.env["website.menu"], demo.website.menu_id
    menu = root.child_id.filtered(lambda menu: menu.url == "/resellers")
    if not menu:
        menu = Menu.create(
            {"name": "Resellers", "url": "/resellers", "parent_id": root.id, "website_id": demo.website.id}
        )
    menu.sequence = 65
    menu.with_context(lang="id_ID").name = "Reseller"
