"""What we know of a courier as the sender of bills."""

from odoo import fields, models


class Courier(models.Model):
    _inherit = "crosstech.courier"

    partner_id = fields.Many2one(
        "res.partner", string="Vendor", index="btree_not_null", ondelete="restrict",
        help="Who sends the bills and gets our objections.",
    )  # fmt: skip
    bill_columns = fields.Json(help="What the headings of this courier's bills mean, as a person said last time.")
    bill_tolerance = fields.Float(digits=(16, 0), help="Rupiah per consignment that are not worth an objection.")
