"""The test of a connection, step by step, and the trust a person gives a server he has asked about."""

# pylint: disable=prefer-env-translation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.connection_test import FAILED
from ..models.source_words import STEPS, explain

REASON_LENGTH = 10


class ResellerConnectionTest(models.TransientModel):
    _name = "crosstech.reseller.connection.test"
    _description = "Test of a Connection"

    source_id = fields.Many2one("crosstech.reseller.source", required=True, ondelete="cascade", readonly=True)
    steps = fields.Json(readonly=True)
    steps_html = fields.Html(compute="_compute_steps_html", sanitize=False)
    code = fields.Char(readonly=True, help="Of the step that failed; empty when all went well.")
    fingerprint = fields.Char(readonly=True)
    pinned = fields.Char(string="Trusted until Now", readonly=True)
    reason = fields.Char(help="What the reseller said, and who asked whom.")

    def _compute_steps_html(self):
        for test in self:
            steps = [
                {
                    "state": state,
                    "title": self.env._(STEPS[name]),
                    "words": explain(self.env, code, facts) if code else "",
                    "facts": test._shown(name, facts),
                }
                for name, state, code, facts in test.steps or ()
            ]
            test.steps_html = self.env["ir.qweb"]._render("crosstech_reseller_sync.connection_steps", {"steps": steps})

    # === ACTION METHODS === #

    def action_again(self):
        """Test once more."""
        self.ensure_one()
        return self.source_id.action_test()

    def action_trust(self):
        """Pin what the server showed, and test on."""
        self.ensure_one()
        if self.code != "not_trusted" or not self.fingerprint:
            raise UserError(self.env._("There is nothing new to trust. Please test again."))
        return self._pin(self.env._("Trusted for the first time: %(fingerprint)s", fingerprint=self.fingerprint))

    def action_trust_changed(self):
        """Pin the new key of a server, with what the reseller said about it."""
        self.ensure_one()
        if self.code != "changed_key" or not self.fingerprint:
            raise UserError(self.env._("There is nothing new to trust. Please test again."))
        reason = (self.reason or "").strip()
        if len(reason) < REASON_LENGTH:
            raise UserError(
                self.env._("Please write whom you asked and what he said, in at least %(count)s letters.",
                           count=REASON_LENGTH)
            )  # fmt: skip
        return self._pin(
            self.env._(
                "The server's key has changed. Trusted now: %(fingerprint)s. Reason: %(reason)s",
                fingerprint=self.fingerprint, reason=reason,
            )
        )  # fmt: skip

    # === BUSINESS METHODS === #

    @api.model
    def _run(self, source):
        """Test a source, and note it there when the connection works.

        :return: the new test
        """
        steps = list(source._test_steps())
        bad = next((step for step in steps if step.state == FAILED), None)
        facts = bad.facts if bad else {}
        source.tested_datetime = False if bad else fields.Datetime.now()
        return self.create(
            {
                "source_id": source.id,
                "steps": [[step.name, step.state, step.code, step.facts] for step in steps],
                "code": bad.code if bad else False,
                "fingerprint": facts.get("fingerprint") or facts.get("found") or False,
                "pinned": facts.get("pinned") or False,
            }
        )

    def _pin(self, note):
        source = self.source_id
        source.write({source._pin_field(): self.fingerprint})
        source.message_post(body=note)
        return source.action_test()

    def _shown(self, name, facts):
        """The facts of a step that a person wants to see."""
        _ = self.env._
        words = {
            "resolve": lambda: ", ".join(facts["addresses"]) if "addresses" in facts else "",
            "trust": lambda: facts.get("fingerprint") or facts.get("found") or "",
            "log_in": lambda: facts.get("account", ""),
            "tables": lambda: _("%(count)s tables", count=facts["tables"]) if "tables" in facts else "",
            "clock": lambda: _("%(count)s seconds off", count=facts["seconds"]) if "seconds" in facts else "",
            "file": lambda: facts.get("name", ""),
        }
        return words.get(name, str)()
