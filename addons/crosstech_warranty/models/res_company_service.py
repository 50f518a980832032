from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    job_accept_hours = fields.Integer(
        string="Hours to Accept a Job", default=4, help="Working hours on the clock of the place of the job."
    )
    job_unassigned_hours = fields.Integer(
        string="Hours without a Technician", default=24,
        help="A job nobody has taken for so long comes to the Repair Team.",
    )  # fmt: skip
    job_offers_at_once = fields.Integer(
        string="Technicians Asked at Once", default=1, help="The first who accepts gets the job."
    )

    _job_hours_range = models.Constraint(
        "CHECK(job_accept_hours BETWEEN 1 AND 240 AND job_unassigned_hours BETWEEN 1 AND 720)",
        "Give technicians 1 to 240 hours to accept; a job waits 1 to 720 hours for one.",
    )
    _job_offers_range = models.Constraint(
        "CHECK(job_offers_at_once BETWEEN 1 AND 10)", "Ask 1 to 10 technicians at once."
    )
