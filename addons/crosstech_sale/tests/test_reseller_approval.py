"""Orders beyond a limit wait for a colleague, at every door."""

import json

from odoo import api
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reseller_common import ResellerCommon


@tagged("post_install", "-at_install")
class TestResellerApproval(ResellerCommon):
    def _transaction_route(self, order, route="/my/orders/%s/transaction"):
        payload = {
            "jsonrpc": "2.0", "method": "call", "id": 1,
            "params": {
                "access_token": order._portal_ensure_token(), "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids[:1].id, "token_id": None, "flow": "redirect",
                "tokenization_requested": False, "landing_route": "/shop/payment/validate",
                "amount": order.amount_total,
            },
        }  # fmt: skip
        if "shop" in route:
            payload["params"].pop("amount")
        with mute_logger("odoo.http"):
            return json.loads(self.url_open(route % order.id, json=payload).text)

    def _decide(self, order, verb, **data):
        if verb == "approve":
            data = {"seen": order._get_approval_fingerprint(), **data}
        return self._post(f"/my/approvals/{order.id}/{verb}", **data)

    def test_an_order_within_the_limit_goes_through(self):
        self._login(self.seller)
        self._add_to_cart(2)
        self.url_open("/shop/checkout")
        page = self.url_open("/shop/payment").text
        self.assertNotIn("o_crosstech_ask_approval", page)
        self.assertIn("o_payment_submit_button", page)

    def test_beyond_the_limit_the_checkout_asks_a_colleague_instead_of_payment(self):
        self._login(self.seller)
        self._add_to_cart(8)
        self.url_open("/shop/checkout")
        page = self.url_open("/shop/payment").text
        self.assertIn("o_crosstech_ask_approval", page)
        self.assertNotIn("o_payment_submit_button", page)
        self.assertIn("Chief", page)
        answer = self._post("/my/approvals/ask", note=" For  the school ")
        self.assertIn("done=asked", answer.headers["Location"])
        order = self.env["sale.order"].search([("partner_id", "=", self.seller.partner_id.id)])
        self.assertEqual((order.approval_state, order.state, order.order_stage), ("waiting", "sent", False))
        self.assertEqual(order.approval_note, "For the school")
        told = self.env["crosstech.notification"].search([("res_id", "=", order.id), ("res_model", "=", "sale.order")])
        self.assertEqual(told.partner_id, self.boss.partner_id | self.chief.partner_id)
        self._add_to_cart(1)
        self.assertEqual(order.order_line.filtered("product_id")[:1].product_uom_qty, 8, "A new cart was opened")

    def test_no_door_lets_an_order_beyond_the_limit_be_paid(self):
        order = self._cart(self.seller, 8)
        for login in (self.seller, None):
            self._login(login)
            for route in ("/my/orders/%s/transaction", "/shop/payment/transaction/%s"):
                answer = self._transaction_route(order, route)
                self.assertIn("approval of a colleague", answer["error"]["data"]["message"], route)
            page = self.url_open(order.get_portal_url()).text
            self.assertNotIn("o_payment_submit_button", page)
        self.assertFalse(order.transaction_ids)
        with self.assertRaises(ValidationError):
            self._create_transaction(order)

    def test_signing_is_ordering_too(self):
        order = self._create_order(self.seller.partner_id, self.product, 8, pricelist_id=self.pricelist.id)
        order.write({"require_payment": False, "require_signature": True})
        order.action_quotation_sent()
        params = {"access_token": order._portal_ensure_token(), "name": "Seller", "signature": "iVBORw0KGgo="}
        self._login(self.seller)
        answer = self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", params)
        self.assertIn("error", answer)
        self.assertEqual(order.state, "sent")

    def test_an_approver_lets_it_go_to_payment_with_one_click(self):
        order = self._waiting_order()
        self._login(self.chief)
        self.assertIn(order.name, self.url_open("/my/approvals").text)
        self.assertIn("done=approved", self._decide(order, "approve").headers["Location"])
        self.assertEqual((order.approval_state, order.approval_decided_by_id), ("approved", self.chief))
        transfer = order.waiting_transfer_id
        self.assertEqual((transfer.partner_id, transfer.amount), (self.seller.partner_id, order.amount_total))
        self.assertEqual(order.order_stage, "ordered")
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.seller.partner_id.id)])
        self.assertTrue(told.filtered(lambda one: "approved" in one.title))

    def test_approving_beyond_ones_limit_is_refused(self):
        order = self._waiting_order(quantity=60)
        self.assertGreater(order.amount_total, 5_000_000)
        for user in (self.chief, self.seller, self.clerk):
            self._login(user)
            for verb in ("approve", "refuse"):
                self.assertIn("limit does not cover", self._decide(order, verb, reason="x").text, user.login)
        self.assertEqual((order.approval_state, order.transfer_ids.ids), ("waiting", []))

    def test_another_reseller_and_a_buyer_decide_nothing(self):
        order = self._waiting_order()
        buyer = self._create_user("buyer", password="test_buyer")
        for user in (self.rival, buyer):
            self._login(user)
            for verb in ("approve", "refuse", "cart"):
                self._decide(order, verb, reason="x")
            self.assertNotIn(order.name, self.url_open("/my/approvals").text)
        self.assertEqual((order.approval_state, order.state), ("waiting", "sent"))

    def test_refusing_needs_a_reason_and_brings_the_order_back(self):
        order = self._waiting_order()
        self._login(self.chief)
        self.assertIn("say why", self._decide(order, "refuse", reason="  ").text)
        self.assertEqual(order.approval_state, "waiting")
        self._decide(order, "refuse", reason="Too many")
        self.assertEqual((order.approval_state, order.approval_note), ("refused", "Too many"))
        self.assertIn("Only who asked", self._decide(order, "cart").text)
        self._login(self.seller)
        self.assertIn("Too many", self.url_open("/my/approvals").text)
        self.assertIn("/shop/cart", self._decide(order, "cart").headers["Location"])
        self.assertEqual((order.state, order.approval_state), ("draft", "none"))
        self.assertIn(self.product.name, self.url_open("/shop/cart").text)

    def test_what_changed_since_it_was_seen_is_not_approved(self):
        order = self._waiting_order()
        self._login(self.chief)
        self.pricelist.item_ids.percent_price = 5
        answer = self._decide(order, "approve")
        self.assertIn("done=changed", answer.headers["Location"])
        self.assertEqual((order.approval_state, order.transfer_ids.ids), ("waiting", []))
        self._decide(order, "approve")
        self.assertEqual(order.approval_state, "approved")

    def test_goods_that_are_gone_stop_the_approval(self):
        self.product.allow_out_of_stock_order = False
        order = self._waiting_order()
        self.env["stock.quant"]._update_available_quantity(self.product, self.warehouse.lot_stock_id, -95)
        self._login(self.chief)
        self.assertIn("No longer in stock", self._decide(order, "approve").text)
        self.assertEqual(order.approval_state, "waiting")

    def test_an_approval_lapses_when_the_order_is_changed_afterwards(self):
        order = self._waiting_order()
        order._approve(self.chief, order._get_approval_fingerprint())
        order.order_line[:1].product_uom_qty = 9
        self.assertEqual((order.approval_state, order.waiting_transfer_id.id), ("waiting", False))
        self.assertEqual(order.transfer_ids.mapped("state"), ["cancelled"])
        order._approve(self.chief, order._get_approval_fingerprint())
        self.assertEqual(order.waiting_transfer_id.amount, order.amount_total)

    def test_of_two_approvers_the_first_decides(self):
        order = self._waiting_order()
        order._approve(self.chief, order._get_approval_fingerprint())
        with self.assertRaisesRegex(UserError, "not wait for this any more"):
            order._refuse(self.boss, "Late")
        with self.assertRaisesRegex(UserError, "not wait for this any more"):
            order._approve(self.boss, order._get_approval_fingerprint())
        self.assertEqual(len(order.transfer_ids), 1)
        self.assertEqual(order.approval_decided_by_id, self.chief)

    def test_nobody_is_asked_where_nobody_may_approve(self):
        self._member(self.boss).write({"has_no_limit": False, "approval_limit": 100_000})
        order = self._cart(self.seller, 70)
        with self.assertRaisesRegex(UserError, "Nobody in your company"):
            order._ask_approval(self.seller)
        self.assertEqual((order.state, order.approval_state), ("draft", "none"))

    def test_staff_cannot_write_an_approval_by_hand(self):
        order = self._waiting_order()
        with self.assertRaises(UserError):
            order.with_user(self.users["operational_manager"]).write({"approval_state": "approved"})
        self.assertEqual(order.approval_state, "waiting")

    def test_a_buyers_order_needs_no_approval(self):
        order = self._create_order(self.buyer, self.product, 90)
        self.assertFalse(order._needs_approval())


@tagged("post_install", "-at_install")
class TestApprovalLock(ResellerCommon):
    def test_two_decisions_at_once_have_one_effect(self):
        with self.registry._db.cursor() as first, self.registry._db.cursor() as second:
            first.execute("SELECT id FROM sale_order WHERE state = 'sale' OR state = 'draft' LIMIT 1")
            row = first.fetchone()
            if not row:
                first.execute(
                    """INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id,
                              warehouse_id, picking_policy, date_order, approval_state)
                       SELECT 'LOCK', c.partner_id, c.partner_id, c.partner_id, c.id, w.id, 'direct', now(), 'waiting'
                         FROM res_company c JOIN stock_warehouse w ON w.company_id = c.id LIMIT 1 RETURNING id"""
                )
                row = first.fetchone()
                first.commit()
            try:
                one = api.Environment(first, 1, {})["sale.order"].browse(row[0])
                other = api.Environment(second, 1, {})["sale.order"].browse(row[0])
                one._lock_approval()
                with self.assertRaisesRegex(UserError, "Somebody else"):
                    other._lock_approval()
            finally:
                second.rollback()
                first.rollback()
                first.execute("DELETE FROM sale_order WHERE name = 'LOCK'")
                first.commit()
