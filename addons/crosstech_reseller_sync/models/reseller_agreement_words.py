"""An agreement in plain words, for the reseller's page and the document both sides keep."""

# pylint: disable=prefer-env-translation

from collections import defaultdict

from odoo import models


class ResellerAgreement(models.Model):
    _inherit = "crosstech.reseller.agreement"

    def _schedule_words(self):
        """How often, and at which hours of the reseller's day."""
        _, zone = self.env._, self._zone_name()
        often = _("every hour") if self.interval == "hourly" else _("once a day")
        if self.window_from == self.window_to:
            return _("%s, at any time of the day", often)
        return _(
            "%(often)s, between %(start)s and %(end)s %(zone)s",
            often=often, start=self._hour(self.window_from), end=self._hour(self.window_to), zone=zone,
        )  # fmt: skip

    def _zone_name(self):
        return dict(self.source_id._fields["timezone"].selection)[self.source_id.timezone]

    def _hour(self, hours):
        minutes = round(hours * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"

    def _period_words(self):
        _ = self.env._
        first = self._date_text(self.date_from) if self.date_from else _("your signature")
        if not self.date_to:
            return _("from %s until you revoke it", first)
        return _("from %(first)s to %(last)s", first=first, last=self._date_text(self.date_to))

    def _retention_words(self):
        _ = self.env._
        if not self.retention_months:
            return _("as long as we work together")
        return _("%s months, then older values are deleted", self.retention_months)

    def _revocation_words(self):
        _ = self.env._
        if self.deletes_on_revocation:
            return _("Reading stops at once, and everything that was read is deleted.")
        return _("Reading stops at once; what was read before stays.")

    def _drift_words(self):
        _ = self.env._
        return {
            "add": _("New columns are never read by themselves: we ask you first. Renamed ones are asked about."),
            "stop": _("Reading stops, and we ask you."),
            "ignore": _("What is agreed is read on as long as it is there; nothing new is read."),
        }[self.drift_policy]

    def _direction_words(self):
        _ = self.env._
        if self.direction == "both":
            return _("We read, and publish our catalogue for your program. We never write into your database.")
        return _("We read only. We never write into your database.")

    def _tables(self):
        """What is read, table by table.

        :return: list of (table, list of dict(column: str, uses: str, mask: str))
        """
        tables, masks = defaultdict(list), self._mask_words()
        for line in self.line_ids:
            tables[line.table_name].append(
                {"column": line.column_name, "uses": line.uses_text, "mask": masks.get(line.mask, "")}
            )
        return list(tables.items())

    def _mask_words(self):
        _ = self.env._
        return {
            "hash": _("made unreadable (one-way hash)"),
            "year": _("only the year"),
            "blank": _("left out"),
        }

    def _subjects(self):
        """What is read in a few words, such as “Product, Stock”."""
        words = self.env["crosstech.reseller.agreement.line"]._use_words()
        uses = [use for line in self.line_ids for use in (line.uses or "").split()]
        return ", ".join(dict.fromkeys(words[use].split(":")[0] for use in uses if use in words))
