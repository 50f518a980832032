"""What both sides are told about an agreement: the log of the document, notices, to-dos."""

# pylint: disable=prefer-env-translation

from odoo import models

TODO = "mail.mail_activity_data_todo"


class ResellerAgreement(models.Model):
    _inherit = "crosstech.reseller.agreement"

    # === COMPUTE METHODS === #

    def _compute_access_url(self):
        """Override of `portal`: an agreement is read on the page of its source."""
        for agreement in self:
            agreement.access_url = f"/my/reseller/data/{agreement.source_id.id}"

    # === TOOLING === #

    def _log(self, action, user, reason):
        """Write down who did what, for ever."""
        words = self._action_words()[action]
        said = f"{user.name}: {words}{f' “{reason}”' if reason else ''}"
        self.message_post(body=said)

    def _notify(self, action):
        """Tell the other side, and the reseller in any case what ends or begins: somebody else may have done it."""
        told = self.with_context(lang=self.partner_id.lang or self.env.lang)
        notice = told._reseller_notices().get(action)
        if notice:
            told.env["crosstech.notification"].with_company(self.company_id)._notify(
                self.partner_id, *notice, record=self
            )
        manager = self.env["res.users"].with_company(self.company_id)._with_role("operational_manager")
        if not manager:
            return
        todo = self.with_context(lang=manager.lang)._manager_todos().get(action)
        self.activity_feedback([TODO])
        if todo:
            self.activity_schedule(TODO, summary=todo, user_id=manager.id)

    def _action_words(self):
        _ = self.env._
        return {
            "ask_look": _("asked for permission to look."),
            "permit_look": _("permitted looking at structure and first rows."),
            "amend": _("began to prepare a change of the agreement in force."),
            "offer": _("signed for us and offered the agreement."),
            "withdraw": _("withdrew the offer to change it."),
            "decline": _("declined the offer."),
            "sign": _("signed; the agreement is in force."),
            "pause": _("paused reading."),
            "resume": _("resumed reading."),
            "revoke": _("revoked the agreement."),
            "end": _("ended the agreement."),
            "replace": _("A newer agreement replaces this one."),
            "expire": _("The agreed time is over."),
        }

    def _reseller_notices(self):
        """:return: dict of action to (title, text)"""
        _, company = self.env._, self.company_id.name
        return {
            "ask_look": (
                _("May we look at your data?"),
                _(
                    "%s asks to look at the structure and the first rows of your shop's program, to prepare an "
                    "agreement. Nothing is kept. You answer on this page.",
                    company,
                ),
            ),
            "offer": (
                _("An agreement about your data waits for you"),
                _(
                    "It lists each column that would be read, what for, how often and how long. Nothing is read "
                    "before you sign it."
                ),
            ),
            "withdraw": (
                _("The agreement about your data is being changed"),
                _("Please wait for the new one before you sign."),
            ),
            "sign": (
                _("Agreement %s is in force", self.name),
                _("From now on we read exactly what it lists. You see each reading, and can pause or revoke any time."),
            ),
            "pause": (_("Reading of your data is paused"), _("Nothing is read until you resume it.")),
            "resume": (_("Your data are read again"), _("As agreed in %s.", self.name)),
            "revoke": (_("Agreement %s is revoked", self.name), self._deletion_words()),
            "end": (
                _("We have ended agreement %s", self.name),
                f"{_('Reason:')} {self.reason}. {self._deletion_words()}",
            ),
            "expire": (
                _("Agreement %s has expired", self.name),
                _("Nothing is read any more. We will offer a new agreement if you like to go on."),
            ),
            "remind": (
                _("Agreement %s ends soon", self.name),
                _("Reading stops after %s. Tell us if you want to go on.", self._date_text(self.date_to)),
            ),
        }

    def _deletion_words(self):
        _ = self.env._
        if self.deletes_on_revocation or not self.reseller_signed_datetime:
            return _("Reading has stopped. Everything we had read, your files, passwords and keys are deleted.")
        return _(
            "Reading has stopped. Your files, passwords and keys are deleted; what was read before stays, as agreed."
        )

    def _date_text(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {}) if day else ""

    def _manager_todos(self):
        """:return: dict of action to what the Operational Manager does next"""
        _, shop = self.env._, self.partner_id.name
        return {
            "permit_look": _("%s permits looking: read the structure and propose a mapping", shop),
            "decline": _("%s declined the agreement: read why, change it and offer it again", shop),
            "pause": _("%s paused reading: ask whether something is wrong", shop),
            "revoke": _("%s revoked the agreement: his data are deleted", shop),
            "expire": _("The agreement with %s expired: offer a new one?", shop),
            "remind": _("The agreement with %s ends soon: offer a new one?", shop),
        }
