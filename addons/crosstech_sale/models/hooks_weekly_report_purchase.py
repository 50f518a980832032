"""What purchasing tells the weekly managers' meeting (S0.43, S0.50)."""

from odoo import models

from ..lib import stock_report

PROPOSAL_ROWS = 50


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _weekly_report_sections(self, date_from, date_to):
        """Override to add what to order and what to pay."""
        sections = super()._weekly_report_sections(date_from, date_to)
        return [*sections, self._section_stock_proposals(date_to), self._section_payables()]

    def _section_stock_proposals(self, date_to):
        """The newest stock check up to the day that the Director has not decided; without one, nothing is proposed."""
        report = (
            self.env["crosstech.stock.report"]
            .sudo()
            .search(
                [*self._own_company(), ("state", "in", list(stock_report.DESKS)), ("report_date", "<=", date_to)],
                limit=1,
            )
        )
        lines = report.line_ids.filtered("proposed_quantity").sorted("amount_proposed", reverse=True)[:PROPOSAL_ROWS]
        return {
            "key": "stock_proposals",
            "title": self.env._("Proposed Orders to Suppliers"),
            "role": "operational_manager",
            "columns": [
                self.env._("Product"),
                self.env._("Free"),
                self.env._("Lasts, Days"),
                self.env._("Proposed"),
                self.env._("Supplier"),
                self.env._("Amount"),
            ],
            "kinds": ["text", "number", "number", "number", "text", "money"],
            "empty": self.env._("Nothing is proposed: no stock check waits for a decision."),
            "rows": [
                [
                    line.product_id.display_name,
                    line.free,
                    line.cover_days,
                    line.proposed_quantity,
                    line.supplier_id.name or "",
                    line.amount_proposed,
                ]
                for line in lines
            ],
        }

    def _section_payables(self):
        """What is owed to suppliers, by deadline."""
        Deadline = self.env["crosstech.payable.deadline"].sudo()
        groups = Deadline._read_group(
            [*self._own_company(), ("bucket", "!=", "6_paid")], ["bucket"], ["__count", "amount:sum"]
        )
        figures = {bucket: (count, amount) for bucket, count, amount in groups}
        names = dict(Deadline._fields["bucket"]._description_selection(self.env))
        return {
            "key": "payables",
            "title": self.env._("Payments to Suppliers"),
            "role": "finance_manager",
            "columns": [self.env._("Due"), self.env._("Bills"), self.env._("Amount")],
            "kinds": ["text", "number", "money"],
            "empty": self.env._("Nothing is owed to suppliers."),
            "figures": [
                {
                    "key": "payables",
                    "label": self.env._("Owed to Suppliers"),
                    "kind": "money",
                    "value": sum(amount for _count, amount in figures.values()),
                }
            ],
            "rows": [[name, *figures.get(key, (0, 0))] for key, name in names.items() if key != "6_paid"],
        }
