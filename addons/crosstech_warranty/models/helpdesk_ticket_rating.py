"""How the customer found the service: 1 to 5 stars on his page, kept as Odoo's own rating (S1.34)."""

from odoo import models
from odoo.exceptions import UserError

LOW = 2


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "rating.mixin"]

    def _may_rate(self):
        """Whether the service is over and not rated yet."""
        return self._get_work_order().state == "closed" and not self._get_given_rating()

    def _get_given_rating(self):
        """:return: what the customer gave, as superuser"""
        return self.sudo().rating_ids.filtered("consumed")[:1]

    def _rate_by_customer(self, stars, text=""):
        """Keep the customer's rating; one that is low is talked about with him.

        :param int stars: 1 to 5
        :raises UserError: when it is no such number, not over yet, or rated already
        """
        self.ensure_one()
        if stars not in range(1, 6):
            raise UserError(self.env._("Please tap one to five stars."))
        if not self._may_rate():
            raise UserError(self.env._("You rated this already, or it is not finished yet."))
        ticket = self.sudo()
        partner = ticket.partner_id or self.env.ref("base.public_partner")
        token = ticket._rating_get_access_token(partner)
        ticket.rating_apply(stars, token=token, feedback=" ".join((text or "").split())[:1000])
        manager = self.env["res.users"].sudo().with_company(ticket.company_id)._with_role("operational_manager")
        if stars <= LOW and manager:
            ticket.activity_schedule(
                "mail.mail_activity_data_todo", user_id=manager.id,
                summary=self.env._("Call the customer: he gave %(stars)s of 5 stars", stars=stars),
            )  # fmt: skip
