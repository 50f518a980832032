"""The report as a page: on the screen, on paper; figures with words, arrows and charts."""

from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ..lib import charts, manager_report

ARROWS = {"up": "▲", "down": "▼", "same": "=", "none": ""}
SHORT_UNITS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
PAGE = "crosstech_sale.weekly_report_page"


class WeeklyReport(models.Model):
    _inherit = "crosstech.weekly.report"

    page_html = fields.Html(string="Report", compute="_compute_page_html", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends("state", "section_ids.state", "section_ids.commentary", "decision_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_page_html(self):
        for report in self:
            values = report._prepare_page(links=True)
            report.page_html = self.env["ir.qweb"]._render(PAGE, values, lang=self.env.lang) if report.id else False

    # === BUSINESS METHODS === #

    def _prepare_page(self, *, links):
        """Return what the page shows to the current user.

        :param links: whether numbers open their lists; on paper they do not
        """
        self.ensure_one()
        sections = self._get_sections().sorted("sequence")
        live = self.sudo()._live_sections() if any(not section.sudo().figures for section in sections) else {}
        pages = [section._prepare_page(live.get(section.key), links=links) for section in sections]
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "report": self,
            "days": self._format_days(),
            "state": states[self.state],
            "sections": pages,
            "nothing": bool(pages) and not any(page["figures"] or page["rows"] for page in pages),
            "follow_up": self._prepare_follow_up(),
            "decisions": self.decision_ids,
            "links": links,
        }

    def _format_days(self):
        first, last = (format_date(self.env, day, date_format="d MMMM y") for day in (self.week_start, self.week_end))
        return f"{first} – {last}"

    def _prepare_follow_up(self):
        statuses = dict(self.env["crosstech.decision"]._fields["status"]._description_selection(self.env))
        looks = {"done": ("✓", "success"), "overdue": ("!", "danger"), "not_done": ("…", "warning")}
        return [
            {
                **decision,
                "due": decision["due"] and format_date(self.env, decision["due"]),
                "status_text": statuses[decision["status"]],
                "sign": looks[decision["status"]][0],
                "color": looks[decision["status"]][1],
            }
            for decision in self._get_follow_up()
        ]


class WeeklyReportSection(models.Model):
    _inherit = "crosstech.weekly.report.section"

    figures_html = fields.Html(string="Figures", compute="_compute_figures_html", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends("state", "figures")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for section in self:
            page = section._prepare_page(section._get_figures(), links=True)
            section.figures_html = self.env["ir.qweb"]._render(
                "crosstech_sale.weekly_report_figures", {"section": page, "links": True}, lang=self.env.lang
            )

    # === BUSINESS METHODS === #

    def _prepare_page(self, live, *, links):
        """Return what one section shows.

        :param dict live: the section as the hook tells it now, used while it is not submitted
        """
        told = (self._get_figures() if self.sudo().figures else live) or {}
        says = self.env["crosstech.weekly.report"]._says_something(told)
        states = dict(self._fields["state"]._description_selection(self.env))
        roles = dict(self._fields["role"]._description_selection(self.env))
        return {
            "id": self.id,
            "title": self.title,
            "role": roles[self.role],
            "state": self.state,
            "state_text": states[self.state],
            "commentary": self.commentary,
            "author": self.sudo().submitted_by_id.name if self.state == "submitted" else "",
            "note": told.get("note") if says else "",
            "empty": "" if says else told.get("empty") or self.env._("There are no figures of this week."),
            "figures": self._prepare_figures(told, links) if says else [],
            "columns": told.get("columns") or [],
            "kinds": self._get_kinds(told),
            "rows": self._prepare_rows(told, links) if says else [],
            "charts": [chart for one in told.get("charts") or () if (chart := self._prepare_chart(one))],
        }

    def _prepare_figures(self, told, links):
        return [
            {
                "label": figure["label"],
                "text": self._format(figure["value"], figure["kind"]),
                "url": f"#open-{self.id}-f{place}" if links and figure.get("link") else None,
                **self._prepare_change(figure),
            }
            for place, figure in enumerate(told.get("figures") or ())
        ]

    def _prepare_change(self, figure):
        """Return the comparison in words and with an arrow, so that it is not told by colour alone."""
        before = figure.get("before")
        change = manager_report.compare(figure["value"], before)
        if change.direction == "none":
            return {"arrow": "", "look": "", "change": self.env._("no figure last week")}
        last = self._format(before, figure["kind"])
        if change.direction == "same":
            text = self.env._("as last week (%s)", last)
        elif change.percent is None:
            text = self.env._("last week %s", last)
        else:
            text = self.env._("%(percent)s %%, last week %(last)s", percent=f"{change.percent:+d}", last=last)
        better = figure.get("better")
        look = "good" if change.direction == better else "bad" if better and change.direction != "same" else ""
        return {"arrow": ARROWS[change.direction], "look": look, "change": text}

    def _prepare_rows(self, told, links):
        kinds, targets = self._get_kinds(told), told.get("links") or []
        return [
            {
                "cells": [self._format(cell, kind) for cell, kind in zip(row, kinds, strict=True)],
                "url": f"#open-{self.id}-r{place}" if links and place < len(targets) and targets[place] else None,
            }
            for place, row in enumerate(told.get("rows") or ())
        ]

    def _get_kinds(self, told):
        """The kinds of the columns, guessed from the cells where the hook does not say."""
        if told.get("kinds"):
            return told["kinds"]
        rows = told.get("rows") or [[]]
        return ["number" if isinstance(cell, (int, float)) else "text" for cell in rows[0]]

    def _prepare_chart(self, chart):
        """Return a chart for ``views/chart_templates.xml``, or None where there is nothing to draw."""
        has_before = any("before" in row for row in chart["rows"])
        if not any(row["value"] or row.get("before") for row in chart["rows"]):
            return None
        rows = [
            {
                "label": row["label"],
                "value": row["value"],
                "text": self._format_short(row["value"], chart.get("value_kind")),
                "compare": row.get("before"),
            }
            for row in chart["rows"]
        ]
        draw = charts.columns if chart["kind"] == "columns" else charts.bars
        return {
            "kind": chart["kind"],
            "title": chart["title"],
            "rows": draw(rows),
            "compare_name": self.env._("week before") if has_before else None,
        }

    # === TOOLING === #

    def _format(self, value, kind):
        if kind == "text" or isinstance(value, str):
            return value or ""
        if kind == "money":
            return formatLang(self.env, value, currency_obj=self.company_id.currency_id)
        return formatLang(self.env, value, digits=0 if float(value).is_integer() else 2)

    def _format_short(self, value, kind):
        """Write an amount so that it fits on a column: 12.5 million."""
        if kind != "money":
            return self._format(value, kind)
        names = {
            "billion": self.env._("%s bn"),
            "million": self.env._("%s m"),
            "thousand": self.env._("%s k"),
        }
        for size, unit in SHORT_UNITS:
            if abs(value) >= size:
                return names[unit] % formatLang(self.env, value / size, digits=1)
        return formatLang(self.env, value, digits=0)
