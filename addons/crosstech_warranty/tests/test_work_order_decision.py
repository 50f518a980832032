"""Decisions on a unit: who decides, who approves, what follows; equal or better models, and money back."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .work_order_common import WorkOrderCommon


@tagged("post_install", "-at_install")
class TestWorkOrderDecision(WorkOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["operational_manager"]
        sale = cls._create_order(partner=cls.customer, product=cls.product)
        sale.order_line.price_unit = 6_500_000
        cls.unit = cls._create_unit("UJI-OLD", sale_line_id=sale.order_line.id)
        cls.order = cls._open_order(cls._create_ticket(cls.unit, arrival_way="walk_in"), is_here=True)
        cls.order._apply("diagnose", fault=cls.fault, diagnosis="The board is dead")

    def _on_shelf(self, name, product=None):
        product = product or self.product
        lot = self.env["stock.lot"].create({"name": name, "product_id": product.id, "company_id": self.company.id})
        self.env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 1, lot_id=lot)
        return lot

    def _as_manager(self):
        return self.order.with_user(self.manager)

    def _todo_users(self):
        return self.order.sudo().activity_ids.user_id

    def _todo_is_for(self, role):
        return all(user.has_group(f"crosstech_sale.group_{role}") for user in self._todo_users())

    def test_a_unit_without_damage_goes_back(self):
        self.order._decide("return", reason="It works")
        self.assertEqual(
            (self.order.decision, self.order.approval_state, self.order.decision_user_id),
            ("return", "none", self.repair_team),
        )
        self.assertEqual(self.order.resolution_id, self.env.ref("crosstech_warranty.resolution_no_fault"))
        self.order._apply("finish")
        self.assertEqual(self.order.state, "settled")

    def test_only_the_repair_team_decides(self):
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaisesRegex(UserError, "not yours"):
                self.order.with_user(self.users[role])._decide("return")
        self.assertFalse(self.order.decision)

    def test_nothing_is_decided_before_the_unit_was_examined(self):
        order = self._open_order(self._create_ticket(self._create_unit("UJI-X"), arrival_way="parcel"))
        with self.assertRaises(UserError):
            order._decide("return")
        self.assertFalse(order.decision)

    def test_a_new_unit_waits_for_the_operational_manager(self):
        lot = self._on_shelf("UJI-NEW")
        self.order._decide("replace", reason="Not repairable", lot=lot)
        self.assertEqual(self.order.replacement_grade, "same")
        self.assertEqual(self.order.approval_state, "asked")
        self.assertTrue(self._todo_users() and self._todo_is_for("operational_manager"))
        with self.assertRaisesRegex(UserError, "approve"):
            self.order._apply("finish")
        self.assertEqual(self.order.state, "diagnosed")
        self._as_manager().action_approve()
        self.assertEqual((self.order.approval_state, self.order.approval_user_id), ("approved", self.manager))
        self.order._apply("finish")
        self.assertEqual((self.order.state, self.unit.state), ("settled", "replaced"))
        self.assertEqual(self.unit.replaced_by_id.lot_id, lot)
        self.assertEqual(self.order.replacement_unit_id, self.unit.replaced_by_id)

    def test_the_new_unit_goes_to_the_customer_and_the_old_one_stays_here(self):
        lot = self._on_shelf("UJI-NEW")
        self.order._decide("replace", reason="Not repairable", lot=lot)
        self._as_manager().action_approve()
        self.order._apply("finish")
        self.order._apply("send_back", awb="AWB12345", carrier="JNE")
        self.assertEqual(self.order.replacement_unit_id.holder_kind, "courier")
        self.order._apply("close")
        self.assertEqual(self.order.replacement_unit_id.holder_kind, "customer")
        self.assertIn(self.unit.holder_kind, ("stock", "scrap"))
        quants = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("quantity", ">", 0)])
        self.assertEqual(quants.location_id.usage, "customer")

    def test_a_finished_replacement_is_not_taken_back(self):
        self.order._decide("replace", lot=self._on_shelf("UJI-NEW"))
        self._as_manager().action_approve()
        self.order.sudo().line_ids.create(
            {"order_id": self.order.id, "kind": "labour", "name": "Labour", "price_unit": 10, "is_free": False}
        )
        self.order._apply("finish")
        self.assertEqual(self.order.state, "done")
        with self.assertRaisesRegex(UserError, "carried out"):
            self.order._apply("diagnose")

    def test_a_manager_refuses_with_a_reason_and_the_repair_team_decides_anew(self):
        self.order._decide("refund")
        action = self._as_manager().action_refuse()
        step = self.env["crosstech.work.order.step"].with_user(self.manager).browse(action["res_id"])
        step.reason = "Repair it: the board costs little"
        step.action_confirm()
        self.assertEqual((self.order.approval_state, self.order.approval_reason), ("refused", step.reason))
        self.assertTrue(self._todo_users() and self._todo_is_for("repair_team"))
        self.assertEqual(self.order.next_action, "decide")
        with self.assertRaises(UserError):
            self.order._apply("finish")
        self.order._decide("repair")
        self.assertEqual((self.order.approval_state, self.order.next_action), ("none", "start_repair"))

    def test_nobody_else_approves(self):
        self.order._decide("refund")
        for role in set(self.users) - {"operational_manager"}:
            with self.assertRaises(UserError):
                self.order.with_user(self.users[role]).action_approve()
        self.assertEqual(self.order.approval_state, "asked")

    def test_who_decided_does_not_approve_whatever_role_he_has_now(self):
        self.order._decide("refund")
        self.order.sudo().decision_user_id = self.manager
        with self.assertRaisesRegex(UserError, "yourself"):
            self._as_manager().action_approve()
        self.assertEqual(self.order.approval_state, "asked")

    def test_nothing_is_approved_twice(self):
        self.order._decide("refund")
        self._as_manager().action_approve()
        with self.assertRaisesRegex(UserError, "waits for approval"):
            self._as_manager().action_approve()

    def test_money_back_is_prepared_for_finance_with_what_was_paid(self):
        self.order._decide("refund", reason="No such model any more")
        self.assertEqual(self.order.refund_amount, 6_500_000)
        self.assertFalse(self.order.refund_move_id)
        self._as_manager().action_approve()
        credit = self.order.sudo().refund_move_id
        self.assertEqual((credit.move_type, credit.state, credit.partner_id), ("out_refund", "draft", self.customer))
        self.assertEqual(credit.amount_total, 6_500_000)
        self.assertTrue(self._todo_users() and self._todo_is_for("finance_manager"))
        self.order._apply("finish")
        self.assertEqual(self.unit.state, "refunded")
        with self.assertRaisesRegex(UserError, "close the order"):
            self.order._apply("send_back")
        self.order._apply("close")
        self.assertEqual(self.order.state, "closed")

    def test_no_more_goes_back_than_was_paid(self):
        with self.assertRaisesRegex(UserError, "At most"):
            self.order._decide("refund", amount=6_500_001)
        self.assertFalse(self.order.decision)

    def test_money_back_for_goods_of_unknown_price_needs_an_amount(self):
        self.unit.sale_line_id = False
        with self.assertRaisesRegex(UserError, "how much"):
            self.order._decide("refund")
        self.order._decide("refund", amount=100_000)
        self.assertEqual(self.order.refund_amount, 100_000)

    def test_a_changed_decision_takes_its_credit_note_back(self):
        self.order._decide("refund")
        self._as_manager().action_approve()
        self.order._decide("repair")
        self.assertFalse(self.order.sudo().refund_move_id)
        self.assertEqual(self.order.refund_amount, 0)

    def test_a_posted_credit_note_holds_the_decision(self):
        self.order._decide("refund")
        self._as_manager().action_approve()
        self.order.sudo().refund_move_id.action_post()
        with self.assertRaisesRegex(UserError, "posted"):
            self.order._decide("repair")
        self.assertEqual(self.order.decision, "refund")

    def test_a_better_model_costs_the_customer_nothing(self):
        better = self._create_product("Notebook Lebih Baik", tracking="serial", list_price=8_000_000.0)
        self.order._decide("replace", lot=self._on_shelf("UJI-B", better), product=better)
        self.assertEqual((self.order.replacement_grade, self.order.refund_amount), ("better", 0))

    def test_beside_a_lesser_model_the_difference_goes_back(self):
        lesser = self._create_product("Notebook Kecil", tracking="serial", list_price=6_000_000.0)
        self.order._decide("replace", lot=self._on_shelf("UJI-L", lesser), product=lesser)
        self.assertEqual((self.order.replacement_grade, self.order.refund_amount), ("lesser", 500_000))
        self._as_manager().action_approve()
        self.assertEqual(self.order.sudo().refund_move_id.amount_total, 500_000)

    def test_a_piece_that_is_not_there_or_promised_is_refused(self):
        gone = self.env["stock.lot"].create(
            {"name": "UJI-GONE", "product_id": self.product.id, "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "not on the shelf"):
            self.order._decide("replace", lot=gone)
        lot = self._on_shelf("UJI-NEW")
        other = self._open_order(self._create_ticket(self._create_unit("UJI-2"), arrival_way="walk_in"), is_here=True)
        other._apply("diagnose", fault=self.fault)
        other._decide("replace", lot=lot)
        with self.assertRaisesRegex(UserError, "promised"):
            self.order._decide("replace", lot=lot)
        self.assertFalse(self.order.decision)

    def test_the_same_model_is_proposed_first_then_the_nearest_better_one(self):
        near = self._create_product("Notebook Dekat", tracking="serial", list_price=7_200_000.0)
        far = self._create_product("Notebook Jauh", tracking="serial", list_price=9_900_000.0)
        lesser = self._create_product("Notebook Kecil", tracking="serial", list_price=6_000_000.0)
        for number, product in enumerate((far, near, self.product, lesser)):
            self._on_shelf(f"UJI-C{number}", product)
        mine = self.order.sudo()._get_replacement_candidates() & (near | far | lesser | self.product)
        self.assertEqual(list(mine), [self.product, near, far])

    def test_a_unit_the_customer_will_not_pay_for_goes_back_unrepaired(self):
        self.order._decide("unrepaired", reason="He declined the quote")
        self.order._apply("finish")
        self.order._apply("send_back", awb="AWB12345", carrier="JNE")
        self.order._apply("close")
        self.assertEqual((self.order.state, self.unit.holder_kind), ("closed", "customer"))

    def test_the_decision_prints(self):
        self.order._decide("refund", reason="Not repairable")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.decision_report", self.order.ids
        )
        self.assertIn("Not valid before", html.decode())
        self._as_manager().action_approve()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.decision_report", self.order.ids
        )
        self.assertIn(self.manager.name, html.decode())
