"""What tests of release and delivery share: orders in a given stage, paid the way the bank does it."""

from odoo.tests import new_test_user

from .common import CrosstechCommon


class FulfilCommon(CrosstechCommon):
    """Base of tests from release to arrival."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product()
        cls._stock(cls.product, 1000)
        cls.buyer = cls._create_buyer()
        cls.courier = cls.env["delivery.carrier"].create(
            {
                "name": "Kurir Uji",
                "delivery_type": "fixed",
                "fixed_price": 10_000,
                "product_id": cls.env.ref("delivery.product_product_delivery").id,
            }
        )

    @classmethod
    def _create_reseller(cls, name="Reseller Uji", **values):
        grade = cls.env["res.partner.grade"].create({"name": "Uji"})
        return cls._create_buyer(name=name, email="reseller@example.com", grade_id=grade.id, **values)

    @classmethod
    def _create_sent_order(cls, partner=None, **values):
        """Create an order as the website leaves it when a transfer is chosen."""
        order = cls._create_order(partner or cls.buyer, cls.product, carrier_id=cls.courier.id, **values)
        order.action_quotation_sent()
        cls._create_transaction(order)
        return order

    @classmethod
    def _create_transaction(cls, order, provider=None, **values):
        provider = provider or cls.env.ref("payment.payment_provider_transfer")
        return cls.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": cls.env["payment.method"].with_context(active_test=False).search([], limit=1).id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"{order.name}-{len(order.transaction_ids)}",
                "sale_order_ids": [(6, 0, order.ids)],
                "state": "pending",
                **values,
            }
        )

    @classmethod
    def _pay(cls, order):
        """Confirm the payment as Finance's matching does: the money is there, the order is confirmed."""
        order.transaction_ids[:1].state = "done"
        order.transaction_ids[:1]._check_amount_and_confirm_order()
        order._release_if_automatic()
        return order

    @classmethod
    def _create_paid_order(cls, partner=None, *, automatic=False, **values):
        cls.company.auto_release_paid_orders = automatic
        return cls._pay(cls._create_sent_order(partner, **values))

    @classmethod
    def _create_portal_user(cls, partner, login):
        return new_test_user(cls.env, login, groups="base.group_portal", partner_id=partner.id)

    def _snapshot(self, records, fields):
        """Return values as plain data, to show that a refusal changed nothing."""
        records.invalidate_recordset()
        return records.read(fields)
