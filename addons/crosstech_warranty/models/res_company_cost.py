from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    service_quote_valid_days = fields.Integer(
        string="Quotes for Repairs Are Valid (days)", default=14, required=True,
        help="Afterwards the customer is asked anew.",
    )  # fmt: skip
    service_sms = fields.Boolean(
        string="Text Messages about Repairs", help="Besides those that ask for an answer or a payment."
    )

    _service_quote_valid_days_positive = models.Constraint(
        "CHECK(service_quote_valid_days > 0)", "A quote is valid for one day at least."
    )
