"""What this addon tells the weekly managers' meeting (S0.51 to S0.55)."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import fields, models


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _weekly_report_sections(self, date_from, date_to):
        """Extend with what this addon itself has to tell, before what others add."""
        start, end = self._weekly_report_bounds(date_from, date_to)
        earlier = start - (end - start)
        return [
            self._section_sales(earlier, start, end),
            self._section_promotions(earlier, start, end),
            self._section_orders_waiting(earlier, start, end),
            self._section_resellers(earlier, start, end),
            self._section_stock_remaining(),
            self._section_arrivals(earlier, start, end),
            self._section_money(earlier, start, end),
            self._section_repairs(),
            *super()._weekly_report_sections(date_from, date_to),
        ]

    def _section_repairs(self):
        """The Repair Team tells in words what could not be repaired, until an addon counts it."""
        return {
            "key": "repairs",
            "title": self.env._("Repairs"),
            "role": "repair_team",
            "columns": [],
            "rows": [],
            "empty": self.env._("No figures are kept of repairs. The Repair Team writes what could not be repaired."),
        }

    # === TOOLING === #

    def _weekly_report_bounds(self, date_from, date_to):
        """Return the first moment of the period and the first after it, naive UTC."""
        zone = ZoneInfo(self._company_zone())
        days = (date_from, date_to + timedelta(days=1))
        moments = [datetime.combine(day, time.min, zone).astimezone(timezone.utc) for day in days]
        return tuple(moment.replace(tzinfo=None) for moment in moments)

    def _company_zone(self):
        return self.env.company.partner_id._get_timezone()

    def _own_company(self):
        return [("company_id", "=", self.env.company.id)]

    def _within(self, field, start, end):
        """:return: a domain, its moments as text: it may be kept as JSON"""
        return [(field, ">=", fields.Datetime.to_string(start)), (field, "<", fields.Datetime.to_string(end))]

    def _link(self, name, model, domain, action=None):
        """What a number opens: a list.

        :param action: external identifier of the action whose views are used
        """
        return {"name": name, "model": model, "domain": [list(leaf) for leaf in domain], "action": action}
