"""What a courier needs to know of a product beside its weight."""

from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    parcel_length_cm = fields.Float(string="Length (cm)", digits=(16, 1))
    parcel_width_cm = fields.Float(string="Width (cm)", digits=(16, 1))
    parcel_height_cm = fields.Float(string="Height (cm)", digits=(16, 1))
    is_dangerous = fields.Boolean(
        string="Dangerous goods", help="Couriers ask more for it or refuse it: batteries, gas."
    )
    needs_wood_packing = fields.Boolean(string="Needs wood packing", help="Packed in a wooden crate for the courier.")

    _parcel_size_is_not_negative = models.Constraint(
        "CHECK (COALESCE(parcel_length_cm, 0) >= 0 AND COALESCE(parcel_width_cm, 0) >= 0"
        " AND COALESCE(parcel_height_cm, 0) >= 0)",
        "The size of a parcel cannot be negative.",
    )
