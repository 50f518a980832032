"""Resellers of a week: who ordered most, who joined, who applied."""

from odoo import models
from odoo.tools import SQL

from ..lib import local_time
from .hooks_weekly_report_sales import ORDER_FIELDS

TOP_ROWS = 10


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    # === RESELLERS === #

    def _section_resellers(self, earlier, start, end):
        facts = self._reseller_facts(earlier, start, end)
        now = [fact for fact in facts if fact["orders"]]
        top = now[:TOP_ROWS]
        placed = [
            *self._own_company(),
            *self._within("placed_datetime", start, end),
            ("customer_kind", "=", "reseller"),
        ]
        ordered_before = sum(bool(fact["orders_before"]) for fact in facts)
        money, money_before = (sum(fact[name] for fact in facts) for name in ("amount", "amount_before"))
        figures = [
            ("reseller_amount", self.env._("Ordered by Resellers"), "money", money, money_before),
            ("resellers_ordering", self.env._("Resellers Who Ordered"), "number", len(now), ordered_before),
        ]
        orders = self._order_link(placed)
        return {
            "key": "resellers",
            "title": self.env._("Resellers"),
            "role": "operational_manager",
            "empty": self.env._("No reseller ordered in this week."),
            "columns": [
                self.env._("Reseller"), self.env._("Orders"), self.env._("Amount"), self.env._("Week before"),
            ],
            "kinds": ["text", "number", "money", "money"],
            "rows": [[fact["name"], fact["orders"], fact["amount"], fact["amount_before"]] for fact in top],
            "links": [self._order_link([*placed, ("partner_id", "child_of", fact["id"])]) for fact in top],
            "figures": [
                *(
                    {"key": key, "label": label, "kind": kind, "value": value, "before": before,
                     "better": "up", "link": orders}
                    for key, label, kind, value, before in figures
                ),
                *self._programme_figures(earlier, start, end),
            ],
        }  # fmt: skip

    def _programme_figures(self, earlier, start, end):
        """Count who joined in the week, who applied, and whose application waits now."""
        zone = self._company_zone()
        first, after, before = (local_time.local(moment, zone).date() for moment in (start, end, earlier))
        joined, joined_before = (
            [*self._own_company(), ("date_from", ">=", str(since)), ("date_from", "<", str(until))]
            for since, until in ((first, after), (before, first))
        )
        applied, applied_before = (
            [*self._own_company(), *self._within("create_date", *span)] for span in ((start, end), (earlier, start))
        )
        membership, application = "crosstech.reseller.membership", "crosstech.reseller.application"
        waiting = [*self._own_company(), ("state", "in", ("submitted", "asked_back"))]
        figures = [
            ("new_members", self.env._("New Members"), membership, joined, joined_before),
            ("applications", self.env._("Applications Received"), application, applied, applied_before),
            ("applications_open", self.env._("Applications Waiting Now"), application, waiting, None),
        ]
        return [
            {
                "key": key,
                "label": label,
                "kind": "number",
                "value": self.env[model].sudo().search_count(domain),
                **({"before": self.env[model].sudo().search_count(domain_before)} if domain_before else {}),
                "link": self._link(label, model, domain),
            }
            for key, label, model, domain, domain_before in figures
        ]

    def _reseller_facts(self, earlier, start, end):
        """:return: list of dict(id, name, orders, amount, orders_before, amount_before), who ordered most first"""
        self.env["sale.order"].flush_model(ORDER_FIELDS)
        self.env["res.partner"].flush_model(["commercial_partner_id", "name"])
        names = ("id", "name", "orders", "amount", "orders_before", "amount_before")
        rows = self.env.execute_query(
            SQL(
                """SELECT company.id, company.name,
                          count(*) FILTER (WHERE o.placed_datetime >= %(start)s),
                          COALESCE(sum(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1))
                                   FILTER (WHERE o.placed_datetime >= %(start)s), 0) AS amount,
                          count(*) FILTER (WHERE o.placed_datetime < %(start)s),
                          COALESCE(sum(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1))
                                   FILTER (WHERE o.placed_datetime < %(start)s), 0)
                     FROM sale_order o
                     JOIN res_partner p ON p.id = o.partner_id
                     JOIN res_partner company ON company.id = p.commercial_partner_id
                    WHERE o.company_id = %(company)s AND o.order_stage IS NOT NULL AND o.customer_kind = 'reseller'
                      AND o.placed_datetime >= %(earlier)s AND o.placed_datetime < %(end)s
                    GROUP BY company.id, company.name
                    ORDER BY amount DESC, company.id""",
                earlier=earlier, start=start, end=end, company=self.env.company.id,
            )
        )  # fmt: skip
        return [dict(zip(names, row, strict=True)) for row in rows]
