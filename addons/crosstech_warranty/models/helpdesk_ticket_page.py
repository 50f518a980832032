"""The customer's page of his service request: what he may see and do there, logged in or with its address (S1.17)."""

from datetime import datetime

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.crosstech_sale.lib import local_time

from ..lib import service_timeline, work_order
from .work_order_words import CUSTOMER_STAGES

CUSTOMER = {work_order.CUSTOMER}
MOST_DIGITS = 9


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _compute_access_url(self):
        """Override of `helpdesk_mgmt`: a service request has a page of its own."""
        result = super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/service/{ticket.id}"
        return result

    def _get_page_url(self):
        """:return: the absolute address of the page; it lets in whoever has it, so it is for the customer alone"""
        self.ensure_one()
        return f"{self.get_base_url()}{self.sudo().get_portal_url()}"

    # === WHAT HE SEES === #

    def _get_work_order(self):
        """:return: the order that counts: the one that runs, else the last; empty before there is one"""
        orders = self.sudo().work_order_ids.sorted("id")
        return orders.filtered(lambda order: order.state not in work_order.END_STATES)[-1:] or orders[-1:]

    def _page_clock(self, moment):
        """:return: a moment (naive UTC) on the clock of the place, such as ``01/03/2026 14:30 WITA``; empty for none"""
        if not moment:
            return ""
        zone = self._page_timezone()
        return f"{local_time.local(moment, zone):%d/%m/%Y %H:%M} {local_time.zone_name(zone)}"

    def _page_timezone(self):
        ticket = self.sudo()
        return ticket.region_id.timezone or (ticket.partner_id or ticket.company_id.partner_id)._get_timezone()

    def _get_timeline(self):
        """:return: list of dict(key: str, label: str, is_reached: bool, is_current: bool, when: str)"""
        self.ensure_one()
        order = self._get_work_order()
        reached = {"reported": self.create_date.isoformat(), **(order.stage_moments or {})}
        points = service_timeline.timeline(order.state or "requested", reached, self.arrival_way or "on_site")
        return [
            {
                "key": point.key,
                "label": str(CUSTOMER_STAGES[point.key]),
                "is_reached": point.is_reached,
                "is_current": point.is_current,
                "when": self._page_clock(point.moment and datetime.fromisoformat(point.moment)),
            }
            for point in points
        ]

    def _get_stage_label(self):
        """:return: where the request stands, in the customer's words"""
        return str(CUSTOMER_STAGES[work_order.customer_stage(self._get_work_order().state or "requested")])

    def _get_coming_visits(self):
        """:return: planned visits that did not take place yet, as superuser"""
        return self._get_work_order().visit_ids.filtered(lambda visit: visit.planned_datetime and not visit.outcome)

    def _get_shared_files(self):
        """:return: files the customer sent or was shown, as superuser; those of internal notes stay inside"""
        ticket = self.sudo()
        own = ticket.partner_id | self.env.ref("base.partner_root")
        messages = ticket.message_ids.filtered(
            lambda message: (
                message.attachment_ids
                and (message.author_id in own or not (message.is_internal or message.subtype_id.internal))
            )
        )
        return messages.attachment_ids.sorted("id")

    def _get_page_order(self):
        """:return: whether the customer's next step is ``answer``, ``pay``, ``confirm``, ``rate``, or nothing"""
        order = self._get_work_order()
        if order.quote_state == "offered":
            return "answer"
        if order.state != "cancelled" and order.amount_due and not order.pays_on_delivery:
            return "pay"
        if self._may_confirm():
            return "confirm"
        return "rate" if self._may_rate() else ""

    # === WHAT HE DOES === #

    def _may_cancel(self):
        """Whether the customer may still cancel by himself: nobody has begun, and his unit is with him."""
        order = self._get_work_order()
        return order.state in ("requested", "assigned") if order else not self.stage_id.closed

    def _cancel_by_customer(self, reason=""):
        """Cancel on the customer's own wish.

        :raises UserError: when work has begun
        """
        self.ensure_one()
        if not self._may_cancel():
            raise UserError(self.env._("Work has begun: please write to us below, and we find a way."))
        order = self._get_work_order()
        if order:
            reason = reason or self.env._("Cancelled by the customer")
            order._apply("cancel", roles=CUSTOMER, reason=reason, is_by_customer=True)
            return
        self.sudo().stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")

    def _may_set_limit(self):
        """Whether it makes sense to allow cost beforehand: nothing of it is asked or agreed yet."""
        order = self._get_work_order()
        return order.quote_state in (False, "none", "draft") and order.state not in (
            "solved", "done", "settled", "returning", *work_order.END_STATES,
        )  # fmt: skip

    def _set_limit_by_customer(self, text):
        """Let work begin without asking up to an amount; 0 or nothing: he wants to be asked.

        :param str text: rupiah as people type them, such as ``200.000``
        :raises UserError: when it is no such amount, or too late
        """
        self.ensure_one()
        digits = (text or "0").strip().removeprefix("Rp").replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS):
            raise UserError(self.env._("Please enter whole rupiah, such as 200.000."))
        if not self._may_set_limit():
            raise UserError(self.env._("The cost was asked already: please answer the quote."))
        self.sudo().cost_limit = int(digits)

    def _may_confirm(self):
        """Whether the customer can tell that all is well: he has his unit, and it is paid for."""
        order = self._get_work_order()
        return order.state in ("settled", "returning") and order.cost_state != "open" and order.state != "closed"

    def _confirm_by_customer(self):
        """Close on the customer's word that he has his unit and that it works."""
        self.ensure_one()
        order = self._get_work_order()
        if order.state != "closed":
            order._apply("close", roles=CUSTOMER)
