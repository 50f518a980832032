from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    auto_release_paid_orders = fields.Boolean(
        default=True,
        help="A matched payment releases the order to Inventory without a click of the Operational Manager.",
    )
    auto_arrival_days = fields.Integer(
        string="Arrival taken for granted after",
        default=14,
        help="Days after shipping; 0 waits for the customer or for staff.",
    )

    _auto_arrival_days_positive = models.Constraint(
        "CHECK(auto_arrival_days >= 0)",
        "The days until arrival is taken for granted cannot be negative.",
    )
