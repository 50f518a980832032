"""What we delivered to a reseller against what he says he has and sold, week by week; see ``lib.insight.reconcile``."""

from odoo import api, fields, models

from ..lib.insight import reconcile


class ResellerGap(models.Model):
    _name = "crosstech.reseller.gap"
    _description = "Gap between Deliveries and a Reseller's Stock"
    _order = "date_to desc, gap, id"
    _rec_name = "product_id"

    source_id = fields.Many2one("crosstech.reseller.source", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="source_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="cascade")
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    opening = fields.Float(digits=(16, 2), readonly=True, string="Stock Before")
    delivered = fields.Float(digits=(16, 2), readonly=True, help="By us.")
    sold = fields.Float(digits=(16, 2), readonly=True, help="By him, what buyers brought back taken off.")
    other_in = fields.Float(string="Bought Elsewhere", digits=(16, 2), readonly=True)
    sent_back = fields.Float(string="Sent Back to Us", digits=(16, 2), readonly=True)
    expected = fields.Float(string="Expected Stock", digits=(16, 2), readonly=True)
    reported = fields.Float(string="Reported Stock", digits=(16, 2), readonly=True)
    gap = fields.Float(digits=(16, 2), readonly=True, help="Reported less expected.")
    total_gap = fields.Float(string="Gap So Far", digits=(16, 2), readonly=True, aggregator=None)
    reasons_json = fields.Json(readonly=True)
    reason = fields.Selection(
        [
            (reconcile.TRANSIT, "Still on Its Way"),
            (reconcile.ARRIVED_LATE, "Arrived Late"),
            (reconcile.OTHER_SUPPLIER, "Another Supplier"),
            (reconcile.SALES_MISSING, "Sales Not Recorded"),
            (reconcile.FROZEN_REPORT, "Stock Not Kept Up to Date"),
            (reconcile.WRONG_COUNT, "Counted Wrong"),
            (reconcile.UNEXPLAINED, "Unexplained"),
        ],
        string="Main Reason", readonly=True, index=True,
    )  # fmt: skip
    reason_text = fields.Char(compute="_compute_reason_text", string="What May Explain It")

    _once = models.UniqueIndex("(source_id, product_id, date_to)", "This week of the product is compared already.")

    @api.depends("reasons_json")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        # pylint: disable=prefer-env-translation
        _ = self.env._
        texts = {
            reconcile.TRANSIT: _("%s were delivered lately and may still be on their way"),
            reconcile.ARRIVED_LATE: _("%s delivered in the week before arrived in this one"),
            reconcile.OTHER_SUPPLIER: _("%s seem to come from another supplier"),
            reconcile.SALES_MISSING: _("%s seem to be sold without being recorded"),
            reconcile.FROZEN_REPORT: _("%s: the stock did not move at all, it seems not to be kept up to date"),
            reconcile.WRONG_COUNT: _("%s: the next or last count takes it back, one was wrong"),
            reconcile.UNEXPLAINED: _("%s are unexplained"),
        }
        for row in self:
            parts = [texts[code] % f"{abs(units):g}" for code, units in row.reasons_json or []]
            row.reason_text = "; ".join(parts)
