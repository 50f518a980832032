"""Custody at the desk of the Repair Team: where everything is, how long, what to do about it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib import custody, work_order

RECEIVABLE = (custody.COURIER, custody.TECHNICIAN, custody.CUSTOMER, custody.SUPPLIER)


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    holder_text = fields.Char(string="With", compute="_compute_holder_text")
    holder_days = fields.Integer(string="Days There", compute="_compute_holder_days")
    is_overdue = fields.Boolean(
        string="There Too Long", compute="_compute_holder_days", search="_search_is_overdue",
        help="Ask what became of it.",
    )  # fmt: skip
    last_awb = fields.Char(string="Consignment Number (AWB)", compute="_compute_last_awb")

    # === COMPUTE METHODS === #

    @api.depends("holder_kind", "holder_id")
    @api.depends_context("lang")
    def _compute_holder_text(self):
        for unit in self:
            unit.holder_text = unit._holder_text()

    @api.depends("holder_since", "holder_kind")
    def _compute_holder_days(self):
        now = fields.Datetime.now()
        for unit in self:
            unit.holder_days = (now - unit.holder_since).days if unit.holder_since else 0
            unit.is_overdue = custody.is_overdue(unit.holder_kind, unit.holder_days)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = Domain.OR(
            Domain("holder_kind", "=", kind) & Domain("holder_since", "<=", now - timedelta(days=days + 1))
            for kind, days in custody.OVERDUE_DAYS.items()
        )
        return late if True in value else ~late

    @api.depends("handover_ids")
    def _compute_last_awb(self):
        for unit in self:
            unit.last_awb = unit._get_handover().awb

    # === ACTION METHODS === #

    def action_hand_over(self):
        """Ask to whom the unit goes."""
        return self._open_custody_dialog("crosstech.custody.hand.over", self.env._("Hand Over"))

    def action_correct_custody(self):
        """Ask why the last hand-over was wrong."""
        return self._open_custody_dialog("crosstech.custody.correct", self.env._("Take the Last Hand-over Back"))

    def _open_custody_dialog(self, model, title):
        self.ensure_one()
        self._check_may_hand_over()
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "name": title,
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _check_may_hand_over(self):
        """:raises UserError: when the current user is not of the Repair Team"""
        self.check_access("read")
        if work_order.REPAIR not in self.env["res.users"]._acting_roles():
            raise UserError(self.env._("The Repair Team records hand-overs."))

    def _get_open_order(self):
        """Return the newest work order of the unit, or of the one it replaces, that has not ended."""
        self.ensure_one()
        domain = [("unit_id", "in", (self | self.replaces_id).ids), ("state", "not in", work_order.END_STATES)]
        return self.env["crosstech.work.order"].search(domain, order="id desc", limit=1)

    @api.model
    def _find_to_receive(self, text):
        """Find what a scan at the door is: a serial number, our number, or everything under a consignment number."""
        text = text.strip()
        here = Domain("holder_kind", "in", RECEIVABLE)
        units = self.search(here & (Domain("lot_id.name", "=ilike", text) | Domain("name", "=ilike", text)))
        if units:
            return units.filtered(lambda unit: unit.holder_kind != custody.CUSTOMER or unit._get_open_order())
        sent = self.env["crosstech.custody.handover"].search([("awb", "=", "".join(text.split()).upper())])
        return sent.unit_id.filtered(lambda unit: unit._get_handover() in sent)

    def _receive_at_workshop(self, note=""):
        """Receive one parcel: by the step of its work order where that waits for it, else by a hand-over alone."""
        self.ensure_one()
        self._check_may_hand_over()
        order = self._get_open_order()
        roles = self.env["res.users"]._acting_roles()
        for action in ("receive", "come_back"):
            if order and action in work_order.actions(order.state, roles):
                order._apply(action, note=note)
                return
        self._hand_over(custody.WORKSHOP, order=order, note=note)
