"""Price lists from the courier's file to the list in force, and back."""

import base64
import csv
import io
import os
import time
from pathlib import Path
from unittest import skipUnless

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .courier_common import CourierCommon

JNE = Path(os.environ.get("CROSSTECH_DATA", "../shared/data")) / "courier" / "jne_tangerang_2015.csv"


@tagged("post_install", "-at_install")
class TestCourierTariffImport(CourierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["operational_manager"]
        cls._show_real_map(False)
        cls.LONG = (
            "Provinsi;Kota;Kecamatan;Layanan;Tarif;ETD\n"
            "Kalimantan Barat Uji;Kota Pontianak;Pontianak Selatan;REG;Rp. 33,000.00;2-3 hari\n"
            "Kalimantan Barat Uji;Kota Pontianak;Pontianak Selatan;OKE;25.000;4-6\n"
            "Sulawesi Selatan Uji;Kota Makassar;Mariso;REG;50.000;\n"
        )

    @classmethod
    def _show_real_map(cls, shown):
        """Hide the national list where it is loaded: its names would stand beside those of the test map."""
        cls.env.cr.execute("UPDATE crosstech_region SET active = %s WHERE code NOT LIKE 'T%%'", [shown])
        cls.env.invalidate_all()

    def _import(self, content=None, **values):
        content = self.LONG if content is None else content
        content = content.encode() if isinstance(content, str) else content
        return (
            self.env["crosstech.courier.tariff.import"]
            .with_user(self.manager)
            .create(
                {
                    "courier_id": self.courier.id,
                    "origin_id": self.jakarta_pusat.id,
                    "valid_from": "2026-06-01",
                    "file": base64.b64encode(content),
                    "filename": "tarif.csv",
                    **values,
                }
            )
        )

    def _preview(self, content=None, **values):
        wizard = self._import(content, **values)
        wizard.action_read()
        wizard.action_match()
        return wizard

    def _prices(self, tariff):
        return {
            (line.destination_id.name, line.carrier_id.courier_service): line.price_per_kg for line in tariff.line_ids
        }

    def test_a_file_becomes_the_list_in_force(self):
        wizard = self._preview()
        self.assertRecordValues(
            wizard,
            [
                {
                    "state": "preview", "read_count": 3, "staged_count": 3, "unmatched_count": 0, "new_count": 1,
                    "changed_count": 1, "removed_count": 2, "same_count": 1, "base_id": self.tariff.id,
                }
            ],
        )  # fmt: skip
        self.assertTrue(self.tariff.is_in_force, "a preview changes nothing")
        wizard.action_apply()
        self.assertEqual(wizard.tariff_id.state, "applied")
        self.assertEqual(
            self._prices(wizard.tariff_id),
            {("Pontianak Selatan", "REG"): 33_000, ("Pontianak Selatan", "OKE"): 25_000, ("Mariso", "REG"): 50_000},
        )
        mariso = wizard.tariff_id.line_ids.filtered(lambda line: line.destination_id == self.mariso)
        self.assertFalse(mariso.has_etd, "days the file does not state are not made up")
        self.assertIn("No days under way: 1", wizard.tariff_id.import_report)

    def test_undo_brings_the_list_before_back(self):
        wizard = self._preview(valid_from="2026-01-02")
        wizard.action_apply()
        self.assertTrue(wizard.tariff_id.is_in_force)
        wizard.action_undo()
        self.assertEqual(wizard.tariff_id.state, "withdrawn")
        self.assertTrue(self.tariff.is_in_force)

    def test_a_list_of_changes_keeps_all_other_prices(self):
        wizard = self._preview(is_amendment=True)
        self.assertEqual((wizard.staged_count, wizard.removed_count), (5, 0))
        wizard.action_apply()
        self.assertEqual(self._prices(wizard.tariff_id)["Kota Pontianak", "YES"], 60_000)
        self.assertEqual(self._prices(wizard.tariff_id)["Pontianak Selatan", "REG"], 33_000)

    def test_a_wide_excel_list_with_merged_headings_and_text_prices_is_read(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["DAFTAR TARIF 2026"])
        sheet.append(["Kota", "Kecamatan", "Tarif per kg", None, "Estimasi (hari)", None])
        sheet.append([None, None, "REG", "OKE", "REG", "OKE"])
        sheet.merge_cells("C2:D2")
        sheet.append(["Kota Pontianak", "Pontianak Selatan", "Rp. 10,000.00", 9000, "2-3", "4-5"])
        sheet.append(["Kota Makassar", "Mariso", "20.000", None, "3", None])
        book.create_sheet("Catatan").append(["Harga dapat berubah"])
        buffer = io.BytesIO()
        book.save(buffer)
        wizard = self._preview(buffer.getvalue())
        wizard.action_apply()
        self.assertEqual(
            self._prices(wizard.tariff_id),
            {("Pontianak Selatan", "REG"): 10_000, ("Pontianak Selatan", "OKE"): 9_000, ("Mariso", "REG"): 20_000},
        )

    def test_a_wrong_guess_of_a_column_can_be_corrected(self):
        wizard = self._import("A;B;C;D\nKota Pontianak;Pontianak Selatan;REG;31000\nKota Makassar;Mariso;REG;52000\n")
        wizard.action_read()
        with self.assertRaises(UserError):
            wizard.action_match()
        for column, meaning in zip(wizard.column_ids, ("city", "district", "service", "price"), strict=True):
            column.meaning = meaning
        wizard.sheet_ids.first_row = 1
        wizard.action_match()
        self.assertEqual(wizard.staged_count, 2)

    def test_an_unknown_destination_is_chosen_once_and_remembered(self):
        content = self.LONG + "Kalimantan Barat Uji;Kota Pontianak;Ptk Sltn Lama;YES;70000;1\n"
        wizard = self._preview(content)
        self.assertEqual(wizard.unmatched_count, 1)
        self.assertEqual(wizard.staged_count, 3, "a district nobody is sure of is not priced")
        with self.assertRaises(UserError):
            wizard.action_use_choices()
        wizard.place_ids.region_id = self.pontianak_selatan
        wizard.action_use_choices()
        self.assertEqual((wizard.staged_count, wizard.unmatched_count), (4, 0))
        wizard.action_apply()
        self.assertEqual(self._prices(wizard.tariff_id)["Pontianak Selatan", "YES"], 70_000)
        again = self._preview(content)
        self.assertEqual((again.staged_count, again.unmatched_count), (4, 0))

    def test_a_place_can_be_priced_by_its_whole_city_once_a_person_says_so(self):
        content = "Kota;Kecamatan;REG\nKota Pontianak;Pantai Kota Lama;9000\n"
        wizard = self._preview(content)
        self.assertEqual(wizard.place_ids.within_id, self.pontianak)
        wizard.place_ids.region_id = self.pontianak
        wizard.action_use_choices()
        self.assertEqual(self._prices(wizard.tariff_id), {("Kota Pontianak", "REG"): 9_000})
        self.assertEqual(self._preview(content).unmatched_count, 0)

    def test_a_district_without_its_city_row_never_prices_the_whole_city(self):
        wizard = self._preview("Kota;Kecamatan;REG\nKota Pontianak;Entah Di Mana;9000\nKota Makassar;;8000\n")
        self.assertEqual(wizard.unmatched_count, 1)
        self.assertEqual(self._prices(wizard.tariff_id), {("Kota Makassar", "REG"): 8_000})

    def test_oddities_are_reported_and_not_repaired(self):
        wizard = self._preview(
            "Kota;Kecamatan;Layanan;Tarif\n"
            "Kota Pontianak;Pontianak Selatan;REG;20000\n"
            "Kota Pontianak;Pontianak Selatan;OKE;21000\n"
            "Kota Makassar;Mariso;REG;40000\n"
            "Kota Makassar;Mariso;REG;40000\n"
            "Kota Makassar;Mariso;OKE;30000\n"
            "Kota Makassar;Mariso;OKE;31000\n"
            "Kota Makassar;Mariso;YES;gratis\n"
            "Kota Makassar;Mariso;YES;0\n"
            "Kota Makassar;Mariso;XXX;1000\n"
        )
        for text in (
            "Slower service is dearer than the faster one: 1",
            "Destination stands twice with the same price: 1",
            "Destination stands twice with different prices: 1",
            "Price cannot be read: 1",
            "Price is zero or less: 1",
            "Service this courier does not have here: left out: 1",
        ):
            self.assertIn(text, wizard.remarks)
        self.assertEqual(self._prices(wizard.tariff_id)["Pontianak Selatan", "OKE"], 21_000)
        self.assertNotIn(("Mariso", "OKE"), self._prices(wizard.tariff_id), "nobody has decided yet")
        for policy, price in (("first", 30_000), ("highest", 31_000)):
            wizard.duplicate_policy = policy
            wizard.action_match()
            self.assertEqual(self._prices(wizard.tariff_id)["Mariso", "OKE"], price)

    def test_a_service_of_the_file_can_be_given_to_one_of_ours(self):
        wizard = self._preview("Kota;Kecamatan;Layanan;Tarif\nKota Makassar;Mariso;Reguler;40000\n")
        self.assertEqual(wizard.staged_count, 0)
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.service_ids.carrier_id = self.reg
        wizard.action_match()
        self.assertEqual(self._prices(wizard.tariff_id), {("Mariso", "REG"): 40_000})

    def test_a_list_with_several_origins_needs_to_be_told_which(self):
        content = "Asal;Tujuan;REG\nJAKARTA;Kota Makassar;40000\nAMBON;Kota Makassar;16000\n"
        wizard = self._import(content)
        wizard.action_read()
        with self.assertRaisesRegex(UserError, "AMBON, JAKARTA"):
            wizard.action_match()
        wizard.origin_text = "jakarta"
        wizard.action_match()
        self.assertEqual(self._prices(wizard.tariff_id), {("Kota Makassar", "REG"): 40_000})

    def test_bad_files_get_a_clear_message_and_change_nothing(self):
        lists = self.env["crosstech.courier.tariff"].search_count([])
        for content in (
            b"", b"   \n", os.urandom(10_000_000), os.urandom(10_000_001), b"PK\x03\x04 not a workbook",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 4096, b"<html><table><tr><td>1</td></tr></table></html>",
            b"x" * 9_000_000, b"a,b\n" * 300_000, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 50,
        ):  # fmt: skip
            with self.subTest(content[:20]), self.assertRaises(UserError) as caught:
                wizard = self._import(content)
                wizard.action_read()
                wizard.action_match()
            self.assertNotIn("Traceback", caught.exception.args[0])
        self.assertEqual(self.env["crosstech.courier.tariff"].search_count([]), lists)

    def test_a_preview_cannot_be_applied_twice(self):
        wizard = self._preview()
        wizard.action_apply()
        with self.assertRaises(UserError):
            wizard.action_apply()
        wizard.tariff_id.action_withdraw()
        wizard.state = "preview"
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_going_back_discards_the_draft(self):
        wizard = self._preview()
        draft = wizard.tariff_id
        wizard.action_back()
        self.assertFalse(draft.exists())
        self.assertEqual(wizard.state, "columns")

    def test_only_the_operational_manager_imports(self):
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["crosstech.courier.tariff.import"].with_user(self.users[role]).create(
                    {"courier_id": self.courier.id, "origin_id": self.jakarta_pusat.id}
                )

    @skipUnless(JNE.exists(), "the real price list is not on this machine (CROSSTECH_DATA)")
    def test_the_real_list_from_tangerang_is_imported(self):
        """Against the real map where it is loaded, else against a map made of the list's own cities."""
        self._show_real_map(True)
        if not self.env["crosstech.region"].search_count([("code", "=", "36.71")]):
            self._create_map_of(JNE)
        wizard = self._import(JNE.read_bytes(), valid_from="2026-07-01")
        start = time.monotonic()
        wizard.action_read()
        wizard.action_match()
        wizard.action_apply()
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(wizard.read_count, 11_342)
        self.assertGreater(wizard.staged_count, 9_000)
        self.assertIn("The same days for every destination", wizard.remarks)

    def _create_map_of(self, path):
        """Create the regencies and districts a price list names, below one province."""
        with path.open() as file:
            places = sorted({(row["city"], row["district"]) for row in csv.DictReader(file)})
        cities = sorted({city for city, _district in places})
        base = {"country_id": self.env.ref("base.id").id, "timezone": "Asia/Jakarta"}
        regencies = self.env["crosstech.region"].create(
            [
                {**base, "code": f"T9.{index:03}", "name": city, "level": "regency", "parent_id": self.jakarta.id}
                for index, city in enumerate(cities)
            ]
        )
        ids = dict(zip(cities, regencies, strict=True))
        self.env["crosstech.region"].create(
            [
                {**base, "code": f"{ids[city].code}.{index:05}", "name": district, "level": "district",
                 "parent_id": ids[city].id}
                for index, (city, district) in enumerate(places)
            ]
        )  # fmt: skip
