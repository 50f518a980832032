"""Customers from before the shop are invited to it, once (S0.86)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, split_every

from ..lib import duties, shop_invitation

BATCH = 50
INVITING_ROLES = {duties.OPERATIONAL, duties.MARKETING}


class ResPartner(models.Model):
    _inherit = "res.partner"

    shop_invitation_state = fields.Selection(
        [("queued", "Waiting to Be Sent"), ("sent", "Sent")], string="Invitation to the Shop",
        readonly=True, copy=False, index="btree_not_null",
    )  # fmt: skip
    shop_invitation_datetime = fields.Datetime(string="Invited On", readonly=True, copy=False)
    has_shop_account = fields.Boolean(string="Has an Account", compute="_compute_has_shop_account")

    @api.depends("user_ids")
    def _compute_has_shop_account(self):
        for partner in self:
            partner.has_shop_account = bool(partner.sudo().user_ids)

    # === BUSINESS METHODS === #

    def _sort_for_invitation(self):
        """Tell who of these is invited by the acting user, and why the others are not.

        :return: dict of id -> ``invite`` or one of ``lib.shop_invitation.REASONS``
        :raises AccessError: for everybody but the two managers who have customers
        """
        roles = set(self.env.user._get_company_roles())
        if not roles & INVITING_ROLES:
            raise AccessError(self.env._("The Operational and the Marketing Manager invite customers."))
        self.check_access("read")
        duty = self.env["crosstech.hooks"]._duties_by_model()["res.partner"]
        partners = self.sudo()
        emails = {partner: email_normalize(partner.email or "") or "" for partner in partners}
        logins = self._logins_among({email for email in emails.values() if email})
        return shop_invitation.sort(
            shop_invitation.Customer(
                id=partner.id,
                email=email,
                is_mine=duties.may_change(duty, roles, partner._get_duty_kind()),
                has_account=bool(partner.user_ids) or email in logins,
                is_opted_out=partner.is_blacklisted,
                is_invited=bool(partner.shop_invitation_state),
            )
            for partner, email in emails.items()
        )

    def _logins_among(self, emails):
        users = self.env["res.users"].sudo().with_context(active_test=False).search([("login", "in", list(emails))])
        return set(users.mapped("login"))

    def _invite(self):
        """Queue the invitations of those who are to get one; a scheduled action sends them.

        :return: the partners who will get one
        """
        decided = self._sort_for_invitation()
        invited = self.browse([id_ for id_, what in decided.items() if what == shop_invitation.INVITE]).sudo()
        invited = invited.try_lock_for_update().filtered(lambda partner: not partner.shop_invitation_state)
        invited.write({"shop_invitation_state": "queued"})
        if invited:
            self.env.ref("crosstech_sale.ir_cron_send_shop_invitations").sudo()._trigger()
        return invited

    def _get_invitation_url(self):
        """The page where this customer chooses his password; valid for some days."""
        self.ensure_one()
        return self.sudo().with_context(signup_valid=True)._get_signup_url_for_action()[self.id]

    def _get_invitation_days(self):
        """For how many days the link of an invitation works."""
        hours = self.env["ir.config_parameter"].sudo().get_param("auth_signup.signup.validity.hours", 144)
        return max(1, int(hours) // 24)

    # === SCHEDULED ACTIONS === #

    @api.model
    def _cron_send_shop_invitations(self):
        """Hand the queued invitations to the mail queue, in batches; who opted out since is left out."""
        template = self.env.ref("crosstech_sale.mail_template_shop_invitation")
        queued = self.search([("shop_invitation_state", "=", "queued")], order="id")
        left = len(queued)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for ids in split_every(BATCH, queued.ids, list):
            partners = self.browse(ids).try_lock_for_update()
            wanted = partners.filtered(lambda partner: partner.email and not partner.is_blacklisted)
            template.send_mail_batch(wanted.ids)
            wanted.write({"shop_invitation_state": "sent", "shop_invitation_datetime": fields.Datetime.now()})
            (partners - wanted).shop_invitation_state = False
            left -= len(ids)
            if not self.env["ir.cron"]._commit_progress(len(ids), remaining=left):
                return
