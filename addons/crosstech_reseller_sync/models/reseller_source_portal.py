"""What a reseller sees and does about his own data in the portal; every method here is given who acts."""

from odoo import api, models
from odoo.exceptions import UserError

from ..lib import agreement


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    # === BUSINESS METHODS === #

    @api.model
    def _of_member(self, member):
        """The sources of a reseller, as superuser.

        :param member: ``crosstech.reseller.member``, empty for who is in no team
        """
        if not member:
            return self.sudo().browse()
        return self.sudo().search([("partner_id", "=", member.reseller_id.id)])

    @api.model
    def _connect(self, member, values):
        """Let a reseller connect himself.

        :param dict values: of ``lib.source_form``
        :raises UserError: when he may not
        """
        self._check_signer(member)
        source = self.sudo().create({**values, "partner_id": member.reseller_id.id})
        source.agreement_ids.create({"source_id": source.id})
        source.message_post(body=self.env._("%s connected this source himself.", member.user_id.name))
        source._ask_manager(
            lambda env: env._("%s wants to connect his data: look at the source", member.reseller_id.name)
        )
        return source

    def _reconnect(self, member, values):
        """Let a reseller correct how his data reach us; keys that were trusted are asked about again.

        :raises UserError: when he may not
        """
        self._check_signer(member)
        if values.get("host", self.host) != self.host or values.get("ssh_host", self.ssh_host) != self.ssh_host:
            values = {**values, "pinned_host_key": False, "pinned_certificate": False}
        self.sudo().write(values)
        self.sudo().message_post(body=self.env._("%s changed how the data reach us.", member.user_id.name))

    def _upload(self, member, name, content, address):
        """Take a file a reseller sends; the first one permits looking, and where an agreement is in force it is read.

        :raises UserError: when he may not, or the file is nothing we can read
        """
        self.ensure_one()
        source = self.sudo()
        current = source.agreement_id
        if not current or current.state not in agreement.OPEN_STATES:
            current = source.agreement_ids.create({"source_id": source.id})
        if current.state == "paused":
            raise UserError(self.env._("Reading is paused. Resume it before you send a file."))
        if current.state == "draft":
            current._apply("permit_look", member=member, address=address)
        source._receive_upload(name, content)
        if current._is_readable():
            source._pull_now("upload")
        elif current.state == "looking":
            source._ask_manager(lambda env: env._("%s sent a file: propose a mapping", source.partner_id.name))

    def _begin_again(self, member):
        """Prepare a new agreement after the last one has ended.

        :raises UserError: when he may not, or one is open
        """
        self._check_signer(member)
        if self.sudo().agreement_id.state in agreement.OPEN_STATES:
            raise UserError(self.env._("There is an agreement already. Please load the page again."))
        self.sudo().agreement_ids.create({"source_id": self.id})

    def _prepared_agreement(self):
        """The agreement that is not in force yet."""
        return self.agreement_ids.filtered(lambda one: one.state in agreement.PREPARED_STATES)[:1]

    def _waits_for_reseller(self):
        """Whether the next step is the reseller's: he was asked, or has to sign."""
        prepared = self._prepared_agreement()
        return prepared.state == "offered" or bool(prepared.state == "draft" and prepared.look_asked_datetime)

    # === TOOLING === #

    def _check_signer(self, member):
        if not member.is_admin or (self and member.reseller_id != self.sudo().partner_id):
            raise UserError(self.env._("Only a team admin may do this. Please ask one of your colleagues."))

    def _ask_manager(self, summary):
        """Give the Operational Manager a to-do, once.

        :param summary: function of an environment that returns the translated text
        """
        manager = self.env["res.users"].with_company(self.company_id)._with_role("operational_manager")
        if manager and not self.activity_ids.filtered(lambda activity: activity.user_id == manager):
            words = summary(self.with_context(lang=manager.lang).env)
            self.activity_schedule("mail.mail_activity_data_todo", summary=words, user_id=manager.id)
