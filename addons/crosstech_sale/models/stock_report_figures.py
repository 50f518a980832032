"""The figures of a stock check, gathered for all products at once; what to order follows from ``lib.replenishment``."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..lib import replenishment

SHORT_DAYS, LONG_DAYS = 30, 90


class StockReport(models.Model):
    _inherit = "crosstech.stock.report"

    def _stocked_products(self):
        """Everything of the company that is kept in stock."""
        return self.env["product.product"].search(
            [("is_storable", "=", True), ("company_id", "in", (False, self.company_id.id))]
        )

    def _add_products(self, products, *, only_needed=False):
        """Add a line for each product.

        :param only_needed: leave out what there is enough of
        """
        rows = self._figures(products)
        if only_needed:
            policy = self.company_id._get_stock_policy()
            rows = [row for row in rows if replenishment.propose(self._goods(row), policy).quantity]
        return self.env["crosstech.stock.report.line"].sudo().create([{"report_id": self.id, **row} for row in rows])

    def _goods(self, row):
        """:return: ``lib.replenishment.Goods`` of a row of :meth:`_figures`"""
        return replenishment.Goods(
            on_hand=row["on_hand"],
            promised=row["promised"],
            incoming=row["incoming"],
            speed=row["daily_sales"],
            lead_days=row["lead_days"],
            rule_minimum=row["rule_minimum"],
            rule_maximum=row["rule_maximum"],
            pack=row["pack_quantity"],
            supplier_minimum=row["supplier_minimum"],
        )

    def _figures(self, products):
        """Gather what is known of products, a few queries for all of them.

        :return: list of dict, the values of a line for each product
        """
        company = self.company_id
        products = products.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
        stock = products._compute_quantities_dict(None, None, None)
        sales, rules = self._sales(products), self._reordering_rules(products)
        terms, last = self._supplier_terms(products), self._last_prices(products)
        return [
            {
                "product_id": product.id,
                "on_hand": stock[product.id]["qty_available"],
                "counted_quantity": stock[product.id]["qty_available"],
                "promised": stock[product.id]["outgoing_qty"],
                "incoming": stock[product.id]["incoming_qty"],
                "last_price": last.get(product.id, 0.0),
                **sales.get(product.id, {"sold_30": 0.0, "sold_90": 0.0, "daily_sales": 0.0}),
                **rules.get(product.id, {"rule_minimum": 0.0, "rule_maximum": 0.0}),
                **terms[product.id],
            }
            for product in products
        ]

    def _sales(self, products):
        """What confirmed orders of the last weeks sold, by the day they were confirmed.

        :return: dict of product id to dict(sold_30, sold_90, daily_sales), in the product's unit of measure
        """
        self.env["sale.order.line"].flush_model()
        self.env["sale.order"].flush_model(["state", "date_order", "company_id"])
        now = fields.Datetime.now()
        query = SQL(
            """SELECT l.product_id, FLOOR(EXTRACT(EPOCH FROM %(now)s - o.date_order) / 604800)::int AS week,
                      SUM(l.product_uom_qty * lu.factor / pu.factor) AS sold,
                      COALESCE(SUM(l.product_uom_qty * lu.factor / pu.factor)
                               FILTER (WHERE o.date_order > %(month)s), 0) AS sold_30,
                      COALESCE(SUM(l.product_uom_qty * lu.factor / pu.factor)
                               FILTER (WHERE o.date_order > %(quarter)s), 0) AS sold_90
                 FROM sale_order_line l
                 JOIN sale_order o ON o.id = l.order_id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom lu ON lu.id = l.product_uom_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                WHERE o.state = 'sale' AND o.company_id = %(company)s AND l.product_id = ANY(%(products)s)
                  AND o.date_order > %(window)s AND o.date_order <= %(now)s
             GROUP BY 1, 2""",
            now=now,
            month=now - timedelta(days=SHORT_DAYS),
            quarter=now - timedelta(days=LONG_DAYS),
            window=now - timedelta(days=replenishment.WINDOW_DAYS),
            company=self.company_id.id,
            products=products.ids,
        )
        found = {}
        for product_id, week, sold, sold_30, sold_90 in self.env.execute_query(query):
            weeks, totals = found.setdefault(product_id, ([0.0] * len(replenishment.WEEK_WEIGHTS), [0.0, 0.0]))
            weeks[min(week, len(weeks) - 1)] += sold
            totals[0] += sold_30
            totals[1] += sold_90
        return {
            product_id: {"sold_30": totals[0], "sold_90": totals[1], "daily_sales": replenishment.speed(weeks)}
            for product_id, (weeks, totals) in found.items()
        }

    def _reordering_rules(self, products):
        """Minimum and maximum of core's reordering rules, the company's warehouses together."""
        groups = (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            ._read_group(
                [("product_id", "in", products.ids), ("company_id", "=", self.company_id.id)],
                ["product_id"],
                ["product_min_qty:sum", "product_max_qty:sum"],
            )
        )
        return {product.id: {"rule_minimum": minimum, "rule_maximum": maximum} for product, minimum, maximum in groups}

    def _supplier_terms(self, products, supplier=None):
        """What the first supplier on a product's list asks (or this one), in the company's currency and own unit.

        :param supplier: look at the prices of this ``res.partner`` only
        :return: dict of product id to dict(supplier_id, price_unit, lead_days, supplier_minimum, pack_quantity)
        """
        today = self.env.company._get_today()
        domain = [
            ("product_tmpl_id", "in", products.product_tmpl_id.ids),
            ("company_id", "in", (False, self.company_id.id)),
            "|", ("date_start", "=", False), ("date_start", "<=", today),
            "|", ("date_end", "=", False), ("date_end", ">=", today),
        ]  # fmt: skip
        if supplier:
            domain.append(("partner_id", "=", supplier.id))
        by_template = self.env["product.supplierinfo"].sudo().search(domain).grouped("product_tmpl_id")
        return {
            product.id: self._terms_of(product, by_template.get(product.product_tmpl_id), supplier, today)
            for product in products
        }

    def _terms_of(self, product, offers, supplier, today):
        """The terms of the smallest quantity of the supplier that comes first; larger ones are priced by the order."""
        offers = (offers or self.env["product.supplierinfo"]).filtered(
            lambda offer: not offer.product_id or offer.product_id == product
        )
        first = offers[:1]
        offer = offers.filtered(lambda one: one.partner_id == first.partner_id).sorted("min_qty")[:1]
        if not offer:
            return {
                "supplier_id": supplier.id if supplier else False,
                "price_unit": 0.0,
                "lead_days": 0,
                "supplier_minimum": 0.0,
                "pack_quantity": 1.0,
            }
        factor = offer.product_uom_id.factor / product.uom_id.factor if offer.product_uom_id else 1.0
        price = offer.price * (1 - (offer.discount or 0.0) / 100) / (factor or 1.0)
        return {
            "supplier_id": offer.partner_id.id,
            "price_unit": offer.currency_id._convert(price, self.currency_id, self.company_id, today, round=False),
            "lead_days": offer.delay,
            "supplier_minimum": offer.min_qty * factor,
            "pack_quantity": factor if factor > 1 else 1.0,
        }

    def _last_prices(self, products):
        """What was paid per piece on the last order of each product, in the company's currency."""
        self.env["purchase.order.line"].flush_model()
        self.env["purchase.order"].flush_model(["state", "date_approve", "currency_rate", "company_id"])
        query = SQL(
            """SELECT DISTINCT ON (l.product_id) l.product_id,
                      l.price_unit * (1 - COALESCE(l.discount, 0) / 100) / COALESCE(NULLIF(o.currency_rate, 0), 1)
                      * pu.factor / lu.factor
                 FROM purchase_order_line l
                 JOIN purchase_order o ON o.id = l.order_id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom lu ON lu.id = l.product_uom_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                WHERE o.state = 'purchase' AND o.company_id = %s AND l.product_id = ANY(%s)
             ORDER BY l.product_id, o.date_approve DESC, l.id DESC""",
            self.company_id.id,
            products.ids,
        )
        return dict(self.env.execute_query(query))
