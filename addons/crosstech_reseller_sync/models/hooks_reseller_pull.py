"""What the weekly report and the dashboards say about the reading of resellers' data (S0.50, S0.58)."""

from odoo import models

from odoo.addons.crosstech_sale.lib import dashboards, duties


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _dashboard_tiles(self, role):
        """Override to add what keeps resellers' data from being fresh."""
        tile = dashboards.Tile(
            "sources_late", (duties.OPERATIONAL, duties.DIRECTOR), dashboards.TODO, "crosstech.reseller.source",
            (("agreement_id.state", "=", "active"), ("freshness", "=", "late")),
            "crosstech_reseller_sync.reseller_source_action", title=self.env._("Resellers whose data are late"),
        )  # fmt: skip
        return (*super()._dashboard_tiles(role), *dashboards.of_role((tile,), role))

    def _weekly_report_sections(self, date_from, date_to):
        """Override to add how the reading of resellers' data went."""
        return [*super()._weekly_report_sections(date_from, date_to), self._section_pulls(date_from, date_to)]

    def _section_pulls(self, date_from, date_to):
        sources = self.env["crosstech.reseller.source"].sudo().search(
            [*self._own_company(), ("agreement_state", "=", "active")]
        )  # fmt: skip
        counts = self._pull_counts(sources, date_from, date_to)
        freshness = dict(sources._fields["freshness"]._description_selection(self.env))
        rows = [
            [
                source.partner_id.name, freshness[source.freshness], counts.get((source, "done"), 0),
                counts.get((source, "failed"), 0), source.quarantine_count,
            ]
            for source in sources
        ]  # fmt: skip
        return {
            "key": "reseller_pulls",
            "title": self.env._("Data of Resellers"),
            "role": duties.OPERATIONAL,
            "columns": [
                self.env._("Reseller"), self.env._("Freshness"), self.env._("Read"), self.env._("Failed"),
                self.env._("Rows Set Aside"),
            ],
            "kinds": ["text", "text", "number", "number", "number"],
            "rows": rows,
            "figures": [
                {
                    "key": "reseller_sources", "label": self.env._("Resellers connected"), "value": len(sources),
                    "kind": "number", "better": "up",
                },
                {
                    "key": "reseller_sources_late", "label": self.env._("Of these late"), "kind": "number",
                    "value": len(sources.filtered(lambda source: source.freshness == "late")), "better": "down",
                },
            ],
            "empty": self.env._("No reseller shares his data yet. Connect the first one under Reseller Data, Sources."),
        }  # fmt: skip

    def _pull_counts(self, sources, date_from, date_to):
        """:return: dict of (source, state) to how many readings ended"""
        groups = self.env["crosstech.reseller.pull"].sudo()._read_group(
            [
                ("source_id", "in", sources.ids),
                *self._within("ended_datetime", *self._weekly_report_bounds(date_from, date_to)),
            ],
            ["source_id", "state"], ["__count"],
        )  # fmt: skip
        return {(source, state): number for source, state, number in groups}
