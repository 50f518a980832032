"""The portal access of a technician: one button, one group, no contact changed by hand (S1.9)."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

GROUP = "crosstech_warranty.group_technician"


class Technician(models.Model):
    _inherit = "crosstech.technician"

    has_portal_access = fields.Boolean(compute="_compute_has_portal_access", compute_sudo=True)
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")

    def _compute_has_portal_access(self):
        group = self.env.ref(GROUP)
        for technician in self:
            users = technician.partner_id.user_ids
            technician.has_portal_access = any(group in user.group_ids for user in users if user.active)

    # === ACTION METHODS === #

    def action_grant_access(self):
        """Let him see his jobs on the portal: who has a login keeps it, everybody else is invited by mail."""
        self.check_access("write")
        for technician in self.sudo():
            technician._check_may_log_in()
            user = technician.partner_id.user_ids[:1] or technician._invite()
            user.group_ids = [Command.link(self.env.ref(GROUP).id)]
        return True

    def action_revoke_access(self):
        """Close the page of his jobs; the login itself stays, he may be a customer too."""
        self.check_access("write")
        self.sudo().partner_id.user_ids.group_ids = [Command.unlink(self.env.ref(GROUP).id)]
        return True

    # === BUSINESS METHODS === #

    def _check_may_log_in(self):
        partner = self.partner_id
        if any(user._is_internal() for user in partner.user_ids):
            raise UserError(
                self.env._("%(name)s works here and has all jobs on the screens of the staff.", name=partner.name)
            )
        if not partner.email:
            raise UserError(
                self.env._("%(name)s has no e-mail address. Ask a manager to enter it first.", name=partner.name)
            )

    def _invite(self):
        """Invite him the way Odoo does."""
        taken = self.env["res.users"].with_context(active_test=False).search(
            [("login", "=ilike", self.partner_id.email)], limit=1
        )  # fmt: skip
        if taken:
            raise UserError(
                self.env._(
                    "%(email)s logs in already, as %(name)s. Choose that contact, or ask for another address.",
                    email=self.partner_id.email,
                    name=taken.partner_id.display_name,
                )
            )
        invitation = self.env["portal.wizard"].create({"partner_ids": [Command.set(self.partner_id.ids)]})
        invitation.user_ids.action_grant_access()
        return self.partner_id.user_ids[:1]

    def _tell(self, record, title, body):
        """Tell a technician, in his language, on all ways.

        :param record: the offer the notice leads to
        :param title, body: functions of an environment that return a translated text
        """
        for technician in self.sudo():
            env = technician.with_context(lang=technician.partner_id.lang).env
            env["crosstech.notification"]._notify(
                technician.partner_id, title(env), body(env), record=record, channels=("portal", "email", "sms")
            )
