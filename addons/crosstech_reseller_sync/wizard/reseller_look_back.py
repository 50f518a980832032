"""“As of”: what the resellers had at a moment, by our clock or by theirs, beside what they have now."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.crosstech_sale.lib import charts, safe_cells

from ..lib.one import looking_back

SHOWN, EXPORTED = 100, 50_000


class ResellerLookBack(models.TransientModel):
    _name = "crosstech.reseller.look.back"
    _description = "Look Back"

    entity = fields.Selection(
        [
            ("stock", "Stock"),
            ("product", "Products"),
            ("price", "Prices"),
            ("sale_line", "Sales"),
            ("purchase_line", "Purchases"),
        ],
        string="What", required=True, default="stock",
    )  # fmt: skip
    clock = fields.Selection(
        [("known", "What we knew then"), ("valid", "What was so then, as we know today")],
        required=True, default="known",
        help="A reseller may tell later about earlier times: the second clock takes that into account.",
    )  # fmt: skip
    moment = fields.Datetime(string="At", required=True, default=lambda self: self._default_moment())
    known_datetime = fields.Datetime(string="As Known At", help="Empty: as we know it today.")
    source_ids = fields.Many2many("crosstech.reseller.source", string="Resellers", help="Empty: all of them.")
    result_html = fields.Html(readonly=True, sanitize=False)

    def _default_moment(self):
        return fields.Datetime.subtract(fields.Datetime.now(), days=7).replace(second=0)

    # === ACTION METHODS === #

    def action_look(self):
        """Show what there was at the moment, with the totals of now beside it."""
        self.ensure_one()
        if self.moment > fields.Datetime.now():
            raise UserError(self.env._("That moment is yet to come. Choose an earlier one."))
        rows = self._rows(SHOWN + 1)
        values = {"bars": self._bars(), "rows": rows[:SHOWN], "is_cut": len(rows) > SHOWN, "look": self}
        self.result_html = self.env["ir.qweb"]._render("crosstech_reseller_sync.look_back", values)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Look Back"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_export(self):
        """Give the rows as a spreadsheet."""
        self.ensure_one()
        title = dict(self._fields["entity"]._description_selection(self.env))[self.entity]
        heads = ["source_id", "key", "name", "place", "then", "now", "valid_datetime", "recorded_datetime"]
        table = [heads] + [[row["reseller"], *(row[name] for name in heads[1:])] for row in self._rows(EXPORTED)]
        table[0] = [
            self.env._("Reseller"), self.env._("Key"), self.env._("Product"), self.env._("Place"), self.env._("Then"),
            self.env._("Now"), self.env._("Holds Since"), self.env._("Known Since"),
        ]  # fmt: skip
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{title} {self.moment:%Y-%m-%d %H%M} UTC.xlsx",
                "raw": safe_cells.workbook(title, table),
                "mimetype": safe_cells.XLSX,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}

    # === BUSINESS METHODS === #

    def _sources(self):
        """The sources asked, never one the user may not read."""
        return self.source_ids or self.env["crosstech.reseller.source"].with_context(active_test=False).search([])

    def _parameters(self, **more):
        """What the query is asked with; see ``lib.one.looking_back``."""
        known = self.moment if self.clock == "known" else self.known_datetime
        return {
            "sources": self._sources().ids,
            "system": known or looking_back.FOREVER,
            "valid": self.moment,
            **more,
        }

    def _rows(self, limit):
        """:return: list of dict(reseller: str, key, name, place, then, now, valid_datetime, recorded_datetime)"""
        query = looking_back.rows(self.entity, valid=self.clock == "valid")
        self.env.cr.execute(query, self._parameters(limit=limit))
        found = self.env.cr.fetchall()
        resellers = {source.id: source.partner_id.name for source in self._sources()}
        places = {source.id: source.place_name for source in self._sources()}
        return [
            {
                "reseller": resellers[source], "key": key, "name": name, "place": place or places[source] or "",
                "then": then, "now": now, "valid_datetime": since, "recorded_datetime": known,
            }
            for source, key, name, place, then, now, since, known, _activity in found
        ]  # fmt: skip

    def _bars(self):
        """The totals of each reseller then, beside those of now, as bars."""
        then = self._totals(looking_back.totals(self.entity, valid=self.clock == "valid"), self._parameters())
        now = self._totals(looking_back.totals(self.entity), self._parameters(system=looking_back.FOREVER))
        return charts.bars(
            {
                "label": source.partner_id.name,
                "value": float(then.get(source.id) or 0),
                "compare": float(now.get(source.id) or 0),
                "text": self.env._(
                    "%(then)s (now %(now)s)",
                    then=self._number(then.get(source.id)),
                    now=self._number(now.get(source.id)),
                ),
            }
            for source in self._sources()
            if source.id in then or source.id in now
        )

    def _totals(self, query, parameters):
        self.env.cr.execute(query, parameters)
        return {source: total for source, _count, total in self.env.cr.fetchall()}

    def _number(self, value):
        if value is None:
            return "–"
        return formatLang(self.env, value, digits=0 if value == int(value) else 2)
