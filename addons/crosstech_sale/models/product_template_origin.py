"""Whether goods are the maker's own: the shop says so only of goods with a supplier on record (S4.43)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ORIGINS = [
    ("original", "Original, from the maker's distribution"),
    ("compatible", "Compatible, of another maker"),
    ("refurbished", "Refurbished"),
]


class ProductTemplate(models.Model):
    _inherit = "product.template"

    origin = fields.Selection(
        ORIGINS, help="Customers read it on the product's page. Empty: the shop says nothing about it."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("origin", "seller_ids")
    def _check_origin_has_a_supplier(self):
        for product in self:
            if product.origin == "original" and not product.sudo().seller_ids:
                raise ValidationError(
                    self.env._(
                        "%s: original goods need a supplier. Next step: the Director enters whom they are bought from.",
                        product.display_name,
                    )
                )

    # === BUSINESS METHODS === #

    def _get_shown_origin(self):
        """Return what the shop says of the origin; nothing once an original has lost its supplier.

        :return: a key of ``ORIGINS`` or False
        """
        self.ensure_one()
        if self.origin == "original" and not self.sudo().seller_ids:
            return False
        return self.origin
