from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    region_id = fields.Many2one(
        "crosstech.region", string="District", domain=[("level", "=", "district")], index="btree_not_null",
        ondelete="restrict", help="Couriers quote by district.",
    )  # fmt: skip
