"""Dialogs of custody: hand a unit over, take a hand-over back."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import custody
from ..models.custody_handover import KINDS


class CustodyHandOver(models.TransientModel):
    _name = "crosstech.custody.hand.over"
    _description = "Hand a Unit Over"

    unit_id = fields.Many2one("crosstech.warranty.unit", required=True)
    holder = fields.Char(string="Now With", compute="_compute_holder")
    ways = fields.Char(compute="_compute_holder")
    to_kind = fields.Selection(KINDS, string="Hand Over To", required=True)
    technician_id = fields.Many2one("crosstech.technician")
    supplier_id = fields.Many2one("res.partner")
    carrier_id = fields.Many2one("delivery.carrier", string="Courier")
    awb = fields.Char(string="Consignment Number (AWB)")
    signature = fields.Binary()
    signed_by = fields.Char()
    attachment_ids = fields.Many2many("ir.attachment", string="Photos")
    note = fields.Char()

    @api.depends("unit_id")
    def _compute_holder(self):
        for dialog in self:
            dialog.holder = dialog.unit_id._holder_text() if dialog.unit_id else ""
            dialog.ways = ",".join(custody.WAYS.get(dialog.unit_id.holder_kind, ()))

    def action_apply(self):
        """Hand it over, and open the record to print."""
        self.ensure_one()
        self.unit_id._check_may_hand_over()
        self._check_cost()
        photos = [(photo.name, photo.raw) for photo in self.attachment_ids]
        handover = self.unit_id._hand_over(
            self.to_kind,
            partner=self.technician_id.partner_id if self.to_kind == custody.TECHNICIAN else self.supplier_id,
            order=self.unit_id._get_open_order(),
            awb=self.awb,
            carrier=self.carrier_id,
            signature=self.signature,
            signed_by=self.signed_by,
            files=photos,
            note=self.note,
        )
        return handover._open_form()

    def _check_cost(self):
        """Goods leave the workshop towards their owner only when the cost is settled (S1.21)."""
        order = self.unit_id._get_open_order().sudo()
        leaves = self.to_kind in (custody.CUSTOMER, custody.COURIER, custody.TECHNICIAN)
        is_here = self.unit_id.holder_kind in (custody.WORKSHOP, custody.STOCK)
        if leaves and is_here and order and not order._step_facts().is_settled:
            raise UserError(order._refusal("cost"))


class CustodyCorrect(models.TransientModel):
    _name = "crosstech.custody.correct"
    _description = "Take a Hand-over Back"

    unit_id = fields.Many2one("crosstech.warranty.unit", required=True)
    last_id = fields.Many2one("crosstech.custody.handover", compute="_compute_last_id", string="Last Hand-over")
    reason = fields.Char(required=True)

    @api.depends("unit_id")
    def _compute_last_id(self):
        for dialog in self:
            dialog.last_id = dialog.unit_id._get_handover()

    def action_apply(self):
        """Take it back; both stay on record, and the unit says so."""
        self.ensure_one()
        self.unit_id._check_may_hand_over()
        self.unit_id._correct_custody(self.reason)
        return {"type": "ir.actions.act_window_close"}


class CustodyReceive(models.TransientModel):
    """Many parcels in a row: each scan adds a line, one button receives them all."""

    _name = "crosstech.custody.receive"
    _description = "Receive Parcels"

    scan = fields.Char(string="Serial or Consignment Number")
    line_ids = fields.One2many("crosstech.custody.receive.line", "receive_id")
    hint = fields.Char(readonly=True)

    @api.onchange("scan")
    def _onchange_scan(self):
        text = (self.scan or "").strip()
        if not text:
            return
        self.scan = False
        units = self.env["crosstech.warranty.unit"]._find_to_receive(text) - self.line_ids.unit_id
        self.hint = False if units else self.env._("“%s” is not on its way to us, or is in the list already.", text)
        self.line_ids = [fields.Command.create({"unit_id": unit.id, "scanned": text}) for unit in units]

    def action_apply(self):
        """Receive every unit of the list: its work order goes on, or it is handed over at least."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Scan a parcel first."))
        for line in self.line_ids:
            line.unit_id._receive_at_workshop(note=line.note)
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.custody_unit_action")
        return {**action, "domain": [("id", "in", self.line_ids.unit_id.ids)], "target": "main"}


class CustodyReceiveLine(models.TransientModel):
    _name = "crosstech.custody.receive.line"
    _description = "Parcel to Receive"

    receive_id = fields.Many2one("crosstech.custody.receive", required=True, ondelete="cascade")
    unit_id = fields.Many2one("crosstech.warranty.unit", required=True)
    scanned = fields.Char()
    lot_id = fields.Many2one(related="unit_id.lot_id")
    partner_id = fields.Many2one(related="unit_id.partner_id")
    holder_kind = fields.Selection(related="unit_id.holder_kind")
    order_id = fields.Many2one("crosstech.work.order", compute="_compute_order_id")
    note = fields.Char(string="Noticed")

    @api.depends("unit_id")
    def _compute_order_id(self):
        for line in self:
            line.order_id = line.unit_id._get_open_order()
