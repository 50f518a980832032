"""Filing a claim: the evidence, the letter, the window, and a supplier who does not answer (S0.79, S0.81)."""

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..lib import supplier_claim

_logger = logging.getLogger(__name__)
LETTER = "crosstech_warranty.report_supplier_claim"


class SupplierClaim(models.Model):
    _inherit = "crosstech.supplier.claim"

    # === ACTION METHODS === #

    def action_file(self):
        """File the claim: the letter goes to the supplier by e-mail, with the photos."""
        self.ensure_one()
        self._file()
        return True

    def action_send(self):
        """Hand the unit over to the supplier."""
        self.ensure_one()
        self.order_id._apply("send_to_supplier", supplier=self.supplier_id)
        return True

    def action_print_letter(self):
        """Print the letter of the claim."""
        return self.env.ref("crosstech_warranty.supplier_claim_report").report_action(self)

    # === BUSINESS METHODS === #

    def _file(self, *, roles=None):
        """File the claim now, be it late.

        :raises UserError: when the evidence does not do, or the step is not this person's
        """
        self.ensure_one()
        try:
            supplier_claim.check_evidence(self.sudo()._get_evidence())
        except supplier_claim.ClaimError as error:
            raise UserError(self.sudo()._refusal(error.code)) from error
        claim = self._apply("file", roles=roles)
        today = claim.company_id._get_today()
        claim.write({"filed_date": today, "is_late": bool(claim.filing_deadline and today > claim.filing_deadline)})
        claim._send_letter()
        claim._follow_up(self.env._("Send the unit to the supplier, or wait for his word"), deadline=today)

    def _get_evidence(self):
        return supplier_claim.Evidence(
            has_damage=self.has_physical_damage,
            has_purchase=self.has_purchase,
            has_diagnosis=bool((self.diagnosis or "").strip()),
        )

    def _send_letter(self, *, is_reminder=False):
        """Send the claim, or a reminder of it; without an address the letter is printed and sent by hand."""
        language = self.supplier_id.lang or self.env.lang
        claim = self.with_context(lang=language)
        subject = claim.env._("Warranty claim %(claim)s: %(product)s", claim=claim.name, product=claim.product_id.name)
        if is_reminder:
            subject = claim.env._("Reminder: %s", subject)
        if not claim.supplier_id.email:
            self.message_post(body=self.env._("The supplier has no e-mail address: print the letter and send it."))
            return
        claim.message_notify(
            partner_ids=claim.supplier_id.ids,
            subject=subject,
            body=claim.env["ir.qweb"]._render("crosstech_warranty.supplier_claim_letter", {"claim": claim}),
            attachments=claim._get_letter_files(),
            attachment_ids=claim.attachment_ids.ids,
            email_layout_xmlid="mail.mail_notification_light",
        )
        self.message_post(
            body=self.env._("Sent to %(supplier)s: %(subject)s", supplier=claim.supplier_id.name, subject=subject)
        )

    def _get_letter_files(self):
        """Return the letter as PDF; a server that cannot print sends the text alone."""
        try:
            content, kind = self.env["ir.actions.report"]._render_qweb_pdf(LETTER, self.ids)
        except UserError:
            _logger.info("The letter of %s could not be printed", self.name, exc_info=True)
            return []
        return [(f"{self.name.replace('/', '-')}.{kind}", content)]

    # === CRON === #

    @api.model
    def _cron_watch_claims(self):
        """Raise the alarms of the filing window, give up what is past it, and ask suppliers who are silent."""
        crons = self.env["ir.cron"]
        crons._work_on_each(self.search([("state", "=", "draft"), ("filing_deadline", "!=", False)]), _watch_window)
        crons._work_on_each(self.search([("state", "in", ("filed", "at_supplier"))]), _watch_silence)

    def _watch_window(self):
        today = self.company_id._get_today()
        level = supplier_claim.alarm(self.opened_date, self.filing_deadline, today)
        if level <= self.alarm_level:
            return
        self.alarm_level = level
        day = format_date(self.env, self.filing_deadline)
        if level == 100:
            self._apply("miss", roles={supplier_claim.SYSTEM})
            text = self.env._(
                "The window to claim at the supplier ended on %s: ask him for leniency or decide otherwise"
            )
            self._follow_up(text % day, role="operational_manager")
            return
        text = self.env._("%(level)s %% of the window is used: file the claim until %(day)s", level=level, day=day)
        self._follow_up(text, deadline=self.filing_deadline)

    def _watch_silence(self):
        today = self.company_id._get_today()
        word = supplier_claim.next_word(self.filed_date or today, self.reminded_date, today)
        if not word:
            return
        self.reminded_date = today
        self._send_letter(is_reminder=True)
        if word == "escalate":
            self._follow_up(self.env._("The supplier does not answer: call him"), role="operational_manager")


def _watch_window(claim):
    claim._watch_window()


def _watch_silence(claim):
    claim._watch_silence()
