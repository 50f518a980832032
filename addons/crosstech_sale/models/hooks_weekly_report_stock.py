"""Orders on their way, stock that remains, goods that arrived."""

from heapq import nsmallest

from odoo import models

STOCK_ROWS = 20
OPEN_STAGES = ("ordered", "claimed", "paid", "released", "shipped")
MOVES_TO_COME = ("waiting", "confirmed", "assigned", "partially_available")


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    # === ORDERS === #

    def _section_orders_waiting(self, earlier, start, end):
        Order = self.env["sale.order"].sudo()
        stages = dict(Order._fields["order_stage"]._description_selection(self.env))
        on_the_way = [*self._own_company(), ("order_stage", "in", OPEN_STAGES)]
        groups = Order._read_group(on_the_way, ["order_stage"], ["__count", "amount_total:sum"])
        sums = {stage: (count, amount) for stage, count, amount in groups}
        total = sum(count for count, _amount in sums.values())
        figures = [
            {"key": "on_the_way", "label": self.env._("On Their Way Now"), "kind": "number", "value": total,
             "link": self._order_link(on_the_way)},
            *(
                self._order_event(key, label, field, earlier, start, end)
                for key, label, field in (
                    ("shipped", self.env._("Shipped"), "shipped_datetime"),
                    ("received", self.env._("Received"), "arrival_confirmed_datetime"),
                )
            ),
        ]  # fmt: skip
        return {
            "key": "orders_waiting",
            "title": self.env._("Orders on Their Way"),
            "role": "operational_manager",
            "empty": self.env._("No order is on its way, none was shipped or received in this week."),
            "columns": [self.env._("Progress"), self.env._("Orders"), self.env._("Amount")],
            "kinds": ["text", "number", "money"],
            "rows": [[stages[stage], *sums.get(stage, (0, 0))] for stage in OPEN_STAGES],
            "links": [self._order_link([*self._own_company(), ("order_stage", "=", stage)]) for stage in OPEN_STAGES],
            "figures": figures,
        }

    def _order_event(self, key, label, field, earlier, start, end):
        """Count the orders to which something happened in the week, and in the one before."""
        domains = [[*self._own_company(), *self._within(field, *span)] for span in ((start, end), (earlier, start))]
        now, before = (self.env["sale.order"].sudo().search_count(domain) for domain in domains)
        return {"key": key, "label": label, "kind": "number", "value": now, "before": before,
                "link": self._order_link(domains[0])}  # fmt: skip

    # === STOCK === #

    def _section_stock_remaining(self):
        """The goods of which least is left after everything promised; the Director orders by this (S0.43)."""
        stock = self._stock_quantities()
        scarce = nsmallest(STOCK_ROWS, stock, key=lambda product: (stock[product][1], product))
        out = [product for product, (_on_hand, free) in stock.items() if free <= 0]
        products = self.env["product.product"].sudo().browse(scarce)
        name = self.env._("Stock")
        view = "crosstech_sale.product_product_action_stock"
        kept = [("is_storable", "=", True), ("sale_ok", "=", True)]
        figures = [
            ("out_of_stock", self.env._("Products Out of Stock"), len(out), [("id", "in", sorted(out))]),
            ("pieces", self.env._("Pieces on Hand"), sum(on_hand for on_hand, _free in stock.values()), kept),
            ("products", self.env._("Products Kept in Stock"), len(stock), kept),
        ]
        return {
            "key": "stock_remaining",
            "title": self.env._("Stock Remaining"),
            "role": "inventory",
            "empty": self.env._("No product is kept in stock."),
            "note": self.env._("The goods of which least is free after everything promised, at the time of reporting."),
            "columns": [self.env._("Product"), self.env._("On Hand"), self.env._("Free After Orders")],
            "kinds": ["text", "number", "number"],
            "rows": [[product.display_name, *stock[product.id]] for product in products],
            "links": [self._link(name, "product.product", [("id", "=", product)], view) for product in scarce],
            "figures": [
                {"key": key, "label": label, "kind": "number", "value": value,
                 "better": "down" if key == "out_of_stock" else None,
                 "link": self._link(name, "product.product", domain, view)}
                for key, label, value, domain in figures
            ],
        }  # fmt: skip

    def _stock_quantities(self):
        """Count what lies in the company's warehouses, and what is free when all orders are delivered and received.

        Three queries whatever the number of products.

        :return: dict(product id: (on hand, free)), of all goods that are kept in stock and sold
        """
        Product = self.env["product.product"].sudo().with_company(self.env.company)
        Product = Product.with_context(allowed_company_ids=self.env.company.ids)
        products = Product.search([("is_storable", "=", True), ("sale_ok", "=", True)])
        here, coming, going = Product._get_domain_locations()
        Quant, Move = Product.env["stock.quant"], Product.env["stock.move"]
        planned = [("state", "in", MOVES_TO_COME)]
        sums = [
            {product.id: quantity for product, quantity in Model._read_group(list(domain), ["product_id"], [field])}
            for Model, domain, field in (
                (Quant, here, "quantity:sum"),
                (Move, planned + list(coming), "product_qty:sum"),
                (Move, planned + list(going), "product_qty:sum"),
            )
        ]
        on_hand, incoming, outgoing = sums
        return {
            product: (
                on_hand.get(product, 0.0),
                on_hand.get(product, 0.0) + incoming.get(product, 0.0) - outgoing.get(product, 0.0),
            )
            for product in products._ids
        }

    # === ARRIVALS === #

    def _section_arrivals(self, earlier, start, end):
        arrived = self._arrived(start, end)
        Move = self.env["stock.move"].sudo()
        groups = Move._read_group(
            arrived, ["product_id"], ["quantity:sum"], order="quantity:sum DESC, product_id", limit=STOCK_ROWS
        )
        now, before = (
            Move._read_group(self._arrived(*span), [], ["quantity:sum", "picking_id:count_distinct"])[0]
            for span in ((start, end), (earlier, start))
        )
        name = self.env._("Arrived Goods")
        figures = [
            ("pieces_arrived", self.env._("Pieces Arrived"), now[0], before[0]),
            ("receipts", self.env._("Deliveries Received"), now[1], before[1]),
        ]
        return {
            "key": "arrivals",
            "title": self.env._("Arrivals"),
            "role": "inventory",
            "empty": self.env._("No goods arrived in this week."),
            "columns": [self.env._("Product"), self.env._("Arrived")],
            "kinds": ["text", "number"],
            "rows": [[product.display_name, quantity] for product, quantity in groups],
            "links": [
                self._link(name, "stock.move", [*arrived, ("product_id", "=", product.id)]) for product, _sum in groups
            ],
            "figures": [
                {"key": key, "label": label, "kind": "number", "value": value or 0, "before": earlier_value or 0,
                 "link": self._link(name, "stock.move", arrived)}
                for key, label, value, earlier_value in figures
            ],
        }  # fmt: skip

    def _arrived(self, start, end):
        return [
            *self._own_company(),
            ("state", "=", "done"),
            ("picking_type_id.code", "=", "incoming"),
            *self._within("date", start, end),
        ]
