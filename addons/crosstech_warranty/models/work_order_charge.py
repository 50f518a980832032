"""Which lines of an order are free by the verdict on its unit, and the usual lines at our prices."""

from odoo import models

from ..lib import charges, work_order

USUAL = {
    "labour": "crosstech_warranty.product_labour",
    "travel": "crosstech_warranty.product_travel",
}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _get_verdict(self):
        """:return: ``lib.verdict.Verdict`` on the unit for the day it failed, the fault that was found included"""
        ticket = self.ticket_id
        return self.unit_id._get_verdict(
            region=ticket.region_id or None,
            fault=self.fault_id or ticket.symptom_id or None,
            has_physical_damage=ticket.has_physical_damage,
            on_date=ticket.failure_date or None,
        )

    def _get_free_reason(self, kind):
        """:return: why a kind of line is free (``lib.charges.free_reason``); nothing where it is charged"""
        self.ensure_one()
        verdict = self._get_verdict()
        covered = {name for name in ("parts", "labour", "travel") if getattr(verdict, name)}
        return charges.free_reason(kind, covered, is_goodwill=self.ticket_id.is_goodwill)

    def _judge_lines(self):
        """Make lines free or charged as the verdict says now; those with a reason of their own stay."""
        for line in self.line_ids.filtered(lambda line: not line.free_reason and line.quote_id.state != "accepted"):
            is_free = bool(line.order_id._get_free_reason(line.kind))
            if line.is_free != is_free:
                line.is_free = is_free

    def _after_diagnose(self, facts):
        """Extend: physical damage seen on the bench, or a fault no warranty covers, changes who pays (S0.81)."""
        damage = self.fault_id.is_physical_damage or facts.get("has_physical_damage")
        if damage is not None and damage != self.ticket_id.has_physical_damage:
            self.ticket_id.has_physical_damage = damage
        self._judge_lines()
        super()._after_diagnose(facts)

    def action_add_usual_lines(self):
        """Add labour, and travel where somebody goes there, at our usual prices; what is there already stays."""
        self.ensure_one()
        self.check_access("write")
        kinds = ("labour",) if self.is_at_centre else ("labour", "travel")
        self.line_ids.create(
            [
                {"order_id": self.id, "kind": kind, "product_id": self.env.ref(USUAL[kind]).id}
                for kind in kinds
                if kind not in self.line_ids.mapped("kind")
            ]
        )
        return True

    def action_request_parts(self):
        """Ask Inventory for the parts that are missing."""
        self.ensure_one()
        self.check_access("write")
        missing = self.line_ids.filtered(lambda line: line.availability == "missing")
        names = ", ".join(f"{line.quantity:g} × {line.product_id.display_name}" for line in missing)
        if names:
            self.sudo()._remind("inventory", self.env._("Parts are missing: %s", names))
        return True


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def write(self, vals):
        """Override: what the verdict or goodwill changes, the lines of its work orders follow."""
        result = super().write(vals)
        if {"verdict", "goodwill_state"} & vals.keys():
            orders = self.sudo().work_order_ids
            orders.filtered(lambda order: order.state not in work_order.END_STATES)._judge_lines()
        return result
