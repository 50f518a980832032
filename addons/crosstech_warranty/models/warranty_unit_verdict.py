"""Who pays for a failure of this unit: facts for ``lib.verdict``, and its answer in words."""

from odoo import models
from odoo.tools import format_date

from ..lib import verdict
from ..lib.warranty_terms import Cover


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    def _get_cover(self):
        """The last covered days, as ``lib.warranty_terms.Cover``."""
        self.ensure_one()
        return Cover(
            self.company_parts_until or None,
            self.company_labour_until or None,
            self.company_travel_until or None,
            self.supplier_until or None,
        )

    def _get_verdict(self, region=None, fault=None, has_physical_damage=False, on_date=None):
        """Judge a failure; of no unit at all, too: then nothing is known.

        :param region: ``crosstech.region`` of the failure, where known
        :param fault: ``crosstech.fault.code``, symptom or fault, where known
        :param on_date: the day it failed; by default the company's today
        :return: ``lib.verdict.Verdict``
        """
        day = on_date or (self.company_id or self.env.company)._get_today()
        if not self:
            return verdict.judge(None, verdict.Failure(day))
        self.ensure_one()
        term = self.sudo().term_id
        places = term.region_ids
        failure = verdict.Failure(
            on=day,
            has_physical_damage=bool(has_physical_damage or (fault and fault.sudo().is_physical_damage)),
            is_excluded=bool(fault and fault.sudo() in term.excluded_fault_ids),
            is_outside=bool(places and region and not set(places.ids) & set(region.sudo()._lineage_ids())),
        )
        return verdict.judge(self._get_facts(), failure)

    def _get_facts(self):
        unit = self.sudo()
        is_ours = bool(unit.move_line_id or unit.sale_line_id or unit.replaces_id or unit.term_id)
        return verdict.Unit(
            cover=unit._get_cover(),
            start=unit.start_date or None,
            state=unit.state,
            is_ours=is_ours,
            has_terms=bool(unit.term_id),
            has_proof=bool(unit.sale_line_id or unit.move_line_id or unit.proof_reference or unit.replaces_id),
        )

    def _verdict_text(self, judged):
        """A verdict in words: who covers it until when, or why nobody does and what can be done.

        :param judged: ``lib.verdict.Verdict``
        """
        env = self.env
        until = format_date(env, judged.until) if judged.until else ""
        start = format_date(env, judged.start) if judged.start else ""
        if judged.coverage == verdict.COMPANY:
            return self._company_text(judged, until)
        return {
            "supplier": env._(
                "The supplier's official warranty covers it until %(date)s. We take it to the supplier for you; he"
                " decides whether to repair or to replace it.",
                date=until,
            ),
            "unknown_unit": env._("We do not know this unit yet. Show us the proof of purchase and we look it up."),
            "not_ours": env._("This unit was not bought from us, so no warranty of ours covers it."),
            "no_terms": env._("This product is sold without a warranty."),
            "before_start": env._("The failure is dated before the warranty began on %(date)s.", date=start),
            "physical_damage": env._("Physical damage is covered by no warranty. We gladly make you an offer."),
            "excluded_fault": env._("The terms of the warranty leave this kind of fault out."),
            "outside_region": env._("The warranty does not hold at the place of the failure."),
            "ended": env._("The warranty ended on %(date)s. We gladly make you an offer.", date=until),
            "no_proof": env._(
                "The supplier's official warranty lasts until %(date)s, but we need the proof of purchase to act for"
                " you.",
                date=until,
            ),
            "replaced": env._("This unit was replaced: the warranty went over to the new one."),
            "refunded": env._("The money for this unit was paid back, so its warranty ended."),
            "written_off": env._("This unit was written off, so its warranty ended."),
            "returned": env._("This unit was returned to us, so its warranty ended."),
        }[judged.reason]

    def _company_text(self, judged, until):
        env = self.env
        kinds = {"parts": env._("parts"), "labour": env._("labour"), "travel": env._("travel")}
        covered = [word for kind, word in kinds.items() if getattr(judged, kind)]
        if len(covered) == len(kinds):
            return env._("Our warranty covers parts, labour and travel until %(date)s.", date=until)
        missing = [word for word in kinds.values() if word not in covered]
        return env._(
            "Our warranty covers %(covered)s until %(date)s; not covered: %(missing)s.",
            covered=", ".join(covered),
            date=until,
            missing=", ".join(missing),
        )
