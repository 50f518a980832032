"""Hand-overs: who gave a unit to whom, when, and what proves it. They are added, never changed and never deleted."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import custody

KINDS = [
    (custody.CUSTOMER, "Customer"),
    (custody.TECHNICIAN, "Technician"),
    (custody.COURIER, "Courier"),
    (custody.WORKSHOP, "Workshop"),
    (custody.SUPPLIER, "Supplier"),
    (custody.STOCK, "Stock"),
    (custody.SCRAP, "Scrap"),
]


class CustodyHandover(models.Model):
    _name = "crosstech.custody.handover"
    _description = "Hand-over of a Unit"
    _order = "id desc"

    name = fields.Char(string="Number", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    unit_id = fields.Many2one("crosstech.warranty.unit", required=True, readonly=True, index=True, ondelete="restrict")
    order_id = fields.Many2one("crosstech.work.order", readonly=True, index="btree_not_null", ondelete="restrict")
    moment = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    from_kind = fields.Selection(KINDS, string="From", readonly=True, help="Empty: where it was first.")
    from_partner_id = fields.Many2one("res.partner", string="Given By", readonly=True, ondelete="restrict")
    to_kind = fields.Selection(KINDS, string="To", required=True, readonly=True)
    to_partner_id = fields.Many2one(
        "res.partner", string="Taken By", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    location_id = fields.Many2one("stock.location", string="Place", required=True, readonly=True, ondelete="restrict")
    move_line_id = fields.Many2one("stock.move.line", readonly=True, index="btree_not_null", ondelete="restrict")
    picking_id = fields.Many2one(related="move_line_id.picking_id", string="Transfer")
    carrier = fields.Char(string="Courier", readonly=True)
    awb = fields.Char(string="Consignment Number (AWB)", readonly=True, index="btree_not_null")
    signature = fields.Binary(attachment=True, readonly=True)
    signed_by = fields.Char(readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Photos", readonly=True)
    note = fields.Char(readonly=True)
    corrects_id = fields.Many2one("crosstech.custody.handover", readonly=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", string="Recorded By", required=True, readonly=True, ondelete="restrict")

    _corrected_once = models.UniqueIndex("(corrects_id) WHERE corrects_id IS NOT NULL", "This was corrected already.")

    # === COMPUTE METHODS === #

    @api.depends("name", "unit_id")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = f"{handover.name} · {handover.unit_id.display_name}"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number hand-overs and to put down who has the unit now."""
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        handovers = super().create(vals_list)
        for handover in handovers:
            handover.unit_id.write(
                {
                    "holder_kind": handover.to_kind,
                    "holder_id": handover.to_partner_id.id,
                    "holder_since": handover.moment,
                }
            )
        return handovers

    def write(self, vals):
        """Override: what was handed over stays on record as it was.

        :raises UserError: always, but for what changes nothing
        """
        if vals:
            raise UserError(self._unchangeable())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._unchangeable())

    def _unchangeable(self):
        return self.env._("Hand-overs stay as they were recorded. Next step: correct it by a hand-over back.")
