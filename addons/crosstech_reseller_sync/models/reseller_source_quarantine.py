"""How many rows of a source were set aside, and of which kinds."""

from odoo import fields, models


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    quarantine_count = fields.Integer(string="Rows Set Aside", compute="_compute_quarantine_count", compute_sudo=True)

    def _compute_quarantine_count(self):
        counts = dict(
            self.env["crosstech.reseller.quarantine"]._read_group(
                [("source_id", "in", self.ids)], ["source_id"], ["__count"]
            )
        )
        for source in self:
            source.quarantine_count = counts.get(source, 0)

    def _quarantined_entities(self):
        groups = self.env["crosstech.reseller.quarantine"].sudo()._read_group(
            [("source_id", "=", self.id)], ["entity"]
        )  # fmt: skip
        return [entity for (entity,) in groups]
