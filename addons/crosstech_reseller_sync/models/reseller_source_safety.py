"""What nobody may turn a source into: another reseller's, a way to a kept password, a way into our own machine."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import config

from ..lib.transport.errors import TransportError
from ..lib.transport.own_machine import check_elsewhere
from .reseller_source import SECRETS
from .source_words import problem

OWNER_FIELDS = ("partner_id", "company_id")
SERVER_FIELDS = ("host", "ssh_host")
OWN_MACHINE = "crosstech_reseller_sync.own_machine"  # "1": a server of this machine is a reseller's, for a trial


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: what a reseller has permitted stays his; what opens his server is sent to no other one."""
        if self.env.su:
            return super().write(vals)
        self._check_owner(vals)
        moved = self.filtered(lambda source: source._is_moved(vals))
        result = super().write(vals)
        moved._drop_secrets(vals)
        return result

    # === BUSINESS METHODS === #

    def _check_owner(self, vals):
        if "agreement_id" in vals:
            raise UserError(self.env._("State and signatures follow from the buttons alone."))
        for source in self:
            changed = any(name in vals and vals[name] != source[name].id for name in OWNER_FIELDS)
            if changed and source.agreement_ids.filtered(lambda one: one.state != "draft"):
                raise UserError(
                    self.env._(
                        "%(reseller)s has answered about this source, so it stays his. Create another source instead.",
                        reseller=source.partner_id.display_name,
                    )
                )

    def _is_moved(self, vals):
        return any(name in vals and self[name] and vals[name] != self[name] for name in SERVER_FIELDS)

    def _drop_secrets(self, vals):
        """Delete what was kept for the server before; what was typed together with the new one stays."""
        for source in self:
            kept = [name for name in SECRETS if not vals.get(name) and source.sudo()[f"{name}_encrypted"]]
            names = ("pinned_host_key", "pinned_certificate", *(f"{name}_encrypted" for name in kept))
            source.sudo().write(dict.fromkeys(names, False))
            if kept:
                source.message_post(
                    body=self.env._("Another server: passwords and keys were deleted. Please type them again.")
                )

    def _check_elsewhere(self):
        """Refuse a server that would be our own.

        :raises UserError: with ``code`` and ``permanent``
        """
        parameters = self.env["ir.config_parameter"].sudo()
        if self.transport == "upload" or parameters.get_param(OWN_MACHINE) == "1":
            return
        # Behind a tunnel the database is what the reseller's own server calls it, often itself.
        host = self.ssh_host if self.transport == "ssh" else self.host
        try:
            check_elsewhere(host or "", filter(None, [config["db_host"]]))
        except TransportError as error:
            raise problem(self.env, error) from error
