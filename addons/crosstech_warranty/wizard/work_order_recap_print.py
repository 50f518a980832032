"""The recap of work orders of a period: on the screen, on paper, as a spreadsheet (S1.18)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.crosstech_sale.lib import charts, safe_cells

ROWS = 25
SPREADSHEET_ROWS = 50_000
COLUMNS = (
    "order_id", "date", "finished_date", "state", "partner_id", "product_id", "categ_id", "supplier_id",
    "technician_id", "province_id", "arrival_way", "verdict", "decision", "fault_id", "resolution_id", "visit_count",
    "turnaround_hours", "amount_billed", "amount_free", "amount_cost", "amount_recovered",
)  # fmt: skip


class WorkOrderRecapPrint(models.TransientModel):
    _name = "crosstech.work.order.recap.print"
    _description = "Work Order Recap of a Period"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date(string="Until", required=True, default=lambda self: self.env.company._get_today())
    group_field = fields.Selection(
        [
            ("technician_id", "Technician"),
            ("product_id", "Product"),
            ("categ_id", "Category"),
            ("supplier_id", "Supplier"),
            ("province_id", "Province"),
            ("verdict", "Verdict"),
            ("decision", "Decision"),
        ],
        string="Divided By", required=True, default="technician_id",
    )  # fmt: skip
    recap_html = fields.Html(compute="_compute_recap_html", sanitize=False)

    _days_in_order = models.Constraint("CHECK(date_from <= date_to)", "The period ends before it begins.")

    # === COMPUTE METHODS === #

    def _default_date_from(self):
        return self.env.company._get_today().replace(day=1)

    @api.depends("date_from", "date_to", "group_field")
    @api.depends_context("lang")
    def _compute_recap_html(self):
        for recap in self:
            values = {"section": recap._prepare_page(), "links": False}
            recap.recap_html = self.env["ir.qweb"]._render("crosstech_sale.weekly_report_figures", values)

    # === ACTION METHODS === #

    def action_print(self):
        """Print the recap."""
        self._check_days()
        return self.env.ref("crosstech_warranty.work_order_recap_report").report_action(self, config=False)

    def action_export(self):
        """Give every work order of the period as a row of a spreadsheet."""
        self._check_days()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self._title()} {self.date_from} – {self.date_to}.xlsx",
                "raw": safe_cells.workbook(self._title(), self._sheet()),
                "mimetype": safe_cells.XLSX,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}

    def action_open(self):
        """Open the work orders of the period."""
        self._check_days()
        action = self.env["ir.actions.actions"]._for_xml_id("crosstech_warranty.work_order_recap_action")
        return {**action, "domain": self._domain(), "context": {"group_by": self.group_field}}

    def _check_days(self):
        self.ensure_one()
        self.check_access("read")
        if not self.date_from or not self.date_to or self.date_from > self.date_to:
            raise UserError(self.env._("Choose a period that ends after it begins."))

    # === BUSINESS METHODS === #

    def _title(self):
        return self.env._("Work Order Recap")

    def _days_text(self):
        first, last = (format_date(self.env, day, date_format="d MMMM y") for day in (self.date_from, self.date_to))
        return f"{first} – {last}"

    def _domain(self, days="finished_date", date_from=None, date_to=None):
        """:return: the rows of this company's orders finished (or opened) in a period, by default this one"""
        return [
            ("company_id", "=", self.company_id.id),
            (days, ">=", date_from or self.date_from),
            (days, "<=", date_to or self.date_to),
        ]

    def _prepare_page(self):
        """:return: dict as ``crosstech_sale.weekly_report_figures`` shows it"""
        if not self.date_from or not self.date_to or self.date_from > self.date_to:
            return {"empty": self.env._("Choose a period that ends after it begins."), "note": "", "figures": [],
                    "charts": [], "rows": [], "columns": [], "kinds": []}  # fmt: skip
        groups = self._groups()
        figures = self._figures()
        return {
            "empty": "" if groups or figures[0]["value"] else self.env._("No work order was opened or finished."),
            "note": self.env._("Turn-around and amounts are those of the orders finished in this period."),
            "figures": figures,
            "charts": [self._chart(groups)] if groups else [],
            "columns": [
                dict(self._fields["group_field"]._description_selection(self.env))[self.group_field],
                self.env._("Finished"), self.env._("Turn-around, hours"), self.env._("First-time fix, %"),
                self.env._("Billed"), self.env._("Given free"), self.env._("Cost"), self.env._("Recovered"),
            ],
            "kinds": ["text", *["number"] * 3, *["money"] * 4],
            "rows": [{"cells": self._cells(group), "url": None} for group in groups[:ROWS]],
        }  # fmt: skip

    def _groups(self):
        """:return: list of (label, count, hours, first-time fix, billed, free, cost, recovered), most orders first"""
        Recap = self.env["crosstech.work.order.recap"]
        measures = [
            "__count", "turnaround_hours:avg", "first_time_fix_percent:avg", "amount_billed:sum", "amount_free:sum",
            "amount_cost:sum", "amount_recovered:sum",
        ]  # fmt: skip
        found = Recap._read_group(self._domain(), [self.group_field], measures, order="__count DESC")
        labels = {}
        if Recap._fields[self.group_field].type == "selection":
            labels = dict(Recap._fields[self.group_field]._description_selection(self.env))
        return [(self._label(value, labels), *numbers) for value, *numbers in found]

    def _label(self, value, labels):
        if not value:
            return self.env._("Nothing noted")
        return labels[value] if labels else value.display_name

    def _cells(self, group):
        label, count, hours, fixed, *amounts = group
        return [label, str(count), self._number(hours), self._number(fixed), *(self._money(one) for one in amounts)]

    def _chart(self, groups):
        return {
            "kind": "bars",
            "title": self.env._("Orders finished"),
            "compare_name": "",
            "rows": charts.bars([{"label": one[0], "value": one[1], "text": str(one[1])} for one in groups[:ROWS]]),
        }

    def _figures(self):
        """:return: the headline figures beside those of the period before, of the same length"""
        days = (self.date_to - self.date_from).days + 1
        earlier = (self.date_from - timedelta(days=days), self.date_from - timedelta(days=1))
        Recap = self.env["crosstech.work.order.recap"]
        now, before = (Recap._figures(self._domain("finished_date", *span)) for span in ((None, None), earlier))
        opened, opened_before = (
            Recap.search_count(self._domain("date", *span)) for span in ((None, None), earlier)
        )  # fmt: skip
        rows = [
            (self.env._("Opened"), opened, opened_before, str),
            (self.env._("Finished"), now["order_count"], before["order_count"], str),
            (self.env._("Turn-around, hours"), now["turnaround_hours"], before["turnaround_hours"], self._number),
            (self.env._("In time, %"), now["in_time_percent"], before["in_time_percent"], self._number),
            (
                self.env._("First-time fix, %"),
                now["first_time_fix_percent"],
                before["first_time_fix_percent"],
                self._number,
            ),
            (self.env._("Billed"), now["amount_billed"], before["amount_billed"], self._money),
            (self.env._("Given free"), now["amount_free"], before["amount_free"], self._money),
            (self.env._("Recovered"), now["amount_recovered"], before["amount_recovered"], self._money),
        ]
        return [
            {
                "label": label, "value": value or 0, "text": write(value), "url": None, "arrow": "", "look": "",
                "change": self.env._("before: %s", write(earlier_value)),
            }
            for label, value, earlier_value, write in rows
        ]  # fmt: skip

    def _number(self, value):
        return "–" if value is None or value is False else formatLang(self.env, value, digits=1)

    def _money(self, value):
        return formatLang(self.env, value or 0, currency_obj=self.company_id.currency_id)

    def _sheet(self):
        """:return: list of rows for ``safe_cells.workbook``, headings first
        :raises UserError: for more rows than people read in a spreadsheet
        """
        Recap = self.env["crosstech.work.order.recap"]
        rows = Recap.search(self._domain(), order="finished_date, id", limit=SPREADSHEET_ROWS + 1)
        if len(rows) > SPREADSHEET_ROWS:
            raise UserError(
                self.env._("More than %s work orders: choose a shorter period, or export the list.", SPREADSHEET_ROWS)
            )
        heads = Recap.fields_get(COLUMNS, ["string", "selection"])
        choices = {name: dict(head.get("selection") or ()) for name, head in heads.items()}
        return [
            [heads[name]["string"] for name in COLUMNS],
            *([_cell(row[name], choices[name]) for name in COLUMNS] for row in rows),
        ]


def _cell(value, choices):
    if isinstance(value, models.BaseModel):
        return safe_cells.safe(value.display_name or "")
    return safe_cells.safe(choices.get(value, value) if choices else value)
