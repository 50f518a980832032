"""Money that came, that is waited for, and cash that somebody carries."""

from odoo import models


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _section_money(self, earlier, start, end):
        facts = self._money_facts(start, end)
        before = self._money_facts(earlier, start)
        rows = []
        for key, (label, model, domain, field) in facts.items():
            now = self._count_and_sum(model, domain, field)
            rows.append((key, label, *now, self._link(label, model, domain)))
        earlier_sums = {
            key: self._count_and_sum(before[key][1], before[key][2], before[key][3])[1]
            for key in ("received", "cash_received")
        }
        return {
            "key": "money",
            "title": self.env._("Money"),
            "role": "finance_manager",
            "empty": self.env._("No money came in this week, and none is waited for."),
            "note": self.env._("Receivables: none. Goods leave the warehouse only when their money has come."),
            "columns": [self.env._("What"), self.env._("Number"), self.env._("Amount")],
            "kinds": ["text", "number", "money"],
            "rows": [[label, count, amount] for _key, label, count, amount, _link in rows],
            "links": [link for *_row, link in rows],
            "figures": [
                {"key": key, "label": label, "kind": "money", "value": amount, "link": link,
                 "better": {"received": "up", "cash_received": "up", "cash_held": "down"}.get(key),
                 **({"before": earlier_sums[key]} if key in earlier_sums else {})}
                for key, label, _count, amount, link in rows
            ],
            "charts": [self._chart_of_money(rows)],
        }  # fmt: skip

    def _money_facts(self, start, end):
        """:return: dict(key: (label, model, domain, field that is summed)); the last two are as of now"""
        own = self._own_company()
        met = [*own, ("state", "=", "done")]
        return {
            "received": (
                self.env._("Transfers received"),
                "crosstech.transfer",
                [*own, ("state", "=", "paid"), *self._within("paid_datetime", start, end)],
                "amount_to_pay",
            ),
            "waiting": (
                self.env._("Transfers waited for"),
                "crosstech.transfer",
                [*own, ("state", "=", "waiting")],
                "amount_to_pay",
            ),
            "cash_received": (
                self.env._("Cash of COD meetings received"),
                "crosstech.cod.meeting",
                [*met, *self._within("completed_datetime", start, end)],
                "amount_collected",
            ),
            "cash_held": (
                self.env._("Cash not yet with Finance"),
                "crosstech.cod.meeting",
                [*met, ("is_cash_acknowledged", "=", False)],
                "amount_collected",
            ),
        }

    def _count_and_sum(self, model, domain, field):
        count, amount = self.env[model].sudo()._read_group(domain, [], ["__count", f"{field}:sum"])[0]
        return count, amount or 0.0

    def _chart_of_money(self, rows):
        return {
            "kind": "bars",
            "title": self.env._("Amounts"),
            "value_kind": "money",
            "rows": [{"label": label, "value": amount} for _key, label, _count, amount, _link in rows],
        }
