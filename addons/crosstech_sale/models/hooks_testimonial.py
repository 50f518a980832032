"""What customers said, for the weekly report and for the customer at a glance."""

from odoo import models

from .hooks_customer import _event, _fact


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _weekly_report_sections(self, date_from, date_to):
        start, end = self._weekly_report_bounds(date_from, date_to)
        return [*super()._weekly_report_sections(date_from, date_to), self._section_testimonials(start, end)]

    def _section_testimonials(self, start, end):
        """Average of each aspect, service level, and how fast we answered (S3.12, S3.45)."""
        Testimonial = self.env["crosstech.testimonial"].sudo()
        week = [*self._own_company(), ("create_date", ">=", start), ("create_date", "<", end)]
        measures = ["rating_product:avg", "rating_service:avg", "rating_experience:avg", "is_served_well:avg"]
        count, *means = Testimonial._read_group(week, [], ["__count", *measures])[0]
        answered = [*self._own_company(), ("replied_datetime", ">=", start), ("replied_datetime", "<", end)]
        hours = Testimonial._read_group(answered, [], ["answer_hours:avg"])[0][0]
        labels = (
            self.env._("Goods, stars of 5"),
            self.env._("Service, stars of 5"),
            self.env._("Experience, stars of 5"),
            self.env._("Service level, percent"),
        )
        return {
            "key": "testimonials",
            "title": self.env._("What Customers Say"),
            "role": "operational_manager",
            "columns": [self.env._("What"), self.env._("Value")],
            "rows": [
                [self.env._("Testimonials received"), count],
                *([label, round(mean or 0.0, 2)] for label, mean in zip(labels, means, strict=True)),
                [
                    self.env._("Still to answer"),
                    Testimonial.search_count([*self._own_company(), ("loop", "=", "open")]),
                ],
                [self.env._("Hours until answered"), round(hours or 0.0, 1)],
            ],
        }

    def _customer_facts(self, partner):
        facts = super()._customer_facts(partner)
        given = self._customer_records(partner, "crosstech.testimonial", [])
        waiting = given.filtered(lambda one: one.loop == "open")
        return [
            *facts,
            _fact("testimonials", self.env._("Testimonials"), "integer", len(given)),
            _fact("feedback_to_answer", self.env._("Feedback to Answer"), "integer", len(waiting)),
        ]

    def _customer_events(self, partner, limit):
        return [*super()._customer_events(partner, limit), *self._testimonial_events(partner, limit)]

    def _testimonial_events(self, partner, limit):
        for one in self._customer_records(partner, "crosstech.testimonial", [], "id desc", limit):
            text = " ".join(filter(None, [one.stars_text, one.text]))
            yield _event(one, one.create_date, "star", self.env._("Testimonial"), text)
            if one.replied_datetime:
                yield _event(one, one.replied_datetime, "reply", self.env._("Answered"), one.reply)
