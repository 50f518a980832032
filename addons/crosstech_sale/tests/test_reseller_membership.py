"""A membership gives level, role and prices, and takes them away: by hand, by button, by the clock."""

from datetime import date, timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .programme_common import ProgrammeCommon


@freeze_time("2026-11-25 05:00:00")
@tagged("post_install", "-at_install")
class TestResellerMembership(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_user("buyer", login="anggota", email="anggota@example.com")
        cls.reseller = cls.user.partner_id
        cls.reseller.write({"country_id": cls.env.ref("base.id").id, "lang": "en_US"})
        cls.membership = cls.env["crosstech.reseller.membership"]._open(cls.reseller, cls.silver)

    def _cart(self):
        website = self.env["website"].get_current_website()
        pricelist = self.reseller.property_product_pricelist.id
        return self._create_order(
            self.reseller, self.product, website_id=website.id, pricelist_id=pricelist, user_id=False
        )

    def _state(self):
        self.membership.invalidate_recordset()
        return self.membership.read(["state", "date_to", "reason", "grade_id"]), self.reseller.grade_id

    def _managed(self):
        return self._as(self.membership, "operational_manager")

    def _told(self):
        return self.env["crosstech.notification"].search([("partner_id", "=", self.reseller.id)])

    # === BY HAND === #

    def test_a_level_given_by_hand_opens_a_membership_of_the_usual_length(self):
        partner = self._create_buyer(grade_id=self.gold.id)
        membership = partner.membership_ids
        self.assertEqual((membership.state, membership.grade_id), ("active", self.gold))
        self.assertEqual(membership.date_to, date(2027, 11, 24))

    def test_another_level_by_hand_follows_the_old_membership_and_keeps_its_end(self):
        self.membership.date_to = date(2027, 3, 1)
        self.reseller.grade_id = self.gold
        new = self.reseller.membership_ids - self.membership
        self.assertEqual((self.membership.state, new.state, new.grade_id), ("ended", "active", self.gold))
        self.assertEqual(new.date_to, date(2027, 3, 1))

    def test_a_level_taken_by_hand_ends_the_membership(self):
        self.reseller.grade_id = False
        self.assertEqual((self.membership.state, self.membership.closed_date), ("ended", date(2026, 11, 25)))

    def test_making_a_buyer_a_reseller_by_button_opens_a_membership(self):
        buyer = self._create_buyer()
        self._as(buyer, "operational_manager").action_make_reseller()
        self.assertEqual(buyer.membership_ids.grade_id, buyer.grade_id)
        self.assertTrue(buyer.grade_id.default_pricelist_id, "A first level without prices would be none")
        self.assertEqual(buyer.membership_ids.state, "active")

    def test_the_same_level_again_changes_nothing(self):
        before = self._state()
        self.reseller.grade_id = self.silver
        self.assertEqual(self._state(), before)
        self.assertEqual(len(self.reseller.membership_ids), 1)

    def test_members_from_before_get_their_membership_once(self):
        partner = self._create_buyer(grade_id=self.gold.id)
        partner.membership_ids.unlink()
        for _time in range(2):
            self.env["crosstech.reseller.membership"]._open_missing()
        self.assertEqual(partner.membership_ids.mapped("state"), ["active"])

    def test_the_database_refuses_a_second_open_membership(self):
        values = {"partner_id": self.reseller.id, "grade_id": self.gold.id, "date_from": "2026-11-25"}
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env["crosstech.reseller.membership"].create(values)

    # === BY BUTTON === #

    def test_suspending_takes_role_and_prices_and_tells_why(self):
        cart = self._cart()
        self.assertEqual(cart.order_line.price_unit * (1 - cart.order_line.discount / 100), 90_000)
        self._managed()._suspend("NIB kedaluwarsa")
        self.assertEqual(self.membership.state, "suspended")
        self.assertFalse(self.reseller.grade_id)
        self.assertFalse(self.user.has_group("crosstech_sale.group_reseller"))
        self.assertEqual(self._price(self.reseller), 100_000)
        self.assertEqual(cart.order_line.price_unit * (1 - cart.order_line.discount / 100), 100_000)
        self.assertTrue(cart.shop_warning)
        self.assertIn("NIB kedaluwarsa", self._told()[:1].body)

    def test_resuming_gives_everything_back(self):
        self._managed()._suspend("NIB kedaluwarsa")
        self._managed().action_resume()
        self.assertEqual((self.membership.state, self.reseller.grade_id), ("active", self.silver))
        self.assertEqual(self._price(self.reseller), 90_000)
        self.assertTrue(self.user.has_group("crosstech_sale.group_reseller"))

    def test_what_is_ordered_keeps_its_price(self):
        order = self._cart()
        order.action_confirm()
        self._managed()._end("Toko tutup")
        self.assertEqual(order.order_line.price_unit * (1 - order.order_line.discount / 100), 90_000)

    def test_renewing_before_the_end_loses_no_day(self):
        self.membership.write({"date_to": date(2026, 12, 20), "reminded_days": 30})
        self._managed().action_renew()
        self.assertEqual((self.membership.date_to, self.membership.reminded_days), (date(2027, 12, 20), 0))
        self.assertEqual(len(self.reseller.membership_ids), 1)

    def test_renewing_after_the_end_begins_a_new_membership(self):
        self.membership.write({"date_from": date(2025, 11, 1), "date_to": date(2026, 10, 31)})
        self.membership._expire()
        self.assertFalse(self.reseller.grade_id)
        self._managed().action_renew()
        new = self.reseller.membership_ids - self.membership
        self.assertEqual((self.membership.state, new.state, new.date_from), ("expired", "active", date(2026, 11, 25)))
        self.assertEqual(new.opened_by_id, self.manager)
        self.assertEqual(self.reseller.grade_id, self.silver)
        with self.assertRaises(UserError):
            self._managed().action_renew()

    def test_ending_needs_a_reason(self):
        before = self._state()
        for reason in ("", "    ", "abc"):
            with self.assertRaises(UserError):
                self._managed()._end(reason)
        self.assertEqual(self._state(), before)

    def test_only_the_operational_manager_changes_a_membership(self):
        before = self._state()
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            other = self._as(self.membership, role)
            for step in (
                lambda one: one._suspend("Tanpa alasan"),
                lambda one: one._end("Tanpa alasan"),
                lambda one: one.action_renew(),
                lambda one: one.write({"date_to": "2030-01-01"}),
            ):
                with self.assertRaises(UserError, msg=role):
                    step(other)
        with self.assertRaises(AccessError):
            self.membership.with_user(self.user).action_renew()
        with self.assertRaises(AccessError):
            self._managed().write({"date_to": "2030-01-01"})
        self.assertEqual(self._state(), before)

    # === BY THE CLOCK === #

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_follow_up_memberships").method_direct_trigger()
        self.env.invalidate_all()

    def test_reminders_come_30_and_7_days_before_and_once(self):
        told = []
        for days in (31, 30, 29, 7, 7, 1):
            self.membership.date_to = date(2026, 11, 25) + timedelta(days=days)
            before = len(self._told())
            self._run_cron()
            told.append(len(self._told()) - before)
        self.assertEqual(told, [0, 1, 0, 1, 0, 0])
        self.assertEqual(self.membership.activity_ids.user_id, self.manager)

    def test_one_membership_that_fails_does_not_keep_the_others(self):
        other = self.env["res.partner"].create({"name": "Toko Lain Uji", "is_company": True})
        second = self.env["crosstech.reseller.membership"]._open(other, self.membership.grade_id)
        both, broken = self.membership | second, second.id
        both.write({"date_from": date(2026, 1, 1), "date_to": date(2026, 11, 1)})
        genuine = type(second)._give_level

        def give_level(membership, grade):
            if membership.id == broken:
                raise ValueError("broken record")
            return genuine(membership, grade)

        logger = "odoo.addons.crosstech_sale.models.scheduled_work"
        with patch.object(type(second), "_give_level", give_level), self.assertLogs(logger, "WARNING"):
            self._run_cron()
        self.assertEqual((self.membership.state, second.state), ("expired", "active"))
        self._run_cron()
        self.assertEqual(second.state, "expired", "Mended, it is made good at the next run")

    def test_the_last_day_still_counts_and_the_next_one_ends_it(self):
        self.membership.write({"date_from": date(2025, 11, 26), "date_to": date(2026, 11, 25), "reminded_days": 7})
        cart = self._cart()
        self._run_cron()
        self.assertEqual(self.membership.state, "active")
        with freeze_time("2026-11-25 17:30:00"):  # 00:30 the next day in Jakarta
            self._run_cron()
        self.assertEqual((self.membership.state, self.reseller.grade_id.ids), ("expired", []))
        self.assertEqual(self._price(self.reseller), 100_000)
        self.assertEqual(cart.order_line.price_unit * (1 - cart.order_line.discount / 100), 100_000)
        self.assertIn("expired", self._told()[:1].title)
        self.assertEqual(self.membership.activity_ids.user_id, self.manager)
