"""What the tests of testimonials share: an order that has arrived, and what its customer says."""

from ..lib import testimonial_texts
from .test_cod_meeting import CodCommon
from .test_order_portal import OrderPortalCommon

GOOD = {"product": "5", "service": "4", "experience": "5", "text": "Barang sesuai, cepat sampai.", "publish": "1"}


class TestimonialCommon(CodCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_buyer("Rina Wulandari", cls.mariso, email="rina@example.com")
        cls.operational, cls.inventory = cls.users["operational_manager"], cls.users["inventory"]

    @classmethod
    def _create_received_order(cls, partner=None, **values):
        order = cls._create_paid_order(partner or cls.customer, automatic=True, **values)
        for move in order.picking_ids.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        order.picking_ids._action_done()
        order._confirm_arrival()
        return order

    @classmethod
    def _form(cls, order=None, **values):
        products = order._get_testimonial_products().ids if order else ()
        return testimonial_texts.read({**GOOD, **values}, products)

    @classmethod
    def _create_testimonial(cls, order=None, **values):
        order = order or cls._create_received_order()
        return order._submit_testimonial(cls._form(order, **values))

    @classmethod
    def _create_published(cls, order=None, **values):
        testimonial = cls._create_testimonial(order, **values)
        testimonial.action_publish()
        return testimonial


class TestimonialPageCommon(OrderPortalCommon, TestimonialCommon):
    """The same, with a customer who logs in and a stranger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user.partner_id.write({"name": "Rina Wulandari", "city": "Kota Makassar"})
        cls.customer = cls.user.partner_id
