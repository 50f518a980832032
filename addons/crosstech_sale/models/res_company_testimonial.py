from odoo import fields, models

from ..lib import testimonials


class ResCompany(models.Model):
    _inherit = "res.company"

    testimonial_ask_days = fields.Integer(default=3, help="Days after arrival; 0 asks nobody.")
    testimonial_remind_days = fields.Integer(default=7, help="Days after the question; 0 reminds nobody.")
    testimonial_answer_days = fields.Integer(default=2, help="Days in which a criticism is to be answered.")

    _testimonial_days_positive = models.Constraint(
        "CHECK (testimonial_ask_days >= 0 AND testimonial_remind_days >= 0 AND testimonial_answer_days >= 0)",
        "Days cannot be negative.",
    )

    def _get_testimonial_terms(self) -> testimonials.Terms:
        self.ensure_one()
        return testimonials.Terms(ask_days=self.testimonial_ask_days, remind_days=self.testimonial_remind_days)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    testimonial_ask_days = fields.Integer(related="company_id.testimonial_ask_days", readonly=False)
    testimonial_remind_days = fields.Integer(related="company_id.testimonial_remind_days", readonly=False)
    testimonial_answer_days = fields.Integer(related="company_id.testimonial_answer_days", readonly=False)
