"""A bank statement a person uploads: read, shown with what is new in it, then turned into bank lines."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, float_round
from odoo.tools.translate import LazyTranslate

from ..lib import bank_statement
from ..lib.bank_statement import StatementError

_lt = LazyTranslate(__name__)

# more new lines than this are added in the background
DIRECT_LINES = 100
BATCH_LINES = 200

REFUSALS = {
    "empty": _lt("The file is empty. Download the movements again from your bank."),
    "too_big": _lt("The file is larger than 5 MB. Download a shorter period."),
    "too_long": _lt("The file has more than %(limit)s rows. Download a shorter period."),
    "spreadsheet": _lt("This is a spreadsheet. Download the movements as CSV, or save the sheet as CSV."),
    "pdf": _lt("This is a PDF. Banks offer the same movements as CSV, MT940 or OFX: download one of these."),
    "picture": _lt("This is a picture. Download the movements as CSV, MT940 or OFX."),
    "archive": _lt("This is a compressed file. Unpack it and upload the statement inside."),
    "web_page": _lt("This is a web page, not a statement: the session at the bank had probably ended. Log in again."),
    "binary": _lt("This is not a text file. Download the movements as CSV, MT940 or OFX."),
    "unreadable": _lt("The file is damaged near line %(row)s: %(text)s"),
    "unknown_layout": _lt("No layout fits this file. Describe its columns once, then it is known."),
    "no_lines": _lt("There is no booked movement in this file."),
    "formula": _lt("Line %(row)s holds a formula (%(text)s). A bank does not write formulas: get the file again."),
    "bad_date": _lt("Line %(row)s has no valid date (%(text)s)."),
    "future_date": _lt("Line %(row)s lies in the future (%(text)s)."),
    "no_period": _lt(
        "The days in line %(row)s have no year and the file names no period. Download it with its heading."
    ),
    "bad_amount": _lt("Line %(row)s has no valid amount (%(text)s)."),
    "two_amounts": _lt("Line %(row)s has money in and money out at once."),
    "no_sign": _lt("Line %(row)s does not say whether %(text)s came in or went out."),
    "cut_row": _lt("Line %(row)s is cut off: the file is not complete."),
    "truncated": _lt("The closing balance is missing after line %(row)s: the file is not complete."),
    "chain": _lt("The balance in line %(row)s does not follow from the line before: movements are missing (%(text)s)."),
    "sum": _lt("Opening balance %(opening)s and movements of %(total)s do not give %(closing)s: lines are missing."),
    "wrong_sign": _lt("Money in and money out are swapped in this file (line %(row)s): check the layout's columns."),
    "several_accounts": _lt("The file holds more than one account (%(text)s). Download one account at a time."),
    "other_account": _lt("This is the statement of account %(found)s, not of %(expected)s."),
    "other_currency": _lt("This statement is in %(found)s; the account is kept in %(expected)s."),
}


class StatementImport(models.Model):
    _name = "crosstech.statement.import"
    _description = "Bank Statement File"
    _order = "id desc"

    name = fields.Char(string="File Name", default=lambda self: self.env._("Bank statement"))
    file = fields.Binary(string="Statement", attachment=True)
    file_sha256 = fields.Char(readonly=True)
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank Account",
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        index=True,
        help="Leave it empty where the file names its account.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    state = fields.Selection(
        [("draft", "To Read"), ("ready", "To Import"), ("importing", "Importing"), ("done", "Imported")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    layout = fields.Char(readonly=True)
    account_number = fields.Char(readonly=True)
    date_from = fields.Date(readonly=True)
    date_to = fields.Date(readonly=True)
    opening_balance = fields.Monetary(readonly=True)
    closing_balance = fields.Monetary(readonly=True)
    credit_total = fields.Monetary(string="Money In", readonly=True)
    debit_total = fields.Monetary(string="Money Out", readonly=True)
    new_count = fields.Integer(string="New Lines", readonly=True)
    known_count = fields.Integer(string="Known Lines", readonly=True)
    pending_count = fields.Integer(string="Pending Lines", readonly=True)
    result = fields.Text(readonly=True)
    line_ids = fields.One2many("crosstech.statement.import.line", "import_id", readonly=True)
    bank_line_ids = fields.One2many("account.bank.statement.line", "statement_import_id", readonly=True)

    @api.depends("journal_id", "company_id")
    def _compute_currency_id(self):
        for statement in self:
            statement.currency_id = statement.journal_id.currency_id or statement.company_id.currency_id

    # === ACTION METHODS === #

    def action_read(self):
        """Read the file and show what is in it; nothing is booked yet."""
        self._check_may_import()
        try:
            self._read()
        except StatementError as error:
            if error.code == "unknown_layout":
                return self._action_describe_layout()
            raise UserError(self._refusal(error)) from error
        return True

    def action_import(self):
        """Add the new lines to the bank account, then match them with what customers owe."""
        self._check_may_import()
        if self.state != "ready":
            raise UserError(self.env._("Read the file first: this one is in state %(state)s.", state=self.state))
        self._lock_account()
        self._mark_known_lines()
        if self.new_count > DIRECT_LINES:
            self.state = "importing"
            self.env.ref("crosstech_sale.ir_cron_import_statement_lines").sudo()._trigger()
        else:
            self._add_lines(self.line_ids)
            self._finish()
        return True

    def action_open_matching(self):
        """Open the screen on which Finance matches bank lines."""
        return self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.bank_line_action_match")

    def _action_describe_layout(self) -> dict:
        """Open the mapping screen, filled with a guess."""
        text = bank_statement.decode(self._content())
        guess = bank_statement.guess_profile(text)
        context = self.env["crosstech.statement.profile"]._default_context(guess, text[:1500])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Which column is what?"),
            "res_model": "crosstech.statement.profile",
            "view_mode": "form",
            "views": [(self.env.ref("crosstech_sale.statement_profile_view_form_mapping").id, "form")],
            "target": "new",
            "context": {**context, "statement_import_id": self.id},
        }

    # === READING === #

    def _content(self) -> bytes:
        if not self.file:
            raise UserError(self.env._("Choose the file of your bank first."))
        return base64.b64decode(self.with_context(bin_size=False).file)

    def _read(self) -> None:
        """Replace the preview by what the file says.

        :raises StatementError: see ``lib.bank_statement.read_statement``
        """
        self.ensure_one()
        if self.state not in ("draft", "ready"):
            raise UserError(self.env._("This file was imported already."))
        content = self._content()
        profiles = self.env["crosstech.statement.profile"].search([])._csv_profiles()
        statement = bank_statement.read_statement(content, profiles, self.env.company._get_today())
        self._check_same_account(statement)
        self.line_ids.unlink()
        self.write(self._prepare_values(statement, hashlib.sha256(content).hexdigest()))
        self.env["crosstech.statement.import.line"].create(self._prepare_preview(statement))
        self._mark_known_lines()

    def _check_same_account(self, statement) -> None:
        """Find the bank account the file names, and refuse the file where it is not the chosen one."""
        if not self.journal_id:
            self.journal_id = self._journal_of(statement.account_number)
        bank_statement.check_destination(statement, self.journal_id.bank_account_id.acc_number, self.currency_id.name)

    def _journal_of(self, account_number: str):
        """The bank account with this number, or the only one of the company where the file names none."""
        journals = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", self.company_id.id)])
        for journal in journals:
            known = bank_statement.Statement((), account_number)
            try:
                bank_statement.check_destination(known, journal.bank_account_id.acc_number, "")
            except StatementError:
                continue
            if account_number and journal.bank_account_id:
                return journal
        if account_number and all(journals.mapped("bank_account_id")):
            raise UserError(
                self.env._(
                    "This is the statement of account %(number)s. No bank account of the company has that number.",
                    number=account_number,
                )
            )
        if len(journals) != 1:
            raise UserError(self.env._("Choose the bank account: the file does not tell which one it belongs to."))
        return journals

    def _prepare_values(self, statement, file_hash: str) -> dict:
        days = [line.date for line in statement.lines]
        return {
            "state": "ready",
            "file_sha256": file_hash,
            "layout": statement.layout,
            "account_number": statement.account_number,
            "date_from": min(days),
            "date_to": max(days),
            "opening_balance": statement.opening or 0,
            "closing_balance": statement.closing or 0,
            "credit_total": statement.credit_total,
            "debit_total": statement.debit_total,
            "pending_count": statement.skipped_pending,
            "result": False,
        }

    def _prepare_preview(self, statement) -> list[dict]:
        keys = bank_statement.import_keys(str(self.journal_id.id), statement.lines)
        return [
            {
                "import_id": self.id,
                "row": line.row,
                "date": line.date,
                "description": line.description,
                "reference": line.reference,
                "sender": line.sender,
                "amount": line.amount,
                "balance": line.balance or 0,
                "has_balance": line.balance is not None,
                "import_key": key,
            }
            for line, key in zip(statement.lines, keys, strict=True)
        ]

    def _refusal(self, error: StatementError) -> str:
        """The sentence for the user who uploaded this file."""
        values = {"row": 0, "text": "", **error.values}
        sentence = self.env._(REFUSALS[error.code])
        return sentence % values

    # === IMPORTING === #

    def _check_may_import(self) -> None:
        if not (self.env.su or self.env.user.has_group("crosstech_sale.group_finance_manager")):
            raise AccessError(self.env._("Only the Finance Manager imports bank statements."))

    def _lock_account(self) -> None:
        """Let one import per bank account run at a time.

        Whoever comes second waits here; once the first has committed, PostgreSQL refuses the second's older view of
        the data, Odoo runs the request again, and it finds every line known.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE account_journal SET statement_import_count = COALESCE(statement_import_count, 0) + 1 "
                "WHERE id = %s",
                self.journal_id.id,
            )
        )
        self.journal_id.invalidate_recordset(["statement_import_count"])

    def _known_keys(self, lines) -> set[str]:
        """The keys of these preview lines that the bank account has already."""
        found = self.env["account.bank.statement.line"].sudo()
        domain = [("journal_id", "=", self.journal_id.id), ("import_key", "in", lines.mapped("import_key"))]
        return set(found.search_fetch(domain, ["import_key"]).mapped("import_key"))

    def _mark_known_lines(self) -> None:
        """Tell new lines from those the bank account has already."""
        known = self._known_keys(self.line_ids)
        known_lines = self.line_ids.filtered(lambda line: line.import_key in known)
        known_lines.state = "known"
        (self.line_ids - known_lines).state = "new"
        self.write({"new_count": len(self.line_ids) - len(known_lines), "known_count": len(known_lines)})

    def _add_lines(self, lines) -> None:
        """Create bank lines for those preview lines that are still new."""
        known = self._known_keys(lines)
        lines.filtered(lambda line: line.import_key in known).state = "known"
        new = lines.filtered(lambda line: line.state == "new")
        self.env["account.bank.statement.line"].sudo().with_context(
            tracking_disable=True, mail_create_nolog=True
        ).create([self._prepare_bank_line(line) for line in new])
        new.state = "imported"

    def _prepare_bank_line(self, line) -> dict:
        rounding = self.currency_id.rounding
        return {
            "journal_id": self.journal_id.id,
            "date": line.date,
            "payment_ref": line.description or line.reference or "/",
            "ref": line.reference,
            "partner_name": line.sender,
            "amount": float_round(line.amount, precision_rounding=rounding),
            "import_key": line.import_key,
            "statement_import_id": self.id,
            "match_state": "unmatched" if line.amount > 0 else "ignored",
            "match_reason": False if line.amount > 0 else "money_out",
            "transaction_details": {"row": line.row, "amount": line.amount, "balance": line.balance},
        }

    def _finish(self) -> None:
        """Drop the preview, match, and say what happened."""
        self.line_ids.unlink()
        counts = self.env["account.bank.statement.line"]._match_open_lines(self.journal_id)
        if self.new_count:
            known = self.known_count
            text = self.env._("%(new)s lines added, %(known)s known before.", new=self.new_count, known=known)
        else:
            text = self.env._("Nothing added: all %(known)s lines were imported before.", known=self.known_count)
        matched = self.env._(
            "Of the open lines of this account %(automatic)s are matched by themselves, %(proposed)s have a proposal, "
            "%(left)s fit nothing.",
            **counts,
        )
        self.write({"state": "done", "result": f"{text}\n{matched}"})

    @api.model
    def _cron_import_lines(self):
        """Add the lines of large files, a batch at a time; a stopped run goes on where it was."""
        Cron = self.env["ir.cron"]
        waiting = self.search([("state", "=", "importing")], order="id")
        Preview = self.env["crosstech.statement.import.line"]
        left = Preview.search_count([("import_id", "in", waiting.ids), ("state", "=", "new")])
        Cron._commit_progress(remaining=left + len(waiting))
        for statement in waiting.try_lock_for_update():
            try:
                if not statement._import_in_batches():
                    return
            except UserError as error:  # one refused file does not hold up the others
                statement.write({"state": "ready", "result": str(error)})
            Cron._commit_progress(1)

    def _import_in_batches(self) -> bool:
        """Add what is left of a large file, each batch for good.

        :return: False where the time of the scheduled action is up
        """
        Preview = self.env["crosstech.statement.import.line"]
        while batch := Preview.search([("import_id", "=", self.id), ("state", "=", "new")], limit=BATCH_LINES):
            with self.env.cr.savepoint():
                self._lock_account()
                self._add_lines(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return False
        self.env["account.bank.statement.line"]._refresh_statistics()
        self._finish()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if any(statement.state in ("importing", "done") for statement in self):
            raise UserError(self.env._("An imported statement stays: it tells where the bank lines came from."))


class StatementImportLine(models.Model):
    _name = "crosstech.statement.import.line"
    _description = "Line of a Bank Statement File"
    _order = "id"

    import_id = fields.Many2one("crosstech.statement.import", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="import_id.currency_id")
    row = fields.Integer(string="Line in File")
    date = fields.Date()
    description = fields.Char()
    reference = fields.Char()
    sender = fields.Char()
    amount = fields.Float(digits=(16, 2))
    balance = fields.Float(digits=(16, 2))
    has_balance = fields.Boolean()
    import_key = fields.Char()
    state = fields.Selection([("new", "New"), ("known", "Known"), ("imported", "Imported")], default="new")
