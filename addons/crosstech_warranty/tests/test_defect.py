"""The record of goods that are broken for good (S0.75, S0.76)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestDefect(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Printer Uji", "is_storable": True, "tracking": "serial", "standard_price": 900000}
        )
        cls.lot = cls.env["stock.lot"].create({"name": "SN-UJI-1", "product_id": cls.product.id})
        cls.buyer = cls._create_buyer()
        cls.unit = cls.env["crosstech.warranty.unit"].create(
            {"product_id": cls.product.id, "lot_id": cls.lot.id, "partner_id": cls.buyer.id}
        )
        ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Rusak", "description": "Rusak", "partner_id": cls.buyer.id, "unit_id": cls.unit.id,
             "product_id": cls.product.id}
        )  # fmt: skip
        cls.order = cls.env["crosstech.work.order"].create({"ticket_id": ticket.id, "diagnosis": "Papan utama mati"})
        cls.manager = cls.users["operational_manager"]

    def _log(self, kind="unrepairable"):
        return self.env["crosstech.defect"]._log(self.order, kind)

    def test_a_defect_is_logged_once_and_the_operational_manager_is_informed(self):
        defect = self._log()
        self.assertEqual(self._log(), defect)
        self.assertEqual((defect.state, defect.amount, defect.lot_id), ("to_record", 900000, self.lot))
        self.assertEqual(defect.activity_ids.user_id, self.env["res.users"]._with_role("operational_manager"))
        self.assertNotEqual(self._log("replaced"), defect)

    def test_the_operational_manager_records_and_what_is_recorded_stays(self):
        defect = self._log().with_user(self.manager)
        defect.note = "Korosi"
        defect.action_record()
        self.assertEqual((defect.state, defect.recorded_user_id), ("recorded", self.manager))
        self.assertFalse(defect.activity_ids)
        with self.assertRaises(UserError):
            defect.note = "Lain"
        with self.assertRaises(UserError):
            defect.action_record()
        with self.assertRaises(UserError):
            defect.unlink()

    def test_nobody_else_records_or_writes_off(self):
        defect = self._log()
        for role in ("repair_team", "finance_manager", "inventory", "marketing_manager", "director"):
            with self.assertRaises(UserError):
                defect.with_user(self.users[role]).action_record()
        self.assertEqual(defect.state, "to_record")

    def test_what_is_with_us_is_written_off_with_its_owner_and_only_once(self):
        stock = self.warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(
            self.product, stock, 1, lot_id=self.lot, owner_id=self.buyer
        )  # fmt: skip
        defect = self._log().with_user(self.manager)
        with self.assertRaises(UserError):
            defect.action_write_off()
        defect.action_record()
        defect.action_write_off()
        self.assertEqual((defect.state, defect.sudo().scrap_id.state), ("written_off", "done"))
        self.assertEqual(sum(self.env["stock.quant"]._gather(self.product, stock, self.lot).mapped("quantity")), 0)
        with self.assertRaises(UserError):
            defect.action_write_off()

    def test_what_is_not_in_our_hands_cannot_be_written_off(self):
        defect = self._log().with_user(self.manager)
        defect.action_record()
        with self.assertRaisesRegex(UserError, "not in our hands"):
            defect.action_write_off()
        self.assertEqual(defect.state, "recorded")

    def test_the_end_of_an_order_puts_broken_and_replaced_units_into_the_record(self):
        for decision, quote, kind in (
            ("replace", "none", "replaced"), ("unrepaired", "none", "unrepairable"), ("refund", "none", "unrepairable"),
            ("repair", "none", None), ("return", "none", None), ("unrepaired", "declined", None),
        ):  # fmt: skip
            order = self.order.copy({"decision": decision})
            order.quote_state = quote
            self.assertEqual(order._get_defect_kind(), kind, (decision, quote))

    def test_what_the_supplier_refused_is_recorded_as_such(self):
        self.env["crosstech.supplier.claim"].create(
            {"order_id": self.order.id, "supplier_id": self.buyer.id, "outcome": "refused"}
        )
        self.order.decision = "unrepaired"
        self.order._after_finish({})
        self.assertEqual(self.order.defect_ids.kind, "refused_by_supplier")
