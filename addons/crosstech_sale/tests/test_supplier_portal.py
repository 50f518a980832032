"""The supplier at the portal: his own orders and bills, and a reminder once a day (S0.47)."""

from datetime import timedelta

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestSupplierPortal(PurchaseCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_supplier("Pemasok Lain", email="lain@example.com")
        for login, partner in (("supplier_one", cls.supplier), ("supplier_two", cls.other)):
            partner.email = f"{login}@example.com"
            cls._create_user("supplier", login=login, password=login, partner_id=partner.id)
        cls.purchase = cls._create_purchase()

    def _bill(self):
        self._receive(self.purchase)
        bill = self.purchase.invoice_ids
        self._post_bill(bill)
        return bill

    def _remind(self, login, bill):
        self.authenticate(login, login)
        data = {"csrf_token": Request.csrf_token(self)}
        return self.url_open(f"/my/invoices/{bill.id}/remind", data=data, allow_redirects=False)

    def test_a_supplier_sees_his_own_orders_and_bills_only(self):
        bill = self._bill()
        self.authenticate("supplier_one", "supplier_one")
        self.assertIn(self.purchase.name, self.url_open("/my/purchase").text)
        page = self.url_open(f"/my/invoices/{bill.id}").text
        self.assertIn(f"/my/invoices/{bill.id}/remind", page)
        self.authenticate("supplier_two", "supplier_two")
        self.assertNotIn(self.purchase.name, self.url_open("/my/purchase").text)
        self.assertNotIn(bill.name, self.url_open(f"/my/invoices/{bill.id}").text)

    def test_his_reminder_reaches_finance_once_a_day(self):
        bill = self._bill()
        self.assertIn("reminded=now", self._remind("supplier_one", bill).headers["Location"])
        bill.invalidate_recordset()
        kind = self.env.ref("crosstech_sale.mail_activity_type_supplier_reminder")
        todos = bill.activity_ids.filtered(lambda todo: todo.activity_type_id == kind)
        self.assertEqual(todos.user_id, self.users["finance_manager"])
        message = bill.message_ids.filtered(lambda message: message.author_id == self.supplier)
        self.assertEqual(len(message), 1)
        self.assertIn("reminded=late", self._remind("supplier_one", bill).headers["Location"])
        bill.invalidate_recordset()
        self.assertEqual(len(bill.message_ids.filtered(lambda message: message.author_id == self.supplier)), 1)
        bill.supplier_reminded_datetime -= timedelta(days=1)
        self.assertIn("reminded=now", self._remind("supplier_one", bill).headers["Location"])

    def test_finance_answers_and_the_supplier_reads_it(self):
        bill = self._bill()
        self._remind("supplier_one", bill)
        self._as(bill, "finance_manager").message_post(
            body="Friday, by BCA", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(self.supplier, bill.message_ids[0].notified_partner_ids)

    def test_somebody_elses_bill_is_out_of_reach(self):
        bill = self._bill()
        self.assertTrue(self._remind("supplier_two", bill).headers["Location"].endswith("/my"))
        token = bill._portal_ensure_token()
        self.authenticate("supplier_two", "supplier_two")
        data = {"csrf_token": Request.csrf_token(self), "access_token": token}
        self.url_open(f"/my/invoices/{bill.id}/remind", data=data)
        bill.invalidate_recordset()
        self.assertFalse(bill.supplier_reminded_datetime)

    def test_a_paid_bill_says_so_and_takes_no_reminder(self):
        bill = self._bill()
        self._pay(bill)
        self.authenticate("supplier_one", "supplier_one")
        page = self.url_open(f"/my/invoices/{bill.id}").text
        self.assertNotIn("/remind", page)
        self.assertIn("reminded=late", self._remind("supplier_one", bill).headers["Location"])
        bill.invalidate_recordset()
        self.assertFalse(bill.supplier_reminded_datetime)

    def test_a_customers_invoice_has_no_such_button(self):
        self.keyboard.invoice_policy = "order"
        buyer = self._create_user("buyer", login="a_buyer", password="a_buyer")
        order = self._create_order(partner=buyer.partner_id, product=self.keyboard)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.authenticate("a_buyer", "a_buyer")
        self.assertNotIn("/remind", self.url_open(f"/my/invoices/{invoice.id}").text)
        self.assertIn("reminded=late", self._remind("a_buyer", invoice).headers["Location"])
        invoice.invalidate_recordset()
        self.assertFalse(invoice.supplier_reminded_datetime)
