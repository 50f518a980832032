"""How banks lay out their lists of movements: data, so that a new bank needs no program."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.bank_statement import CsvProfile

COLUMNS = ("date", "amount", "sign", "debit", "credit", "balance", "reference", "account", "currency", "opening")


class StatementProfile(models.Model):
    _name = "crosstech.statement.profile"
    _description = "Bank Statement Layout"
    _order = "sequence, id"

    name = fields.Char(required=True, help="Bank and product the file comes from, such as BCA (KlikBCA Bisnis).")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    header = fields.Char(
        string="Headings",
        required=True,
        help="Headings by which the layout is known, parted by |. The layout with most of them wins.",
    )
    delimiter = fields.Selection(
        [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")], required=True, default=","
    )
    date_column = fields.Char(required=True, default="Tanggal")
    date_format = fields.Char(
        required=True, default="%d/%m/%Y", help="%d day, %m month (number or name), %Y year; several parted by |."
    )
    description_columns = fields.Char(required=True, default="Keterangan", help="One or more, parted by |.")
    amount_column = fields.Char(help="Where one column holds money in and out.")
    sign_column = fields.Char(help="Where a column of its own says CR or DB, K or D.")
    is_signed = fields.Boolean(string="Minus Means Money Out", help="The amounts have no CR or DB, only a minus.")
    debit_column = fields.Char(string="Money-Out Column", help="Money out, where it has a column of its own.")
    credit_column = fields.Char(string="Money-In Column", help="Money in, where it has a column of its own.")
    balance_column = fields.Char(help="The balance after each line; with it a missing line is noticed.")
    reference_column = fields.Char()
    account_column = fields.Char()
    currency_column = fields.Char()
    opening_column = fields.Char(help="The balance before each line.")
    decimal_mark = fields.Selection(
        [(".", "Point: 1,250,123.00"), (",", "Comma: 1.250.123,00")], required=True, default="."
    )
    closing_is_required = fields.Boolean(
        string="Closing Balance Required",
        help="The bank always prints a closing balance: a file without one was cut off and is refused.",
    )
    sample = fields.Text(store=False, readonly=True, default=lambda self: self.env.context.get("statement_sample"))

    @api.constrains("amount_column", "debit_column", "credit_column")
    def _check_money_columns(self):
        for profile in self:
            if not profile.amount_column and not (profile.debit_column and profile.credit_column):
                raise ValidationError(self.env._("Name the column of the amount, or those of money in and money out."))

    @api.constrains("date_format")
    def _check_date_format(self):
        for profile in self:
            if not all("%d" in form and "%m" in form for form in profile.date_format.split("|")):
                raise ValidationError(self.env._("A date format needs %%d for the day and %%m for the month."))

    # === BUSINESS METHODS === #

    def _csv_profiles(self) -> list[CsvProfile]:
        """The layouts as ``lib.bank_statement`` reads them, first the preferred."""
        return [profile._csv_profile() for profile in self]

    def _csv_profile(self) -> CsvProfile:
        self.ensure_one()
        return CsvProfile(
            name=self.name,
            header=self._parts(self.header),
            description=self._parts(self.description_columns),
            date_format=self.date_format,
            decimal_mark=self.decimal_mark,
            delimiter=self.delimiter,
            is_signed=self.is_signed,
            closing_is_required=self.closing_is_required,
            **{name: self[f"{name}_column"] or "" for name in COLUMNS},
        )

    @api.model
    def _default_context(self, guess: CsvProfile | None, sample: str) -> dict:
        """Context that opens a form of a new layout filled with a guess."""
        context = {"statement_sample": sample}
        if guess:
            context |= {f"default_{name}_column": getattr(guess, name) for name in COLUMNS}
            context |= {
                "default_header": "|".join(guess.header),
                "default_description_columns": "|".join(guess.description),
                "default_date_format": guess.date_format,
                "default_decimal_mark": guess.decimal_mark,
                "default_delimiter": guess.delimiter,
                "default_is_signed": guess.is_signed,
            }
        return context

    @staticmethod
    def _parts(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split("|") if part.strip())

    # === ACTION METHODS === #

    def action_save_and_read(self):
        """Read the statement, for which this layout was written, again."""
        statement = self.env["crosstech.statement.import"].browse(self.env.context.get("statement_import_id"))
        again = statement.exists().action_read()
        return again if isinstance(again, dict) else {"type": "ir.actions.act_window_close"}
