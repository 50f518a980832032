"""Who of a reseller's company may do what, and who may change it."""

from odoo.exceptions import AccessDenied, AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.reseller_team import FOUNDER, NEWCOMER, Rights
from .reseller_common import ResellerCommon


@tagged("post_install", "-at_install")
class TestResellerTeam(ResellerCommon):
    def test_the_first_user_of_a_company_leads_it_and_the_next_asks_for_approval(self):
        self.assertEqual(self._member(self.boss)._get_rights(), FOUNDER)
        newcomer = self._create_person("newcomer")
        self.assertEqual(self._member(newcomer)._get_rights(), NEWCOMER)
        self.assertEqual(self._member(newcomer).reseller_id, self.shop)

    def test_a_buyer_is_in_no_team_and_asking_costs_no_query(self):
        buyer = self._create_user("buyer")
        self.assertIsNone(buyer._get_reseller_rights())
        with self.assertQueryCount(0):
            self.assertIsNone(buyer._get_reseller_rights())

    def test_an_admin_invites_a_colleague_who_gets_a_portal_user_and_a_mail(self):
        self._login(self.boss)
        mails = self.env["mail.mail"].search_count([])
        answer = self._post(
            "/my/team/invite", name="Wati Baru", email="Wati@Example.com", may_order="1", sees_prices="1",
            approval_limit="Rp 2.500.000",
        )  # fmt: skip
        self.assertEqual(answer.headers["Location"].split("/my/team")[1], "?done=invited")
        user = self.env["res.users"].search([("login", "=", "wati@example.com")])
        self.assertEqual(user.partner_id.parent_id, self.shop)
        self.assertTrue(user.has_group("crosstech_sale.group_reseller"))
        self.assertEqual(self._member(user)._get_rights(), Rights(True, 2_500_000, True, False, False))
        self.assertGreater(self.env["mail.mail"].search_count([]), mails)

    def test_bad_invitations_create_nobody_and_keep_what_was_typed(self):
        self._login(self.boss)
        before = self.env["res.users"].with_context(active_test=False).search_count([])
        for name, email, limit, said in (
            ("", "a@example.com", "0", "name and an e-mail"),
            ("Ani", "no address", "0", "name and an e-mail"),
            ("Ani", "rival", "0", "name and an e-mail"),
            ("Ani", "CHIEF", "0", "name and an e-mail"),
            ("Ani", "ani@example.com", "-5", "whole amount"),
            ("Ani", "ani@example.com", "banyak", "whole amount"),
            ("Ani", "ani@example.com", "9" * 40, "whole amount"),
            ("<b>Ani</b>", "x", "0", "name and an e-mail"),
        ):
            page = self._post("/my/team/invite", name=name, email=email, approval_limit=limit, sees_prices="1")
            self.assertEqual(page.status_code, 200)
            self.assertIn(said, page.text, (name, email, limit))
            self.assertNotIn("<b>Ani</b>", page.text)
        self.assertEqual(self.env["res.users"].with_context(active_test=False).search_count([]), before)

    def test_an_address_that_has_an_account_is_not_taken_over(self):
        self.rival.login = "saingan@example.com"
        self._login(self.boss)
        page = self._post("/my/team/invite", name="Ani", email="Saingan@example.com", may_order="1")
        self.assertIn("cannot be invited", page.text)
        self.assertNotEqual(self.rival.partner_id.commercial_partner_id, self.shop)

    def test_nobody_raises_himself_nor_gives_more_than_he_has(self):
        self._member(self.chief).is_admin = True
        member, before = self._member(self.seller), self._member(self.seller)._get_rights()
        own = self._member(self.chief)._get_rights()
        self._login(self.chief)
        for target, data in (
            (self.chief, {"approval_limit": "6000000", "is_admin": "1", "may_order": "1", "sees_prices": "1"}),
            (self.chief, {"has_no_limit": "1", "is_admin": "1", "may_order": "1", "sees_prices": "1"}),
            (self.seller, {"has_no_limit": "1", "may_order": "1", "sees_prices": "1"}),
            (self.seller, {"approval_limit": "5000001", "may_order": "1", "sees_prices": "1"}),
        ):
            page = self._post(f"/my/team/{self._member(target).id}/rights", **data)
            self.assertIn("more rights than he has", page.text)
        self.assertEqual((member._get_rights(), self._member(self.chief)._get_rights()), (before, own))
        self._post(f"/my/team/{member.id}/rights", approval_limit="5000000", may_order="1", sees_prices="1")
        self.assertEqual(member.approval_limit, 5_000_000)

    def test_only_an_admin_changes_rights(self):
        self._login(self.seller)
        before = self._member(self.clerk)._get_rights()
        self.assertNotIn("/my/team/invite", self.url_open("/my/team").text)
        for url, data in (
            (f"/my/team/{self._member(self.clerk).id}/rights", {"sees_prices": "1"}),
            (f"/my/team/{self._member(self.seller).id}/rights", {"is_admin": "1"}),
            (f"/my/team/{self._member(self.clerk).id}/remove", {}),
            ("/my/team/invite", {"name": "Ani", "email": "ani@example.com"}),
        ):
            self.assertIn("Only a team admin", self._post(url, **data).text, url)
        self.assertEqual(self._member(self.clerk)._get_rights(), before)
        self.assertFalse(self._member(self.seller).is_admin)
        self.assertTrue(self.clerk.active)
        self.assertFalse(self.env["res.users"].search([("login", "=", "ani@example.com")]))

    def test_the_team_of_another_company_is_out_of_reach(self):
        self._login(self.rival)
        before = self._member(self.seller)._get_rights()
        self.assertNotIn("Seller", self.url_open("/my/team").text)
        for step in ("rights", "remove"):
            page = self._post(f"/my/team/{self._member(self.seller).id}/{step}", is_admin="1", sees_prices="1")
            self.assertIn("not in your team", page.text)
        self.assertEqual(self._member(self.seller)._get_rights(), before)
        self.assertTrue(self.seller.active)

    def test_the_last_admin_stays(self):
        self._login(self.boss)
        member = self._member(self.boss)
        self.assertIn("at least one team admin", self._post(f"/my/team/{member.id}/rights", sees_prices="1").text)
        self.assertIn("at least one team admin", self._post(f"/my/team/{member.id}/remove").text)
        self.assertTrue(member.is_admin)
        with self.assertRaises(ValidationError):
            member.with_user(self.users["operational_manager"]).is_admin = False

    def test_who_approves_must_see_prices(self):
        self._login(self.boss)
        page = self._post(f"/my/team/{self._member(self.clerk).id}/rights", approval_limit="100", may_order="1")
        self.assertIn("must see prices", page.text)
        self.assertEqual(self._member(self.clerk).approval_limit, 0)

    def test_who_leaves_while_his_cart_is_open_loses_cart_and_access(self):
        self._login(self.seller)
        self._add_to_cart(2)
        cart = self.env["sale.order"].search([("partner_id", "=", self.seller.partner_id.id), ("state", "=", "draft")])
        waiting = self._waiting_order()
        session = self.session
        self._member(self.seller)._remove(self._member(self.boss))
        self.assertFalse(cart.exists())
        self.assertFalse(self.seller.active)
        self.assertFalse(self._member(self.seller))
        self.assertEqual((waiting.partner_id, waiting.approval_asked_by_id), (self.boss.partner_id, self.boss))
        self.assertEqual(waiting.approval_state, "waiting")
        self.env.flush_all()
        self.session = session
        self.assertIn("/web/login", self.url_open("/my/orders", allow_redirects=False).headers.get("Location", ""))
        self.assertEqual(self.url_open("/shop/cart").status_code, 200)

    def test_who_was_removed_can_be_told_so_and_cannot_log_in(self):
        self._login(self.boss)
        self._post(f"/my/team/{self._member(self.seller).id}/remove")
        self.assertFalse(self.seller.active)
        with self.assertRaises(AccessDenied), mute_logger("odoo.addons.base.models.res_users"):
            self._login(self.seller)

    def test_the_operational_manager_sets_a_team_and_other_staff_do_not(self):
        member = self._member(self.seller)
        member.with_user(self.users["operational_manager"]).approval_limit = 750_000
        self.assertEqual(member.approval_limit, 750_000)
        for role in ("director", "marketing_manager", "finance_manager", "inventory"):
            with self.assertRaises(AccessError):
                member.with_user(self.users[role]).approval_limit = 1
        self.assertEqual(member.approval_limit, 750_000)

    def test_people_of_the_portal_read_no_rights_over_the_network(self):
        for user in (self.boss, self.seller, self.rival):
            with self.assertRaises(AccessError):
                self._member(self.seller).with_user(user).read(["approval_limit"])

    def test_two_admins_cannot_take_each_other_out_to_the_last(self):
        self._member(self.chief).write({"is_admin": True})
        self._member(self.boss)._remove(self._member(self.chief))
        with self.assertRaises(UserError):
            self._member(self.chief)._remove(self._member(self.chief))
        self.assertTrue(self.chief.active)
