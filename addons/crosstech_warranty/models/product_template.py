"""Which warranty a product is sold with: its own terms, or those of the nearest category that has some (S0.77)."""

from odoo import api, fields, models
from odoo.fields import Domain


class ProductCategory(models.Model):
    _inherit = "product.category"

    warranty_term_id = fields.Many2one(
        "crosstech.warranty.term", string="Warranty Terms", company_dependent=True,
        help="For all products inside, and inside narrower categories, that have no terms of their own.",
    )  # fmt: skip

    def _get_warranty_term(self):
        """The terms of the nearest category upwards that has some, as superuser."""
        category = self.sudo()
        while category and not category.warranty_term_id:
            category = category.parent_id
        return category.warranty_term_id


class ProductTemplate(models.Model):
    _inherit = "product.template"

    warranty_term_id = fields.Many2one(
        "crosstech.warranty.term", string="Warranty Terms", company_dependent=True,
        help="Empty: those of its category.",
    )  # fmt: skip
    warranty_summary = fields.Char(compute="_compute_warranty_summary")
    has_warranty = fields.Boolean(
        string="Sold with a Warranty", compute="_compute_warranty_summary", search="_search_has_warranty"
    )

    @api.depends("warranty_term_id", "categ_id.warranty_term_id")
    @api.depends_context("company", "lang")
    def _compute_warranty_summary(self):
        for template in self:
            term = template._get_warranty_term()
            template.has_warranty = bool(term)
            template.warranty_summary = f"{term.name}: {term.summary}" if term else False

    def _search_has_warranty(self, operator, value):
        if operator != "in":
            return NotImplemented
        given = self.env["product.category"].sudo().search([("warranty_term_id", "!=", False)])
        domain = Domain("warranty_term_id", "!=", False) | Domain("categ_id", "child_of", given.ids)
        return domain if True in value else ~domain

    def _get_warranty_term(self):
        """The terms a piece sold now gets, as superuser; empty when it has no warranty."""
        self.ensure_one()
        return self.sudo().warranty_term_id or self.categ_id._get_warranty_term()


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_warranty_term(self):
        """See ``product.template``."""
        return self.product_tmpl_id.with_company(self.env.company)._get_warranty_term()
