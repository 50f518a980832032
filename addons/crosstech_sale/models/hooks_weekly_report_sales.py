"""Sales and promotions of a week, each against the week before."""

from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..lib import local_time

TOP_ROWS = 5
FULL_DAY = timedelta(days=1)
# What the queries below read; written to the database first.
ORDER_FIELDS = (
    "amount_total", "company_id", "currency_rate", "customer_kind", "order_source_id", "order_stage", "partner_id",
    "payment_confirmed_datetime", "placed_datetime",
)  # fmt: skip


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    # === SALES === #

    def _section_sales(self, earlier, start, end):
        facts = self._sales_facts(earlier, start, end)
        totals = {"now": [0, 0.0, 0.0, 0], "before": [0, 0.0, 0.0, 0]}
        for fact in facts:
            for place, number in enumerate(fact["numbers"]):
                totals[fact["when"]][place] += number
        placed = [*self._own_company(), *self._within("placed_datetime", start, end)]
        return {
            "key": "sales_by_source",
            "title": self.env._("Sales"),
            "role": "marketing_manager",
            "empty": self.env._("No order came in this week."),
            "figures": self._sales_figures(totals, placed),
            "charts": [self._chart_of_days(facts, start, end), self._chart_of_products(start, end)],
            **self._sales_by_source(facts, placed),
        }

    def _sales_facts(self, earlier, start, end):
        """Count the orders of both weeks by source, kind of customer and day, in one query.

        :return: list of dict(when: ``now`` or ``before``, source: id, kind: str, day: date,
            numbers: (orders, amount ordered, amount paid, cancelled)), amounts in the company's currency
        """
        self.env["sale.order"].flush_model(ORDER_FIELDS)
        rows = self.env.execute_query(
            SQL(
                """SELECT placed_datetime >= %(start)s, order_source_id, customer_kind,
                          (placed_datetime AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, count(*),
                          sum(amount_total / COALESCE(NULLIF(currency_rate, 0), 1)),
                          COALESCE(sum(amount_total / COALESCE(NULLIF(currency_rate, 0), 1))
                                   FILTER (WHERE payment_confirmed_datetime IS NOT NULL), 0),
                          count(*) FILTER (WHERE order_stage = 'cancelled')
                     FROM sale_order
                    WHERE company_id = %(company)s AND order_stage IS NOT NULL
                      AND placed_datetime >= %(earlier)s AND placed_datetime < %(end)s
                    GROUP BY 1, 2, 3, 4""",
                earlier=earlier, start=start, end=end, zone=self._company_zone(), company=self.env.company.id,
            )
        )  # fmt: skip
        return [
            {"when": "now" if now else "before", "source": source, "kind": kind, "day": day, "numbers": tuple(numbers)}
            for now, source, kind, day, *numbers in rows
        ]

    def _sales_figures(self, totals, placed):
        labels = (
            ("orders", self.env._("Orders"), "number", []),
            ("ordered", self.env._("Ordered For"), "money", []),
            ("paid", self.env._("Of This Paid"), "money", [("payment_confirmed_datetime", "!=", False)]),
            ("cancelled", self.env._("Cancelled"), "number", [("order_stage", "=", "cancelled")]),
        )
        return [
            {
                "key": key,
                "label": label,
                "kind": kind,
                "value": totals["now"][place],
                "before": totals["before"][place],
                "better": "down" if key == "cancelled" else "up",
                "link": self._order_link([*placed, *domain]),
            }
            for place, (key, label, kind, domain) in enumerate(labels)
        ]

    def _sales_by_source(self, facts, placed):
        sums = defaultdict(lambda: {"now": [0, 0.0], "before": [0, 0.0]})
        for fact in facts:
            pair = sums[fact["source"], fact["kind"]][fact["when"]]
            pair[0] += fact["numbers"][0]
            pair[1] += fact["numbers"][1]
        order = sorted(sums, key=lambda group: (-sums[group]["now"][1], -sums[group]["before"][1]))
        kinds = dict(self.env["sale.order"]._fields["customer_kind"]._description_selection(self.env))
        source = self.env["utm.source"].sudo().browse
        return {
            "columns": [
                self.env._("Source"),
                self.env._("Customer"),
                self.env._("Orders"),
                self.env._("Amount"),
                self.env._("Week before"),
            ],
            "kinds": ["text", "text", "number", "money", "money"],
            "rows": [
                [
                    source(group[0]).name or self.env._("Not noted"),
                    kinds.get(group[1], ""),
                    *sums[group]["now"],
                    sums[group]["before"][1],
                ]
                for group in order
            ],
            "links": [
                self._order_link([*placed, ("order_source_id", "=", group[0]), ("customer_kind", "=", group[1])])
                for group in order
            ],
        }

    def _chart_of_days(self, facts, start, end):
        """Draw seven days against the same days of the week before."""
        sums = defaultdict(float)
        for fact in facts:
            sums[fact["day"]] += fact["numbers"][1]
        first = local_time.local(start, self._company_zone()).date()
        days = [first + number * FULL_DAY for number in range((end - start).days)]
        return {
            "kind": "columns",
            "title": self.env._("Ordered per day"),
            "value_kind": "money",
            "rows": [
                {
                    "label": format_date(self.env, day, date_format="EEE d"),
                    "value": sums[day],
                    "before": sums[day - len(days) * FULL_DAY],
                }
                for day in days
            ],
        }

    def _chart_of_products(self, start, end):
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [
                    *self._own_company(),
                    *self._within("order_id.placed_datetime", start, end),
                    ("order_id.order_stage", "not in", (False, "cancelled")),
                    ("product_id.type", "=", "consu"),
                ],
                ["product_id"],
                ["product_uom_qty:sum"],
                order="product_uom_qty:sum DESC, product_id",
                limit=TOP_ROWS,
            )
        )
        return {
            "kind": "bars",
            "title": self.env._("Most ordered, pieces"),
            "value_kind": "number",
            "rows": [{"label": product.display_name, "value": quantity} for product, quantity in groups],
        }

    def _order_link(self, domain):
        return self._link(self.env._("Orders"), "sale.order", domain, "sale.action_orders")

    # === PROMOTIONS === #

    def _section_promotions(self, earlier, start, end):
        now, before = self._promotion_facts(start, end), self._promotion_facts(earlier, start)
        Card = self.env["loyalty.card"].sudo()
        issued = [
            Card.search_count([*self._own_company(), *self._within("create_date", *span)])
            for span in ((start, end), (earlier, start))
        ]
        programs = sorted(now, key=lambda program: now[program][1])
        figures = [
            ("promoted_orders", self.env._("Orders with a Promotion"), "number", *self._sums(now, before, 0)),
            ("discount", self.env._("Given Away"), "money", *self._sums(now, before, 1)),
            ("coupons", self.env._("Coupons and Cards Issued"), "number", *issued),
            *self._mailing_figures(earlier, start, end),
        ]
        return {
            "key": "promotions",
            "title": self.env._("Promotions"),
            "role": "marketing_manager",
            "empty": self.env._("No promotion was used and no coupon issued in this week."),
            "columns": [self.env._("Promotion"), self.env._("Orders"), self.env._("Given Away")],
            "kinds": ["text", "number", "money"],
            "rows": [[program.display_name, now[program][0], -now[program][1]] for program in programs],
            "figures": [
                {"key": key, "label": label, "kind": kind, "value": abs(value), "before": abs(earlier_value)}
                for key, label, kind, value, earlier_value in figures
            ],
        }

    def _promotion_facts(self, start, end):
        """:return: dict(program: [orders, what the customers saved, below zero])"""
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [
                    *self._own_company(),
                    ("reward_id", "!=", False),
                    *self._within("order_id.placed_datetime", start, end),
                ],
                ["reward_id"],
                ["order_id:count_distinct", "price_total:sum"],
            )
        )
        facts = defaultdict(lambda: [0, 0.0])
        for reward, orders, saved in groups:
            facts[reward.program_id][0] += orders
            facts[reward.program_id][1] += saved
        return facts

    def _sums(self, now, before, place):
        return tuple(sum(fact[place] for fact in facts.values()) for facts in (now, before))

    def _mailing_figures(self, earlier, start, end):
        """Mailings that went out, where the company has them."""
        if "mailing.mailing" not in self.env:
            return []
        Mailing = self.env["mailing.mailing"].sudo()
        counts = [
            Mailing.search_count([("state", "=", "done"), *self._within("sent_date", *span)])
            for span in ((start, end), (earlier, start))
        ]
        return [("mailings", self.env._("Mailings Sent"), "number", *counts)]
