"""Work orders: steps change states, refusals change nothing, the request follows."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .work_order_common import WorkOrderCommon


@tagged("post_install", "-at_install")
class TestWorkOrder(WorkOrderCommon):
    def test_a_request_has_one_open_order_however_often_it_is_asked_for(self):
        ticket = self._create_ticket(arrival_way="parcel")
        orders = self.env["crosstech.work.order"]
        first = orders._open(ticket)
        self.assertEqual(orders._open(ticket), first)
        self.assertEqual(first.state, "requested")
        self.assertEqual((first.partner_id, first.product_id), (self.customer, self.product))

    def test_a_unit_on_the_counter_is_received_at_once(self):
        order = self._open_order(is_here=True, arrival_way="walk_in")
        self.assertEqual(order.state, "received")
        self.assertTrue(order.received_datetime)

    def test_a_visit_solves_it(self):
        order = self._open_order()
        order._apply("assign", technician=self.technician)
        self.assertEqual((order.state, order.technician_id), ("assigned", self.technician))
        order._apply("visit", roles={"technician"})
        order._apply("solve", roles={"technician"}, resolution=self.resolution, work_done="Plugged in")
        self.assertEqual((order.state, order.work_done), ("settled", "Plugged in"))
        order._apply("close", roles={"customer"})
        self.assertEqual(order.state, "closed")
        self.assertTrue(order.ended_datetime)

    def test_a_step_out_of_turn_is_refused_and_changes_nothing(self):
        order = self._open_order()
        with self.assertRaisesRegex(UserError, "Requested"):
            order._apply("visit")
        self.assertEqual((order.state, order.technician_id.id), ("requested", False))

    def test_a_step_that_lacks_something_says_what(self):
        order = self._open_order()
        with self.assertRaisesRegex(UserError, "Choose a technician"):
            order._apply("assign")
        order._apply("assign", technician=self.technician)
        order._apply("visit")
        with self.assertRaisesRegex(UserError, "choose a resolution"):
            order._apply("solve", work_done="Something")
        self.assertEqual((order.state, order.work_done), ("visiting", False))

    def test_only_the_repair_team_takes_its_steps(self):
        order = self._open_order()
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaisesRegex(UserError, "not yours"):
                order.with_user(self.users[role])._apply("receive")
        self.assertEqual(order.state, "requested")

    def test_an_order_is_cancelled_with_its_reason_while_the_unit_is_with_the_customer(self):
        order = self._open_order()
        order._apply("cancel", roles={"customer"}, reason="It works again")
        self.assertEqual((order.state, order.cancel_reason), ("cancelled", "It works again"))

    def test_an_order_is_not_cancelled_while_the_unit_is_away(self):
        order = self._open_order()
        order._apply("ship", awb="JNE10001")
        for step in (None, "receive", "diagnose"):
            if step:
                order._apply(step)
            with self.assertRaisesRegex(UserError, "bring it back"):
                order._apply("cancel", reason="No more need")
        self.assertEqual(order.state, "diagnosed")

    def test_the_request_follows_its_order(self):
        order = self._open_order()
        stages = "helpdesk_mgmt.helpdesk_ticket_stage_"
        self.assertEqual(order.ticket_id.stage_id, self.env.ref(f"{stages}new"))
        order._apply("receive")
        self.assertEqual(order.ticket_id.stage_id, self.env.ref(f"{stages}in_progress"))
        order.unit_id.sudo().write(
            {"supplier_id": self._create_buyer("Pemasok Uji").id, "proof_reference": "Kuitansi 1"}
        )
        order._apply("diagnose", fault=self.fault, diagnosis="Board dead")
        order._apply("send_to_supplier")
        self.assertEqual(order.ticket_id.stage_id, self.env.ref(f"{stages}awaiting"))

    def test_a_request_whose_order_was_closed_gets_one_that_follows_it(self):
        order = self._open_order()
        order.sudo().write({"state": "closed"})
        following = self.env["crosstech.work.order"]._open(order.ticket_id)
        self.assertNotEqual(following, order.sudo())
        self.assertEqual(following.previous_id, order.sudo())
