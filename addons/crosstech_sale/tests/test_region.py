"""Regions: found as people write them, kept when used, taken over from a list."""

import base64
import os
from ast import literal_eval
from pathlib import Path

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CrosstechCommon

NATIONAL_LIST = Path(os.environ.get("CROSSTECH_REGIONS") or ".local/npm/node_modules/idn-area-data/data")


@tagged("post_install", "-at_install")
class TestRegion(CrosstechCommon):
    def _found(self, words):
        return self.env["crosstech.region"].browse(row[0] for row in self.env["crosstech.region"].name_search(words))

    def test_every_word_of_a_search_counts_wherever_it_stands(self):
        self.assertEqual(self._found("pontianak selatan kalimantan barat uji"), self.pontianak_selatan)
        self.assertEqual(self._found("UJI gambir"), self.gambir)
        self.assertIn(self.pontianak_selatan, self._found("T2.71"))

    def test_an_alias_of_a_wider_region_is_found_too(self):
        self.env["crosstech.region.alias"].create({"name": "Kal.Bar-Uji", "region_id": self.kalimantan_barat.id})
        self.assertEqual(self._found("pontianak selatan kal bar uji"), self.pontianak_selatan)

    def test_odd_searches_find_nothing_and_do_no_harm(self):
        for words in ("%", "_", "'; DROP TABLE crosstech_region; --", "pontianak makassar uji", "\\"):
            self.assertFalse(self._found(words) & (self.pontianak_selatan | self.mariso), words)

    def test_an_alias_is_stored_in_its_normal_form(self):
        alias = self.env["crosstech.region.alias"].create({"name": "Kab. MAMUJU-Utara", "region_id": self.makassar.id})
        self.assertEqual(alias.name, "kabupaten mamuju utara")

    def test_written_names_resolve_to_the_district_or_else_the_city(self):
        Region = self.env["crosstech.region"]
        province = "Sulawesi Selatan Uji"
        self.assertEqual(Region._resolve(province, "Makassar", "Kec. MARISO")[0], self.mariso)
        self.assertEqual(Region._resolve(province, "Kota Makassar", "Nowhere at all")[0], self.makassar)
        self.assertFalse(Region._resolve("Jakarta Uji", "Kota Atlantis", "Mariso")[0])

    def test_archived_regions_are_not_found(self):
        self.mariso.active = False
        region, _candidates = self.env["crosstech.region"]._resolve("Sulawesi Selatan Uji", "Makassar", "Mariso")
        self.assertEqual(region, self.makassar)

    def test_a_region_stands_directly_below_the_next_wider_level(self):
        with self.assertRaises(ValidationError):
            self._create_region("T9.01.01", "Wrong", self.jakarta)

    def test_a_used_district_is_not_deleted_but_offered_for_archiving(self):
        buyer = self._create_buyer(region=self.mariso)
        with self.assertRaises(RedirectWarning) as refused:
            self.mariso.unlink()
        self.assertIn("Mariso", refused.exception.args[0])
        self.assertTrue(self.mariso.exists().active)
        action = self.env["ir.actions.server"].browse(refused.exception.args[1])
        action.with_context(**refused.exception.args[3]).run()
        self.assertFalse(self.mariso.active)
        self.assertEqual(buyer.region_id, self.mariso)
        self.assertTrue(buyer.is_district_missing)

    def test_a_district_with_a_courier_price_is_not_deleted(self):
        line = self.env["ir.model.fields"].search(
            [("relation", "=", "crosstech.region"), ("model", "=", "crosstech.courier.tariff.line")], limit=1
        )
        self.assertTrue(line, "price lists refer to regions")
        tariff = self.env["crosstech.courier.tariff"].create(
            {
                "courier_id": self.env["crosstech.courier"].search([], limit=1).id,
                "origin_id": self.gambir.id,
                "valid_from": "2026-01-01",
            }
        )
        with self.assertRaises(RedirectWarning):
            self.gambir.unlink()
        self.assertEqual(tariff.origin_id, self.gambir)

    def test_an_unused_district_is_deleted(self):
        district = self._create_region("T3.71.99", "Unused", self.makassar)
        district.unlink()
        self.assertFalse(district.exists())

    def test_archiving_a_city_takes_its_districts_along(self):
        self.makassar.active = False
        self.assertFalse(self.mariso.active)

    def test_operational_manager_maintains_regions_and_others_only_read(self):
        values = {"name": "Panakkukang", "code": "T3.71.09", "level": "district", "parent_id": self.makassar.id}
        values |= {"timezone": "Asia/Makassar"}
        Region = self.env["crosstech.region"]
        self.assertTrue(Region.with_user(self.users["operational_manager"]).create(values))
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            self.assertTrue(self.gambir.with_user(self.users[role]).name)
            with self.assertRaises(AccessError):
                Region.with_user(self.users[role]).create({**values, "code": f"T3.71.{len(role)}"})

    def test_a_city_counts_the_customers_of_its_districts(self):
        self._create_buyer(region=self.mariso)
        self.assertEqual(self.makassar.partner_count, 1)
        self.assertEqual(
            self.env["res.partner"].search(self.makassar.action_view_partners()["domain"]).region_id, self.mariso
        )


@tagged("post_install", "-at_install")
class TestRegionImport(CrosstechCommon):
    LIST = "code,name\n00,Provinsi Uji\n00.01,Kabupaten Uji\n00.01.01,Satu\n00.01.02,Dua\n"

    def _wizard(self, text, user=None, **values):
        data = base64.b64encode(text.encode() if isinstance(text, str) else text)
        Import = self.env["crosstech.region.import"].with_user(user or self.users["operational_manager"])
        return Import.create({"file": data, "filename": "list.csv", **values})

    def _stored(self):
        regions = self.env["crosstech.region"].with_context(active_test=False).search([("code", "=like", "00%")])
        return {region.code: (region.name, region.active) for region in regions}

    def test_preview_tells_and_changes_nothing(self):
        wizard = self._wizard(self.LIST)
        wizard.action_preview()
        self.assertIn("New: 4", wizard.summary)
        self.assertEqual(self._stored(), {})

    def test_import_creates_then_renames_then_archives(self):
        self._wizard(self.LIST).action_import()
        self.assertEqual(self._stored()["00.01.02"], ("Dua", True))
        newer = self.LIST.replace("Satu", "Satoe").replace("00.01.02,Dua\n", "00.01.03,Tiga\n")
        self._wizard(newer).action_import()
        stored = self._stored()
        self.assertEqual(stored["00.01.01"], ("Satoe", True))
        self.assertEqual(stored["00.01.02"], ("Dua", False))
        self.assertEqual(stored["00.01.03"], ("Tiga", True))
        self._wizard(self.LIST).action_import()
        self.assertEqual(self._stored()["00.01.02"], ("Dua", True))

    def test_the_same_list_twice_changes_nothing(self):
        self._wizard(self.LIST).action_import()
        wizard = self._wizard(self.LIST)
        wizard.action_import()
        self.assertIn("Unchanged: 4", wizard.summary)
        self.assertIn("New: 0", wizard.summary)

    def test_a_list_of_one_province_leaves_the_others_alone(self):
        self._wizard(self.LIST).action_import()
        self.assertTrue(self.gambir.active)

    def test_customers_of_a_gone_district_are_listed_for_repair(self):
        self._wizard(self.LIST).action_import()
        district = self.env["crosstech.region"].search([("code", "=", "00.01.02")])
        buyer = self._create_buyer(region=district)
        wizard = self._wizard(self.LIST.replace("00.01.02,Dua\n", ""))
        wizard.action_import()
        self.assertIn(buyer, wizard.repair_partner_ids)
        self.assertIn(buyer, self.env["res.partner"].search([("is_district_missing", "=", True)]))
        self.assertEqual(buyer.region_id, district)

    def test_addresses_follow_a_renamed_city(self):
        self._wizard(self.LIST).action_import()
        district = self.env["crosstech.region"].search([("code", "=", "00.01.01")])
        buyer = self._create_buyer(region=district)
        self._wizard(self.LIST.replace("Kabupaten Uji", "Kabupaten Baru")).action_import()
        self.assertEqual(buyer.city, "Kabupaten Baru")

    def test_files_that_are_no_list_are_refused_and_change_nothing(self):
        cases = (b"", b"\xff\xfe\0\0", "<html></html>", "code,name\nX,Y\n", "code,name\n00.01.01,No parents\n")
        for content in cases:
            with self.assertRaises(UserError):
                self._wizard(content).action_import()
        with self.assertRaises(UserError):
            self.env["crosstech.region.import"]._import_folder("no/such/folder")
        self.assertEqual(self._stored(), {})

    def test_a_name_with_markup_is_shown_as_text(self):
        wizard = self._wizard(self.LIST.replace("Satu", "<script>x</script>"))
        wizard.action_preview()
        self.assertNotIn("<script>", wizard.summary)

    def test_only_the_operational_manager_imports(self):
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.assertRaises(AccessError):
                self._wizard(self.LIST, user=self.users[role])

    def test_the_national_list_is_taken_over(self):
        if not NATIONAL_LIST.is_dir():
            self.skipTest(f"no national list at {NATIONAL_LIST}; set CROSSTECH_REGIONS")
        self.env["crosstech.region.import"]._import_folder(NATIONAL_LIST)
        again = self.env["crosstech.region.import"]._import_folder(NATIONAL_LIST)
        self.assertEqual({**again, "same": 0}, {"new": 0, "renamed": 0, "back": 0, "gone": 0, "same": 0})
        Region = self.env["crosstech.region"]
        real = [("code", "not =like", "T%")]
        self.assertEqual(Region.search_count([*real, ("level", "=", "province")]), 38)
        self.assertGreater(Region.search_count([*real, ("level", "=", "district")]), 7000)
        self.assertFalse(Region.search([*real, ("state_id", "=", False)]))
        region, _candidates = Region._resolve("Kalbar", "Pontianak", "Pontianak Selatan")
        self.assertEqual(region.code, "61.71.01")
        self.assertEqual(Region._resolve("", "Kab. Pontianak", "Sungai Kakap")[0].parent_id.name, "Kabupaten Kubu Raya")
        zones = {region.code: region.timezone for region in Region.search([*real, ("level", "=", "province")])}
        self.assertEqual((zones["61"], zones["73"], zones["91"]), ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))


@tagged("post_install", "-at_install")
class TestPartnerDistrict(CrosstechCommon):
    def test_city_province_and_country_follow_the_district(self):
        buyer = self._create_buyer(region=self.mariso, city="Wrong", state_id=self.jakarta.state_id.id)
        self.assertEqual((buyer.city, buyer.state_id), ("Kota Makassar", self.sulawesi_selatan.state_id))
        self.assertEqual(buyer.zip, "78121")
        buyer.region_id = self.gambir
        self.assertEqual((buyer.city, buyer.state_id), ("Kota Jakarta Pusat", self.jakarta.state_id))

    def test_an_address_that_moves_without_a_district_loses_it(self):
        for values in (
            {"city": "Kota Bandung"},
            {"state_id": self.jakarta.state_id.id},
            {"country_id": self.env.ref("base.sg").id, "state_id": False},
        ):
            buyer = self._create_buyer(region=self.mariso)
            buyer.write(values)
            self.assertFalse(buyer.region_id, values)

    def test_the_same_city_written_otherwise_keeps_the_district(self):
        buyer = self._create_buyer(region=self.mariso)
        buyer.write({"city": "makassar", "street": "Jalan Baru 2"})
        self.assertEqual(buyer.region_id, self.mariso)

    def test_a_contact_inherits_the_district_of_its_company(self):
        company = self._create_buyer(region=self.mariso, is_company=True)
        contact = self.env["res.partner"].create({"name": "Staf", "parent_id": company.id, "type": "contact"})
        self.assertEqual(contact.region_id, self.mariso)
        company.region_id = self.gambir
        self.assertEqual((contact.region_id, contact.city), (self.gambir, "Kota Jakarta Pusat"))

    def test_time_zone_is_that_of_the_district_else_of_the_company(self):
        self.assertEqual(self._create_buyer(region=self.mariso)._get_timezone(), "Asia/Makassar")
        abroad = self.env["res.partner"].create({"name": "Abroad", "country_id": self.env.ref("base.sg").id})
        self.assertEqual(abroad._get_timezone(), "Asia/Jakarta")

    def test_the_printed_address_names_the_district_before_the_city(self):
        buyer = self._create_buyer(region=self.mariso)
        self.assertIn("Mariso, Kota Makassar", buyer.contact_address)

    def test_taking_the_proposal_of_the_written_street_repairs_the_address(self):
        city = self._create_region("T3.72", "Kota Uji Coba", self.sulawesi_selatan)
        district = self._create_region("T3.72.01", "Tes Barat", city)
        self._create_region("T3.72.02", "Tes Timur", city)
        buyer = self._create_buyer(region=self.mariso)
        buyer.write({"region_id": False, "city": "Uji Coba", "street": "Jl. Cendrawasih 5, kec. TES-barat"})
        self.assertIn(buyer, self.env["res.partner"].search([("is_district_missing", "=", True)]))
        self.assertEqual(buyer.proposed_region_id, district)
        buyer.action_take_proposed_district()
        self.assertEqual(buyer.region_id, district)
        self.assertFalse(buyer.is_district_missing)

    def test_suppliers_are_not_among_the_addresses_to_repair(self):
        action = self.env.ref("crosstech_sale.res_partner_action_without_district")
        buyer, supplier = (self._create_buyer(region=self.mariso, city="Makassar") for _ in range(2))
        (buyer | supplier).region_id = False
        supplier.supplier_rank = 1
        found = self.env["res.partner"].search(literal_eval(action.domain))
        self.assertEqual((buyer | supplier) & found, buyer)

    def test_the_managers_who_serve_customers_repair_addresses(self):
        for role in ("operational_manager", "marketing_manager"):
            buyer = self._create_buyer(region=self.mariso, street="Jalan Uji 3, Kec. Mariso", city="Kota Makassar")
            buyer.region_id = False
            buyer.with_user(self.users[role]).region_id = self.mariso
            self.assertEqual(buyer.region_id, self.mariso)

    def test_others_cannot_change_an_address(self):
        buyer = self._create_buyer(region=self.mariso)
        for role in ("inventory", "repair_team"):
            with self.assertRaises(AccessError):
                buyer.with_user(self.users[role]).region_id = self.gambir
        self.assertEqual(buyer.region_id, self.mariso)

    def test_a_page_of_addresses_to_repair_costs_the_same_few_queries(self):
        values = {"region_id": False, "city": "Kota Makassar", "street": "Jalan Uji, Mariso"}
        buyers = self.env["res.partner"].union(*(self._create_buyer(f"Pembeli {n}", **values) for n in range(40)))
        self.env.flush_all()
        for partners in (buyers[:1], buyers):
            self.env.invalidate_all()
            with self.assertQueryCount(12):
                partners.mapped("proposed_region_id.display_name")

    def test_many_addresses_are_created_without_a_query_for_each(self):
        values = [{"name": f"Pembeli {n}", "region_id": self.mariso.id} for n in range(50)]
        self.env["res.partner"].create(values[:1])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            self.env["res.partner"].create(values)

    def test_a_street_without_a_district_proposes_nothing(self):
        buyer = self._create_buyer(region=self.mariso)
        buyer.write({"region_id": False, "street": "Jalan Uji 1"})
        buyer.action_take_proposed_district()
        self.assertFalse(buyer.region_id)

    def test_a_staff_form_fills_the_city_from_the_district(self):
        with Form(self.env["res.partner"]) as form:
            form.name = "Toko Uji"
            form.region_id = self.mariso
            self.assertEqual(form.city, "Kota Makassar")

    def test_an_address_in_a_country_without_a_list_misses_nothing(self):
        abroad = self.env["res.partner"].create(
            {"name": "Abroad", "city": "Singapore", "country_id": self.env.ref("base.sg").id}
        )
        self.assertFalse(abroad.is_district_missing)
        self.assertNotIn(abroad, self.env["res.partner"].search([("is_district_missing", "=", True)]))
