"""What this addon tells the weekly managers' meeting (S0.51 to S0.55)."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import models

STOCK_ROWS = 50


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _weekly_report_sections(self, date_from, date_to):
        """The parts of the weekly report; addons add theirs.

        :param date date_from: first day, as the company's clock shows it
        :param date date_to: last day, included
        :return: list of dict(key: str, title: str, role: str who answers for it, columns: list[str], rows: list[list])
        """
        start, end = self._weekly_report_bounds(date_from, date_to)
        return [
            self._section_sales_by_source(start, end),
            self._section_orders_waiting(),
            self._section_stock_remaining(),
            self._section_money(start, end),
        ]

    def _weekly_report_bounds(self, date_from, date_to):
        """Return the first moment of the period and the first after it, naive UTC."""
        zone = ZoneInfo(self.env.company.partner_id._get_timezone() or "Asia/Jakarta")
        days = (date_from, date_to + timedelta(days=1))
        moments = [datetime.combine(day, time.min, zone).astimezone(timezone.utc) for day in days]
        return tuple(moment.replace(tzinfo=None) for moment in moments)

    def _section_sales_by_source(self, start, end):
        domain = [*self._own_company(), ("placed_datetime", ">=", start), ("placed_datetime", "<", end)]
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(domain, ["order_source_id", "customer_kind"], ["__count", "amount_total:sum"])
        )
        kinds = dict(self.env["sale.order"]._fields["customer_kind"]._description_selection(self.env))
        rows = [
            [source.name or self.env._("Not noted"), kinds.get(kind, ""), count, amount]
            for source, kind, count, amount in groups
        ]
        return {
            "key": "sales_by_source",
            "title": self.env._("Orders by Source"),
            "role": "marketing_manager",
            "columns": [self.env._("Source"), self.env._("Customer"), self.env._("Orders"), self.env._("Amount")],
            "rows": sorted(rows, key=lambda row: -row[3]),
        }

    def _section_orders_waiting(self):
        stages = dict(self.env["sale.order"]._fields["order_stage"]._description_selection(self.env))
        open_stages = ["ordered", "claimed", "paid", "released", "shipped"]
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [*self._own_company(), ("order_stage", "in", open_stages)],
                ["order_stage"],
                ["__count", "amount_total:sum"],
            )
        )
        figures = {stage: (count, amount) for stage, count, amount in groups}
        return {
            "key": "orders_waiting",
            "title": self.env._("Orders on Their Way"),
            "role": "operational_manager",
            "columns": [self.env._("Progress"), self.env._("Orders"), self.env._("Amount")],
            "rows": [[stages[stage], *figures.get(stage, (0, 0))] for stage in open_stages],
        }

    def _section_stock_remaining(self):
        """The goods of which least is left after everything promised; the Director orders by this (S0.43)."""
        Product = self.env["product.product"].sudo().with_company(self.env.company)
        products = Product.search([("is_storable", "=", True), ("sale_ok", "=", True)])
        scarce = sorted(products, key=lambda product: product.virtual_available)[:STOCK_ROWS]
        return {
            "key": "stock_remaining",
            "title": self.env._("Stock Remaining"),
            "role": "inventory",
            "columns": [self.env._("Product"), self.env._("On Hand"), self.env._("Free After Orders")],
            "rows": [[product.display_name, product.qty_available, product.virtual_available] for product in scarce],
        }

    def _section_money(self, start, end):
        Transfer = self.env["crosstech.transfer"].sudo()
        paid = [("state", "=", "paid"), ("paid_datetime", ">=", start), ("paid_datetime", "<", end)]
        rows = [
            [label, *Transfer._read_group([*self._own_company(), *domain], [], ["__count", "amount_to_pay:sum"])[0]]
            for label, domain in (
                (self.env._("Transfers received"), paid),
                (self.env._("Transfers waited for"), [("state", "=", "waiting")]),
            )
        ]
        return {
            "key": "money",
            "title": self.env._("Money"),
            "role": "finance_manager",
            "columns": [self.env._("What"), self.env._("Number"), self.env._("Amount")],
            "rows": rows,
        }

    def _own_company(self):
        return [("company_id", "=", self.env.company.id)]
