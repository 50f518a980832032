"""From his tables to a confirmed mapping: a proposal per entity, its first rows and totals, corrected by picking.

What is shown of his data lives as long as this does, some hours; with the confirmation it is deleted.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.entities import ENTITIES
from ..lib.mapping import correct, preview, spec
from ..lib.mapping.propose import propose
from ..models.mapping_words import FIELDS, PROBLEMS


class ResellerMapping(models.TransientModel):
    _name = "crosstech.reseller.mapping"
    _description = "Where His Products, Stock and Sales Are"
    _transient_max_hours = 8.0

    source_id = fields.Many2one("crosstech.reseller.source", required=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="source_id.partner_id")
    software = fields.Char(readonly=True)
    entity_ids = fields.One2many("crosstech.reseller.mapping.entity", "mapping_id")
    open_count = fields.Integer(compute="_compute_open_count")

    @api.depends("entity_ids.state")
    def _compute_open_count(self):
        for mapping in self:
            mapping.open_count = sum(entity.state == "check" for entity in mapping.entity_ids)

    @api.depends("source_id")
    def _compute_display_name(self):
        for mapping in self:
            mapping.display_name = self.env._("What Is Where: %(reseller)s", reseller=mapping.partner_id.display_name)

    # === ACTION METHODS === #

    def action_use(self):
        """Keep the mapping at the source: from now on it says what an agreement has to name, and what is read."""
        self.ensure_one()
        unsure = self.entity_ids.filtered(lambda entity: entity.state == "check")
        if unsure:
            raise UserError(
                self.env._(
                    "Please look at these first, and say that they are right or correct them: %(names)s.",
                    names=", ".join(unsure.mapped("title")),
                )
            )
        source = self.source_id
        mapping = self._mapping()
        try:
            correct.check(mapping, source._schema())
        except spec.MappingError as error:
            raise UserError(self._problem(error)) from error
        source._use_mapping(mapping)
        self.unlink()
        return source._get_records_action(target="main")

    # === BUSINESS METHODS === #

    @api.model
    def _propose(self, source):
        """Read the structure of a source afresh and propose where everything is.

        :return: the new proposal
        """
        with source._open(look=True) as opened:
            source.schema_json = opened.schema.as_json()
            found = propose(opened.schema, opened.sampler)
            values = [self._prepare_entity(name, found, opened) for name in ENTITIES]
        return self.create(
            {
                "source_id": source.id,
                "software": found.mapping.software,
                "entity_ids": [(0, 0, one) for one in values if one],
            }
        )

    def _prepare_entity(self, name, found, opened):
        proposed = found.entities.get(name)
        if not proposed:
            return {"entity": name, "is_sure": True, "is_left_out": True, "confidence": 1}
        mapping = proposed.mapping
        shown = preview.preview(mapping, opened.schema, opened.sampler) if mapping else None
        entity = self.env["crosstech.reseller.mapping.entity"]
        base = mapping.as_json() if mapping else None
        return {
            "entity": name,
            "is_sure": proposed.is_sure,
            "is_left_out": not mapping,
            "confidence": proposed.confidence,
            "reasons": [one.as_json() for one in proposed.reasons],
            "doubts": [one.as_json() for one in proposed.doubts],
            "alternatives": [
                {"reason": one.reason.as_json(), "spec": one.mapping.as_json(), "totals": _plain(one.totals)}
                for one in proposed.alternatives
            ],
            "proposal": base,
            "table_name": mapping.table if mapping else False,
            "preview": entity._stored_preview(shown) if shown else False,
            **(entity._prepare_lines(name, base) if base else {}),
        }

    def _mapping(self):
        """:return: ``lib.mapping.spec.Mapping`` of all that is read"""
        source = self.source_id
        read = self.entity_ids.filtered(lambda entity: not entity.is_left_out)
        try:
            entities = {entity.entity: spec.EntityMapping.from_json(entity._spec()) for entity in read}
        except spec.MappingError as error:
            raise UserError(self._problem(error)) from error
        return spec.Mapping(entities, self.software or "", source.place_name or "", source.timezone)

    def _problem(self, error):
        """Put an error of a mapping into words; a field is named as on the screen."""
        field = error.what.rpartition(".")[2]
        what = self.env._(FIELDS[field]) if error.code == "required" and field in FIELDS else error.what
        return self.env._(PROBLEMS[error.code]) % {"what": what}  # pylint: disable=translation-not-lazy


def _plain(totals):
    """Numbers as JSON has them."""
    return {name: float(value) for name, value in totals.items()}
