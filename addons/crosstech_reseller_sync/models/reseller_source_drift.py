"""A reseller's tables change: what is read all the same, what waits for a person, and how a new name is accepted."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..lib.mapping.spec import Mapping
from ..lib.pull import drift
from ..lib.pull.preparation import prepare

_lt = LazyTranslate(__name__)

CHANGES = {
    drift.ADDED: _lt("%(what)s is new"),
    drift.DROPPED: _lt("%(what)s is gone"),
    drift.RENAMED: _lt("%(before)s seems to be called %(what)s now"),
    drift.WIDENED: _lt("%(what)s takes larger values now (%(before)s → %(after)s)"),
    drift.NARROWED: _lt("%(what)s takes smaller values only (%(before)s → %(after)s)"),
    drift.RETYPED: _lt("%(what)s holds something else now (%(before)s → %(after)s)"),
}
ACTIONS = {
    drift.GO_ON: _lt("it is read as before"),
    drift.OFFER: _lt("it is not read; add it to the mapping if it is useful"),
    drift.CONFIRM: _lt("accept the new name, or mend the mapping"),
    drift.WITHOUT: _lt("everything else is read without it"),
    drift.HALT: _lt("mend the mapping; until then this is not read"),
}
SHOWN = 20


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    drift_json = fields.Json(copy=False, readonly=True, help="``lib.pull.drift.Verdict`` of each change that counts.")
    drift_text = fields.Text(string="Changes of the Tables", compute="_compute_drift_text")
    has_new_names = fields.Boolean(compute="_compute_drift_text")

    # === COMPUTE METHODS === #

    @api.depends("drift_json")
    @api.depends_context("lang")
    def _compute_drift_text(self):
        for source in self:
            verdicts = source._drift()
            source.drift_text = "\n".join(map(source._drift_sentence, verdicts[:SHOWN]))
            source.has_new_names = any(_is_new_name(verdict) for verdict in verdicts)

    # === ACTION METHODS === #

    def action_accept_new_names(self):
        """Follow the new names in the mapping; other columns than those signed need the reseller's signature again."""
        self.ensure_one()
        self.check_access("write")
        verdicts = [verdict for verdict in self._drift() if _is_new_name(verdict)]
        if not verdicts:
            raise UserError(self.env._("There is no new name to accept any more. Please load the page again."))
        mapping = Mapping.from_json(self.mapping_json)
        entities = dict(mapping.entities)
        for verdict in verdicts:
            for name in verdict.entities:
                entities[name] = drift.renamed(entities[name], verdict.change)
        mapping = Mapping(entities, mapping.software, mapping.place, mapping.timezone)
        self._read_structure()
        self.write({"mapping_json": mapping.as_json(), "drift_json": False})
        self.message_post(body=self.env._("New names of tables or columns were accepted."))
        return self._ask_for_signature(mapping)

    def _ask_for_signature(self, mapping):
        """Prepare the agreement that is to follow, where the mapping reads what the one in force does not name."""
        if mapping.columns() <= self.agreement_id._agreed():
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        agreement = self.agreement_id._amend()
        return {
            "type": "ir.actions.act_window",
            "res_model": agreement._name,
            "res_id": agreement.id,
            "views": [[False, "form"]],
        }

    # === BUSINESS METHODS === #

    def _prepare_pull(self, schema, agreed):
        """Decide what of the mapping is read today.

        :param schema: the tables as they are
        :param agreed: set of (table, column)
        :return: ``lib.pull.preparation.Preparation``
        """
        agreement = self.agreement_id
        return prepare(
            Mapping.from_json(self.mapping_json), agreed, self._schema(), schema, agreement.drift_policy,
            masks=agreement._masks(),
        )  # fmt: skip

    def _keep_drift(self, prepared):
        """Show what is different, and tell the Operational Manager when it is not what it was at the pull before."""
        verdicts = [verdict for verdict in prepared.verdicts if verdict.action != drift.GO_ON]
        found = [verdict.as_json() for verdict in verdicts]
        if _as_stored(found) == (self.drift_json or []):
            return
        self.drift_json = found or False
        if not verdicts:
            return
        source = self._in_manager_language()
        summary = source.env._("The tables of %(reseller)s have changed", reseller=source.partner_id.name)
        words = f"{summary}\n{source.drift_text}"
        source.message_post(body=words)
        if any(verdict.action != drift.OFFER for verdict in verdicts):
            source._leave_todo(summary, source.drift_text)

    def _after_reading(self, opened, prepared):
        """Remember the tables and the file as they were read.

        Only now, for the source would be locked from the first word on, and a pull may take an hour.
        """
        if prepared.is_settled and prepared.verdicts:
            self.schema_json = opened.schema.as_json()
        if arrival := getattr(opened, "arrival", None):
            self.last_read_sha256 = arrival.sha256
        self._keep_drift(prepared)
        if not prepared.waiting:
            self._clear_todo()

    def _drift(self):
        return [drift.Verdict.from_json(stored) for stored in self.drift_json or ()]

    def _drift_sentence(self, verdict):
        change = verdict.change
        what = ".".join(filter(None, (change.table, change.column)))
        is_new_name = change.kind == drift.RENAMED and change.column
        before = f"{change.table}.{change.before}" if is_new_name else change.before
        facts = {"what": what, "before": before, "after": change.after}
        changed, done = self.env._(CHANGES[change.kind]), self.env._(ACTIONS[verdict.action])
        return f"{changed % facts}: {done}."


def _is_new_name(verdict):
    return verdict.change.kind == drift.RENAMED and bool(verdict.entities)


def _as_stored(found):
    """As a database gives it back: lists instead of tuples."""
    return [{**one, "entities": list(one["entities"])} for one in found]
