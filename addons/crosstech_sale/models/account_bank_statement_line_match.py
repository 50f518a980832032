"""Matching: what each open bank line is taken for, booking the certain ones, the person's choices for the rest."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..lib import statement_matching
from ..lib.money import exact

# more certain matches than this are booked in the background
DIRECT_RECEIPTS = 5

KINDS = [
    ("exact", "Exact"),
    ("reference", "By Reference"),
    ("partial", "Too Little"),
    ("over", "Too Much"),
    ("double", "Paid Twice"),
    ("late", "Late"),
    ("ambiguous", "Not Clear"),
    ("none", "Unknown"),
    ("manual", "Chosen"),
]
REASONS = [
    ("amount", "Unique amount"),
    ("amount_and_name", "Unique amount and name"),
    ("amount_and_reference", "Unique amount and reference"),
    ("amount_and_slip", "Unique amount, reference mistyped"),
    ("adds_up", "Several transfers add up"),
    ("code_missing", "The price without the unique code"),
    ("rounded", "Rounded amount"),
    ("too_little", "Less than asked"),
    ("too_much", "More than asked"),
    ("amount_changed", "Amount asked before the order changed"),
    ("paid_twice", "Another line pays this already"),
    ("paid_already", "This was paid before"),
    ("late", "The order had expired: restore it?"),
    ("late_other_amount", "The order had expired, and the amount differs"),
    ("other_account", "Paid to another of our accounts"),
    ("names_another", "Amount of one, reference of another"),
    ("names_several", "Names several orders"),
    ("amount_of_several", "Amount fits several"),
    ("price_of_several", "Price of several orders"),
    ("several_lines", "Several payers, one order"),
    ("round_amount", "Round amount, nobody named"),
    ("unknown", "Fits nothing we wait for"),
    ("money_out", "Money out"),
    ("picked", "Chosen by a person"),
    ("not_a_sale", "Not a sale"),
    ("to_refund", "To be refunded"),
    ("refused", "Could not be booked"),
]


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    match_kind = fields.Selection(KINDS, string="Kind", readonly=True, copy=False)
    match_reason = fields.Selection(REASONS, string="Why", readonly=True, copy=False)
    match_note = fields.Char(string="Note", copy=False, help="Why a person, or the booking, set this line aside.")
    match_is_automatic = fields.Boolean(
        string="Certain", readonly=True, copy=False, index="btree_not_null", help="Will be booked without a person."
    )
    match_amount = fields.Monetary(string="Asked For", related="transfer_id.amount_to_pay")
    match_difference = fields.Monetary(string="Difference", compute="_compute_match_difference")
    match_partner_id = fields.Many2one(string="Customer", related="transfer_id.partner_id")
    match_document = fields.Char(string="Order", related="transfer_id.description")
    match_transfer_state = fields.Selection(related="transfer_id.state")
    match_proof_id = fields.Many2one("crosstech.payment.proof", compute="_compute_match_proof_id")
    match_proof_image = fields.Binary(string="Proof", compute="_compute_match_proof_id")
    match_proof_sender = fields.Char(string="Sender on Proof", compute="_compute_match_proof_id")
    match_can_accept = fields.Boolean(compute="_compute_match_difference")
    match_can_ask = fields.Boolean(compute="_compute_match_difference")

    # === COMPUTE METHODS === #

    @api.depends("transfer_id", "amount", "match_kind", "match_state", "transfer_id.state", "is_reconciled")
    def _compute_match_difference(self):
        for line in self:
            transfer = line.transfer_id
            received = sum(line._get_parts().mapped("amount")) if transfer else 0
            line.match_difference = received - transfer.amount_to_pay if transfer else 0
            line.match_can_accept = (
                bool(transfer)
                and transfer.state != "paid"
                and not line.is_reconciled
                and line.currency_id.compare_amounts(received, transfer.amount) >= 0
            )
            line.match_can_ask = (
                line.match_state == "proposed" and transfer.state == "waiting" and not line.match_can_accept
            )

    @api.depends("transfer_id.proof_ids.state")
    def _compute_match_proof_id(self):
        for line in self:
            proof = line.transfer_id.proof_ids.filtered(lambda proof: proof.state != "rejected")[:1]
            line.match_proof_id = proof
            line.match_proof_sender = proof.sender_name
            line.match_proof_image = proof.file if (proof.mimetype or "").startswith("image/") else False

    # === CRUD METHODS === #

    def write(self, vals):
        """A transfer chosen on the screen replaces the proposal."""
        if "transfer_id" in vals and not {"match_state", "match_kind"} & set(vals) and not self.env.su:
            self._check_may_match()
            vals = {
                **vals,
                "match_kind": "manual" if vals["transfer_id"] else False,
                "match_reason": "picked" if vals["transfer_id"] else False,
                "match_state": "proposed" if vals["transfer_id"] else "unmatched",
                "match_is_automatic": False,
            }
        return super().write(vals)

    # === ACTION METHODS === #

    def action_accept_match(self):
        """Book the proposal: payment, order, release, message to the customer; one click."""
        self._check_may_match()
        for line in self:
            if not line.transfer_id:
                raise UserError(self.env._("Choose the transfer this line pays first."))
            if line.match_state != "matched":
                line.transfer_id._register_receipt(line._get_parts(), accept_difference=True)
        return True

    def action_ask_rest(self):
        """Tell the customer how much of his payment is missing; the rest then completes it by itself."""
        self._check_may_match()
        for line in self.filtered("match_can_ask"):
            parts = line._get_parts()
            line.transfer_id.sudo()._tell_rest(sum(parts.mapped("amount")))
            note = self.env._(
                "Asked for the rest on %(date)s", date=format_date(self.env, self.env.company._get_today())
            )
            parts.write({"match_note": note})
        return True

    def action_set_aside(self):
        """Ask why these lines are not matched, and take them off the screen."""
        self._check_may_match()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Aside"),
            "res_model": "crosstech.statement.line.set.aside",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_line_ids": self.ids,
                "default_kind": "to_refund" if set(self.mapped("match_kind")) == {"double"} else "not_a_sale",
            },
        }

    def action_reopen_match(self):
        """Bring lines that were set aside back to the screen."""
        self._check_may_match()
        lines = self.filtered(lambda line: line.match_state == "ignored" and not line.is_reconciled)
        lines.sudo().write({"match_state": "unmatched", "match_note": False, "transfer_id": False, "match_kind": False})
        lines._match_open_lines(lines.journal_id)
        return True

    def action_match_again(self):
        """Look at every open line again; say what came of it."""
        self._check_may_match()
        journals = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "in", self.env.companies.ids)]
        )
        counts = self._match_open_lines(journals)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if counts["automatic"] else "info",
                "message": self.env._(
                    "%(automatic)s lines matched, %(proposed)s with a proposal, %(left)s without.", **counts
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS: DECIDING === #

    @api.model
    def _match_open_lines(self, journals) -> dict[str, int]:
        """Decide on the open lines of these bank accounts anew and book what is certain.

        What a person has chosen stays as chosen.

        :return: dict(automatic, proposed, left: int), counted in lines
        """
        counts = {"automatic": 0, "proposed": 0, "left": 0}
        for company, accounts in journals.grouped("company_id").items():
            decisions = self.sudo()._decide_open_lines(company, accounts)
            for decision in decisions:
                kind = "automatic" if decision.automatic else "proposed" if decision.transfer else "left"
                counts[kind] += len(decision.lines)
        if counts["automatic"]:
            self._post_or_queue()
        return counts

    def _refresh_statistics(self) -> None:
        """Tell PostgreSQL of thousands of lines just added; it would read them as if they were few, and take long."""
        self.env.flush_all()
        self.env.cr.execute("ANALYZE account_bank_statement_line, account_move")

    def _decide_open_lines(self, company, journals) -> list[statement_matching.Decision]:
        """Match by ``lib.statement_matching`` and write the decisions, in a few statements however many they are."""
        lines = self.search_fetch(
            [
                ("journal_id", "in", journals.ids),
                ("match_state", "in", ("unmatched", "proposed")),
                ("match_kind", "not in", ("manual",)),
                ("is_reconciled", "=", False),
                ("amount", ">", 0),
            ],
            ["date", "amount", "payment_ref", "ref", "partner_name", "journal_id", "currency_id"],
        )
        if not lines:
            return []
        expectations = self.env["crosstech.transfer"]._get_expectations(company)
        decisions = statement_matching.match([line._bank_line() for line in lines], expectations)
        self._write_decisions(decisions)
        return decisions

    def _bank_line(self) -> statement_matching.BankLine:
        text = " ".join(part for part in (self.payment_ref, self.ref, self.partner_name) if part)
        amount = exact(self.amount, self.currency_id.decimal_places)
        return statement_matching.BankLine(self.id, self.journal_id.id, self.date, amount, text)

    def _write_decisions(self, decisions) -> None:
        """Store decisions by one statement per thousand lines; none of these fields is anything's source."""
        rows = [
            (
                key,
                decision.transfer,
                "proposed" if decision.transfer else "unmatched",
                decision.kind,
                decision.reason,
                decision.automatic,
            )
            for decision in decisions
            for key in decision.lines
        ]
        names = ["transfer_id", "match_state", "match_kind", "match_reason", "match_is_automatic", "match_note"]
        self.flush_model(names)
        for start in range(0, len(rows), 1000):
            self.env.cr.execute(
                SQL(
                    """UPDATE account_bank_statement_line line
                       SET transfer_id = found.transfer::int, match_state = found.state, match_kind = found.kind,
                           match_reason = found.reason, match_is_automatic = found.automatic, match_note = NULL
                       FROM (VALUES %s) AS found(id, transfer, state, kind, reason, automatic)
                       WHERE line.id = found.id""",
                    SQL(", ").join(SQL("%s", row) for row in rows[start : start + 1000]),
                )
            )
        self.invalidate_model(names)

    # === BUSINESS METHODS: BOOKING === #

    def _get_parts(self):
        """This line and the others that pay the same transfer together with it."""
        self.ensure_one()
        transfer = self.transfer_id
        if not transfer or self.currency_id.compare_amounts(self.amount, transfer.amount) >= 0:
            return self
        others = transfer.statement_line_ids.filtered(
            lambda line: (
                line.match_state == "proposed"
                and line.journal_id == self.journal_id
                and not line.is_reconciled
                and line.match_kind in ("partial", "reference", "manual")
            )
        )
        return (self | others).sorted("id")

    @api.model
    def _post_or_queue(self) -> None:
        """Book a few certain matches at once, many in the background."""
        waiting = self._get_certain(DIRECT_RECEIPTS + 1)
        if len(waiting.transfer_id) > DIRECT_RECEIPTS:
            self.env.ref("crosstech_sale.ir_cron_post_matched_transfers").sudo()._trigger()
        else:
            for transfer in waiting.transfer_id:
                self._post_certain(transfer)

    def _get_certain(self, limit=None):
        return self.sudo().search(
            [("match_is_automatic", "=", True), ("match_state", "=", "proposed"), ("is_reconciled", "=", False)],
            limit=limit,
            order="id",
        )

    @api.model
    def _post_certain(self, transfer) -> None:
        """Book the certain lines of one transfer; what is refused goes to a person and stops nothing else."""
        lines = transfer.statement_line_ids.filtered(
            lambda line: line.match_is_automatic and line.match_state == "proposed" and not line.is_reconciled
        )
        try:
            with self.env.cr.savepoint():
                transfer._register_receipt(lines, accept_difference=True)
        except UserError as error:
            lines.sudo().write({"match_is_automatic": False, "match_reason": "refused", "match_note": str(error)})

    @api.model
    def _cron_post_matched(self):
        """Book certain matches, a transfer at a time, each for good; a stopped run goes on where it was."""
        Cron = self.env["ir.cron"]
        transfers = self._get_certain().transfer_id
        Cron._commit_progress(remaining=len(transfers))
        for transfer in transfers:
            self._post_certain(transfer)
            if not Cron._commit_progress(1):
                break

    # === TOOLING === #

    def _check_may_match(self) -> None:
        if not (self.env.su or self.env.user.has_group("crosstech_sale.group_finance_manager")):
            raise AccessError(self.env._("Only the Finance Manager matches bank lines."))
