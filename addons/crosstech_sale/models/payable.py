"""Anything a customer pays by bank transfer and a proof: orders now; repairs, commissions and the like later."""

from odoo import api, fields, models


class Payable(models.AbstractModel):
    """Mixin of documents that are paid by transfer; the document says how much, by whom, and what follows."""

    _name = "crosstech.payable"
    _description = "Payable by Transfer"

    transfer_ids = fields.One2many(
        "crosstech.transfer", "res_id", string="Bank Transfers", bypass_search_access=True, copy=False
    )
    waiting_transfer_id = fields.Many2one(
        "crosstech.transfer", compute="_compute_waiting_transfer_id", compute_sudo=True
    )
    payment_deadline = fields.Datetime(compute="_compute_waiting_transfer_id", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends("transfer_ids.state", "transfer_ids.deadline")
    def _compute_waiting_transfer_id(self):
        for document in self:
            waiting = document.transfer_ids.filtered(lambda transfer: transfer.state == "waiting")[:1]
            document.waiting_transfer_id = waiting
            document.payment_deadline = waiting.deadline

    # === CRUD METHODS === #

    def unlink(self):
        """Close what is still asked for a document that disappears."""
        self.env["crosstech.transfer"].sudo()._of_documents(self).filtered(
            lambda transfer: transfer.state == "waiting"
        )._cancel()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _payable_amount(self):
        """:return: what is due, without unique code, in :meth:`_payable_currency`"""
        raise NotImplementedError

    def _payable_currency(self):
        return self.currency_id

    def _payable_company(self):
        return self.company_id

    def _payable_partner(self):
        """:return: the partner who pays and is told"""
        return self.partner_id

    def _payable_description(self):
        """:return: what this is called towards the customer, such as the number of an order"""
        return self.display_name

    def _payable_url(self):
        """:return: the page of the document for the customer, relative, with its access token"""
        return self.get_portal_url()

    def _payable_is_paid(self):
        """:return: whether the money for this has been received, by transfer or otherwise; it then never dies"""
        raise NotImplementedError

    def _payable_may_expire(self):
        """:return: whether the document still waits for the payment and may be cancelled without it"""
        raise NotImplementedError

    def _payable_late_text(self):
        """:return: what the customer is told happens when he does not pay in time"""
        return self.env._("After that the order is cancelled.")

    def _payable_on_claimed(self, transfer):
        """Note that the customer says he has paid, or (``transfer.is_claimed`` unset) that his proofs were rejected."""

    def _payable_on_paid(self, transfer):
        """Do what follows from the money received; called once, after the payment is posted."""

    def _payable_on_expired(self, transfers):
        """Do what follows from the deadline missed: cancel these documents, give back what they hold."""

    def _payable_on_restored(self, transfer):
        """Bring the document back to where it waits for its payment."""
