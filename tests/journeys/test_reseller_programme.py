"""From an application on the website to the first order at reseller prices, through the pages alone."""

import io
import re
import time

from PIL import Image
from stdnum import luhn

APPLICATION = "crosstech.reseller.application"


def papers(kind: str) -> dict:
    """A picture in one field of the form, as somebody would photograph his papers."""
    output = io.BytesIO()
    Image.effect_noise((300, 200), 40).convert("RGB").save(output, "JPEG")
    return {f"document_{kind}": ("photo.jpg", output.getvalue(), "image/jpeg")}


def path_of(link: str) -> str:
    """The path of a link in a mail: the server of the journey may have another address than the mail names."""
    return re.sub(r"^https?://[^/]+", "", link.replace("&amp;", "&"))


def mail_to(staff, address: str, word: str) -> str:
    """The newest mail to an address that has a word in it, as its receiver sees it."""
    receivers = ["|", ("email_to", "ilike", address), ("recipient_ids.email", "ilike", address)]
    mails = staff("admin").find("mail.mail", receivers, ["body_html"], order="id desc")
    return next(mail["body_html"] for mail in mails if word in mail["body_html"])


def fill_in(visitor, number: int) -> str:
    """Apply as a shop in Makassar; gives its e-mail address."""
    digits = f"{number % 10**8:08}"
    address = f"toko{number}@example.com"
    visitor.open("/resellers/apply")
    province = visitor.page.xpath("//select[@name='state_id']/option[contains(., 'Sulawesi Selatan')]/@value")[0]
    values = {
        "company_name": f"Toko Perjalanan {number}",
        "legal_form": "ud",
        "contact_name": "Ibu Perjalanan",
        "email": address,
        "phone": "0812 0000 4711",
        "npwp": f"{digits}{luhn.calc_check_digit(digits)}021000",
        "street": "Jalan Pengayoman 12",
        "zip": "90231",
        "state_id": province,
        "regency_code": "73.71",
        "region_id": "73.71.09",
        "bank_name": "Bank Central Asia (BCA)",
        "account_number": f"527{digits}",
        "account_holder": "Ibu Perjalanan",
        "monthly_volume": "10_to_50",
        "agrees": "1",
    }
    visitor.submit(values, form="o_crosstech_reseller_form", files=papers("nib"))
    assert "/resellers/apply/thanks" in visitor.answer.url, visitor.text[:500]
    return address


def test_a_shop_applies_is_asked_back_approved_and_orders_at_its_price(customer, staff):
    manager, visitor = staff("operasional"), customer()
    address = fill_in(visitor, int(time.time()))

    # The manager finds it on his list, with what a computer can check, and asks back.
    found = manager.find(APPLICATION, [("email", "=", address)], ["state", "check_data", "access_url", "activity_ids"])
    application = found[0]["id"]
    assert (found[0]["state"], found[0]["check_data"]["npwp"]) == ("submitted", "success")
    assert found[0]["activity_ids"]
    question = manager.make(
        f"{APPLICATION}.ask", application_id=application, action="ask", text="Mohon foto kartu NPWP"
    )
    manager.press(f"{APPLICATION}.ask", "action_send", question)

    # The applicant follows the link of the mail and answers with a document.
    link = re.search(r'href="([^"]*/resellers/application/[^"]+)"', mail_to(staff, address, "Mohon foto")).group(1)
    applicant = customer()
    page = applicant.open(path_of(link))
    assert "Mohon foto kartu NPWP" in page
    applicant.submit({"answer": "Ini kartunya"}, form="/answer", files=papers("npwp"))
    assert manager.find(APPLICATION, [("id", "=", application)], ["state"])[0]["state"] == "submitted"

    # Approved, with a level; the shop gets its invitation.
    level = manager.find("res.partner.grade", [("default_pricelist_id", "!=", False)], ["name"], limit=1)[0]["id"]
    dialog = manager.make(
        f"{APPLICATION}.approve", application_id=application, grade_id=level, months=12, partner_choice="new"
    )
    manager.press(f"{APPLICATION}.approve", "action_approve", dialog)
    company = manager.find(APPLICATION, [("id", "=", application)], ["state", "partner_id"])[0]
    assert company["state"] == "approved"

    # It chooses its password and logs in.
    invitation = re.search(r'href="([^"]*signup[^"]*)"', mail_to(staff, address, "signup")).group(1)
    member = customer()
    member.open(path_of(invitation))
    member.submit({"password": "perjalanan-2026", "confirm_password": "perjalanan-2026"}, form="oe_signup_form")
    assert "/web/login" not in member.answer.url, member.text[:300]
    assert company["partner_id"][1].split(",")[0] in member.open("/my/reseller/welcome")

    # Its price is lower than the shop's, and its first order is the Operational Manager's.
    member.put_in_cart("MN-2201", 2)
    ordinary = customer()
    ordinary.put_in_cart("MN-2201", 2)
    prices = [one.open("/shop/cart") for one in (member, ordinary)]
    assert prices[0] != prices[1]
    methods = member.delivery_methods()
    member.choose_delivery(next(number for name, number in methods.items() if "REG" in name.upper()))
    member.pay()
    order = manager.find(
        "sale.order",
        [("partner_id", "child_of", company["partner_id"][0])],
        ["customer_kind", "pricelist_id", "order_stage"],
    )[0]
    assert (order["customer_kind"], order["order_stage"]) == ("reseller", "ordered")
    assert "Reseller" in order["pricelist_id"][1]


def test_an_application_is_nobody_elses_business(customer, staff):
    address = fill_in(customer(), int(time.time()) + 500_000)
    application = staff("operasional").find(APPLICATION, [("email", "=", address)], ["id"])[0]["id"]
    for stranger in (customer(), customer("pembeli"), customer("reseller")):
        stranger.open(f"/resellers/application/{application}")
        assert stranger.answer.status_code == 404
        stranger.open(f"/resellers/application/{application}?access_token=guess")
        assert stranger.answer.status_code == 404
