"""Clear navigation, and a wall between the pages of the staff and those of customers (S4.37, S4.46)."""

import polib

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import file_path

from ..lib import duties
from . import access_matrix as matrix
from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestNavigation(CrosstechCommon):
    def _menus(self):
        root = self.env.ref("crosstech_sale.crosstech_menu")
        return self.env["ir.ui.menu"].with_context(active_test=False).search([("id", "child_of", root.id)]) - root

    def test_every_menu_leads_to_a_screen_or_holds_others(self):
        for menu in self._menus():
            self.assertTrue(menu.action or menu.child_id, menu.complete_name)

    def test_every_list_says_what_to_do_when_it_is_empty(self):
        actions = [
            menu.action for menu in self._menus() if menu.action and menu.action._name == "ir.actions.act_window"
        ]
        lists = [action for action in actions if action.view_mode != "form"]
        ours = [action for action in lists if action.get_external_id()[action.id].startswith("crosstech_")]
        self.assertTrue(ours)
        self.assertFalse([action.name for action in ours if not action.help])

    def test_every_menu_opens_a_view_that_exists(self):
        for menu in self._menus():
            action = menu.action
            if action and action._name == "ir.actions.act_window":
                self.env[action.res_model].get_views([view for view in action.views if view[1] != "search"])

    def test_every_menu_has_an_indonesian_name(self):
        files = [polib.pofile(file_path(f"{addon}/i18n/id.po")) for addon in matrix.our_addons(self.env)]
        names = {entry.msgid: entry.msgstr for file in files for entry in file}
        missing = [menu.complete_name for menu in self._menus() if not names.get(menu.name)]
        self.assertFalse(missing)

    def test_the_first_screen_of_the_app_is_the_dashboard(self):
        for role in duties.STAFF_ROLES:
            menus = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
            app = self.env.ref("crosstech_sale.crosstech_menu")
            first = menus[menus[app.id]["children"][0]]
            self.assertEqual(first["xmlid"], "crosstech_sale.dashboard_menu", role)
            self.assertEqual(menus["root"]["children"][0], app.id, role)


@tagged("post_install", "-at_install")
class TestFrontAndBack(CrosstechCommon, HttpCase):
    def test_customers_never_reach_the_pages_of_the_staff(self):
        for role in duties.PORTAL_ROLES:
            login = f"luar_{role}"
            self._create_user(role, login=login, password=login)
            self.authenticate(login, login)
            for path in ("/odoo", "/odoo/crosstech", "/odoo/action-crosstech_sale.transfer_action", "/web"):
                response = self.url_open(path)
                self.assertNotIn("web.assets_web", response.text, (role, path))
                self.assertNotIn("/odoo", response.url.split("?")[0], (role, path))

    def test_customers_see_no_menu_of_the_staff_and_load_none(self):
        for role in duties.PORTAL_ROLES:
            user = self._create_user(role, login=f"luar_{role}")
            with self.assertRaises(AccessError):
                self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def test_visitors_are_asked_to_log_in(self):
        self.authenticate(None, None)
        response = self.url_open("/odoo/crosstech")
        self.assertIn("/web/login", response.url)
