"""Take over a list of regions: the national one when a database is made, a newer one by hand years later."""

import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import region_list

SHOWN = 20  # changes of each kind listed in the preview
MAX_BYTES = 20_000_000


class RegionImport(models.TransientModel):
    _name = "crosstech.region.import"
    _description = "Import Regions"

    file = fields.Binary(
        string="CSV File", attachment=False, help="A code and a name column; codes with or without points."
    )
    filename = fields.Char()
    is_complete = fields.Boolean(
        "Archive What the List Leaves Out", default=True,
        help="Only inside the provinces and at the levels the list speaks of.",
    )  # fmt: skip
    state = fields.Selection([("upload", "File"), ("preview", "Preview"), ("done", "Done")], default="upload")
    summary = fields.Html(readonly=True, sanitize=True)
    repair_partner_ids = fields.Many2many("res.partner", readonly=True, string="Addresses in Archived Districts")

    # === ACTION METHODS === #

    def action_preview(self):
        """Show what the list would change; nothing is changed."""
        rows = self._rows()
        self.write({"state": "preview", "summary": self._describe(self._compare(rows, complete=self.is_complete))})
        return self._reopen()

    def action_import(self):
        """Take the list over."""
        changes = self._import_rows(self._rows(), complete=self.is_complete)
        self.write(
            {
                "state": "done",
                "summary": self._describe(changes),
                "repair_partner_ids": [(6, 0, self._partners_in_archived().ids)],
            }
        )
        return self._reopen()

    def action_back(self):
        self.write({"state": "upload", "summary": False})
        return self._reopen()

    def action_view_partners_to_repair(self):
        return self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.res_partner_action_without_district")

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Import Regions"),
        }

    # === BUSINESS METHODS === #

    @api.model
    def _import_folder(self, path):
        """Take over the folder of a national list (provinces.csv, regencies.csv, districts.csv).

        :return: dict(new: int, renamed: int, back: int, gone: int, same: int)
        :raises UserError: when the folder holds no such list
        """
        try:
            rows = region_list.read_folder(path)
        except region_list.RegionListError as error:
            raise self._unreadable(error) from error
        changes = self._import_rows(rows)
        return {
            "new": len(changes.new),
            "renamed": len(changes.renamed),
            "back": len(changes.back),
            "gone": len(changes.gone),
            "same": changes.same,
        }

    def _rows(self):
        """The rows of the uploaded file.

        :raises UserError: when there is none, or it is no list of regions
        """
        self.ensure_one()
        content = base64.b64decode(self.file or b"")
        if not content:
            raise UserError(self.env._("Choose a CSV file first."))
        if len(content) > MAX_BYTES:
            raise UserError(self.env._("The file is larger than 20 MB: that is no list of regions."))
        try:
            return region_list.read_file(content)
        except region_list.RegionListError as error:
            raise self._unreadable(error) from error

    @api.model
    def _unreadable(self, error):
        return UserError(self.env._("This is not a list of regions: %(reason)s.", reason=error))

    @api.model
    def _stored(self):
        """Code to (name, active) of what is stored, and code to region."""
        regions = self.env["crosstech.region"].with_context(active_test=False)
        found = regions.search_fetch(
            [("country_id", "=", self.env.ref("base.id").id)], ["code", "name", "active", "parent_id"]
        )
        by_code = {region.code: region for region in found}
        return {code: (region.name, region.active) for code, region in by_code.items()}, by_code

    @api.model
    def _compare(self, rows, *, complete=True):
        stored, _regions = self._stored()
        if lost := region_list.orphans(stored, rows):
            raise self._unreadable(
                self.env._("%(code)s %(name)s has no wider region in the list", code=lost[0].code, name=lost[0].name)
            )
        return region_list.compare(stored, rows, complete=complete)

    @api.model
    def _import_rows(self, rows, *, complete=True):
        """Create, rename, bring back and archive so that the stored regions are those of the list.

        :return: the changes made, a ``lib.region_list.Changes``
        """
        changes = self._compare(rows, complete=complete)
        _stored, regions = self._stored()
        for row in changes.back:
            regions[row.code].active = True
        for row, _old in changes.renamed:
            regions[row.code].name = row.name
        for level in region_list.LEVELS:
            self._create_level([row for row in changes.new if row.level == level], regions)
        gone = self.env["crosstech.region"].union(*(regions[code] for code in changes.gone))
        if gone:
            gone.active = False
        self.env["crosstech.region.alias"]._load_known()
        return changes

    @api.model
    def _create_level(self, rows, regions):
        """Create regions of one level and add them to ``regions``."""
        country = self.env.ref("base.id")
        states = {state.code: state.id for state in country.state_ids}
        iso = {code: values[0] for code, values in region_list.PROVINCES.items()}
        created = self.env["crosstech.region"].create(
            [
                {
                    "code": row.code,
                    "name": row.name,
                    "level": row.level,
                    "parent_id": regions[row.parent_code].id if row.parent_code else False,
                    "country_id": country.id,
                    "state_id": states.get(iso.get(row.code[:2])),
                    "timezone": region_list.timezone_of(row.code),
                }
                for row in rows
            ]
        )
        regions.update(zip((row.code for row in rows), created, strict=True))

    @api.model
    def _partners_in_archived(self):
        return self.env["res.partner"].search([("region_id.active", "=", False), ("region_id", "!=", False)])

    def _describe(self, changes):
        """The changes as a short page."""
        parts = (
            (self.env._("New"), len(changes.new), [f"{row.code} {row.name}" for row in changes.new[:SHOWN]]),
            (
                self.env._("Renamed"),
                len(changes.renamed),
                [f"{row.code} {old} → {row.name}" for row, old in changes.renamed[:SHOWN]],
            ),
            (self.env._("Back"), len(changes.back), [f"{row.code} {row.name}" for row in changes.back[:SHOWN]]),
            (self.env._("Archived"), len(changes.gone), list(changes.gone[:SHOWN])),
            (self.env._("Unchanged"), changes.same, []),
        )
        return Markup().join(
            Markup("<p><strong>%s: %s</strong></p>%s")
            % (title, count, Markup("<ul>%s</ul>") % Markup().join(map(Markup("<li>%s</li>").__mod__, lines)))
            for title, count, lines in parts
        )
