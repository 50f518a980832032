"""“How did this value come to be?”: the versions of a row in words, with a small chart of its level."""

from odoo import api, fields, models
from odoo.tools import format_datetime, formatLang
from odoo.tools.translate import LazyTranslate

from odoo.addons.crosstech_sale.lib import charts, local_time

from ..lib.entities import ENTITIES
from ..lib.one import story
from ..lib.pull import history

_lt = LazyTranslate(__name__)

STEPS, COLUMNS = 100, 10
HOW = {
    "first_seen": _lt("The first reading that had this row; what was before is not known."),
    "gone": _lt("A complete reading no longer had this row."),
    "back": _lt("The row was gone and was read again."),
    "sale": _lt("The sale itself, or the level fell by exactly what the sales and purchases of the same reading say."),
    "restock": _lt("The level rose by exactly what the sales and purchases of the same reading say."),
    "sale_presumed": _lt("The level fell; this source shares no sales that could prove why."),
    "restock_presumed": _lt("The level rose; this source shares no purchases that could prove why."),
    "count": _lt("The level changed by something else than the sales and purchases say: counted or corrected."),
    "purchase": _lt("The purchase itself."),
    "price_change": _lt("The price is another one than at the reading before."),
    "withdrawn": _lt("The reseller took the product out of his shop."),
    "offered": _lt("The reseller put the product into his shop again."),
    "correction": _lt("Another detail of the same row is different."),
}
NAMES = {"active": "is_offered", "product_key": "their_key", "sold_at": "moved_datetime", "bought_at": "moved_datetime"}
PULL = "crosstech.reseller.pull"


class ResellerData(models.AbstractModel):
    _inherit = "crosstech.reseller.data"

    story_html = fields.Html(string="How It Came to Be", compute="_compute_story_html", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends_context("lang", "uid")
    def _compute_story_html(self):
        for row in self:
            row.story_html = row.id and self.env["ir.qweb"]._render("crosstech_reseller_sync.story", row._story())

    # === BUSINESS METHODS === #

    def _entity(self):
        """:return: the ``lib.entities.Entity`` this row is one of"""
        return ENTITIES[self._entity_name]

    def _story(self):
        """What the page says: every version with its time, place and activity, and the level over time.

        :return: dict(steps: list of dict, columns: list of dict for the chart, is_cut: whether older ones are left out)
        """
        self.ensure_one()
        entity = self._entity()
        versions = history.story(self.env.cr, entity, self.source_id.id, self.row_key, limit=STEPS + 1)
        pulls = self._pulls_by_run()
        steps = [self._step_words(step, pulls) for step in story.tell(entity, versions)]
        levels = story.levels(entity, versions)[-COLUMNS:]
        columns = [
            {"label": self._day(moment), "value": float(level), "text": self._number(level)} for moment, level in levels
        ]
        return {
            "steps": steps[:STEPS],
            "is_cut": len(steps) > STEPS,
            "columns": charts.columns(columns) if len(columns) > 1 else [],
            "row": self,
        }

    def _step_words(self, step, pulls):
        activities = dict(self._fields["activity"]._description_selection(self.env))
        pull = pulls.get(step.run_id)
        return {
            "activity": activities.get(step.activity, step.activity),
            "how": self.env._(HOW[step.activity]) if step.activity in HOW else "",
            "since": self._moment(step.valid_from),
            "known": self._moment(step.recorded_at),
            "place": step.place or self.source_id.place_name or "",
            "run": step.run_id,
            "pull_url": pull and f"/odoo/{PULL}/{pull}",
            "changes": [self._change_words(change) for change in step.changes],
        }

    def _change_words(self, change):
        field = self._fields.get(NAMES.get(change.field, change.field))
        label = field and field._description_string(self.env)
        return {"label": label or change.field, "before": self._text(change.before), "after": self._text(change.after)}

    def _pulls_by_run(self):
        """The receipts of this source that the user may see, by number of the run."""
        if PULL not in self.env or not self.env[PULL].has_access("read"):
            return {}
        pulls = self.env[PULL].search_read([("source_id", "=", self.source_id.id)], ["run_number"], order="id")
        return {pull["run_number"]: pull["id"] for pull in pulls}

    # === TOOLING === #

    def _text(self, value):
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if hasattr(value, "year"):
            return self._moment(value)
        return value if isinstance(value, str) else self._number(value)

    def _number(self, value):
        return formatLang(self.env, value, digits=0 if value == int(value) else 2)

    def _moment(self, value):
        """A moment on the reseller's own clock, which is named: WIB, WITA or WIT."""
        zone = self.source_id.timezone
        text = format_datetime(self.env, value, tz=zone, dt_format="d MMM y, HH:mm")
        return f"{text} {local_time.zone_name(zone)}"

    def _day(self, value):
        return format_datetime(self.env, value, tz=self.source_id.timezone, dt_format="d MMM")
