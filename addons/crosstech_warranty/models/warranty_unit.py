"""A unit sold: one piece with a serial, or the pieces of an order line that have none."""

import secrets

from odoo import api, fields, models


class WarrantyUnit(models.Model):
    _name = "crosstech.warranty.unit"
    _description = "Warranty Unit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "start_date desc, id desc"
    _rec_names_search = ["name", "lot_id.name", "product_id.name"]

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="New", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", string="Serial Number", index="btree_not_null", ondelete="restrict")
    serial_text = fields.Char(string="Serial as Told", help="Where the serial number is none of ours.")
    quantity = fields.Float(default=1.0, required=True, help="More than one only where pieces have no serial number.")
    partner_id = fields.Many2one("res.partner", string="Owner", index=True, ondelete="restrict")
    sale_line_id = fields.Many2one("sale.order.line", index="btree_not_null", ondelete="restrict")
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Order", store=True, index="btree_not_null")
    move_line_id = fields.Many2one("stock.move.line", string="Delivered By", index="btree_not_null")
    proof_reference = fields.Char(
        string="Proof of Purchase", help="Number of a paper receipt, where the sale is not in the system."
    )
    term_id = fields.Many2one("crosstech.warranty.term", index="btree_not_null", ondelete="restrict")
    start_date = fields.Date(index=True)
    company_parts_until = fields.Date()
    company_labour_until = fields.Date()
    company_travel_until = fields.Date()
    supplier_id = fields.Many2one("res.partner", index="btree_not_null")
    supplier_until = fields.Date()
    replaces_id = fields.Many2one("crosstech.warranty.unit", index="btree_not_null", copy=False)
    replaced_by_id = fields.Many2one("crosstech.warranty.unit", index="btree_not_null", copy=False)
    state = fields.Selection(
        [
            ("active", "In Use"),
            ("replaced", "Replaced"),
            ("refunded", "Refunded"),
            ("written_off", "Written Off"),
            ("returned", "Returned to Us"),
        ],
        default="active", required=True, index=True, tracking=True,
    )  # fmt: skip
    access_token = fields.Char(
        default=lambda self: secrets.token_urlsafe(24), copy=False, groups="base.group_system", index=True
    )
    ticket_ids = fields.One2many("helpdesk.ticket", "unit_id", string="Service Requests")

    _lot_uniq = models.UniqueIndex(
        "(lot_id) WHERE lot_id IS NOT NULL AND state = 'active'", "This serial number is registered already."
    )
    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "A unit is at least one piece.")
    _one_piece_per_serial = models.Constraint(
        "CHECK(lot_id IS NULL OR quantity = 1)", "A serial number belongs to one piece."
    )

    @api.depends("product_id", "lot_id.name", "serial_text", "name")
    def _compute_display_name(self):
        for unit in self:
            serial = unit.lot_id.name or unit.serial_text or unit.name
            unit.display_name = f"{unit.product_id.display_name} · {serial}"

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number units."""
        sequence = self.env["ir.sequence"].sudo().search([("code", "=", self._name)], limit=1)
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = sequence.next_by_id() or "New"
        return super().create(vals_list)
