"""Bills of couriers: the file as it came, its lines, and what became of them."""

import base64
import hashlib
import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import courier_audit, courier_bill, tariff_sheets

_logger = logging.getLogger(__name__)

PREVIEW_ROWS = 6


class CourierBill(models.Model):
    _name = "crosstech.courier.bill"
    _description = "Courier Bill"
    _order = "bill_date desc, id desc"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    name = fields.Char(string="Bill Number", tracking=True, copy=False, help="As the courier numbers it.")
    courier_id = fields.Many2one(
        "crosstech.courier", required=True, index=True, ondelete="restrict",
        default=lambda self: self._default_courier(),
    )  # fmt: skip
    partner_id = fields.Many2one(
        "res.partner", string="Vendor", compute="_compute_partner_id", store=True, readonly=False,
        index="btree_not_null",
        help="Who is paid for this bill; remembered for the courier.",
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    bill_date = fields.Date(default=fields.Date.context_today)
    period_from = fields.Date(string="Period from", readonly=True)
    period_to = fields.Date(string="Period to", readonly=True)
    file = fields.Binary(string="Bill File", attachment=True, copy=False)
    filename = fields.Char(copy=False)
    file_sha256 = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "To Audit"), ("audited", "Audited"), ("disputed", "Disputed"), ("settled", "Settled")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip
    tolerance = fields.Monetary(
        compute="_compute_partner_id", store=True, readonly=False,
        help="A difference of at most this on a consignment is let pass.",
    )  # fmt: skip
    stated_total = fields.Monetary(string="Total on the Bill", tracking=True)
    first_row = fields.Integer(readonly=True)
    sheet_index = fields.Integer(readonly=True)
    preview = fields.Html(readonly=True)
    remarks = fields.Text(readonly=True)
    column_ids = fields.One2many("crosstech.courier.bill.column", "bill_id")
    line_ids = fields.One2many("crosstech.courier.bill.line", "bill_id")

    _number_uniq = models.UniqueIndex(
        "(company_id, courier_id, upper(btrim(name))) WHERE name IS NOT NULL",
        "This bill was imported already: the courier has a bill with this number.",
    )
    _file_uniq = models.UniqueIndex(
        "(company_id, file_sha256) WHERE file_sha256 IS NOT NULL", "This file was imported already."
    )
    _tolerance_is_not_negative = models.Constraint(
        "CHECK (COALESCE(tolerance, 0) >= 0)", "The tolerance cannot be negative."
    )

    def _default_courier(self):
        return self.env["crosstech.courier"].search([("carrier_ids.website_published", "=", True)], limit=1)

    # === COMPUTE METHODS === #

    @api.depends("courier_id")
    def _compute_partner_id(self):
        for bill in self:
            bill.partner_id = bill.courier_id.partner_id
            bill.tolerance = bill.courier_id.bill_tolerance

    @api.depends("name", "courier_id")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = " · ".join(filter(None, (bill.courier_id.name, bill.name)))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_hash(vals) for vals in vals_list])

    def write(self, vals):
        """Override of the ORM: the file and whose bill it is stay as they were audited."""
        if {"file", "courier_id"} & vals.keys() and any(bill.state != "draft" for bill in self):
            raise UserError(
                self.env._("An audited bill keeps its file and its courier. Next step: take it back first.")
            )
        return super().write(self._with_hash(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_audited(self):
        if any(bill.state != "draft" for bill in self):
            raise UserError(self.env._("An audited bill is evidence and stays."))

    @api.model
    def _with_hash(self, vals):
        if "file" not in vals:
            return vals
        content = base64.b64decode(vals["file"] or b"")
        return {**vals, "file_sha256": hashlib.sha256(content).hexdigest() if content else False}

    # === ACTION METHODS === #

    def action_read(self):
        """Look at the file and guess what its columns are; nothing is audited yet."""
        self.ensure_one()
        self._check_step("audit", states=("draft",))
        sheets = self._read_sheets()
        layouts = [courier_bill.guess_layout(sheet, self.courier_id.bill_columns) for sheet in sheets]
        best = max(range(len(sheets)), key=lambda index: (layouts[index] is not None, len(sheets[index].rows)))
        self.column_ids.unlink()
        layout = layouts[best] or courier_bill.bare_layout(sheets[best])
        self.write(
            {
                "sheet_index": best,
                "first_row": layout.first_row,
                "column_ids": [(0, 0, vals) for vals in self._prepare_columns(sheets[best], layout)],
            }
        )
        self._show_preview(sheets[best])

    def action_preview(self):
        """Read the file by the columns as they are set now."""
        self.ensure_one()
        self._check_step("audit", states=("draft",))
        self._show_preview(self._read_sheets()[self.sheet_index])

    def action_take_back(self):
        """Forget the lines, to read the file again with other columns."""
        self.ensure_one()
        self._check_step("take_back")
        if self.move_id:
            raise UserError(self.env._("There is a vendor bill for it already. Next step: delete that draft first."))
        self.line_ids.sudo().unlink()
        self.state = "draft"

    # === BUSINESS METHODS: reading === #

    def _check_step(self, step, states=None):
        """Refuse a step this bill is not ready for, and anybody but Finance.

        :return: the state after it
        """
        self.check_access("write")
        target = courier_audit.STEPS.get((step, self.state))
        if not target or (states and self.state not in states):
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(self.env._("This bill is “%(state)s”: this step is not possible now.", state=label))
        return target

    def _read_sheets(self):
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if not content:
            raise UserError(self.env._("Choose the file of the courier's bill first. If it is chosen, it is empty."))
        try:
            return tariff_sheets.read_sheets(content, courier_bill.MAX_ROWS + 1, courier_bill.bill_cell)
        except tariff_sheets.TariffFileError as error:
            _logger.info("Courier bill refused: %s", error)
            raise UserError(self._file_error(error)) from error

    def _file_error(self, error) -> str:
        size = f"{tariff_sheets.MAX_BYTES // 1_000_000} MB"
        texts = {
            "empty": self.env._("This file is empty."),
            "too_big": self.env._("This file is too big for a bill: %(size)s at most.", size=size),
            "too_many_rows": self.env._("This file has more rows than any bill. Ask the courier for a shorter period."),
            "not_a_table": self.env._("This is no bill: neither CSV nor Excel."),
            "damaged": self.env._("This Excel file is damaged. Open and save it again, or export it as CSV."),
            "web_page": self.env._("This is a web page saved as a table. Open it in Excel and save it as XLSX."),
            "locked": self.env._("This Excel file is locked with a password. Save it without one."),
            "no_header": self.env._("Say which column is the consignment number (AWB) and which the amount."),
        }
        return texts[error.code]

    def _prepare_columns(self, sheet, layout):
        return [
            {
                "index": column.index,
                "title": column.title,
                "sample": " · ".join(
                    list(filter(None, (row[column.index] for row in sheet.rows[layout.first_row :])))[:3]
                ),
                "meaning": column.meaning,
            }
            for column in layout.columns
        ]

    def _layout(self):
        return courier_bill.Layout(
            self.first_row,
            tuple(courier_bill.Column(col.index, col.title or "", col.meaning) for col in self.column_ids),
        )

    def _read_bill(self, sheet):
        """Read the lines by the columns as they are set.

        :return: lib Bill
        """
        if len(sheet.rows) > courier_bill.MAX_ROWS:
            raise UserError(self._file_error(tariff_sheets.TariffFileError("too_many_rows")))
        try:
            return courier_bill.read_bill(sheet, self._layout())
        except tariff_sheets.TariffFileError as error:
            raise UserError(self._file_error(error)) from error

    def _show_preview(self, sheet):
        if self._layout().problem():
            self.write({"preview": False, "remarks": self._file_error(tariff_sheets.TariffFileError("no_header"))})
            return
        bill = self._read_bill(sheet)
        values = {"preview": self._preview_html(bill), "remarks": self._describe(bill.remarks)}
        if not self.name:
            values["name"] = courier_bill.guess_number(sheet, self.first_row) or False
        self.write({**values, "stated_total": bill.stated_total or sum(row.total for row in bill.rows)})

    def _preview_html(self, bill):
        """Show the first lines as they were understood."""
        labels = dict(self.env["crosstech.courier.bill.column"]._fields["meaning"]._description_selection(self.env))
        names = [name for name in courier_bill.MEANINGS if name != "ignore"]
        heads = Markup("").join(Markup("<th>%s</th>") % labels[name] for name in names)
        body = Markup("").join(
            Markup("<tr>%s</tr>")
            % Markup("").join(
                Markup('<td class="%s">%s</td>') % ("text-end" if name in courier_bill.AMOUNTS else "", text)
                for name, text in zip(names, self._preview_cells(row), strict=True)
            )
            for row in bill.rows[:PREVIEW_ROWS]
        )
        count = self.env._("%(count)s consignments could be read; the first of them:", count=len(bill.rows))
        return (
            Markup('<p>%s</p><div class="table-responsive"><table class="table table-sm"><tr>%s</tr>%s</table></div>')
            % (count, heads, body)
        )  # fmt: skip

    def _preview_cells(self, row):
        money = [f"{getattr(row, name) or 0:,}".replace(",", ".") for name in courier_bill.AMOUNTS]
        day = row.day.isoformat() if row.day else ""
        weight = "" if row.weight_kg is None else f"{row.weight_kg.normalize():f}"
        return [row.awb, day, row.origin, row.destination, row.service, weight, row.pieces or "", *money]

    def _take_lines(self):
        """Store the lines of the file, and remember what its columns mean for the next bill of this courier."""
        if not (self.name or "").strip():
            raise UserError(self.env._("Enter the number of the bill first: by it a bill imported twice is noticed."))
        bill = self._read_bill(self._read_sheets()[self.sheet_index])
        if not bill.rows:
            raise UserError(self.env._("No line of this bill could be read.") + "\n" + self._describe(bill.remarks))
        titles = {
            courier_bill.plain_heading(column.title): column.meaning for column in self.column_ids if column.title
        }
        remembered = {"bill_columns": titles, "bill_tolerance": self.tolerance}
        if self.partner_id:
            remembered["partner_id"] = self.partner_id.id
        self.courier_id.sudo().write(remembered)
        self.line_ids.sudo().unlink()
        self._insert_lines(bill.rows)
        days = [row.day for row in bill.rows if row.day]
        self.write(
            {
                "remarks": self._describe(bill.remarks),
                "period_from": min(days, default=False),
                "period_to": max(days, default=False),
            }
        )

    def _insert_lines(self, rows):
        """Store lines in one go: made one by one, ten thousand would take longer than their audit."""
        same = {
            "bill_id": self.id, "courier_id": self.courier_id.id, "company_id": self.company_id.id, "to_pay": 0,
            "create_uid": self.env.uid, "write_uid": self.env.uid, "create_date": self.env.cr.now(),
            "write_date": self.env.cr.now(),
        }  # fmt: skip
        values = [{**same, **self._prepare_line(row)} for row in rows]
        columns = SQL(", ").join(SQL.identifier(name) for name in values[0])
        lines = SQL(", ").join(tuple(line.values()) for line in values)
        self.env.flush_all()
        self.env.cr.execute(SQL("INSERT INTO crosstech_courier_bill_line (%s) VALUES %s", columns, lines))
        self.env["crosstech.courier.bill.line"].invalidate_model()
        self.invalidate_recordset()

    def _prepare_line(self, row) -> dict:
        return {
            "row": row.line,
            "awb": row.awb,
            "awb_key": courier_bill.awb_key(row.awb),
            "day": row.day,
            "origin": row.origin,
            "destination": row.destination,
            "service": row.service,
            "weight_kg": row.weight_kg or 0,
            "pieces": row.pieces,
            "has_freight": row.freight is not None,
            "freight": row.freight or 0,
            "insurance": row.insurance,
            "packing": row.packing,
            "surcharge": row.surcharge,
            "total": row.total,
        }

    # === BUSINESS METHODS: remarks === #

    def _describe(self, remarks) -> str:
        """Write remarks for people: kind, how often, the first few places."""
        titles = {
            "no_awb": self.env._("Amount without a consignment number: left out"),
            "awb_damaged": self.env._(
                "Consignment number cut by a spreadsheet (1.2E+11): format the column as text and export again"
            ),
            "unreadable_amount": self.env._("Amount cannot be read: line left out"),
            "negative_amount": self.env._("Amount below zero, a credit perhaps: line left out"),
            "unreadable_date": self.env._("Date cannot be read"),
            "unreadable_weight": self.env._("Weight cannot be read"),
            "no_weight": self.env._("Weight is zero"),
            "awb_twice": self.env._("Consignment stands several times"),
            "other_total": self.env._("The total on the bill is not the sum of its lines"),
        }
        lines = []
        for kind, remark in sorted(remarks.items()):
            lines.append(f"{titles[kind]}: {remark.count}")
            lines += [f"    {f'{line}: ' if line else ''}{text}" for line, text in remark.examples[:5] if text]
        return "\n".join(lines)

    def _sums_by_cause(self) -> list:
        """Return (cause, consignments, rupiah) of all effects, in the order of the causes.

        The sum of the rupiah is the difference of the bills.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT effect->>'cause', count(DISTINCT line.id), sum((effect->>'amount')::numeric)
                     FROM crosstech_courier_bill_line line,
                          jsonb_array_elements(COALESCE(line.finding->'effects', '[]'::jsonb)) effect
                    WHERE line.bill_id = ANY(%s) GROUP BY 1""",
                self.ids,
            )
        )
        found = {cause: (count, int(amount)) for cause, count, amount in rows}
        return [(cause, *found[cause]) for cause in courier_audit.CAUSES if cause in found]


class CourierBillColumn(models.Model):
    _name = "crosstech.courier.bill.column"
    _description = "Column of a Courier Bill"
    _order = "bill_id, index"

    bill_id = fields.Many2one("crosstech.courier.bill", required=True, index=True, ondelete="cascade")
    index = fields.Integer(readonly=True)
    title = fields.Char(string="Heading", readonly=True)
    sample = fields.Char(string="Examples", readonly=True)
    meaning = fields.Selection(
        [
            ("awb", "Consignment number (AWB)"), ("date", "Date"), ("origin", "Origin"),
            ("destination", "Destination"), ("service", "Service"), ("weight", "Weight charged (kg)"),
            ("pieces", "Pieces"), ("freight", "Freight"), ("insurance", "Insurance"), ("packing", "Packing"),
            ("surcharge", "Surcharge"), ("total", "Total"), ("ignore", "Not used"),
        ],
        required=True, default="ignore",
    )  # fmt: skip
