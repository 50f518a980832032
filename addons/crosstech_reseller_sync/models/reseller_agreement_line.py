"""A column a reseller lets us read: what for, and how it is masked before we keep it."""

# pylint: disable=prefer-env-translation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import agreement, masks


class ResellerAgreementLine(models.Model):
    _name = "crosstech.reseller.agreement.line"
    _description = "Agreed Column"
    _order = "table_name, column_name, id"
    _rec_name = "column_name"

    agreement_id = fields.Many2one("crosstech.reseller.agreement", required=True, index=True, ondelete="cascade")
    table_name = fields.Char(string="Table", required=True)
    column_name = fields.Char(string="Column", required=True)
    uses = fields.Char(readonly=True, help="What ``lib.masks`` says it is read for: ``stock.quantity sale_line.link``.")
    uses_text = fields.Char(string="Read For", compute="_compute_uses_text")
    mask = fields.Selection(
        [("hash", "One-Way Hash"), ("year", "Year Only"), ("blank", "Left Out")],
        help="Put on before anything is kept; empty: as it is.",
    )

    _column_uniq = models.UniqueIndex("(agreement_id, table_name, column_name)", "This column is listed already.")

    # === COMPUTE METHODS === #

    @api.depends("uses")
    @api.depends_context("lang")
    def _compute_uses_text(self):
        words = self._use_words()
        for line in self:
            line.uses_text = ", ".join(dict.fromkeys(words.get(use, use) for use in (line.uses or "").split()))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what was offered or signed gets no further column by anybody's hand."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines._check_editable()
        return lines

    def write(self, vals):
        """Override: what was offered or signed stays as it is."""
        self._check_editable()
        result = super().write(vals)
        self._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_editable(self):
        if self.agreement_id.filtered(lambda one: one.state not in agreement.EDITABLE_STATES):
            raise UserError(self.env._("What was offered or signed cannot be changed: prepare a new agreement."))

    @api.constrains("mask", "uses")
    def _check_mask(self):
        for line in self.filtered("mask"):
            if line.mask not in masks.possible_masks((line.uses or "").split()):
                raise UserError(
                    self.env._(
                        "%(table)s.%(column)s is needed for “%(use)s” and cannot be masked like this. Choose another "
                        "mask, or none.",
                        table=line.table_name, column=line.column_name, use=line.uses_text,
                    )
                )  # fmt: skip

    # === TOOLING === #

    @api.model
    def _use_words(self):
        """:return: dict of ``entity.field`` to words a shopkeeper understands"""
        _ = self.env._
        product, stock = _("Product"), _("Stock")
        sale, price, purchase = _("Sale"), _("Price list"), _("Purchase")
        common = {
            "key": _("its number in your program"), "product_key": _("which product"),
            "place": _("which shop or store"),
            "quantity": _("how many"), "changed": _("when it changed last"), "order_ref": _("number of the receipt"),
            "unit_price": _("price of one piece"), "link": _("how the tables belong together"),
            "sku": _("product code"), "barcode": _("barcode"), "name": _("name"), "category": _("category"),
            "brand": _("brand"), "unit": _("unit"), "price": _("price"), "active": _("whether it is sold"),
            "sold_at": _("when it was sold"), "price_list": _("which price list"), "bought_at": _("when it was bought"),
            "supplier": _("from whom it was bought"),
        }  # fmt: skip
        entities = {"product": product, "stock": stock, "sale_line": sale, "price": price, "purchase_line": purchase}
        return {
            f"{entity}.{field}": f"{subject}: {words}"
            for entity, subject in entities.items()
            for field, words in common.items()
        }
