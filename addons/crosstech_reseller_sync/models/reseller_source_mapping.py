"""The mapping of a source: proposed, corrected and confirmed on the mapping screen."""

from odoo import models

from ..lib.agreement import OPEN_STATES
from .mapping_words import ENTITIES


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    # === ACTION METHODS === #

    def action_propose(self):
        """Read the tables and open the proposal where products, stock and sales are."""
        self.ensure_one()
        self.check_access("write")
        mapping = self.env["crosstech.reseller.mapping"]._propose(self)
        return mapping._get_records_action(target="current")

    def action_open_agreement(self):
        """Open the agreement about this source; the first time, or after the last one has ended, prepare one."""
        self.ensure_one()
        agreement = self.agreement_id.filtered(lambda one: one.state in OPEN_STATES)
        return (agreement or agreement.create({"source_id": self.id}))._get_records_action()

    def action_ask_look(self):
        """Ask the reseller for permission to look; the first time, prepare the agreement for it."""
        self.ensure_one()
        agreement = self.agreement_id or self.env["crosstech.reseller.agreement"].create({"source_id": self.id})
        agreement.action_ask_look()

    # === BUSINESS METHODS === #

    def _use_mapping(self, mapping):
        """Keep a confirmed mapping, and note in the chatter from which tables everything comes.

        :param mapping: ``lib.mapping.spec.Mapping``
        """
        self.ensure_one()
        self.mapping_json = mapping.as_json()
        named = [
            self.env._("%(what)s from %(table)s", what=self.env._(ENTITIES[name]), table=entity.table)
            for name, entity in mapping.entities.items()
        ]
        self.message_post(body=self.env._("Mapping confirmed: %(tables)s.", tables=", ".join(named)))
