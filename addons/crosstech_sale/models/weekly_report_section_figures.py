"""Figures of a report: computed while a section is open, frozen when it is submitted, kept for charts over weeks."""

from odoo import fields, models

from ..lib import duties, manager_report

# The order of the report: sales first, as the meeting takes it.
ROLE_ORDER = (duties.MARKETING, duties.OPERATIONAL, duties.INVENTORY, duties.FINANCE, duties.REPAIR)


class WeeklyReportFigure(models.Model):
    _name = "crosstech.weekly.report.figure"
    _description = "Figure of a Weekly Report"
    _rec_name = "label"
    _order = "week_start desc, section_id, sequence, id"

    section_id = fields.Many2one(
        "crosstech.weekly.report.section", required=True, readonly=True, index=True, ondelete="cascade"
    )
    week_start = fields.Date(string="Week", related="section_id.week_start", store=True, index=True)
    company_id = fields.Many2one(related="section_id.company_id", store=True)
    role = fields.Selection(related="section_id.role", store=True)
    section_key = fields.Char(related="section_id.key", string="Key of the Section", store=True)
    sequence = fields.Integer(readonly=True)
    key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Figure", required=True, readonly=True, translate=True)
    kind = fields.Selection([("number", "Number"), ("money", "Money")], required=True, readonly=True)
    value = fields.Float(readonly=True, digits=(16, 2))


class WeeklyReport(models.Model):
    _inherit = "crosstech.weekly.report"

    # === BUSINESS METHODS === #

    def _make_sections(self):
        """Create the sections the hook names, each with a to-do for who answers for it."""
        self.ensure_one()
        by_lang = self._live_figures()
        main = by_lang[next(iter(by_lang))]
        order = sorted(main.values(), key=lambda section: ROLE_ORDER.index(section["role"]))
        sections = self.env["crosstech.weekly.report.section"].create(
            [
                {
                    "report_id": self.id,
                    "sequence": place,
                    "key": section["key"],
                    "title": section["title"],
                    "role": section["role"],
                }
                for place, section in enumerate(order, 1)
            ]
        )
        for section in sections:
            section.update_field_translations(
                "title", {lang: one[section.key]["title"] for lang, one in by_lang.items()}
            )
        sections._ask()

    def _live_figures(self):
        """Compute the sections as the hook tells them now, in every language of the database.

        :return: dict(language: dict(key: section)), English first
        """
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        langs = sorted(installed, key=lambda lang: lang != "en_US")
        return {lang: self.with_context(lang=lang)._live_sections() for lang in langs}

    def _live_sections(self):
        """Compute the sections in the language of the context.

        :return: dict(key: section), each figure with what its last report said where the hook does not know
        """
        self.ensure_one()
        hooks = self.env["crosstech.hooks"].sudo().with_company(self.company_id)
        sections = hooks._weekly_report_sections(self.week_start, self.week_end)
        known = self._figures_of_week_before()
        for section in sections:
            for figure in section.get("figures") or ():
                figure.setdefault("before", known.get((section["key"], figure["key"])))
        return {section["key"]: section for section in sections}

    def _figures_of_week_before(self):
        """:return: dict((section's key, figure's key): value)"""
        figures = (
            self.env["crosstech.weekly.report.figure"]
            .sudo()
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("week_start", "=", self._get_week().shift(-1).monday),
                ],
                ["section_key", "key", "value"],
            )
        )
        return {(figure.section_key, figure.key): figure.value for figure in figures}

    def _says_something(self, section):
        """Whether a section has a figure at all."""
        values = [figure["value"] for figure in section.get("figures") or ()]
        return manager_report.has_figures(values, (cell for row in section.get("rows") or () for cell in row))


class WeeklyReportSection(models.Model):
    _inherit = "crosstech.weekly.report.section"

    # === BUSINESS METHODS === #

    def _get_figures(self):
        """Return what this section tells: as submitted, else as it is now.

        :return: dict of the hook, in the language of the user
        """
        self.ensure_one()
        section = self.sudo()
        if section.figures:
            return section.figures.get(self.env.lang) or next(iter(section.figures.values()))
        return section.report_id._live_sections().get(section.key) or {}

    def _get_link(self, figure):
        """:return: what ``crosstech.hooks._link`` returned for a figure or a row, or None"""
        figures = self._get_figures()
        kind, place = figure[:1], figure[1:]
        if not place.isascii() or not place.isdigit():
            return None
        found = {
            "f": [one.get("link") for one in figures.get("figures") or ()],
            "r": figures.get("links") or [],
        }.get(kind, [])
        return found[int(place)] if int(place) < len(found) else None

    def _store_figures(self, by_lang):
        """Keep the headline figures apart, so that weeks can be drawn side by side."""
        self.figure_ids.unlink()
        main = next(iter(by_lang.values()), {}).get("figures") or []
        created = self.env["crosstech.weekly.report.figure"].create(
            [
                {
                    "section_id": self.id,
                    "sequence": place,
                    "key": figure["key"],
                    "label": figure["label"],
                    "kind": figure["kind"],
                    "value": figure["value"],
                }
                for place, figure in enumerate(main)
            ]
        )
        for place, figure in enumerate(created):
            figure.update_field_translations(
                "label", {lang: one["figures"][place]["label"] for lang, one in by_lang.items()}
            )
