"""What after-sales service tells the weekly meeting; it takes the place of the words the Repair Team wrote before."""

from odoo import models

ROWS = 30


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _weekly_report_sections(self, date_from, date_to):
        """Replace the section of repairs without figures by one with figures, and add the record of defects."""
        start, end = self._weekly_report_bounds(date_from, date_to)
        earlier = start - (end - start)
        sections = [one for one in super()._weekly_report_sections(date_from, date_to) if one["key"] != "repairs"]
        return [*sections, self._section_service(earlier, start, end), self._section_defects(date_from, date_to)]

    # === REPAIRS === #

    def _section_service(self, earlier, start, end):
        decisions = self.env["crosstech.work.order"]._fields["decision"]._description_selection(self.env)
        finished = [*self._own_company(), *self._within("finished_datetime", start, end)]
        Order = self.env["crosstech.work.order"].sudo()
        counts = dict(Order._read_group(finished, ["decision"], ["__count"]))
        rows = [(value, label) for value, label in decisions if counts.get(value)]
        return {
            "key": "repairs",
            "title": self.env._("Repairs"),
            "role": "repair_team",
            "empty": self.env._("No unit was reported or repaired in this week."),
            "columns": [self.env._("Decision"), self.env._("Work Orders")],
            "kinds": ["text", "number"],
            "rows": [[label, counts[value]] for value, label in rows],
            "links": [self._service_link([*finished, ("decision", "=", value)]) for value, _label in rows],
            "figures": self._service_report_figures(earlier, start, end),
        }

    def _service_link(self, domain):
        return self._link(self.env._("Work Orders"), "crosstech.work.order", domain)

    def _service_report_figures(self, earlier, start, end):
        now, before = (self._service_week(*span) for span in ((start, end), (earlier, start)))
        labels = {
            "requested": (self.env._("Service Requests"), None, "number"),
            "finished": (self.env._("Work Orders Finished"), "up", "number"),
            "turnaround_hours": (self.env._("Turn-around, Hours"), "down", "number"),
            "in_time_percent": (self.env._("In Time, Percent"), "up", "number"),
            "first_time_fix_percent": (self.env._("First-Time Fix, Percent"), "up", "number"),
            "replaced": (self.env._("Replaced"), "down", "number"),
            "unrepairable": (self.env._("Not Repairable"), "down", "number"),
            "recovered": (self.env._("Recovered from Suppliers"), "up", "money"),
            "rating": (self.env._("Satisfaction, Stars of 5"), "up", "number"),
        }
        at_supplier = [*self._own_company(), ("state", "=", "at_supplier")]
        return [
            *(
                {"key": f"service_{key}", "label": label, "kind": kind, "value": round(now[key] or 0, 1),
                 "before": round(before[key] or 0, 1), "better": better}
                for key, (label, better, kind) in labels.items()
                if now[key] is not None
            ),
            {"key": "service_at_supplier", "label": self.env._("At Suppliers Now"), "kind": "number",
             "value": self.env["crosstech.work.order"].sudo().search_count(at_supplier),
             "link": self._service_link(at_supplier)},
        ]  # fmt: skip

    def _service_week(self, start, end):
        """:return: dict of number by key; None where nothing was measured"""
        own = self._own_company()
        orders = [*own, *self._within("finished_datetime", start, end)]
        Order = self.env["crosstech.work.order"].sudo()
        self.env.flush_all()
        recap = self.env["crosstech.work.order.recap"].sudo()._figures([("order_id", "in", Order._search(orders))])
        Defect, Ticket = self.env["crosstech.defect"].sudo(), self.env["helpdesk.ticket"].sudo()
        found = [*own, *self._within("create_date", start, end)]
        return {
            **recap,
            "requested": Ticket.search_count([*own, *self._within("create_date", start, end)]),
            "finished": recap["order_count"],
            "recovered": recap["amount_recovered"],
            "replaced": Defect.search_count([*found, ("kind", "=", "replaced")]),
            "unrepairable": Defect.search_count([*found, ("kind", "!=", "replaced")]),
        }

    # === DEFECTS === #

    def _section_defects(self, date_from, date_to):
        """The record of S0.75: which units are broken for good, and which were replaced by new ones."""
        Defect = self.env["crosstech.defect"].sudo()
        week = [
            *self._own_company(),
            ("found_date", ">=", date_from.isoformat()),
            ("found_date", "<=", date_to.isoformat()),
        ]
        waiting = [*self._own_company(), ("state", "=", "to_record")]
        defects = Defect.search(week, limit=ROWS)
        kinds, states = (dict(Defect._fields[name]._description_selection(self.env)) for name in ("kind", "state"))
        action = "crosstech_warranty.defect_action"
        title = self.env._("Defective Units")
        figures = [
            ("defects_found", self.env._("Found in This Week"), "number", Defect.search_count(week), week),
            ("defects_waiting", self.env._("Still to Record"), "number", Defect.search_count(waiting), waiting),
            ("defects_cost", self.env._("What They Cost"), "money", sum(Defect.search(week).mapped("amount")), week),
        ]
        return {
            "key": "defects",
            "title": title,
            "role": "operational_manager",
            "empty": self.env._("No unit was found broken for good, none was replaced in this week."),
            "columns": [
                self.env._("Product"), self.env._("Serial Number"), self.env._("Kind"), self.env._("State"),
                self.env._("Cost"),
            ],
            "kinds": ["text", "text", "text", "text", "money"],
            "rows": [
                [one.product_id.display_name, one.lot_id.name or "", kinds[one.kind], states[one.state], one.amount]
                for one in defects
            ],
            "links": [self._link(title, "crosstech.defect", [("id", "=", one.id)], action) for one in defects],
            "figures": [
                {"key": key, "label": label, "kind": kind, "value": value,
                 "link": self._link(title, "crosstech.defect", domain, action)}
                for key, label, kind, value, domain in figures
            ],
        }  # fmt: skip
