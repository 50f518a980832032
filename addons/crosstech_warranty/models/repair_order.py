"""Core's repair orders serve work orders; nobody takes their steps around them."""

from odoo import fields, models
from odoo.exceptions import UserError


class RepairOrder(models.Model):
    _inherit = "repair.order"

    work_order_ids = fields.One2many("crosstech.work.order", "repair_id")

    def _check_is_ours(self):
        """:raises UserError: when a person, and not the work order, wants to move this on"""
        order = self.sudo().work_order_ids[:1]
        if order and not self.env.su:
            raise UserError(self.env._("This repair belongs to %s: take the step there.", order.name))

    def action_validate(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_validate()

    def action_repair_start(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_repair_start()

    def action_repair_end(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_repair_end()

    def action_repair_done(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_repair_done()

    def action_repair_cancel(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_repair_cancel()

    def action_repair_cancel_draft(self):
        """Override of `repair` to let the work order lead."""
        self._check_is_ours()
        return super().action_repair_cancel_draft()

    def action_open_work_order(self):
        """Show the work order this repair is done for."""
        self.check_access("read")
        return self.work_order_ids[:1]._get_records_action()
