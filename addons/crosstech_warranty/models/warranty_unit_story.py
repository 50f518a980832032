"""What the page and the form of a unit show: how long it is covered, and what happened to it."""

from odoo import api, fields, models
from odoo.tools import format_date


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    cover_html = fields.Html(string="Warranty", compute="_compute_cover_html", sanitize=False)
    story_html = fields.Html(string="What Happened", compute="_compute_story_html", sanitize=False)
    verdict_text = fields.Char(string="In Words", compute="_compute_verdict_text")

    # === COMPUTE METHODS === #

    @api.depends("start_date", "company_parts_until", "company_labour_until", "company_travel_until", "supplier_until")
    @api.depends_context("lang")
    def _compute_cover_html(self):
        for unit in self:
            unit.cover_html = self.env["ir.qweb"]._render(
                "crosstech_warranty.unit_cover", {"rows": unit._get_cover_rows()}
            )

    @api.depends("state", "term_id", "start_date", "company_parts_until", "supplier_until", "replaced_by_id")
    @api.depends_context("lang")
    def _compute_verdict_text(self):
        for unit in self:
            unit.verdict_text = unit._verdict_text(unit._get_verdict())

    @api.depends("document_ids", "replaced_by_id", "ticket_ids")
    @api.depends_context("lang", "uid")
    def _compute_story_html(self):
        for unit in self:
            unit.story_html = self.env["ir.qweb"]._render(
                "crosstech_warranty.unit_story",
                {"events": unit._get_story(), "timezone": unit.company_id.partner_id._get_timezone()},
            )

    # === BUSINESS METHODS === #

    def _get_cover_rows(self):
        """How long each cover lasts, for a bar each.

        :return: list of dict(label, text, percent: of the time that is left, state: ``valid``, ``ended`` or ``none``)
        """
        self.ensure_one()
        unit, env = self.sudo(), self.env
        rows = (
            (env._("Parts"), unit.company_parts_until),
            (env._("Labour"), unit.company_labour_until),
            (env._("Travel to you"), unit.company_travel_until),
            (env._("Supplier's official warranty"), unit.supplier_until),
        )
        return [unit._cover_row(label, until) for label, until in rows]

    def _cover_row(self, label, until):
        today = (self.company_id or self.env.company)._get_today()
        if not until or not self.start_date:
            return {"label": label, "text": self.env._("not covered"), "percent": 0, "state": "none"}
        day = format_date(self.env, until)
        if self.state != "active" or until < today:
            return {"label": label, "text": self.env._("ended on %s", day), "percent": 0, "state": "ended"}
        whole = max((until - self.start_date).days, 1)
        left = min(round((until - max(today, self.start_date)).days * 100 / whole), 100)
        return {"label": label, "text": self.env._("until %s", day), "percent": max(left, 2), "state": "valid"}

    def _get_story(self):
        """What happened to the unit, oldest first; documents the user may not read are left out.

        :return: list of dict(moment: naive UTC, icon, title, text, record or None)
        """
        events = [event for event in self._story_events() if event["moment"]]
        return sorted(events, key=lambda event: event["moment"])

    def _story_events(self):
        """The entries in any order; other subjects add theirs to those of ``super()``."""
        self.ensure_one()
        unit, env = self.sudo(), self.env
        events = []
        if unit.move_line_id:
            picking = unit.move_line_id.picking_id
            moment = picking.date_done or unit.move_line_id.date
            events.append(_event(moment, "truck", env._("Delivered"), picking.name, picking))
        if unit.order_id:
            events.append(_event(unit.order_id.date_order, "shopping-cart", env._("Sold"), unit.order_id.name,
                                 unit.order_id))  # fmt: skip
        events += [
            _event(one.filled_datetime, "file-text-o", env._("Service document filled in"), one.user_name, one)
            for one in unit.document_ids
        ]
        events += [
            _event(ticket.create_date, "wrench", env._("Failure reported"), f"{ticket.number}: {ticket.name}", ticket)
            for ticket in unit.ticket_ids
        ]
        if unit.replaces_id:
            title = env._("Replaces another unit")
            events.append(_event(unit.create_date, "exchange", title, unit.replaces_id.display_name, unit.replaces_id))
        new = unit.replaced_by_id
        if new:
            events.append(_event(new.create_date, "exchange", env._("Replaced by a new unit"), new.display_name, new))
        return events

    # === ACTION METHODS === #

    def action_open_page(self):
        """Open the page the customer sees."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self._get_page_url(), "target": "new"}

    def action_view_document(self):
        """Open the service document; a new one, with what is known, where there is none."""
        self.ensure_one()
        self.check_access("read")
        known = self._get_document_defaults()
        region = self.sudo().partner_id.region_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Service Document"),
            "res_model": "crosstech.service.document",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.document_ids[:1].id,
            "context": {
                "default_unit_id": self.id,
                "default_region_id": region.id,
                **{f"default_{name}": known[name] for name in ("user_name", "phone", "place", "purchase_date")},
            },
        }


def _event(moment, icon, title, text, record=None):
    return {"moment": fields.Datetime.to_datetime(moment), "icon": icon, "title": title, "text": text or "",
            "record": record}  # fmt: skip
