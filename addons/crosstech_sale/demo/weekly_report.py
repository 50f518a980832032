"""Three weeks of reports: one closed with decisions, one that waits for the Director, one still being written."""

from datetime import timedelta

from odoo import fields

from ..lib import manager_report

WORDS = {  # section: what its owner writes, in the weeks three, two and one ago
    "sales_by_source": (
        "Notebook untuk anak sekolah paling dicari. Kaskus membawa pembeli baru dari luar Jawa.",
        "Pesanan lewat SMS naik sejak nomor toko dipasang di halaman depan.",
        "Minggu ini banyak yang bertanya lewat WhatsApp, tetapi belum semua membayar.",
    ),
    "promotions": (
        "Belum ada promo berjalan. Usul: potongan ongkos kirim untuk pesanan kedua.",
        "Promo masih disusun, mulai bulan depan.",
        "Materi promo selesai, menunggu persetujuan harga.",
    ),
    "orders_waiting": (
        "Tidak ada kiriman yang tertahan.",
        "Dua paket ke Indonesia timur lebih lama dari janji kurir.",
        "Ada pesanan yang menunggu bukti transfer lebih dari satu hari.",
    ),
    "resellers": (
        "Reseller di luar Jawa memesan monitor lebih banyak.",
        "Satu reseller baru minta daftar harga tingkat Silver.",
        "Reseller menunggu stok notebook.",
    ),
    "stock_remaining": (
        "Stok papan ketik dan kabel menipis.",
        "Notebook 14 inci tinggal sedikit, perlu dipesan.",
        "Hasil hitung ulang sesuai catatan.",
    ),
    "arrivals": (
        "Tidak ada barang datang minggu ini.",
        "Pemasok menunda kiriman ke minggu depan.",
        "Barang datang sesuai surat jalan.",
    ),
    "money": (
        "Semua transfer cocok dengan rekening koran.",
        "Satu bukti transfer dipakai dua kali, sedang diperiksa.",
        "Uang tunai dari ketemuan belum disetor semua.",
    ),
    "repairs": (
        "Dua notebook tidak dapat diperbaiki: papan utama rusak, dikembalikan ke pemasok.",
        "Satu printer menunggu suku cadang.",
        "Tidak ada barang yang gagal diperbaiki.",
    ),
}
DECISIONS = (  # what, owner, days until it is due after the meeting, answer or None, done
    ("Pesan 40 notebook untuk tahun ajaran baru", "operasional", 4, "Sudah dipesan, datang hari Jumat.", True),
    ("Telepon pelanggan yang paketnya terlambat", "pemasaran", 3, "Baru sebagian, sisanya minggu ini.", False),
    ("Setor uang ketemuan paling lambat hari berikutnya", "keuangan", 30, None, False),
)
MISSING = "repairs"  # in the newest week


def make_weekly_reports(demo):
    """Write the reports of the three weeks that ended last, oldest first."""
    demo.company.weekly_report_chase_hours = 24
    _date_payments(demo)
    Report = demo.env["crosstech.weekly.report"].with_company(demo.company)
    zone = demo.company.partner_id._get_timezone()
    newest = manager_report.ended_week(Report._now(), zone)
    for place, ago in enumerate((2, 1, 0)):
        week = newest.shift(-ago)
        report = demo.name(f"weekly_report_{place + 1}", Report._ensure(demo.company, week))
        _write_sections(demo, report, place, leave_out=MISSING if ago == 0 else None)
        if ago:
            report.with_user(demo.ref("user_operasional")).action_submit()
        if ago == 2:
            _decide(demo, report)
        _backdate(report, week, zone)
    demo.env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})


def _date_payments(demo):
    """Let the money of the demo orders come on the day the order counts it, not on the day the demo is made."""
    for order in demo.env["sale.order"].search([("payment_confirmed_datetime", "!=", False)]):
        paid = order.transfer_ids.filtered(lambda transfer: transfer.state == "paid")
        paid.write({"paid_datetime": order.payment_confirmed_datetime})


def _write_sections(demo, report, place, leave_out):
    logins = {"operational_manager": "operasional", "marketing_manager": "pemasaran", "finance_manager": "keuangan",
              "inventory": "gudang", "repair_team": "perbaikan"}  # fmt: skip
    for section in report.section_ids:
        if section.key == leave_out:
            continue
        mine = section.with_user(demo.ref(f"user_{logins[section.role]}"))
        mine.commentary = WORDS.get(section.key, ("Lihat angka di bawah.",) * 3)[place]
        mine.action_submit()


def _decide(demo, report):
    """Let the Director read, decide and close; the owners answer."""
    director = demo.ref("user_direktur")
    report.with_user(director).action_read()
    meeting = report.week_end + timedelta(days=1)
    for number, (name, login, days, answer, done) in enumerate(DECISIONS, 1):
        owner = demo.ref(f"user_{login}")
        decision = (
            demo.env["crosstech.decision"]
            .with_user(director)
            .create(
                {
                    "name": name,
                    "decision_date": meeting,
                    "owner_id": owner.id,
                    "due_date": meeting + timedelta(days=days),
                    "weekly_report_id": report.id,
                    "company_id": report.company_id.id,
                }
            )
        )
        demo.name(f"decision_{number}", decision)
        decision.action_announce()
        if answer:
            decision.with_user(owner)._answer(answer, is_done=done)
        moment = fields.Datetime.to_datetime(meeting) + timedelta(hours=3)
        decision.sudo().write({"announced_datetime": moment})
        if done:
            decision.sudo().write({"done_datetime": moment + timedelta(days=days)})
    report.with_user(director).action_close()


def _backdate(report, week, zone):
    """Put what just happened on the Monday after the week."""
    monday = week.bounds(zone)[1].replace(tzinfo=None)
    for section in report.section_ids.filtered("submitted_datetime"):
        section.submitted_datetime = monday + timedelta(hours=8, minutes=7 * section.sequence)
    if report.submitted_datetime:
        report.submitted_datetime = monday + timedelta(hours=10)
    if report.read_datetime:
        report.read_datetime = report.closed_datetime = monday + timedelta(hours=27)
