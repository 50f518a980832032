"""What people click: one next step, a dialog that asks only what is needed, cards that are dragged."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .work_order_common import WorkOrderCommon


@tagged("post_install", "-at_install")
class TestWorkOrderScreen(WorkOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._open_order()

    def _dialog(self, action):
        return self.env[action["res_model"]].with_user(self.repair_team).browse(action["res_id"])

    def test_everybody_in_the_company_can_open_an_order(self):
        for role, user in self.users.items():
            order = self.order.with_user(user)
            arch = order.get_view(view_type="form")["arch"]
            names = {node.get("name") for node in etree.fromstring(arch).iter("field")}
            specification = {name: {} for name in names if name in order._fields}
            self.assertTrue(order.web_read(specification), role)

    def test_each_state_names_its_next_step_in_words(self):
        self.assertEqual(self.order.next_action, "assign")
        self.assertIn("technician", self.order.next_words)
        self.assertIn(",receive,", self.order.possible_actions)
        self.order._apply("receive")
        self.assertEqual(self.order.next_action, "diagnose")

    def test_the_director_is_offered_no_step(self):
        self.assertEqual(self.order.with_user(self.users["director"]).possible_actions, ",")

    def test_a_step_that_asks_opens_its_dialog_and_takes_the_answer(self):
        dialog = self._dialog(self.order.action_step())
        self.assertEqual(dialog.action, "assign")
        dialog.technician_id = self.technician
        dialog.action_confirm()
        self.assertEqual((self.order.state, self.order.technician_id), ("assigned", self.technician))
        self.order.action_step()
        self.assertEqual(self.order.state, "visiting")

    def test_the_dialog_begins_with_what_is_known(self):
        self.order._apply("receive")
        self.order.write({"diagnosis": "Looks burnt", "fault_id": self.fault.id})
        dialog = self._dialog(self.order.action_step())
        self.assertEqual((dialog.diagnosis, dialog.fault_id), ("Looks burnt", self.fault))

    def test_the_whole_way_by_the_buttons_alone(self):
        order = self.order
        order.with_context(step="receive").action_step()
        dialog = self._dialog(order.action_step())
        dialog.write({"fault_id": self.fault.id, "diagnosis": "Dust"})
        dialog.action_confirm()
        dialog = self._dialog(order.action_step())
        dialog.write({"decision": "return", "reason": "It works"})
        dialog.action_confirm()
        self._dialog(order.action_step()).action_confirm()
        self.assertEqual((order.state, order.next_action), ("settled", "send_back"))
        dialog = self._dialog(order.action_step())
        dialog.write({"carrier": "JNE", "awb": "AWB12345"})
        dialog.action_confirm()
        order.action_step()
        self.assertEqual((order.state, order.next_action), ("closed", ""))

    def test_deciding_for_a_new_unit_proposes_the_one_on_the_shelf(self):
        lot = self.env["stock.lot"].create({"name": "N1", "product_id": self.product.id, "company_id": self.company.id})
        self.env["stock.quant"]._update_available_quantity(self.product, self.warehouse.lot_stock_id, 1, lot_id=lot)
        self.order._apply("receive")
        self.order._apply("diagnose", fault=self.fault)
        dialog = self._dialog(self.order.with_context(step="decide").action_step())
        with Form(dialog) as form:
            form.decision = "replace"
            self.assertEqual(form.replacement_product_id, self.product)
            form.replacement_lot_id = lot
            form.reason = "Not repairable"
        dialog.action_confirm()
        self.assertEqual((self.order.replacement_lot_id, self.order.approval_state), (lot, "asked"))

    def test_a_dragged_card_takes_the_step_that_leads_there(self):
        self.order.write({"technician_id": self.technician.id})
        self.order.write({"state": "assigned"})
        self.assertEqual(self.order.state, "assigned")

    def test_a_card_dragged_where_nothing_leads_stays_and_says_why(self):
        for target in ("closed", "in_repair", "done", "settled"):
            with self.assertRaises(UserError):
                self.order.write({"state": target})
        self.assertEqual(self.order.state, "requested")

    def test_several_orders_get_their_technician_at_once(self):
        orders = self.order | self._open_order(self._create_ticket(self._create_unit("UJI-3")))
        orders.write({"technician_id": self.technician.id})
        self.assertEqual(orders.technician_id, self.technician)

    def test_failed_again_makes_an_order_that_follows(self):
        self.order.sudo().write({"state": "closed"})
        action = self.order.action_failed_again()
        following = self.env["crosstech.work.order"].browse(action["res_id"])
        self.assertEqual(following.previous_id.id, self.order.id)

    def test_nobody_but_the_repair_team_takes_a_step(self):
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaises(AccessError):
                self.order.with_user(self.users[role]).with_context(step="receive").action_step()
        self.assertEqual(self.order.state, "requested")
