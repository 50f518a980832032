from odoo import fields, models


class TestimonialLine(models.Model):
    _name = "crosstech.testimonial.line"
    _description = "Rating of One Product of an Order"
    _order = "id"

    testimonial_id = fields.Many2one("crosstech.testimonial", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="testimonial_id.company_id", store=True, precompute=True)
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", required=True, index=True, ondelete="cascade"
    )
    rating = fields.Integer(required=True, aggregator="avg")

    _product_uniq = models.Constraint("UNIQUE (testimonial_id, product_tmpl_id)", "Each product is rated once.")
    _rating_range = models.Constraint("CHECK (rating BETWEEN 1 AND 5)", "A rating is one to five stars.")
