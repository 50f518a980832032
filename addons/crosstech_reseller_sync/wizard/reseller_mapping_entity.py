"""One kind of data in a proposal: where it is, why, what it gives; its correction by picking."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ..lib.entities import ENTITIES
from ..lib.mapping import correct, preview, spec
from ..models import mapping_words as words

AS_PROPOSED = "proposal"


class ResellerMappingEntity(models.TransientModel):
    _name = "crosstech.reseller.mapping.entity"
    _description = "Where One Kind of Data Is"
    _transient_max_hours = 8.0

    mapping_id = fields.Many2one("crosstech.reseller.mapping", required=True, index=True, ondelete="cascade")
    entity = fields.Selection([(name, name) for name in ENTITIES], required=True, readonly=True)
    title = fields.Char(compute="_compute_title")
    confidence = fields.Float(readonly=True)
    is_sure = fields.Boolean(readonly=True)
    is_confirmed = fields.Boolean()
    is_left_out = fields.Boolean(string="Not Read")
    state = fields.Selection(
        [("sure", "Sure"), ("check", "Please Check"), ("confirmed", "You Confirmed It"), ("left_out", "Not Read")],
        compute="_compute_state",
    )
    reasons = fields.Json(readonly=True)
    doubts = fields.Json(readonly=True)
    reasons_html = fields.Html(compute="_compute_reasons_html", sanitize=False)
    alternatives = fields.Json(readonly=True)
    proposal = fields.Json(help="What the picks below start from, as ``lib.mapping.spec`` stores it.")
    table_name = fields.Char(string="Table")
    table_choices = fields.Json(compute="_compute_table_choices")
    way = fields.Char(string="How It Could Be Read", default=AS_PROPOSED)
    way_choices = fields.Json(compute="_compute_way_choices")
    field_ids = fields.One2many("crosstech.reseller.mapping.field", "entity_id")
    condition_ids = fields.One2many("crosstech.reseller.mapping.condition", "entity_id")
    preview = fields.Json(help="First rows and totals.")
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)
    totals_html = fields.Html(compute="_compute_preview_html", sanitize=False)
    problem = fields.Char(readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("entity")
    def _compute_title(self):
        for line in self:
            line.title = self.env._(words.ENTITIES[line.entity]) if line.entity else False

    @api.depends("is_sure", "is_confirmed", "is_left_out")
    def _compute_state(self):
        for line in self:
            open_state = "left_out" if line.is_left_out else "sure"
            line.state = (
                ("left_out" if line.is_left_out else "confirmed") if line.is_confirmed
                else open_state if line.is_sure else "check"
            )  # fmt: skip

    @api.depends("reasons", "doubts")
    def _compute_reasons_html(self):
        for line in self:
            line.reasons_html = self._render(
                "mapping_reasons",
                reasons=[words.say(self.env, one) for one in line.reasons or ()],
                doubts=[words.say(self.env, one) for one in line.doubts or ()],
            )

    @api.depends("mapping_id")
    def _compute_table_choices(self):
        for line in self:
            schema = line.mapping_id.source_id._schema()
            line.table_choices = [
                [table.name, self.env._("%(table)s (%(count)s rows)", table=table.name, count=table.rows)
                 if table.rows is not None else table.name]
                for table in sorted(schema.tables, key=lambda table: (table.rows == 0, table.name.lower()))
            ] if schema else []  # fmt: skip

    @api.depends("alternatives", "mapping_id")
    def _compute_way_choices(self):
        for line in self:
            others = [
                [str(place), f"{words.say(self.env, one['reason'])} {line._totals_text(one['totals'])}"]
                for place, one in enumerate(line.alternatives or ())
            ]
            line.way_choices = [[AS_PROPOSED, self.env._("As proposed")], *others]

    @api.depends("preview", "is_left_out", "entity")
    def _compute_preview_html(self):
        for line in self:
            shown = line.preview or {}
            line.preview_html = self._render(
                "mapping_preview",
                titles=[self.env._(words.FIELDS[name]) for name in shown.get("fields", ())],
                rows=shown.get("rows", ()),
                is_left_out=line.is_left_out,
            )
            line.totals_html = self._render(
                "mapping_totals",
                totals=[
                    (self._number(value), self.env._(words.TOTALS[name]))
                    for name, value in shown.get("totals", {}).items()
                ],
            )

    # === ONCHANGE METHODS === #

    @api.onchange("table_name")
    def _onchange_table_name(self):
        if not self.table_name or self.table_name == (self.proposal or {}).get("table"):
            return
        source = self.mapping_id.source_id
        product = self._product()
        try:
            with source._open(look=True) as opened:
                draft = correct.on_table(self.entity, self.table_name, opened.schema, opened.sampler, product)
        except UserError as error:
            self.problem = str(error)
            return
        self._start_from(draft)

    @api.onchange("way")
    def _onchange_way(self):
        others = self.alternatives or []
        if self.way and self.way.isdigit() and int(self.way) < len(others):
            self._start_from(others[int(self.way)]["spec"])
        elif self.way == AS_PROPOSED and self._origin.proposal and self.proposal != self._origin.proposal:
            self._start_from(self._origin.proposal)

    @api.onchange("field_ids", "condition_ids")
    def _onchange_picks(self):
        if self.proposal:
            self._look_again()

    # === ACTION METHODS === #

    def action_correct(self):
        """Open the lists to pick from."""
        self.ensure_one()
        view = self.env.ref("crosstech_reseller_sync.reseller_mapping_entity_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct: %(title)s", title=self.title),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_confirm(self):
        """Say that the proposal is right."""
        self.write({"is_confirmed": True})

    def action_apply(self):
        """Use what was picked."""
        self.ensure_one()
        if not self.proposal:
            raise UserError(self.env._("Please pick a table first."))
        self._look_again()
        if self.problem:
            raise UserError(self.problem)
        self.write({"is_confirmed": True, "is_left_out": False})
        return {"type": "ir.actions.act_window_close"}

    def action_leave_out(self):
        """Read nothing of this kind."""
        self.write({"is_confirmed": True, "is_left_out": True})
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _spec(self):
        """The mapping as picked, in stored form; required fields may still be missing.

        :rtype: dict
        """
        schema = self.mapping_id.source_id._schema()
        base = self.proposal
        kept = [
            condition for place, condition in enumerate(base["conditions"])
            if place not in self.condition_ids.filtered(lambda one: not one.is_used).mapped("place")
        ]  # fmt: skip
        sources = {line.name: line._source() for line in self.field_ids if line._source()}
        return correct.with_sources({**base, "conditions": kept}, sources, schema)

    def _product(self):
        """:return: ``EntityMapping`` of the products as they stand now, or None"""
        product = self.mapping_id.entity_ids.filtered(lambda line: line.entity == "product")
        if self.entity == "product" or not product.proposal or product.is_left_out:
            return None
        try:
            return spec.EntityMapping.from_json(product._spec())
        except spec.MappingError:
            return None

    def _start_from(self, draft):
        """Fill the lists from a draft and show what it gives."""
        self.proposal, self.table_name = draft, draft["table"]
        self.update({name: [(5, 0, 0), *lines] for name, lines in self._prepare_lines(self.entity, draft).items()})
        self._look_again()

    def _prepare_lines(self, entity, draft):
        """:return: dict of commands for ``field_ids`` and ``condition_ids``"""
        lines = [
            {"name": field.name, "is_required": field.required, **_picked(draft["fields"].get(field.name))}
            for field in ENTITIES[entity].fields
        ]
        conditions = [{"place": place, "condition": one} for place, one in enumerate(draft["conditions"])]
        return {
            "field_ids": [(0, 0, line) for line in lines],
            "condition_ids": [(0, 0, {**one, "is_used": True}) for one in conditions],
        }

    def _look_again(self):
        """Show first rows and totals of what is picked, or why there are none."""
        self.problem = False
        try:
            mapping = spec.EntityMapping.from_json(self._spec())
            with self.mapping_id.source_id._open(look=True) as opened:
                self.preview = self._stored_preview(preview.preview(mapping, opened.schema, opened.sampler))
        except spec.MappingError as error:
            self.problem, self.preview = self.mapping_id._problem(error), False
        except UserError as error:
            self.problem, self.preview = str(error), False

    def _stored_preview(self, shown):
        """:return: dict of a ``lib.mapping.preview.Preview`` as JSON has it"""
        return {
            "fields": [name for name in shown.fields if name != "key"],
            "rows": [
                [_written(value) for name, value in zip(shown.fields, row, strict=True) if name != "key"]
                for row in shown.rows
            ],
            "totals": {name: float(value) for name, value in shown.totals.items()},
        }

    # === TOOLING === #

    def _render(self, template, **values):
        return self.env["ir.qweb"]._render(f"crosstech_reseller_sync.{template}", values)

    def _number(self, value):
        return formatLang(self.env, value, digits=0)

    def _totals_text(self, totals):
        parts = [f"{self._number(value)} {self.env._(words.TOTALS[name])}" for name, value in totals.items()]
        return f"({', '.join(parts)})" if parts else ""


def _picked(source):
    """The picks of a field that a source, as stored, stands for."""
    if not source:
        return {"pick": ""}
    if source["columns"] or source["minus"] or source["times"]:
        return {"pick": "*", "special": source}
    if not source["column"]:
        return {"pick": "=", "constant": source["constant"]}
    reading = f"{source['reading']} {source['format']}".strip()
    return {"pick": source["column"], "reading": reading}


def _written(value):
    return "" if value is None else str(value)[:80]
