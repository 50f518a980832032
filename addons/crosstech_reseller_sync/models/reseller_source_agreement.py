"""What an agreement means for its source: what may be read, and what is forgotten when it ends."""

from odoo import models
from odoo.exceptions import UserError

from ..lib.pull import history
from .reseller_source import SECRETS


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    # === BUSINESS METHODS === #

    def _readable_columns(self):
        """What may be read right now, and how it is masked.

        :return: tuple(set of (table, column), dict of (table, column) to mask)
        :raises UserError: unless an agreement is in force
        """
        self.ensure_one()
        in_force = self.sudo().agreement_id
        if not in_force or not in_force._is_readable():
            raise UserError(
                self.env._(
                    "There is no agreement in force about “%(name)s”, so nothing of it is read. Offer one, or ask "
                    "the reseller to resume it.",
                    name=self.sudo().name,
                )
            )
        return in_force._agreed(), in_force._masks()

    def _forget(self, *, keeps_values):
        """Stop reading, and delete how the source is reached, what it looks like and what was read of it.

        :param bool keeps_values: what was read stays, where it was agreed so
        """
        self.ensure_one()
        source = self.sudo()
        source._stop_pulls()
        source.write(
            {
                "schema_json": False, "mapping_json": False, "pinned_host_key": False, "pinned_certificate": False,
                **{f"{name}_encrypted": False for name in SECRETS},
            }
        )  # fmt: skip
        source._forget_upload()
        removed = 0 if keeps_values else history.remove_source(self.env.cr._cnx, source.id)
        source.message_post(
            body=self.env._(
                "Reading has ended. Passwords, keys, structure and mapping are deleted; parts of the value history "
                "deleted: %(count)s.",
                count=removed,
            )
        )
