"""The picks of one kind of data: where each field comes from, and which rows count."""

from odoo import api, fields, models

from ..lib.mapping import correct
from ..lib.mapping.spec import Source
from ..models import mapping_words as words

CONSTANT, SPECIAL = "=", "*"
WITH_CONSTANT = ("place", "price_list", "supplier", "unit", "brand", "category")


class ResellerMappingField(models.TransientModel):
    _name = "crosstech.reseller.mapping.field"
    _description = "Where One Field Comes From"
    _transient_max_hours = 8.0

    entity_id = fields.Many2one("crosstech.reseller.mapping.entity", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    label = fields.Char(compute="_compute_label", string="We Keep")
    is_required = fields.Boolean()
    pick = fields.Char(string="Where It Comes From")
    pick_choices = fields.Json(compute="_compute_choices")
    reading = fields.Char(string="How It Is Written There", default="plain")
    reading_choices = fields.Json(compute="_compute_choices")
    constant = fields.Char(string="Always")
    special = fields.Json(help="A source of several columns, as ``lib.mapping.spec`` stores it.")

    @api.depends("name", "is_required")
    def _compute_label(self):
        for line in self:
            label = self.env._(words.FIELDS[line.name]) if line.name else ""
            line.label = f"{label} *" if line.is_required else label

    @api.depends("name", "special", "entity_id.proposal")
    def _compute_choices(self):
        for line in self:
            draft = line.entity_id.proposal
            schema = line.entity_id.mapping_id.source_id._schema()
            columns = correct.reachable(draft, schema) if draft and schema else []
            choices = [["", self.env._("Not read")]]
            if line.special:
                choices.append([SPECIAL, _formula(line.special)])
            choices += [[name, name.removeprefix("base.")] for name in columns]
            if line.name in WITH_CONSTANT:
                choices.append([CONSTANT, self.env._("Always the same")])
            line.pick_choices = choices
            readings = correct.readings_of(line.entity_id.entity, line.name) if line.entity_id.entity else ()
            line.reading_choices = [[one, self.env._(words.READINGS[one])] for one in readings]

    def _source(self):
        """:return: ``lib.mapping.spec.Source`` of the pick, or None where the field is not read"""
        self.ensure_one()
        if self.pick == SPECIAL and self.special:
            return Source(**{**self.special, "columns": tuple(self.special["columns"])})
        if self.pick == CONSTANT:
            return Source(constant=self.constant or "")
        return correct.source_of(self.pick, self.reading or "plain") if self.pick else None


class ResellerMappingCondition(models.TransientModel):
    _name = "crosstech.reseller.mapping.condition"
    _description = "Which Rows Count"
    _transient_max_hours = 8.0

    entity_id = fields.Many2one("crosstech.reseller.mapping.entity", required=True, index=True, ondelete="cascade")
    place = fields.Integer()
    condition = fields.Json()
    label = fields.Char(compute="_compute_label", string="Which Rows")
    is_used = fields.Boolean(string="Counts", default=True)

    @api.depends("condition")
    def _compute_label(self):
        for line in self:
            one = line.condition
            facts = {
                "column": one["column"].removeprefix("base."), "values": ", ".join(map(str, one["values"])),
            } if one else {}  # fmt: skip
            words_ = self.env._(words.CONDITIONS[one["operator"]]) if one else ""
            line.label = words_ % facts


def _formula(source):
    """A source of several columns, readable."""
    short = lambda name: name.removeprefix("base.")  # noqa: E731
    if source["columns"]:
        return " + ".join(map(short, source["columns"]))
    text = short(source["column"])
    text = f"{text} − {short(source['minus'])}" if source["minus"] else text
    return f"{text} × {short(source['times'])}" if source["times"] else text
