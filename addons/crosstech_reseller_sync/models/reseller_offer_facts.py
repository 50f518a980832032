"""Reasons of offered and withheld products in the words of the reader; the facts are of ``lib.insight.offers``."""

from odoo import fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ..lib.insight import offers

_lt = LazyTranslate(__name__)

TEXTS = {
    offers.RUNS_OUT: _lt(
        "You sell %(rate)s a day. %(stock)s are left, until about %(until)s; a delivery takes %(days)s days."
    ),
    offers.IS_OUT: _lt("You sell %(rate)s a day and have none left. A delivery takes %(days)s days."),
    offers.STOPPED: _lt("Not sold since %(last_sold)s."),
    offers.ON_THE_WAY: _lt("%(on_the_way)s are on their way and last."),
    offers.DECLINED: _lt("Declined on %(declined)s."),
    offers.ENOUGH: _lt("The stock lasts %(cover)s days."),
    offers.NO_PRICE: _lt("There is no price for this reseller."),
    offers.NO_STOCK: _lt("We have no full case left."),
    offers.COSTLY: _lt("Shipping would cost %(cost)s for goods of %(value)s."),
}
LABELS = [
    (offers.RUNS_OUT, "Runs Out"),
    (offers.IS_OUT, "Is Out"),
    (offers.STOPPED, "No Longer Sold"),
    (offers.ON_THE_WAY, "On the Way"),
    (offers.DECLINED, "Declined Lately"),
    (offers.ENOUGH, "Enough Left"),
    (offers.NO_PRICE, "No Price"),
    (offers.NO_STOCK, "We Have None"),
    (offers.COSTLY, "Shipping Too Dear"),
]
DATES = ("until", "last_sold", "declined")
MONEY = ("cost", "value")


class ResellerOfferWords(models.AbstractModel):
    _name = "crosstech.reseller.offer.words"
    _description = "Reason of an Offered or Withheld Product"

    reason = fields.Selection(LABELS, readonly=True, required=True)
    facts_json = fields.Json(readonly=True)
    reason_text = fields.Char(compute="_compute_reason_text", string="Why")

    def _compute_reason_text(self):
        for row in self:
            facts = row._shown_facts()
            if row.facts_json is None or row.facts_json is False:
                row.reason_text = ""
            elif row.reason == offers.STOPPED and not facts.get("last_sold"):
                row.reason_text = self.env._("No sale of it is known.")
            else:
                row.reason_text = self.env._(TEXTS[row.reason]) % facts  # pylint: disable=translation-not-lazy

    def _shown_facts(self):
        """:return: the facts of the reason, each as the reader writes it"""
        shown, point = {}, self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        for name, value in (self.facts_json or {}).items():
            if value is None:
                shown[name] = ""
            elif name in DATES:
                shown[name] = format_date(self.env, value)
            elif name in MONEY:
                shown[name] = self.env.company.currency_id.format(value)
            else:
                shown[name] = f"{value:g}".replace(".", point)
        return shown

    def _facts_to_json(self, facts):
        """:return: dict of plain values: days as text, amounts as numbers"""
        return {
            name: value if value is None else str(value) if name in DATES else float(value)
            for name, value in facts.items()
        }
