"""What the tests of cost share: a case at the workshop, billable lines, a customer with a login."""

from odoo.addons.crosstech_sale.tests.transfer_common import TransferCommon


class CostCommon(TransferCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_user("buyer", login="cost_customer", password="cost_customer")
        cls.customer.partner_id.write({"email": "pelanggan@example.com", "region_id": cls.mariso.id})
        cls.part = cls._create_product("Engsel Laptop Uji", list_price=250_000)
        cls.unit = cls._create_unit()
        cls.order = cls._create_case()

    @classmethod
    def _create_unit(cls, partner=None):
        return cls.env["crosstech.warranty.unit"].create(
            {"product_id": cls.product.id, "partner_id": (partner or cls.customer.partner_id).id}
        )

    @classmethod
    def _create_case(cls, state="diagnosed", partner=None, **values):
        partner = partner or cls.customer.partner_id
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Layar mati",
                "description": "Layar mati setelah dinyalakan",
                "partner_id": partner.id,
                "partner_name": partner.name,
                "partner_email": partner.email,
                "unit_id": cls.unit.id,
                "product_id": cls.product.id,
                "arrival_way": "walk_in",
                **values,
            }
        )
        order = cls.env["crosstech.work.order"].create({"ticket_id": ticket.id})
        order.state = state
        return order

    @classmethod
    def _add_line(cls, order=None, price=250_000, **values):
        return cls.env["crosstech.work.order.line"].create(
            {
                "order_id": (order or cls.order).id,
                "name": "Engsel baru",
                "product_id": cls.part.id,
                "price_unit": price,
                **values,
            }
        )

    @classmethod
    def _accepted(cls, order=None, price=250_000, **values):
        """A case whose customer agreed to its cost."""
        order = order or cls.order
        cls._add_line(order, price, **values)
        return order._accept_quote(order._offer_quote(), roles={"customer"})

    def _pay(self, order=None):
        """Transfer what is due and let the bank statement say so."""
        transfer = (order or self.order)._request_transfer()
        transfer._register_receipt(self._create_bank_line(transfer.amount_to_pay))
        return transfer
