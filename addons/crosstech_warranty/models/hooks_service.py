"""What after-sales service tells the dashboards and the people who look at a customer."""

from odoo import models

from odoo.addons.crosstech_sale.lib.dashboards import BARS, CHART, FIGURE, MONEY, TODO, Tile, of_role
from odoo.addons.crosstech_sale.lib.duties import DIRECTOR, FINANCE, OPERATIONAL, REPAIR
from odoo.addons.crosstech_sale.models.hooks_customer import _event, _fact

from ..lib.work_order import OPEN_STATES

TICKET, ORDER, RECAP = "helpdesk.ticket", "crosstech.work.order", "crosstech.work.order.recap"
_TICKETS, _ORDERS, _RECAP = (
    "crosstech_warranty.helpdesk_ticket_action",
    "crosstech_warranty.work_order_action",
    "crosstech_warranty.work_order_recap_action",
)  # fmt: skip


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    # === DASHBOARD === #

    def _dashboard_tiles(self, role):
        """Extend with what waits for the people of after-sales service, and how it goes."""
        tiles = (*self._service_todos(), *self._service_figures())
        return (*super()._dashboard_tiles(role), *of_role(tiles, role))

    def _service_todos(self):
        return (
            Tile(
                "service_new", (REPAIR, OPERATIONAL), TODO, TICKET,
                (("answered_datetime", "=", False), ("stage_id.closed", "=", False)), _TICKETS, since="create_date",
                title=self.env._("New service requests"),
            ),
            Tile(
                "service_late", (REPAIR, OPERATIONAL, DIRECTOR), TODO, TICKET, (("sla_state", "=", "late"),), _TICKETS,
                since="solution_deadline", title=self.env._("Late service requests"),
            ),
            Tile(
                "service_unassigned", (REPAIR, OPERATIONAL), TODO, ORDER, (("state", "=", "requested"),), _ORDERS,
                since="create_date", title=self.env._("Work orders without a technician"),
            ),
            Tile(
                "service_approvals", (OPERATIONAL,), TODO, ORDER, (("approval_state", "=", "asked"),), _ORDERS,
                since="decision_datetime", title=self.env._("Service decisions to approve"),
            ),
            Tile(
                "service_quotes", (REPAIR, FINANCE), TODO, ORDER, (("quote_state", "=", "offered"),), _ORDERS,
                since="state_datetime", title=self.env._("Quotes without an answer"),
            ),
            Tile(
                "service_claims", (REPAIR, OPERATIONAL, FINANCE), TODO, "crosstech.supplier.claim",
                (("state", "=", "draft"), ("filing_deadline", "<=", "@week")),
                "crosstech_warranty.supplier_claim_action", since="filing_deadline",
                title=self.env._("Supplier claims to file within a week"),
            ),
            Tile(
                "defects_to_record", (OPERATIONAL,), TODO, "crosstech.defect", (("state", "=", "to_record"),),
                "crosstech_warranty.defect_action", since="found_date",
                title=self.env._("Defective units to record"),
            ),
            Tile(
                "failing_goods", (OPERATIONAL, DIRECTOR), TODO, "crosstech.failure.rate", (("state", "=", "alert"),),
                "crosstech_warranty.failure_rate_action", title=self.env._("Goods that fail too often"),
            ),
        )  # fmt: skip

    def _service_figures(self):
        finished = {"model": RECAP, "action": _RECAP, "date": "finished_date"}
        return (
            Tile("service_finished", (REPAIR, OPERATIONAL, DIRECTOR), FIGURE, title=self.env._("Work orders finished"),
                 **finished),
            Tile("service_free", (OPERATIONAL, FINANCE, DIRECTOR), FIGURE, measure="amount_free", unit=MONEY,
                 title=self.env._("Given free in service"), **finished),
            Tile("service_recovered", (FINANCE, DIRECTOR), FIGURE, measure="amount_recovered", unit=MONEY,
                 title=self.env._("Recovered from suppliers"), **finished),
            Tile("service_stages", (REPAIR, OPERATIONAL, DIRECTOR), CHART, ORDER, (("state", "in", OPEN_STATES),),
                 _ORDERS, draw=BARS, group="state", report=_RECAP, title=self.env._("Where open work orders stand")),
            Tile("service_decisions", (REPAIR, OPERATIONAL, DIRECTOR), CHART, draw=BARS, group="decision",
                 report=_RECAP, title=self.env._("What was done about finished work orders"), **finished),
        )  # fmt: skip

    # === CUSTOMER AT A GLANCE === #

    def _customer_facts(self, partner):
        facts = super()._customer_facts(partner)
        tickets = self._customer_records(partner, TICKET, [])
        running = tickets.filtered(lambda ticket: not ticket.closed)
        orders = self._customer_records(partner, ORDER, [("decision", "=", "replace")])
        return [
            *facts,
            _fact("service_requests", self.env._("Service Requests"), "integer", len(tickets)),
            _fact("service_open", self.env._("Service Requests Open"), "integer", len(running)),
            _fact("units_replaced", self.env._("Units Replaced"), "integer", len(orders)),
        ]

    def _customer_events(self, partner, limit):
        return [*super()._customer_events(partner, limit), *self._service_events(partner, limit)]

    def _service_events(self, partner, limit):
        for ticket in self._customer_records(partner, TICKET, [], "id desc", limit):
            text = " · ".join(filter(None, [ticket.number, ticket.product_id.display_name, ticket.name]))
            yield _event(ticket, ticket.create_date, "wrench", self.env._("Reported a failure"), text)
        decisions = dict(self.env[ORDER]._fields["decision"]._description_selection(self.env))
        done = [("finished_datetime", "!=", False)]
        for order in self._customer_records(partner, ORDER, done, "finished_datetime desc", limit):
            text = " · ".join(filter(None, [order.name, decisions.get(order.decision), order.work_done]))
            yield _event(order, order.finished_datetime, "check-square-o", self.env._("Service finished"), text)
