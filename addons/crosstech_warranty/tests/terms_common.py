"""What tests of terms and units share: terms, a serialised laptop, deliveries."""

from odoo.addons.crosstech_sale.tests.fulfil_common import FulfilCommon


class TermsCommon(FulfilCommon):
    """Base of tests of warranty; factories take overrides as keyword arguments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create({"name": "Pemasok Uji"})
        cls.term = cls._create_term()
        cls.laptop = cls._create_product("Laptop Uji", tracking="serial", warranty_term_id=cls.term.id)
        cls.mouse = cls._create_product("Tetikus Uji", warranty_term_id=cls.term.id)
        cls.company.auto_release_paid_orders = True
        cls.Unit = cls.env["crosstech.warranty.unit"]

    @classmethod
    def _create_term(cls, **values):
        return cls.env["crosstech.warranty.term"].create(
            {
                "name": "Garansi Uji",
                "company_parts_months": 12,
                "company_labour_months": 12,
                "company_travel_months": 3,
                "supplier_id": cls.supplier.id,
                "supplier_months": 24,
                **values,
            }
        )

    @classmethod
    def _create_lots(cls, *names, product=None):
        """Serial numbers on the shelf."""
        product = product or cls.laptop
        lots = cls.env["stock.lot"].create([{"name": name, "product_id": product.id} for name in names])
        for lot in lots:
            cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, 1, lot_id=lot)
        return lots

    @classmethod
    def _deliver(cls, product, quantity=1, partner=None, **values):
        """Sell and deliver; serials are those on the shelf.

        :return: the delivery
        """
        if product.tracking != "serial":
            cls._stock(product, quantity)
        order = cls._create_order(partner or cls.buyer, product, quantity, **values)
        return cls._ship(order)

    @classmethod
    def _ship(cls, order):
        """Pay an order and let its goods go out."""
        order.action_quotation_sent()
        cls._create_transaction(order)
        cls._pay(order)
        pickings = order.picking_ids
        pickings.action_assign()
        pickings.move_ids.picked = True
        pickings._action_done()
        return pickings

    @classmethod
    def _create_unit(cls, serial="SN-100", product=None, **values):
        """A unit delivered to the buyer, by the usual way."""
        product = product or cls.laptop
        if product.tracking == "serial":
            cls._create_lots(serial, product=product)
        unit = cls.Unit.search([("move_line_id.picking_id", "in", cls._deliver(product).ids)])
        if values:
            unit.write(values)
        return unit

    @classmethod
    def _return(cls, picking, quantity=1):
        """Take back what was delivered, by the wizard of the warehouse."""
        wizard = cls.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        back = wizard._create_return()
        back.action_assign()
        back.move_ids.picked = True
        back._action_done()
        return back
