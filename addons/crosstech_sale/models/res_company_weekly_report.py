from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    weekly_report_auto = fields.Boolean(string="Weekly Report", default=True, help="Make the report by itself.")
    weekly_report_weekday = fields.Selection(
        [
            ("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday"), ("3", "Thursday"), ("4", "Friday"),
            ("5", "Saturday"), ("6", "Sunday"),
        ],
        string="Report Day", default="0", required=True, help="Day after the week on which its report is made.",
    )  # fmt: skip
    weekly_report_hour = fields.Integer(string="Report Hour", default=6, help="On the company's clock.")
    weekly_report_chase_hours = fields.Integer(
        string="Remind After", default=4,
        help="Hours after which a missing section is asked for again, then once a day; 0 for never.",
    )  # fmt: skip

    _weekly_report_hour_of_day = models.Constraint(
        "CHECK (weekly_report_hour BETWEEN 0 AND 23)", "The hour of the weekly report lies between 0 and 23."
    )
    _weekly_report_chase_positive = models.Constraint(
        "CHECK (weekly_report_chase_hours >= 0)", "Hours cannot be negative; 0 never reminds."
    )
