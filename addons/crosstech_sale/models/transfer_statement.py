"""Transfers as bank lines are matched with them."""

from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..lib import statement_matching
from ..lib.money import exact

# how long a closed transfer is remembered: late money, double payments, amounts asked of somebody else before
MEMORY_DAYS = 60


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    def _register_receipt(self, statement_lines, **options):
        """Take the bank lines off the screen of lines to match."""
        payment = super()._register_receipt(statement_lines, **options)
        statement_lines.sudo().write({"match_state": "matched", "match_is_automatic": False})
        return payment

    def _get_unmatched_lines(self):
        """Keep an order from expiring while money for it, of whatever amount, waits for a person."""
        held = self.filtered(
            lambda transfer: any(
                line.match_state == "proposed" and not line.is_reconciled for line in transfer.statement_line_ids
            )
        )
        return super()._get_unmatched_lines() | {(transfer.journal_id.id, transfer.amount_to_pay) for transfer in held}

    def _tell_rest(self, received: float) -> None:
        """Ask the customer for what is missing."""
        self.ensure_one()
        customer = self._in_customer_language()
        customer._tell(
            customer.env._("Part of your payment is missing"),
            customer.env._(
                "Of %(asked)s for %(document)s, %(received)s has arrived. Please transfer the other %(rest)s and write "
                "%(document)s in the message of the transfer.",
                asked=self._format(self.amount_to_pay),
                received=self._format(received),
                rest=self._format(self.amount_to_pay - received),
                document=self.description,
            ),
        )

    def _get_expectations(self, company) -> list[statement_matching.Expectation]:
        """What this company waits for, or waited for lately, as ``lib.statement_matching`` reads it."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=MEMORY_DAYS)
        transfers = self.sudo().search_fetch(
            [("company_id", "=", company.id), "|", ("state", "=", "waiting"), ("write_date", ">=", since)],
            ["name", "description", "amount", "amount_to_pay", "previous_amount_to_pay", "create_date", "state"],
            order="id",
        )
        senders = dict(
            self.env["crosstech.payment.proof"]
            .sudo()
            ._read_group(
                [("transfer_id", "in", transfers.ids), ("sender_name", "!=", False), ("state", "!=", "rejected")],
                ["transfer_id"],
                ["sender_name:array_agg"],
            )
        )
        zone = ZoneInfo(company.partner_id._get_timezone())
        return [transfer._expectation(zone, senders.get(transfer, [])) for transfer in transfers]

    def _expectation(self, zone: ZoneInfo, senders: list[str]) -> statement_matching.Expectation:
        places, partner = self.currency_id.decimal_places, self.partner_id
        names = {partner.name, partner.commercial_partner_id.name, *senders}
        return statement_matching.Expectation(
            key=self.id,
            account=self.journal_id.id,
            amount_to_pay=exact(self.amount_to_pay, places),
            amount=exact(self.amount, places),
            opened=self.create_date.replace(tzinfo=UTC).astimezone(zone).date(),
            state={"waiting": statement_matching.WAITING, "paid": statement_matching.PAID}.get(
                self.state, statement_matching.CLOSED
            ),
            references=tuple(dict.fromkeys(text for text in (self.name, self.description) if text)),
            payers=tuple(sorted(name for name in names if name)),
            former_amount=exact(self.previous_amount_to_pay, places) or None,
        )
