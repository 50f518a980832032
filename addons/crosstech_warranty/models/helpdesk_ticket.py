"""A service request is a ticket: failure report and work request of one unit (S1.4, S1.31)."""

from odoo import fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    unit_id = fields.Many2one("crosstech.warranty.unit", index="btree_not_null", ondelete="restrict", tracking=True)
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    symptom_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'symptom')]", ondelete="restrict")
    region_id = fields.Many2one(
        "crosstech.region", string="Place of the Failure", index="btree_not_null", ondelete="restrict"
    )
    place = fields.Char(string="Address of the Place")
    phone = fields.Char()
    wished_datetime = fields.Datetime(string="Wished Time")
    arrival_way = fields.Selection(
        [("on_site", "Visit the customer"), ("parcel", "Sent by parcel"), ("walk_in", "Brought in")],
        string="How the Unit Arrives", default="on_site", index=True,
    )  # fmt: skip
    has_physical_damage = fields.Boolean(string="Physical Damage", tracking=True)
    verdict = fields.Selection(
        [("company", "Company warranty"), ("supplier", "Supplier warranty"), ("none", "No warranty")],
        tracking=True, index=True, copy=False,
    )  # fmt: skip
    verdict_reason = fields.Char(copy=False)
    work_order_ids = fields.One2many("crosstech.work.order", "ticket_id", string="Work Orders")
