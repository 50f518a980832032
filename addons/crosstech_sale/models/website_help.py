"""The questions of the help centre, answered from the settings in force."""

from werkzeug.exceptions import HTTPException

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

PACE_DAYS = 90
PACE_ORDERS = 5  # of fewer orders nothing is said
ORDERING, PAYMENT = _lt("Ordering"), _lt("Payment")
DELIVERY, SAFETY, RESELLERS = _lt("Delivery and returns"), _lt("Safety and account"), _lt("Resellers")
# topic, question, answer with facts of Website._get_shop_facts, page with more, fact without which it is left out
QUESTIONS = (
    (
        ORDERING,
        _lt("How do I order?"),
        _lt(
            "Put the goods into the cart, enter your address with its district, choose courier and payment, and"
            " confirm. You get an e-mail with the account number."
        ),
        "/cara-belanja",
        None,
    ),
    (
        ORDERING,
        _lt("Can I order by telephone or WhatsApp?"),
        _lt("Yes. Our staff enter the order for you; you get the same e-mail and the same deadline."),
        "/cara-belanja",
        None,
    ),
    (
        ORDERING,
        _lt("Is what the shop shows really in stock?"),
        _lt("Yes. The number on the product page is what lies on our shelf and is not promised to anybody else."),
        "/shop",
        None,
    ),
    (
        ORDERING,
        _lt("Where do I see my orders?"),
        _lt("Log in and open your account: every order with its progress, its invoice and its messages."),
        "/my",
        None,
    ),
    (
        PAYMENT,
        _lt("How long do I have to pay?"),
        _lt("%(deadline_days)s days from the e-mail with the account number. The last moment stands on your order."),
        "/cara-bayar",
        None,
    ),
    (
        PAYMENT,
        _lt("To which account do I transfer?"),
        _lt("%(banks)s, all in the name of the company. Yours stands on your order."),
        "/cara-bayar",
        "banks",
    ),
    (
        PAYMENT,
        _lt("Why does the amount end in odd rupiah?"),
        _lt("By these last digits we recognise your payment. Please transfer the exact amount."),
        "/cara-bayar",
        "has_code",
    ),
    (
        PAYMENT,
        _lt("I paid too late. What now?"),
        _lt(
            "Upload the proof on your order page. We wait another %(grace_days)s days before an order is cancelled, and"
            " bring a cancelled one back as long as the goods are there."
        ),
        "/cara-bayar",
        None,
    ),
    (
        PAYMENT,
        _lt("Why are the goods not sent though I uploaded the proof?"),
        _lt(
            "The money must be on our account first: only a line on the bank statement releases goods. This protects"
            " you from people who forge proofs."
        ),
        "/cara-bayar",
        None,
    ),
    (
        PAYMENT,
        _lt("Can I pay in cash (COD)?"),
        _lt("Yes, at a meeting: you propose place and time, see the goods, and pay there."),
        "/cara-bayar",
        "takes_cod",
    ),
    (
        DELIVERY,
        _lt("Which couriers do you use?"),
        _lt("%(couriers)s. The cart shows which of them goes to your district."),
        "/pengiriman",
        "couriers",
    ),
    (
        DELIVERY,
        _lt("What does delivery cost?"),
        _lt(
            "It depends on weight and district. The cart shows every courier with price and arrival date before you"
            " pay, and the price does not change afterwards."
        ),
        "/pengiriman",
        None,
    ),
    (
        DELIVERY,
        _lt("How do I follow my parcel?"),
        _lt("The air waybill number comes by e-mail and stands on your order page, with a link to the courier."),
        "/pengiriman",
        None,
    ),
    (
        DELIVERY,
        _lt("The goods are damaged, wrong or incomplete. What do I do?"),
        _lt(
            "Keep the packing and write to us on the order page within two days, with pictures. We replace damaged or"
            " wrong goods at our cost."
        ),
        "/retur",
        None,
    ),
    (
        SAFETY,
        _lt("Is this message really from you?"),
        _lt(
            "We never ask for passwords, PINs or one-time codes and never send another account number by chat. In doubt"
            " call the number on this website."
        ),
        "/security",
        None,
    ),
    (
        SAFETY,
        _lt("I forgot my password."),
        _lt("Choose “Reset password” on the login page; a link comes to your e-mail address."),
        "/web/reset_password",
        None,
    ),
    (
        RESELLERS,
        _lt("How do I become a reseller?"),
        _lt(
            "Apply with your company, its tax number and your region. The Operational Manager checks it and answers;"
            " then you see your own prices after logging in."
        ),
        "/panduan-reseller",
        None,
    ),
)


class Website(models.Model):
    _inherit = "website"

    def _get_help(self):
        """The questions and answers of the shop, in the language of the page.

        :return: list of dict(topic: str, question: str, answer: str, url: page with more)
        """
        self.ensure_one()
        facts = self._get_shop_facts()
        words = {
            "deadline_days": facts["deadline_days"],
            "grace_days": facts["grace_days"],
            "banks": ", ".join(f"{bank['bank']} {bank['number']}" for bank in facts["banks"]),
            "couriers": ", ".join(courier["name"] for courier in facts["couriers"]),
        }
        entries = []
        for topic, question, answer, url, needed in QUESTIONS:
            if not needed or facts[needed]:
                text = self.env._(answer)
                entry = {"topic": self.env._(topic), "question": self.env._(question), "answer": text % words}
                entries.append({**entry, "url": url})
        return entries

    def _get_shop_pace(self):
        """How long orders took lately from payment to courier, in whole days (at least 1).

        :return: the median, or False where too few orders tell
        """
        self.env.cr.execute(
            """SELECT count(*),
                      percentile_cont(0.5) WITHIN GROUP (
                          ORDER BY EXTRACT(EPOCH FROM shipped_datetime - payment_confirmed_datetime))
                 FROM sale_order
                WHERE payment_confirmed_datetime >= %s AND shipped_datetime > payment_confirmed_datetime
                  AND company_id = %s""",
            (fields.Datetime.subtract(fields.Datetime.now(), days=PACE_DAYS), self.company_id.id),
        )
        count, seconds = self.env.cr.fetchone()
        return max(1, round(seconds / 86400)) if count >= PACE_ORDERS else False

    def _has_page(self, path):
        """Whether the shop answers this address: an addon or a part of it may not be there."""
        try:
            self.env["ir.http"].routing_map().bind("").match(path, method="GET")
        except HTTPException:
            return False
        return True
