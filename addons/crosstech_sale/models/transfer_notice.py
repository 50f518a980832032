"""What customers and Finance are told about transfers, in the customer's language and on his clock."""

import logging

from psycopg2 import OperationalError

from odoo import fields, models

_logger = logging.getLogger(__name__)


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    def _in_customer_language(self):
        return self.with_context(lang=self.partner_id.lang or self.env.lang)

    def _tell(self, title, body, *, by_text_message=False):
        """Tell the customer on his portal page and by e-mail; by text message too where that helps against fraud."""
        channels = (
            ("portal", "email", "sms") if by_text_message and self.company_id.payment_sms else ("portal", "email")
        )
        self.env["crosstech.notification"].with_company(self.company_id)._notify(
            self.partner_id, title, body, record=self._get_document(), channels=channels
        )

    def _get_bank(self):
        """:return: dict(name: str, number: str, holder: str) of the account to pay to; empty texts where not set"""
        account = self.journal_id.sudo().bank_account_id
        return {
            "name": account.bank_id.name or self.journal_id.name,
            "number": account.acc_number or "",
            "holder": account.acc_holder_name or account.partner_id.name or self.company_id.name,
        }

    def _send_instructions(self):
        """Mail where, how much and until when to pay (S4.19); a mail that cannot be made never stops an order."""
        template = self.env.ref("crosstech_sale.mail_template_transfer_instructions", raise_if_not_found=False)
        for transfer in self:
            customer = transfer._in_customer_language()
            try:
                with self.env.cr.savepoint():
                    if template and transfer.partner_id.email:
                        template.send_mail(transfer.id, email_layout_xmlid="mail.mail_notification_light")
            except OperationalError:
                raise
            except Exception:
                _logger.warning("Instructions of %s could not be mailed", transfer.name, exc_info=True)
            customer.env["crosstech.notification"]._notify(
                transfer.partner_id,
                customer.env._("Please transfer %(amount)s", amount=customer._format(transfer.amount_to_pay)),
                customer.env._(
                    "For %(document)s, until %(deadline)s. The bank account is on the payment page.",
                    document=transfer.description, deadline=customer._local_text(transfer.deadline),
                ),
                record=transfer._get_document(), channels=("portal",),
            )  # fmt: skip

    def _remind(self):
        for transfer in self:
            customer = transfer._in_customer_language()
            bank = customer._get_bank()
            customer._tell(
                customer.env._("Your payment is due on %(deadline)s", deadline=customer._local_text(transfer.deadline)),
                customer.env._(
                    "We still wait for %(amount)s for %(document)s: %(bank)s %(number)s, %(holder)s. If you have paid,"
                    " please send the proof from the payment page, so that the order is not cancelled.",
                    amount=customer._format(transfer.amount_to_pay), document=transfer.description,
                    bank=bank["name"], number=bank["number"], holder=bank["holder"],
                ),
            )  # fmt: skip
        self.write({"reminded_datetime": fields.Datetime.now()})

    def _tell_paid(self):
        customer = self._in_customer_language()
        customer._tell(
            customer.env._("We have received your payment"),
            customer.env._(
                "%(amount)s for %(document)s has arrived. Thank you.",
                amount=customer._format(self.amount_to_pay), document=self.description,
            ),
            by_text_message=True,
        )  # fmt: skip

    def _tell_changed(self, before):
        customer = self._in_customer_language()
        customer._tell(
            customer.env._("The amount of %(document)s has changed", document=self.description),
            customer.env._(
                "Instead of %(before)s please transfer exactly %(after)s until %(deadline)s. If you have paid already,"
                " our Finance Manager will contact you.",
                before=customer._format(before), after=customer._format(self.amount_to_pay),
                deadline=customer._local_text(self.deadline),
            ),
        )  # fmt: skip

    def _tell_expired(self):
        for transfer in self:
            customer = transfer._in_customer_language()
            customer._tell(
                customer.env._("%(document)s has been cancelled", document=transfer.description),
                customer.env._(
                    "We received no payment of %(amount)s until %(deadline)s. If you have paid, tell us: we bring the"
                    " order back.",
                    amount=customer._format(transfer.amount_to_pay),
                    deadline=customer._local_text(transfer.deadline),
                ),
            )  # fmt: skip

    def _warn_finance(self, summary, note=""):
        """Leave a to-do for the Finance Manager; one per kind of trouble."""
        users = self.env.ref("crosstech_sale.group_finance_manager").sudo().user_ids
        user = users.filtered(lambda user: self.company_id in user.company_ids)[:1]
        for transfer in self:
            if summary not in transfer.activity_ids.mapped("summary"):
                transfer.activity_schedule(
                    "mail.mail_activity_data_todo", summary=summary, note=note, user_id=user.id or self.env.uid
                )
