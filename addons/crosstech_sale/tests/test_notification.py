"""What a customer is told: stored, mailed, shown to its addressee only."""

from unittest.mock import patch

from markupsafe import Markup

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestNotification(CrosstechCommon):
    def setUp(self):
        super().setUp()
        self.buyer = self._create_user("buyer", password="test_buyer_password", email="pembeli@example.com")
        self.other = self._create_user("reseller", password="test_reseller_password", email="toko@example.com")
        self.Notification = self.env["crosstech.notification"]

    def test_customer_reads_own_notification_and_no_other(self):
        own = self.Notification._notify(self.buyer.partner_id, "Paid", "We received your transfer.")
        foreign = self.Notification._notify(self.other.partner_id, "Paid", "We received your transfer.")
        self.assertEqual(self.Notification.with_user(self.buyer).search([]), own)
        self.assertFalse(foreign.with_user(self.buyer).has_access("read"))
        self.assertFalse(own.with_user(self.buyer).has_access("write"))

    def test_plain_text_is_escaped_and_markup_is_kept(self):
        plain = self.Notification._notify(self.buyer.partner_id, "A", "<b>1</b>")
        rich = self.Notification._notify(self.buyer.partner_id, "B", Markup("<b>1</b><script>x()</script>"))
        self.assertIn("&lt;b&gt;", plain.body)
        self.assertIn("<b>1</b>", rich.body)
        self.assertNotIn("script", rich.body)

    def test_an_email_goes_to_the_customer_only(self):
        order = self._create_order(partner=self.buyer.partner_id)
        before = self.env["mail.mail"].search([])
        self.Notification._notify(self.buyer.partner_id, "Shipped", "On its way.", record=order)
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.buyer.partner_id)
        self.assertEqual(mail.subject, "Shipped")

    def test_channels_are_respected(self):
        before = self.env["mail.mail"].search_count([])
        made = self.Notification._notify(self.buyer.partner_id, "Quiet", "Portal only.", channels=("portal",))
        self.assertEqual(len(made), 1)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_a_broken_mail_server_does_not_stop_the_notification(self):
        mail_class = type(self.env["mail.mail"])
        with (
            patch.object(mail_class, "create", side_effect=ConnectionRefusedError("mail server is down")),
            self.assertLogs("odoo.addons.crosstech_sale.models.notification", "WARNING"),
        ):
            made = self.Notification._notify(self.buyer.partner_id, "Paid", "Thank you.")
        self.assertTrue(made.exists())

    def test_a_customer_without_email_still_finds_it_in_the_portal(self):
        partner = self._create_buyer(email=False)
        self.assertEqual(len(self.Notification._notify(partner, "Paid", "Thank you.")), 1)


@tagged("post_install", "-at_install")
class TestNotificationPortal(CrosstechCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.buyer = self._create_user("buyer", password="test_buyer_password", email="pembeli@example.com")
        self.other = self._create_user("reseller", password="test_reseller_password", email="toko@example.com")
        self.order = self._create_order(partner=self.buyer.partner_id, state="sent")
        Notification = self.env["crosstech.notification"]
        self.own = Notification._notify(self.buyer.partner_id, "Order shipped", "AWB 123", record=self.order)
        self.foreign = Notification._notify(self.other.partner_id, "Secret of another", "Nothing for you")

    def test_list_shows_own_notifications_with_the_unread_counter(self):
        self.authenticate("test_buyer", "test_buyer_password")
        page = self.url_open("/my/notifications").text
        self.assertIn("Order shipped", page)
        self.assertNotIn("Secret of another", page)
        self.assertRegex(self.url_open("/my").text, r">\s*1 new<")

    def test_opening_one_marks_it_read_and_leads_to_the_order(self):
        self.authenticate("test_buyer", "test_buyer_password")
        response = self.url_open(f"/my/notifications/{self.own.id}")
        self.assertIn(f"/my/orders/{self.order.id}", response.url)
        self.assertTrue(self.own.is_read)

    def test_the_notification_of_another_customer_stays_unread_and_unseen(self):
        self.authenticate("test_buyer", "test_buyer_password")
        response = self.url_open(f"/my/notifications/{self.foreign.id}")
        self.assertTrue(response.url.endswith("/my/notifications"))
        self.assertNotIn("Nothing for you", response.text)
        self.assertFalse(self.foreign.is_read)

    def test_mark_all_read_touches_only_the_own_ones(self):
        self.authenticate("test_buyer", "test_buyer_password")
        self.url_open("/my/notifications/read", data={"csrf_token": Request.csrf_token(self)})
        self.assertTrue(self.own.is_read)
        self.assertFalse(self.foreign.is_read)

    def test_a_visitor_is_sent_to_the_login(self):
        for url in ("/my/notifications", f"/my/notifications/{self.own.id}"):
            self.assertIn("/web/login", self.url_open(url).url)
        self.assertFalse(self.own.is_read)
