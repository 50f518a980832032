"""What deserves a second look in a request, in words for the staff; the rules are ``lib.claim_signals``."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ..lib import claim_signals

_lt = LazyTranslate(__name__)

WORDS = {
    "not_ours": _lt("We never sold this serial number."),
    "of_another": _lt("The unit belongs to another customer."),
    "open_already": _lt("The same unit has %(count)s other open request(s)."),
    "again": _lt("The same unit was reported %(days)s day(s) before."),
    "before_sale": _lt("It failed on %(failed)s, before we delivered it on %(sold)s."),
    "clock_reset": _lt("Its warranty begins on %(starts)s, long after the delivery on %(sold)s."),
    "many_claims": _lt("The customer has %(count)s requests within a year, far more than others."),
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    signal_data = fields.Json(copy=False, groups="base.group_user")
    has_signals = fields.Boolean(
        string="Second Look", compute="_compute_has_signals", store=True, groups="base.group_user"
    )
    signal_text = fields.Text(string="What Stands Out", compute="_compute_signal_text", groups="base.group_user")

    _customer_idx = models.Index("(commercial_partner_id, create_date)")

    @api.depends("signal_data")
    def _compute_has_signals(self):
        for ticket in self:
            ticket.has_signals = bool(ticket.signal_data)

    @api.depends("signal_data")
    @api.depends_context("lang")
    def _compute_signal_text(self):
        for ticket in self:
            sentences = [(self.env._(WORDS[code]), facts) for code, facts in ticket.signal_data or []]
            ticket.signal_text = "\n".join(sentence % facts for sentence, facts in sentences)

    # === ACTION METHODS === #

    def action_look_again(self):
        """Look for signals again, after the unit or the customer was corrected."""
        self.check_access("write")
        for ticket in self:
            ticket._look_for_signals()

    def action_open_form(self):
        """Open the request, where it is said what stands out."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [(False, "form")]}

    # === BUSINESS METHODS === #

    def _look_for_signals(self):
        self.ensure_one()
        ticket = self.sudo()
        ticket.signal_data = claim_signals.signals(ticket._prepare_claim()) or False

    def _prepare_claim(self):
        """:return: ``lib.claim_signals.Claim``"""
        unit = self.unit_id or self._find_typed_unit()
        others = unit.ticket_ids.filtered(lambda other: other.id != self.id and other.request_kind == "failure")
        last = max(others.mapped("create_date"), default=None)
        owner = unit.partner_id.commercial_partner_id
        return claim_signals.Claim(
            failed=self.failure_date or self.env.company._get_today(),
            is_our_serial=bool(unit and unit._get_facts().is_ours) if unit or self.typed_serial else None,
            is_of_another=bool(owner and owner != self.commercial_partner_id),
            other_open=len(others.filtered(lambda other: not other.closed)),
            days_since_last=(self.create_date - last).days if last else None,
            sold=unit.move_line_id.date and unit.move_line_id.date.date(),
            starts=unit.start_date or None,
            claims_of_customer=self._count_own_claims(),
            customers_by_claims=self._count_claims(),
        )

    def _year(self):
        return [("create_date", ">", fields.Datetime.now() - timedelta(days=365)), ("request_kind", "=", "failure")]

    def _count_own_claims(self) -> int:
        partner = self.commercial_partner_id
        return self.search_count([*self._year(), ("commercial_partner_id", "=", partner.id)]) if partner else 0

    def _count_claims(self) -> dict[int, int]:
        """Number of other customers by their number of requests within a year."""
        others = [*self._year(), ("commercial_partner_id", "not in", [False, self.commercial_partner_id.id])]
        self.flush_model()
        counts = self.env.execute_query(
            SQL(
                """SELECT claims, COUNT(*) FROM (
                       SELECT COUNT(*) AS claims FROM helpdesk_ticket WHERE id IN %s GROUP BY commercial_partner_id
                   ) AS customers GROUP BY claims""",
                self._search(others).subselect(),
            )
        )
        return dict(counts)
