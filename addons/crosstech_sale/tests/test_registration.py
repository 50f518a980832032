"""Whoever registers in the shop: checked against who is known, told what is wrong, a buyer afterwards."""

from lxml import html

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CrosstechCommon

GOOD = {"name": "Rina Uji", "login": "rina.uji@example.com", "password": "Rahasia-88", "confirm_password": "Rahasia-88"}


@tagged("post_install", "-at_install")
class TestRegistration(CrosstechCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.env["website"].search([]).auth_signup_uninvited = "b2c"
        self.authenticate(None, None)

    def _sign_up(self, **values):
        data = {**GOOD, **values, "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open("/web/signup", data=data)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.text)

    def _users(self):
        return self.env["res.users"].with_context(active_test=False).search([("login", "=", GOOD["login"])])

    def test_who_registers_is_a_buyer_and_logged_in(self):
        self._sign_up()
        user = self._users()
        self.assertEqual(user.name, "Rina Uji")
        self.assertTrue(user.has_group("crosstech_sale.group_buyer"))
        self.assertFalse(user._is_internal())
        self.assertEqual(self.url_open("/my", allow_redirects=False).status_code, 200)

    @mute_logger("odoo.addons.auth_signup.controllers.main")
    def test_a_known_address_is_not_registered_twice_and_this_is_said(self):
        self._sign_up()
        first = self._users()
        self.authenticate(None, None)
        page = self._sign_up(name="Orang Lain", password="Lain-99-Lain", confirm_password="Lain-99-Lain")
        self.assertIn("already registered", page.text_content())
        self.assertEqual(self._users(), first)
        self.assertEqual(first.name, "Rina Uji")

    @mute_logger("odoo.addons.auth_signup.controllers.main")
    def test_what_is_wrong_is_said_and_nobody_is_registered(self):
        for values, words in (
            ({"confirm_password": "Rahasia-89"}, "do not match"),
            ({"name": " "}, "fill in your name"),
            ({"login": ""}, "fill in your name"),
            ({"login": "rina", "name": "Rina Uji"}, "no e-mail address"),
        ):
            with self.subTest(values=values):
                page = self._sign_up(**values)
                self.assertIn(words, page.text_content())
                self.assertFalse(self.env["res.users"].search([("name", "=", "Rina Uji")]))
                self.assertFalse(self._users())
