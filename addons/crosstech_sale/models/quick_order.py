"""Quick order and price list of a reseller: many products at once, each looked up, priced and counted together."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import request

from ..lib import quick_order

FEW = 5


class Website(models.Model):
    _inherit = "website"

    def _quick_order_domain(self):
        """What somebody may order here without choosing anything else."""
        return [
            *self.sale_product_domain(), ("website_published", "=", True), ("sale_ok", "=", True),
            ("type", "!=", "combo"),
        ]  # fmt: skip

    def _quick_order_catalogue(self):
        """What can be ordered, for looking up.

        :rtype: lib.quick_order.Catalogue
        """
        products = self.env["product.product"].sudo().search_fetch(
            self._quick_order_domain(), ["default_code", "barcode", "name"], order="id"
        )  # fmt: skip
        return quick_order.Catalogue(
            [(one.id, one.default_code or "", one.barcode or "", one.name or "") for one in products]
        )

    def _quick_order_prices(self, quantities):
        """Price of one piece of each product for the visitor, as the shop shows it.

        :param dict quantities: pieces by ``product.product`` id; the price may depend on them
        :return: dict(product id: amount)
        """
        pricelist, by_quantity = request.pricelist, {}
        for product, quantity in quantities.items():
            by_quantity.setdefault(quantity, []).append(product)
        prices = {}
        Product = self.env["product.product"].sudo()
        for quantity, ids in by_quantity.items():
            products = Product.browse(ids).with_prefetch(list(quantities))
            prices.update(pricelist._get_products_price(products, quantity))
        products = Product.browse(prices)
        mapped = {}
        for product in products:
            taxes = product.taxes_id._filter_taxes_by_company(self.env.company)
            if taxes not in mapped:
                mapped[taxes] = request.fiscal_position.map_tax(taxes)
            if taxes:
                prices[product.id] = product.product_tmpl_id._apply_taxes_to_price(
                    prices[product.id], self.currency_id, taxes, mapped[taxes], product, website=self
                )
        return prices

    def _quick_order_stock(self, products):
        """What is free of each product; ``None`` where it is not counted or may be ordered beyond the stock.

        :return: dict(product id: pieces or None)
        """
        counted = products.with_context(warehouse_id=self.warehouse_id.id)
        return {
            one.id: max(int(one.free_qty), 0) if one.is_storable and not one.allow_out_of_stock_order else None
            for one in counted
        }

    def _availability_text(self, free):
        """Availability in words: coarse or exact, as the company wants."""
        if free is None:
            return self.env._("Available")
        if not free:
            return self.env._("Out of stock")
        if self.company_id.sudo().portal_stock_detail == "exact" or free <= FEW:
            return self.env._("%s left", free)
        return self.env._("Available")

    def _quick_order_preview(self, lines):
        """What becomes of the lines of a quick order.

        :param lines: list of ``lib.quick_order.Line``
        :return: dict(lines: list of dict for the page, totals: pieces by product id, amount, good, bad: int)
        """
        lines = quick_order.match(lines, self._quick_order_catalogue())
        totals = quick_order.totals(lines)
        ids = {one.product for one in lines if one.product} | {one.suggestion for one in lines if one.suggestion}
        products = self.env["product.product"].sudo().browse(ids)
        prices, stock = self._quick_order_prices(totals), self._quick_order_stock(products.browse(totals))
        rows = [self._quick_order_row(one, products, totals, prices, stock) for one in lines]
        good = [row for row in rows if not row["error"]]
        return {
            "lines": rows, "totals": totals, "good": len(good), "bad": len(rows) - len(good),
            "amount": sum(row["price"] * row["quantity"] for row in good),
        }  # fmt: skip

    def _quick_order_row(self, line, products, totals, prices, stock):
        product = products.browse(line.product)
        free, error = stock.get(line.product), line.error
        if not error and free is not None and free < totals[line.product]:
            error = "stock"
        return {
            "number": line.number,
            "key": line.key,
            "quantity": line.quantity,
            "raw_quantity": line.raw_quantity or line.quantity,
            "product": product,
            "suggestion": products.browse(line.suggestion),
            "error": error,
            "availability": self._availability_text(free) if product else "",
            "price": prices.get(line.product, 0.0),
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _quick_add(self, quantities):
        """Put many products into this cart with one write; what is there already is added to.

        :param dict quantities: pieces by ``product.product`` id
        :return: number of products added
        :raises UserError: when one of them cannot be ordered
        """
        self.ensure_one()
        self._check_may_order()
        website = self.website_id
        products = self.env["product.product"].sudo().search(
            [("id", "in", list(quantities)), *website._quick_order_domain()]
        )  # fmt: skip
        if len(products) != len(quantities):
            raise UserError(self.env._("Some goods are not sold any more. Please check the list again."))
        stock = website._quick_order_stock(products)
        present = {line.product_id.id: line for line in self.order_line if not line.linked_line_id}
        commands = []
        for product, quantity in quantities.items():
            line, free = present.get(product), stock[product]
            wanted = quantity + (line.product_uom_qty if line else 0)
            wanted = wanted if free is None else min(wanted, free)
            if line:
                commands.append(Command.update(line.id, {"product_uom_qty": max(wanted, line.product_uom_qty)}))
            elif wanted > 0:
                commands.append(Command.create({"product_id": product, "product_uom_qty": wanted}))
        self.write({"order_line": commands})
        self._verify_cart_after_update()
        return len(commands)


class ResCompany(models.Model):
    _inherit = "res.company"

    portal_stock_detail = fields.Selection(
        [("coarse", "Available or Not"), ("exact", "Number of Pieces")],
        string="Stock Shown to Resellers", default="coarse", required=True,
    )  # fmt: skip
    reorder_discount_percent = fields.Float(
        string="Discount on Due Reorders", default=2.0,
        help="Resellers get it on goods they buy regularly, when they order them again in time; 0 for none.",
    )  # fmt: skip

    _reorder_discount_range = models.Constraint(
        "CHECK(reorder_discount_percent >= 0 AND reorder_discount_percent <= 50)",
        "The discount on reorders is between 0 and 50 percent.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    portal_stock_detail = fields.Selection(related="company_id.portal_stock_detail", readonly=False)
    reorder_discount_percent = fields.Float(related="company_id.reorder_discount_percent", readonly=False)
