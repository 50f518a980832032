"""Customers are invited to the shop once, by who answers for them, and welcomed when they register."""

from lxml import html

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .fulfil_common import FulfilCommon


@tagged("post_install", "-at_install")
class TestShopInvitation(FulfilCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reseller = cls._create_reseller()
        cls.buyer.email = "pembeli.lama@example.com"
        cls._create_order(cls.buyer).action_confirm()

    def _wizard(self, partners, role="marketing_manager"):
        return (
            self.env["crosstech.shop.invite"]
            .with_user(self.users[role])
            .create({"partner_ids": [(6, 0, partners.ids)]})
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_send_shop_invitations").method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self, partner):
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids), ("subject", "like", "Your account")])

    def test_an_invitation_is_sent_once_with_a_link_and_the_guide(self):
        wizard = self._wizard(self.buyer)
        self.assertEqual((wizard.invite_count, wizard.preview), (1, "1 get an invitation"))
        wizard.action_invite()
        self.assertEqual(self.buyer.shop_invitation_state, "queued")
        self._run_cron()
        self.assertEqual(self.buyer.shop_invitation_state, "sent")
        mail = self._mails(self.buyer)
        self.assertEqual(len(mail), 1)
        self.assertIn("/web/signup", mail.body_html)
        self.assertIn("/cara-belanja", mail.body_html)

        again = self._wizard(self.buyer)
        self.assertEqual((again.invite_count, again.preview), (0, "1 were invited before"))
        again.action_invite()
        self._run_cron()
        self.assertEqual(len(self._mails(self.buyer)), 1)

    def test_each_manager_invites_his_own_customers_only(self):
        wizard = self._wizard(self.buyer | self.reseller, "operational_manager")
        self.assertEqual(wizard.invite_count, 1)
        self.assertIn("1 are customers of another manager", wizard.preview)
        wizard.action_invite()
        self.assertEqual(self.reseller.shop_invitation_state, "queued")
        self.assertFalse(self.buyer.shop_invitation_state)

    def test_who_opted_out_has_an_account_or_no_address_is_left_alone(self):
        out = self._create_buyer("Tidak Mau", email="tidak.mau@example.com")
        self.env["mail.blacklist"]._add("tidak.mau@example.com")
        known = self._create_buyer("Punya Akun", email="punya.akun@example.com")
        self._create_portal_user(known, "punya.akun@example.com")
        silent = self._create_buyer("Tanpa Surel", email=False)
        twin = self._create_buyer("Kembar", email=self.buyer.email)
        everybody = self.buyer | out | known | silent | twin
        wizard = self._wizard(everybody)
        self.assertEqual(wizard.invite_count, 1)
        for line in ("no e-mail", "an account already", "do not want mail", "share the address"):
            self.assertIn(line, wizard.preview)
        wizard.action_invite()
        self.assertEqual(len(everybody.filtered("shop_invitation_state")), 1)

    def test_who_opts_out_while_the_invitation_waits_gets_none(self):
        self._wizard(self.buyer).action_invite()
        self.env["mail.blacklist"]._add(self.buyer.email)
        self._run_cron()
        self.assertFalse(self.buyer.shop_invitation_state)
        self.assertFalse(self._mails(self.buyer))

    def test_others_invite_nobody(self):
        for role in ("finance_manager", "inventory", "repair_team", "director"):
            with self.assertRaises(AccessError):
                self.buyer.with_user(self.users[role])._invite()
        with self.assertRaises(AccessError):
            self.buyer.with_user(self._create_user("reseller"))._invite()
        self.assertFalse(self.buyer.shop_invitation_state)


@tagged("post_install", "-at_install")
class TestWelcome(FulfilCommon, HttpCase):
    def test_the_link_leads_to_an_account_of_this_customer(self):
        self.buyer.email = "pembeli.lama@example.com"
        self.authenticate(None, None)
        url = self.buyer._get_invitation_url()
        token = url.split("token=")[1].split("&")[0]
        data = {"name": self.buyer.name, "login": self.buyer.email, "token": token, "password": "Rahasia-88",
                "confirm_password": "Rahasia-88", "csrf_token": http.Request.csrf_token(self)}  # fmt: skip
        self.assertEqual(self.url_open("/web/signup", data=data).status_code, 200)
        self.assertEqual(self.buyer.user_ids.login, "pembeli.lama@example.com")
        self.assertTrue(self.buyer.has_shop_account)
        self.assertTrue(self.buyer.user_ids.has_group("crosstech_sale.group_buyer"))

    def test_who_registers_is_welcomed_with_the_guide(self):
        self.env["website"].search([]).auth_signup_uninvited = "b2c"
        self.authenticate(None, None)
        data = {"name": "Rina Uji", "login": "rina.baru@example.com", "password": "Rahasia-88",
                "confirm_password": "Rahasia-88", "csrf_token": http.Request.csrf_token(self)}  # fmt: skip
        self.company.payment_deadline_days = 3
        template = self.env.ref("auth_signup.mail_template_user_signup_account_created")
        template.auto_delete = False
        self.assertEqual(self.url_open("/web/signup", data=data).status_code, 200)
        user = self.env["res.users"].search([("login", "=", "rina.baru@example.com")])
        mail = self.env["mail.mail"].search([("subject", "like", "Welcome to")], order="id desc", limit=1)
        self.assertTrue(user)
        self.assertIn("rina.baru@example.com", mail.body_html)
        self.assertIn("Five steps to your goods", mail.body_html)
        self.assertIn("/cara-bayar", mail.body_html)
        self.assertIn("within 3 days", " ".join(html.fromstring(mail.body_html).text_content().split()))
