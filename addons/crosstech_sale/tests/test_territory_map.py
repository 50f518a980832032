"""The map: who serves where, and where buyers order that nobody serves."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .territory_common import TerritoryCommon


@tagged("post_install", "-at_install")
class TestTerritoryMap(TerritoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crosstech.territory"].search([]).active = False
        cls.province = cls.env["crosstech.region"].search([("code", "=", "61")]) or cls._create_region(
            "61", "Kalbar Uji"
        )
        cls.city = cls.env["crosstech.region"].search([("code", "=", "61.71")]) or cls._create_region(
            "61.71", "Kota Uji", cls.province
        )
        cls.district = cls.env["crosstech.region"].search([("code", "=", "61.71.01")]) or cls._create_region(
            "61.71.01", "Kecamatan Uji", cls.city
        )

    def _map(self):
        self.company.invalidate_recordset()
        return str(self.company.with_user(self.users["operational_manager"]).territory_map)

    def test_province_of_one_reseller_has_his_colour_and_his_name(self):
        self.assertIn("nobody serves here", self._map())
        self._create_territory(self.province)
        colour = self.env["crosstech.territory"]._map_colours()[self.celebes.id]
        page = self._map()
        self.assertIn(f'fill="{colour}"', page)
        self.assertIn(f"{self.province.name}: Toko Celebes Uji", page)

    def test_ended_and_upcoming_territories_are_not_on_the_map(self):
        self._create_territory(self.province, date_from="2020-01-01", date_to="2020-12-31")
        self._create_territory(self.province, date_from="2099-01-01")
        self.assertNotIn("Toko Celebes Uji", self._map())

    def test_orders_from_places_that_nobody_serves_are_counted_on_the_province_and_in_the_list(self):
        before = self.env["crosstech.territory"]._unserved_orders()
        buyer = self._create_buyer(region=self.district)
        self._create_sent_order(buyer)
        self._create_sent_order(buyer)._action_cancel()
        gaps = self.env["crosstech.territory"]._unserved_orders()
        for code in ("61", "61.71", "61.71.01"):
            self.assertEqual(gaps[code] - before[code], 1)
        self.assertIn(self.city.display_name, self._map())
        self._create_territory(self.city)
        self.assertFalse(self.env["crosstech.territory"]._unserved_orders()["61.71"])

    def test_coverage_is_served_in_part_or_free_and_can_be_searched(self):
        self._create_territory(self.city)
        found = {
            region: region.territory_coverage for region in (self.province, self.city, self.district, self.makassar)
        }
        self.assertEqual(list(found.values()), ["part", "served", "served", "free"])
        for region, state in found.items():
            for value in ("served", "part", "free"):
                domain = [("territory_coverage", "=", value), ("id", "=", region.id)]
                self.assertEqual(
                    bool(self.env["crosstech.region"].search(domain)), value == state, (region.name, value)
                )
        self.assertEqual(self.province.territory_reseller_ids, self.celebes)

    def test_page_of_a_province_lists_its_cities_with_their_resellers(self):
        self._create_territory(self.city)
        page = str(self.province.with_user(self.users["operational_manager"]).territory_overview)
        self.assertIn(self.city.name, page)
        self.assertIn("Toko Celebes Uji", page)
        action = self.province.action_assign_territory()
        self.assertEqual(action["context"], {"default_region_id": self.province.id})

    def test_inventory_and_customers_do_not_see_the_map(self):
        for user in (self.users["inventory"], self._create_user("reseller")):
            with self.assertRaises(AccessError):
                self.company.with_user(user).read(["territory_map"])


@tagged("post_install", "-at_install")
class TestTerritoryTransfer(TerritoryCommon):
    def _transfer(self, territory, **values):
        wizard = self.env["crosstech.territory.transfer"].with_user(self.users["operational_manager"])
        values = {"reseller_id": self.borneo.id, "date": self.today, "territory_ids": [(6, 0, territory.ids)], **values}
        return wizard.create(values).action_transfer()

    def _all(self):
        return self.env["crosstech.territory"].search([], order="id")

    def test_one_ends_the_day_before_and_the_next_begins(self):
        territory = self._create_territory(date_from="2026-01-01", date_to="2099-12-31")
        order = self._create_sent_order()
        self._transfer(territory)
        following = self._all()[-1]
        self.assertEqual((self.today - territory.date_to).days, 1)
        self.assertEqual((following.reseller_id, following.date_from), (self.borneo, self.today))
        self.assertEqual((str(following.date_to), following.policy), ("2099-12-31", "credit"))
        self.assertEqual(territory.reseller_id, self.celebes)
        self.assertEqual((order.territory_id, order.territory_reseller_id), (territory, self.celebes))
        self.assertEqual(self._create_sent_order().territory_reseller_id, self.borneo)

    def test_both_resellers_are_told(self):
        self._transfer(self._create_territory(date_from="2026-01-01"))
        notices = self.env["crosstech.notification"].search([("partner_id", "in", (self.celebes | self.borneo).ids)])
        self.assertEqual(notices.partner_id, self.celebes | self.borneo)

    def test_several_go_together_with_a_new_policy_or_none_does(self):
        first = self._create_territory(self.pontianak, date_from="2026-01-01")
        second = self._create_territory(self.makassar, date_from="2026-01-01", date_to="2026-02-01")
        before = self._snapshot(self._all(), ["reseller_id", "date_to", "policy"])
        with self.assertRaisesRegex(Exception, "ends before"):
            self._transfer(first | second)
        self.assertEqual(self._snapshot(self._all(), ["reseller_id", "date_to", "policy"]), before)
        second.date_to = False
        self._transfer(first | second, policy="keep")
        self.assertEqual(self._all()[-2:].mapped("policy"), ["keep", "keep"])

    @mute_logger("odoo.sql_db")  # the database refuses some of them
    def test_impossible_transfers_change_nothing(self):
        territory = self._create_territory(date_from=self.today)
        shared = self._create_territory(self.makassar, date_from="2026-01-01", is_exclusive=False)
        self._create_territory(self.makassar, self.borneo, date_from="2026-01-01", is_exclusive=False)
        before = self._snapshot(self._all(), ["reseller_id", "date_to"])
        cases = (
            (territory, {}, "begins on that day"),
            (shared, {"reseller_id": self.celebes.id}, "already"),
            (shared, {"reseller_id": self.buyer.id}, "not a reseller"),
            (shared, {}, "is with Borneo Uji"),
        )
        for one, values, reason in cases:
            with self.subTest(reason), self.assertRaisesRegex(Exception, reason), self.env.cr.savepoint():
                self._transfer(one, **values)
            self.assertEqual(self._snapshot(self._all(), ["reseller_id", "date_to"]), before)

    def test_only_the_operational_manager_transfers(self):
        territory = self._create_territory(date_from="2026-01-01")
        for role in ("director", "marketing_manager", "finance_manager"):
            with self.assertRaises(AccessError, msg=role):
                self.env["crosstech.territory.transfer"].with_user(self.users[role]).create(
                    {"reseller_id": self.borneo.id, "territory_ids": [(6, 0, territory.ids)]}
                )
        self.assertFalse(territory.date_to)
