"""Take over a courier's price list: file, columns, destinations, preview of what changes, apply.

The prices go straight into a draft list, so nothing is in force before it is applied and applying is one write.
"""

import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import tariff_file, tariff_sheets

_logger = logging.getLogger(__name__)

SAMPLE_ROWS = 200


class CourierTariffImport(models.TransientModel):
    _name = "crosstech.courier.tariff.import"
    _description = "Import a Courier Price List"

    state = fields.Selection(
        [("upload", "File"), ("columns", "Columns"), ("preview", "Preview"), ("done", "Done")], default="upload"
    )
    courier_id = fields.Many2one(
        "crosstech.courier", required=True, ondelete="cascade",
        default=lambda self: self.env["crosstech.courier"].search([], limit=1),
    )  # fmt: skip
    origin_id = fields.Many2one(
        "crosstech.region", string="From", required=True, ondelete="cascade",
        default=lambda self: self._default_origin(), help="The district, regency or province parcels start in.",
    )  # fmt: skip
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    is_amendment = fields.Boolean(
        "Only changes", help="The file holds some prices only: all others stay as in the list before."
    )
    file = fields.Binary(string="Price list", attachment=False)
    filename = fields.Char()

    sheet_ids = fields.One2many("crosstech.courier.tariff.import.sheet", "import_id")
    column_ids = fields.One2many("crosstech.courier.tariff.import.column", "import_id")
    service_ids = fields.One2many("crosstech.courier.tariff.import.service", "import_id")
    default_service = fields.Char(help="The service of a list that names none, such as REG.")
    origin_text = fields.Char(string="Prices from", help="Which origin of a list with several.")
    origin_texts = fields.Char(readonly=True)
    duplicate_policy = fields.Selection(
        [("leave_out", "Leave both out"), ("first", "Take the first"), ("highest", "Take the dearer")],
        default="leave_out", required=True, help="What to do where a destination stands twice with different prices.",
    )  # fmt: skip

    tariff_id = fields.Many2one("crosstech.courier.tariff", string="List", readonly=True, ondelete="set null")
    place_ids = fields.One2many("crosstech.courier.tariff.import.place", "import_id")
    change_ids = fields.One2many("crosstech.courier.tariff.import.change", "import_id")
    unmatched_count = fields.Integer(readonly=True)
    read_count = fields.Integer(string="Prices read", readonly=True)
    staged_count = fields.Integer(string="Prices in the new list", readonly=True)
    new_count = fields.Integer(string="New", readonly=True)
    changed_count = fields.Integer(string="Changed", readonly=True)
    removed_count = fields.Integer(string="No longer there", readonly=True)
    same_count = fields.Integer(string="As before", readonly=True)
    base_id = fields.Many2one("crosstech.courier.tariff", string="List in force", readonly=True, ondelete="set null")
    has_conflicts = fields.Boolean(readonly=True)
    remarks = fields.Text(readonly=True)
    remark_kinds = fields.Json()

    def _default_origin(self):
        warehouse = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.env.company.id)], limit=1)
        district = warehouse.partner_id.region_id
        return district.parent_id or district

    # === COMPUTE METHODS === #

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Import a Price List")

    # === ACTION METHODS === #

    def action_read(self):
        """Look at the file and guess what its columns are; nothing is imported yet."""
        self.ensure_one()
        sheets = self._read_sheets(SAMPLE_ROWS)
        services = self._known_services()
        layouts = [tariff_file.guess_layout(sheet, services) for sheet in sheets]
        best = max(range(len(sheets)), key=lambda index: (layouts[index] is not None, len(sheets[index].rows)))
        self._forget_guess()
        self.write(
            {
                "state": "columns",
                "sheet_ids": [(0, 0, vals) for vals in self._prepare_sheets(sheets, layouts, best)],
                "column_ids": [(0, 0, vals) for vals in self._prepare_columns(sheets[best], layouts[best])],
            }
        )

    def action_match(self):
        """Read all prices, find their destinations and fill a draft list."""
        self.ensure_one()
        rows, remarks = self._read_rows()
        self._stage(rows, remarks)
        self._compare()
        self.state = "preview"

    def action_use_choices(self):
        """Take over the destinations a person chose, and remember them as other names of those regions."""
        self.ensure_one()
        chosen = self.place_ids.filtered("region_id")
        if not chosen:
            raise UserError(self.env._("Choose the region of at least one destination first."))
        chosen._remember()
        self._stage_places(chosen)
        self._compare()

    def action_apply(self):
        """Put the new list in force."""
        self.ensure_one()
        if self.state != "preview" or self.tariff_id.state != "draft":
            raise UserError(self.env._("This list has been applied or discarded already."))
        self.tariff_id.import_report = self._report()
        self.tariff_id.action_apply()
        self.state = "done"

    def action_undo(self):
        """Take the list just applied back."""
        self.ensure_one()
        self.tariff_id.action_withdraw()
        return self.action_view_tariff()

    def action_back(self):
        self.ensure_one()
        self._discard_draft()
        self.state = {"preview": "columns"}.get(self.state, "upload")

    def action_view_tariff(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crosstech.courier.tariff",
            "res_id": self.tariff_id.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS: reading === #

    def _read_sheets(self, max_rows=tariff_sheets.MAX_ROWS):
        if not self.file:
            raise UserError(self.env._("Choose the file of the price list first."))
        try:
            return tariff_sheets.read_sheets(base64.b64decode(self.file), max_rows)
        except tariff_sheets.TariffFileError as error:
            _logger.info("Price list refused: %s", error)
            raise UserError(self._file_error(error)) from error

    def _file_error(self, error) -> str:
        size = f"{tariff_sheets.MAX_BYTES // 1_000_000} MB"
        texts = {
            "empty": self.env._("This file is empty."),
            "too_big": self.env._("This file is too big for a price list: %(size)s at most.", size=size),
            "too_many_rows": self.env._("This file has more rows than any price list."),
            "not_a_table": self.env._("This is no price list: neither CSV nor Excel."),
            "damaged": self.env._("This Excel file is damaged. Open and save it again, or export it as CSV."),
            "web_page": self.env._("This is a web page saved as a table. Open it in Excel and save it as XLSX."),
            "locked": self.env._("This Excel file is locked with a password. Save it without one."),
            "no_header": self.env._("Say which column is the destination and which the price."),
        }
        return texts[error.code]

    def _known_services(self):
        return tuple(
            dict.fromkeys([*(code.upper() for code in self.courier_id.carrier_ids.mapped("courier_service")),
                           *tariff_file.SERVICES])
        )  # fmt: skip

    def _forget_guess(self):
        self.sheet_ids.unlink()
        self.column_ids.unlink()
        self.service_ids.unlink()

    def _prepare_sheets(self, sheets, layouts, best):
        titles = [[column.title for column in layout.columns] if layout else None for layout in layouts]
        return [
            {
                "index": index,
                "name": sheet.name or self.filename or self.env._("Table"),
                "is_used": index == best or (titles[index] is not None and titles[index] == titles[best]),
                "first_row": layout.first_row if layout else 0,
            }
            for index, (sheet, layout) in enumerate(zip(sheets, layouts, strict=True))
        ]

    def _prepare_columns(self, sheet, layout):
        first_row = layout.first_row if layout else 0
        width = len(sheet.rows[0])
        columns = layout.columns if layout else [tariff_file.Column(i, "", "ignore") for i in range(width)]
        return [
            {
                "index": column.index,
                "title": column.title,
                "sample": " · ".join(list(filter(None, (row[column.index] for row in sheet.rows[first_row:])))[:3]),
                "meaning": column.meaning,
                "service": column.service,
            }
            for column in columns
        ]

    @api.model
    def _code(self, service) -> str:
        return (service or "").strip().upper()

    def _layout(self, first_row):
        return tariff_file.Layout(
            first_row,
            tuple(
                tariff_file.Column(column.index, column.title or "", column.meaning, self._code(column.service))
                for column in self.column_ids
            ),
        )  # fmt: skip

    def _read_rows(self):
        """Read all used tables by the columns as they were confirmed.

        :return: list of lib Row, lib Remarks
        """
        sheets = self._read_sheets()
        rows, remarks = [], tariff_file.Remarks()
        for used in self.sheet_ids.filtered("is_used"):
            try:
                found, notes = tariff_file.read_rows(
                    sheets[used.index], self._layout(used.first_row), self._code(self.default_service)
                )
            except tariff_sheets.TariffFileError as error:
                raise UserError(self._file_error(error)) from error
            rows += found
            for kind, remark in notes.items():
                for line, text in remark.examples:
                    remarks.add(kind, line, text)
                remarks[kind].count += remark.count - len(remark.examples)
        if sheets[0].formulas:
            remarks.add("formula_without_value", 0, "")
            remarks["formula_without_value"].count = sheets[0].formulas
        if not rows:
            raise UserError(self.env._("No price could be read with these columns.") + "\n" + self._describe(remarks))
        return self._from_origin(rows), remarks

    def _from_origin(self, rows):
        """Keep the rows of one origin; a list with several needs to be told which."""
        origins = sorted({row.origin for row in rows if row.origin})
        self.origin_texts = ", ".join(origins)[:500]
        if len(origins) < 2:
            return rows
        wanted = (self.origin_text or "").strip().casefold()
        kept = [row for row in rows if row.origin.casefold() == wanted]
        if not kept:
            raise UserError(
                self.env._(
                    "This list has prices from several places: %(places)s. Enter one of them at “Prices from”.",
                    places=", ".join(origins),
                )
            )
        return kept

    def _discard_draft(self):
        draft = self.tariff_id.filtered(lambda tariff: tariff.state == "draft")
        self.tariff_id = False
        self.place_ids.unlink()
        self.change_ids.unlink()
        if draft:
            self.env.cr.execute("DELETE FROM crosstech_courier_tariff_line WHERE tariff_id = %s", [draft.id])
            draft.invalidate_recordset()
            draft.unlink()

    # === BUSINESS METHODS: remarks === #

    @api.model
    def _remark_titles(self) -> dict:
        return {
            "no_destination": self.env._("No destination"),
            "no_price": self.env._("No price"),
            "no_service": self.env._("No service"),
            "unreadable_price": self.env._("Price cannot be read"),
            "price_not_positive": self.env._("Price is zero or less"),
            "price_very_low": self.env._("Price is below 100 rupiah"),
            "etd_missing": self.env._("No days under way"),
            "etd_unreadable": self.env._("Days under way cannot be read"),
            "etd_all_the_same": self.env._("The same days for every destination, probably a fill-in"),
            "minimum_unreadable": self.env._("Minimum weight cannot be read"),
            "duplicate_same": self.env._("Destination stands twice with the same price"),
            "duplicate_conflict": self.env._("Destination stands twice with different prices"),
            "slower_is_dearer": self.env._("Slower service is dearer than the faster one"),
            "formula_without_value": self.env._("Formula without a saved result"),
            "unknown_service": self.env._("Service this courier does not have here: left out"),
        }

    def _describe(self, remarks) -> str:
        """Write remarks for people: kind, how often, the first few places."""
        titles = self._remark_titles()
        lines = []
        for kind, remark in sorted(remarks.items()):
            lines.append(f"{titles.get(kind, kind)}: {remark.count}")
            lines += [f"    {f'{line}: ' if line else ''}{text}" for line, text in remark.examples[:5] if text]
        return "\n".join(lines)

    def _report(self) -> str:
        return "\n".join(
            filter(
                None,
                [
                    self.filename,
                    self.env._("Prices read: %(count)s", count=self.read_count),
                    self.env._("Destinations left out: %(count)s", count=self.unmatched_count),
                    self.remarks,
                ],
            )
        )
