"""Which fetched file was read last: the same one is not fetched again."""

from datetime import datetime

from odoo import fields, models

from ..lib.pull import run_states
from ..lib.source.arrival import Receipt
from .reseller_source_step import CONNECTION_FIELDS

LOOKS_FOR_NEWS = ("schedule", "person")
READ_DIFFERENTLY = frozenset((*CONNECTION_FIELDS, "mapping_json", "place_name", "timezone"))


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    last_file = fields.Json(
        copy=False, readonly=True, help="Name, size, time and digest of the file that was fetched and read last, and"
        " the agreement it was read under.",
    )  # fmt: skip

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of the ORM: what is reached or read in another way has to be read again, though it is the same."""
        if READ_DIFFERENTLY & set(vals):
            vals = {**vals, "last_file": False}
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _previous_file(self, reason):
        """Tell which file has no news.

        :param str reason: of the pull; a new agreement or rows to be tried again want the whole file
        :return: ``lib.source.arrival.Receipt`` of the file read last to its end under the agreement in force, or None
        """
        kept = self.last_file
        if reason not in LOOKS_FOR_NEWS or not kept or kept["agreement"] != self.agreement_id.id:
            return None
        ended = [("source_id", "=", self.id), ("state", "not in", run_states.OPEN)]
        if self.env["crosstech.reseller.pull"].search(ended, limit=1).state != run_states.DONE:
            return None
        return Receipt(kept["name"], kept["size"], kept["sha256"], datetime.fromisoformat(kept["modified"]))

    def _after_reading(self, opened, prepared):
        """Override to remember a fetched file, once all that is agreed was read from it."""
        super()._after_reading(opened, prepared)
        arrival = getattr(opened, "arrival", None)
        if arrival and arrival.modified and not prepared.waiting:
            self._remember_file(arrival)

    def _remember_file(self, file):
        """:param file: has name, size, sha256 and modified"""
        self.last_file = {
            "name": file.name, "size": file.size, "sha256": file.sha256, "modified": file.modified.isoformat(),
            "agreement": self.agreement_id.id,
        }  # fmt: skip
