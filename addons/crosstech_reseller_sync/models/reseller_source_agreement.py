"""What an agreement means for its source: what may be read, and what is forgotten when it ends."""

from datetime import datetime, time

from odoo import models
from odoo.exceptions import UserError

from ..lib import agreement
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
        in_force = self.sudo()._current_agreement()
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
                "schema_json": False, "mapping_json": False, "drift_json": False, "pinned_host_key": False,
                "pinned_certificate": False,
                **{f"{name}_encrypted": False for name in SECRETS},
            }
        )  # fmt: skip
        source._forget_upload()
        source._forget_shown(keeps_values=keeps_values)
        source._forget_vpn()
        removed = 0 if keeps_values else history.remove_source(self.env.cr._cnx, source.id)
        source.message_post(
            body=self.env._(
                "Reading has ended. Passwords, keys, structure and mapping are deleted; parts of the value history "
                "deleted: %(count)s.",
                count=removed,
            )
        )

    def _forget_shown(self, *, keeps_values):
        """Delete what screens and jobs show of his data for some hours or days."""
        about_source = [("source_id", "=", self.id)]
        for model in ("mapping", "connection.test"):
            self.env[f"crosstech.reseller.{model}"].search(about_source).unlink()
        if not keeps_values:
            looks = self.env["crosstech.reseller.look.back"].search([])
            looks.filtered(lambda look: not look.source_ids or self in look.source_ids).unlink()
        keys = [self._pull_key(), self._insight_key()]
        jobs = self.env["queue.job"].search([("identity_key", "in", keys), ("exc_info", "!=", False)])
        jobs.write({"exc_info": False, "exc_message": False})

    def _forget_old_values(self):
        """Delete the versions of values that ended before the time the reseller agreed to.

        :return: how many versions went
        """
        signed = self.agreement_ids.filtered("reseller_signed_datetime").sorted("reseller_signed_datetime")[-1:]
        since = agreement.kept_since(self.company_id._get_today(), signed.retention_months)
        if not since:
            return 0
        removed = history.remove_before(self.env.cr._cnx, self.id, datetime.combine(since, time.min))
        if removed:
            self.message_post(
                body=self.env._(
                    "%(count)s old values from before %(day)s are deleted, as agreed.", count=removed, day=since
                )
            )
        return removed
