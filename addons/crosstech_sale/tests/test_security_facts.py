"""Login, passwords, sessions and what customers are told about fraud."""

import re

from odoo.exceptions import AccessDenied
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.res_users import MIN_ROUNDS

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestSecurityFacts(CrosstechCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_user("buyer", password="benar sekali 1", email="pembeli@example.com")

    def test_passwords_are_stored_as_a_slow_hash(self):
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [self.buyer.id])
        stored = self.env.cr.fetchone()[0]
        self.assertTrue(stored.startswith("$pbkdf2-sha512$"), stored[:20])
        self.assertGreaterEqual(MIN_ROUNDS, 600_000, "Tests hash in one round; this is what a server does")
        self.assertNotIn("benar", stored)

    def test_nobody_reads_a_password_back(self):
        for user in (self.buyer, self.users["director"]):
            self.assertFalse(self.buyer.with_user(user).sudo(False).read(["password"])[0]["password"])

    def test_a_customer_changes_his_password_by_himself(self):
        self.authenticate("test_buyer", "benar sekali 1")
        form = {"old": "benar sekali 1", "new1": "lebih benar 2", "new2": "lebih benar 2"}
        self.url_open("/my/security", data={**form, "csrf_token": Request.csrf_token(self)})
        credential = {"type": "password", "login": "test_buyer", "password": "lebih benar 2"}
        self.assertEqual(self.env["res.users"].authenticate(credential, {"interactive": False})["uid"], self.buyer.id)
        with self.assertRaises(AccessDenied):
            self.env["res.users"].authenticate({**credential, "password": "benar sekali 1"}, {"interactive": False})

    def test_login_needs_the_right_password(self):
        credential = {"type": "password", "login": "test_buyer", "password": "salah"}
        with self.assertRaises(AccessDenied):
            self.env["res.users"].authenticate(credential, {"interactive": False})
        credential["password"] = "benar sekali 1"
        self.assertEqual(self.env["res.users"].authenticate(credential, {"interactive": False})["uid"], self.buyer.id)

    def test_a_wrong_login_shows_no_page_and_does_not_say_which_part_was_wrong(self):
        answers = []
        for login in ("test_buyer", "nobody@example.com"):
            self.authenticate(None, None)
            data = {"login": login, "password": "salah", "csrf_token": Request.csrf_token(self)}
            answers.append(self.url_open("/web/login", data=data).text.count("Wrong login/password"))
        self.assertEqual(answers, [1, 1])
        self.assertIn("/web/login", self.url_open("/my").url)

    def test_the_session_cookie_is_out_of_reach_of_scripts(self):
        cookies = self.url_open("/web/login").headers["Set-Cookie"]
        session = re.search(r"session_id=.*?(?=, \w+=|$)", cookies).group()
        self.assertIn("HttpOnly", session)

    def test_a_form_without_its_token_is_refused(self):
        self.authenticate("test_buyer", "benar sekali 1")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open("/my/notifications/read", data={"x": "1"}).status_code, 400)

    def test_customers_stay_out_of_the_backend(self):
        self.authenticate("test_buyer", "benar sekali 1")
        for url in ("/odoo", "/web", "/odoo/action-sale.action_orders"):
            self.assertNotIn("/odoo", self.url_open(url).url, url)

    def test_the_portal_teaches_customers_to_be_careful(self):
        self.authenticate("test_buyer", "benar sekali 1")
        for url in ("/my", "/my/security"):
            page = self.url_open(url).text
            self.assertIn("crosstech_security_notice", page, url)
            self.assertIn("We never ask for your password", page, url)
