"""Territories: which may stand side by side, who changes them, what stays when orders refer to them."""

import threading
from datetime import date, timedelta

import psycopg2

from odoo import api
from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .territory_common import TerritoryCommon

JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestTerritory(TerritoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(mute_logger("odoo.sql_db"))  # refusals of the database are what is tested here

    def _count(self):
        return self.env["crosstech.territory"].with_context(active_test=False).search_count([])

    def _assert_refused(self, *args, reason="with Toko Celebes Uji", **values):
        before = self._count()
        with self.assertRaisesRegex(ValidationError, reason):
            self._create_territory(*args, **values)
        self.assertEqual(self._count(), before)

    def test_exclusive_territory_admits_nobody_in_around_or_inside_it(self):
        self._create_territory(self.pontianak)
        for region in (self.kalimantan_barat, self.pontianak, self.pontianak_selatan):
            for exclusive in (True, False):
                self._assert_refused(region, self.borneo, is_exclusive=exclusive)
        self.assertTrue(self._create_territory(self.makassar, self.borneo))

    def test_message_names_the_other_territory_its_reseller_and_its_dates(self):
        self._create_territory(self.pontianak, date_from=JANUARY, date_to=JUNE)
        with self.assertRaises(ValidationError) as refused:
            self._create_territory(self.kalimantan_barat, self.borneo, date_from=JUNE)
        for text in ("Kota Pontianak", "Toko Celebes Uji", "01/01/2026", "06/30/2026"):
            self.assertIn(text, str(refused.exception))

    def test_shared_territories_stand_side_by_side(self):
        self._create_territory(self.pontianak, is_exclusive=False)
        other = self._create_territory(self.pontianak, self.borneo, is_exclusive=False)
        nested = self._create_territory(self.kalimantan_barat, self.borneo, is_exclusive=False)
        self.assertTrue(other and nested)
        self._assert_refused(self.pontianak_selatan, self.borneo, is_exclusive=True, reason="with (Toko|Borneo)")

    def test_one_reseller_has_a_region_once_at_a_time(self):
        self._create_territory(is_exclusive=False, date_from=JANUARY, date_to=JUNE)
        self._assert_refused(is_exclusive=False, date_from=JUNE)
        self.assertTrue(self._create_territory(is_exclusive=False, date_from=JUNE + timedelta(days=1)))

    def test_own_city_inside_own_province_has_its_own_policy(self):
        self._create_territory(is_exclusive=False)
        city = self._create_territory(self.pontianak, is_exclusive=False, policy="hand_over")
        Territory = self.env["crosstech.territory"]
        self.assertEqual(Territory._of_region(self.pontianak_selatan), city)
        self.assertEqual(Territory._of_region(self.kalimantan_barat).policy, "credit")
        self.assertFalse(Territory._of_region(self.mariso))

    def test_next_one_begins_the_day_after_and_not_on_the_last_day(self):
        first = self._create_territory(date_from=JANUARY, date_to=JUNE)
        self._assert_refused(reseller=self.borneo, date_from=JUNE)
        self._create_territory(reseller=self.borneo, date_from=JUNE + timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "with Borneo Uji"):
            first.date_to = JUNE + timedelta(days=1)
        self.assertEqual(first.date_to, JUNE)

    def test_similar_codes_do_not_overlap(self):
        near = self._create_region("T22", "Provinsi Mirip Uji")
        self._create_territory(self.kalimantan_barat)
        self.assertTrue(self._create_territory(near, self.borneo))

    def test_archived_one_is_not_in_the_way(self):
        first = self._create_territory()
        first.active = False
        self._create_territory(reseller=self.borneo)
        with self.assertRaisesRegex(ValidationError, "with Borneo Uji"):
            first.active = True
        self.assertFalse(first.active)

    def test_another_company_has_its_own_map(self):
        self._create_territory()
        other = self.env["res.company"].create({"name": "Perusahaan Lain Uji"})
        self.assertTrue(self._create_territory(reseller=self.borneo, company_id=other.id))

    def test_two_sessions_saving_at_once_end_in_one_territory(self):
        with self.registry._db.cursor() as setup:
            env = api.Environment(setup, api.SUPERUSER_ID, {})
            grade = env["res.partner.grade"].create({"name": "Uji"})
            reseller = env["res.partner"].create({"name": "Serentak Uji", "is_company": True, "grade_id": grade.id})
            region = env["crosstech.region"].create(
                {"code": "T9", "name": "Serentak", "level": "province", "timezone": "Asia/Jakarta"}
            )
            setup.commit()
            try:
                self._save_in_two_sessions(region.id, reseller.id)
            finally:
                setup.rollback()
                setup.execute("DELETE FROM crosstech_territory WHERE region_id = %s", [region.id])
                setup.execute("DELETE FROM crosstech_region WHERE id = %s", [region.id])
                setup.execute("DELETE FROM crosstech_reseller_membership WHERE partner_id = %s", [reseller.id])
                setup.execute("DELETE FROM res_partner WHERE id = %s", [reseller.id])
                setup.execute("DELETE FROM res_partner_grade WHERE id = %s", [grade.id])
                setup.commit()

    def _save_in_two_sessions(self, region_id, reseller_id):
        values = {
            "region_id": region_id, "reseller_id": reseller_id, "date_from": JANUARY, "policy": "keep",
            "company_id": self.company.id, "accept_hours": 24,
        }  # fmt: skip
        with self.registry._db.cursor() as first, self.registry._db.cursor() as second:
            one, other = (api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True}) for cr in (first, second))
            self.assertFalse(other["crosstech.territory"].search_count([("region_id", "=", region_id)]))
            one["crosstech.territory"].create(values)  # not committed yet: the other session waits for it
            threading.Timer(0.3, first.commit).start()
            with self.assertRaisesRegex(ValidationError, "with Serentak Uji from 01/01/2026 to no end"):
                retrying(lambda: other["crosstech.territory"].create(values), other)
            second.rollback()
            self.assertEqual(other["crosstech.territory"].search_count([("region_id", "=", region_id)]), 1)

    def test_only_the_operational_manager_changes_territories(self):
        territory = self._create_territory()
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.assertRaises(AccessError, msg=role):
                territory.with_user(self.users[role]).policy = "keep"
        self.assertEqual(territory.policy, "credit")
        territory.with_user(self.users["operational_manager"]).policy = "keep"
        self.assertEqual(territory.policy, "keep")

    def test_territory_goes_to_a_reseller_and_nobody_else(self):
        contact = self.env["res.partner"].create({"name": "Kontak", "parent_id": self.celebes.id})
        for partner in (self.buyer, contact):
            self._assert_refused(reseller=partner, reason="is not a reseller")

    def test_impossible_values_are_refused(self):
        check = psycopg2.errors.CheckViolation
        cases = (
            ({"date_from": JUNE, "date_to": JANUARY}, check),
            ({"credit_percent": 0}, ValidationError),
            ({"credit_percent": 101}, check),
            ({"credit_percent": -1}, check),
            ({"policy": "hand_over", "accept_hours": 0}, check),
            ({"policy": "hand_over", "accept_hours": 721}, check),
        )
        before = self._count()
        for values, error in cases:
            with self.subTest(values), self.assertRaises(error), self.env.cr.savepoint():
                self._create_territory(**values)
        self.assertEqual(self._count(), before)

    def test_state_follows_the_days(self):
        tomorrow, yesterday = self.today + timedelta(days=1), self.today - timedelta(days=1)
        self.assertEqual(self._create_territory(self.gambir, date_from=tomorrow).state, "upcoming")
        self.assertEqual(self._create_territory(self.mariso, date_to=self.today).state, "running")
        ended = self._create_territory(self.pontianak, date_from=yesterday, date_to=yesterday)
        self.assertEqual(ended.state, "ended")
