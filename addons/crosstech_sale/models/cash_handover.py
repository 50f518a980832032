"""Cash of COD meetings goes from Marketing to Finance, who counts, acknowledges and deposits it (S0.27, S0.28).

Addons bring other cash the same way: by :meth:`CashHandover._open`.
"""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import cash_custody

# What Finance fills in by hand; everything else follows from actions.
COUNTED_FIELDS = {"amount_counted", "difference_reason", "destination_journal_id"}


class CashHandover(models.Model):
    _name = "crosstech.cash.handover"
    _description = "Cash Hand-over"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("submitted", "Handed Over"), ("acknowledged", "Acknowledged"), ("refused", "Refused")],
        default="submitted", required=True, index=True, tracking=True,
    )  # fmt: skip
    giver_id = fields.Many2one("res.users", string="Handed Over By", required=True, index=True)
    receiver_id = fields.Many2one("res.users", string="Received By", readonly=True, tracking=True)
    meeting_ids = fields.One2many("crosstech.cod.meeting", "handover_id", readonly=True)
    amount_expected = fields.Monetary(readonly=True)
    amount_counted = fields.Monetary(tracking=True)
    difference = fields.Monetary(compute="_compute_difference", help="Below zero: less than what was collected.")
    difference_reason = fields.Char(tracking=True)
    destination_journal_id = fields.Many2one(
        "account.journal", string="Deposited To", domain=[("type", "in", ("bank", "cash"))], check_company=True
    )
    acknowledged_datetime = fields.Datetime(readonly=True)
    move_id = fields.Many2one("account.move", string="Journal Entry", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("amount_expected", "amount_counted")
    def _compute_difference(self):
        for handover in self:
            handover.difference = handover.amount_counted - handover.amount_expected

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what follows from actions out of reach: a hand-over is counted, never edited."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if not self.env.su and (own - COUNTED_FIELDS or any(handover.state != "submitted" for handover in self)):
            raise AccessError(self.env._("Only the count of a hand-over that is open can be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hand-over stays on record. Next step: refuse it, if it did not happen."))

    # === ACTION METHODS === #

    def action_acknowledge(self):
        """Confirm as Finance that the money was counted and received; books it."""
        for handover in self:
            handover._check_role("finance_manager")
            handover.sudo()._acknowledge()
        return True

    def action_refuse(self):
        """Send the money back to who brought it; he holds it still."""
        for handover in self:
            handover._check_role("finance_manager")
            handover.sudo()._refuse()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _submit(self, meetings):
        """Hand the cash of meetings to Finance.

        :raises UserError: when a meeting's cash is not in the acting user's hands
        """
        self._check_role("marketing_manager")
        meetings.check_access("read")
        meetings = meetings.sudo()
        meetings.lock_for_update(allow_referencing=True)
        meetings.invalidate_recordset(["state", "cash_holder_id", "handover_id"])
        for meeting in meetings:
            if meeting.state != "done" or meeting.cash_holder_id != self.env.user or meeting.handover_id:
                raise UserError(self.env._("%s: its cash is not with you.", meeting.display_name))
        if len(meetings.company_id) != 1:
            raise UserError(self.env._("Choose meetings of one company at which you collected cash."))
        handover = self._open(meetings.company_id, sum(meetings.mapped("amount_collected")))
        meetings.handover_id = handover
        return handover.sudo(False)

    @api.model
    def _open(self, company, total):
        """Bring so much cash of the acting user to Finance's desk.

        :return: the hand-over, as superuser
        """
        handover = self.sudo().create(
            {
                "name": self.env["ir.sequence"].sudo().with_company(company).next_by_code("crosstech.cash.handover"),
                "company_id": company.id,
                "giver_id": self.env.uid,
                "amount_expected": total,
            }
        )
        finance = self.env["res.users"].sudo()._with_role("finance_manager")
        if finance:
            handover.activity_schedule(
                "mail.mail_activity_data_todo", summary=self.env._("Count and acknowledge the cash"), user_id=finance.id
            )
        return handover

    def _acknowledge(self):
        self._lock_open()
        try:
            cash_custody.difference(
                Decimal(str(self.amount_expected)),
                Decimal(str(self.amount_counted)),
                giver=self.giver_id.id,
                receiver=self.env.uid,
                reason=self.difference_reason or "",
            )
        except cash_custody.CustodyError as error:
            raise UserError(self._refusal(error.code)) from error
        if not self.destination_journal_id:
            raise UserError(self.env._("Choose where the money was deposited."))
        move = self.env["account.move"].create(self._prepare_move())
        move.action_post()
        self.write(
            {
                "state": "acknowledged",
                "receiver_id": self.env.uid,
                "acknowledged_datetime": fields.Datetime.now(),
                "move_id": move.id,
            }
        )
        self.meeting_ids.write({"cash_holder_id": self.env.uid, "is_cash_acknowledged": True})
        self.activity_ids.unlink()

    def _refuse(self):
        self._lock_open()
        self.write({"state": "refused"})
        self.meeting_ids.handover_id = False
        self.activity_ids.unlink()

    def _prepare_move(self) -> dict:
        """Return the entry that empties cash in transit into bank or cash box; a difference is shown, not hidden."""
        source = self.company_id._get_cod_cash_journal()
        lines = [
            (self._destination_account(), self.amount_counted),
            (source.default_account_id, -self.amount_expected),
            (self._difference_account(source), -self.difference),
        ]
        return {
            "journal_id": source.id,
            "date": self.env.company._get_today(),
            "ref": self.name,
            "line_ids": [
                (0, 0, {"account_id": account.id, "balance": amount, "name": self.name})
                for account, amount in lines
                if not self.currency_id.is_zero(amount)
            ],
        }

    def _destination_account(self):
        """Return the account money goes to: a bank's deposit is in transit until it is on the statement."""
        journal = self.destination_journal_id
        return self.company_id.transfer_account_id if journal.type == "bank" else journal.default_account_id

    def _difference_account(self, source):
        """Return the account of a shortage or surplus.

        :raises UserError: when there is a difference and no such account
        """
        company = self.company_id
        if self.difference < 0:
            account = source.loss_account_id or company.default_cash_difference_expense_account_id
        else:
            account = source.profit_account_id or company.default_cash_difference_income_account_id
        if not account and not self.currency_id.is_zero(self.difference):
            raise UserError(self.env._("Next step: set the accounts for cash differences of journal %s.", source.name))
        return account

    def _lock_open(self):
        """Lock an open hand-over, so that it is decided once.

        :raises UserError: when it was decided already
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])
        if self.state != "submitted":
            raise UserError(self.env._("%s was decided already.", self.name))

    @api.model
    def _check_role(self, role):
        if not {role, "system"} & self.env["res.users"]._acting_roles():
            name = self.env.ref(f"crosstech_sale.group_{role}").sudo().name
            raise UserError(self.env._("This step is another role's: %s.", name))

    def _refusal(self, code):
        return {
            "self": self.env._("Nobody acknowledges the cash he brought himself."),
            "negative": self.env._("The count cannot be negative."),
            "reason": self.env._("Write down why the count differs from what was collected."),
        }[code]
