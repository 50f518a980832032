from odoo import api, models

from odoo.addons.payment import utils as payment_utils


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    @api.model
    def _is_transfer_only(self, partner):
        """Resellers pay by transfer only: cash on delivery does not work for their quantities (S0.19)."""
        return partner.sudo()._is_reseller()

    @api.model
    def _get_compatible_providers(self, company_id, partner_id, amount, *args, report=None, **kwargs):
        """Override of `payment` to offer resellers nothing but the transfer, and no transfer without a bank account."""
        providers = super()._get_compatible_providers(company_id, partner_id, amount, *args, report=report, **kwargs)
        transfers = providers.filtered(lambda provider: provider.custom_mode == "wire_transfer")
        company = self.env["res.company"].browse(company_id)
        if transfers and not self.env["account.journal"]._get_transfer_journals(company):
            payment_utils.add_to_report(
                report, transfers, available=False, reason=self.env._("no bank account accepts transfers")
            )
            providers -= transfers
        if not self._is_transfer_only(self.env["res.partner"].browse(partner_id)):
            return providers
        transfers = providers.filtered(lambda provider: provider.custom_mode == "wire_transfer")
        payment_utils.add_to_report(
            report, providers - transfers, available=False, reason=self.env._("resellers pay by bank transfer")
        )
        return transfers

    @api.model
    def _enable_bank_transfer(self):
        """Offer the bank transfer in every company, with words that lead to the payment page; once, on install."""
        message = self.env._("Please transfer the exact amount shown on your payment page.")
        for provider in self.search([("code", "=", "custom"), ("custom_mode", "=", "wire_transfer")]):
            provider.write(
                {
                    "name": self.env._("Bank Transfer"),
                    "state": "enabled",
                    "is_published": True,
                    "pending_msg": f"<p>{message}</p>",
                }
            )
