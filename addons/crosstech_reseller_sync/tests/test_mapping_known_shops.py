from odoo.tests import tagged

from .source_common import SourceCommon

NAMES = ("products", "stock_units", "sale_orders", "sale_lines", "quantity_sold")
SHOPS = {
    "northwind.sqlite": (77, 3_119, 830, 2_155, 51_317),
    "northwind_pg.sql": (77, 3_119, 830, 2_155, 51_317),
    "mysqlsampledatabase.sql": (110, 555_131, 326, 2_996, 105_516),
    "Chinook_Sqlite.sqlite": (3_503, None, 412, 2_240, 2_240),
}
HOME_MADE = """
CREATE TABLE tbl_brg (kd_brg TEXT PRIMARY KEY, nm_brg TEXT, sat TEXT, hrg_jual NUMERIC, hrg_beli NUMERIC);
CREATE TABLE kartu_stok (id INTEGER PRIMARY KEY, tgl TEXT, kd_brg TEXT, masuk INTEGER, keluar INTEGER, ket TEXT);
CREATE TABLE faktur_jual (no_faktur TEXT PRIMARY KEY, tgl TEXT, nama_plg TEXT, batal INTEGER);
CREATE TABLE faktur_jual_dtl (no_urut INTEGER PRIMARY KEY, no_faktur TEXT, kd_brg TEXT, jml INTEGER, hrg NUMERIC);
INSERT INTO tbl_brg VALUES ('K1', 'Kabel HDMI', 'pcs', 45000, 30000), ('K2', 'Adaptor USB-C', 'pcs', 120000, 90000);
INSERT INTO kartu_stok VALUES (1, '2026-01-02', 'K1', 50, 0, 'beli'), (2, '2026-01-05', 'K1', 0, 8, 'jual'),
    (3, '2026-01-02', 'K2', 20, 0, 'beli'), (4, '2026-01-06', 'K2', 0, 3, 'jual');
INSERT INTO faktur_jual VALUES ('F1', '2026-01-05', 'Ani', 0), ('F2', '2026-01-06', 'Budi', 0),
    ('F3', '2026-01-07', 'Cici', 1);
INSERT INTO faktur_jual_dtl VALUES (1, 'F1', 'K1', 8, 45000), (2, 'F2', 'K2', 3, 120000), (3, 'F3', 'K2', 1, 120000);
"""


@tagged("post_install", "-at_install")
class TestMappingKnownShops(SourceCommon):
    """From an uploaded file to a kept mapping, as the Operational Manager goes."""

    def _proposed(self, name, content):
        source = self._create_source(place_name="Toko Uji")
        source.write({"new_file": self._base64(content), "new_file_name": name})
        self._create_agreement(source, "looking")
        self.assertEqual(source.next_step, "map")
        action = source.action_propose()
        return source, self.env["crosstech.reseller.mapping"].with_user(self.manager).browse(action["res_id"])

    def _totals(self, mapping):
        totals = {}
        for entity in mapping.entity_ids:
            totals |= (entity.preview or {}).get("totals", {})
        return totals

    def test_sample_shops_on_several_engines_give_their_known_totals_on_the_screen(self):
        for name, expected in SHOPS.items():
            with self.subTest(name):
                source, mapping = self._proposed(name, self._sample_database(name))
                totals = self._totals(mapping)
                self.assertEqual(tuple(totals.get(one) for one in NAMES), expected)
                products = mapping.entity_ids.filtered(lambda entity: entity.entity == "product")
                self.assertIn(f">{expected[0]:,}<", products.with_context(lang="en_US").totals_html)
                mapping.entity_ids.filtered(lambda entity: entity.state == "check").action_confirm()
                mapping.action_use()
                self.assertEqual(source.next_step, "offer")

    def test_a_home_made_schema_is_read_or_doubted_and_kept_after_a_person_looked(self):
        source, mapping = self._proposed("toko.sqlite", self._sqlite(HOME_MADE))
        totals = self._totals(mapping)
        self.assertEqual(totals["products"], 2)
        self.assertEqual(totals["stock_units"], 59)
        self.assertEqual(totals["quantity_sold"], 11, "a cancelled invoice does not count")
        mapping.entity_ids.filtered(lambda entity: entity.state == "check").action_confirm()
        mapping.action_use()
        self.assertNotIn(("faktur_jual", "nama_plg"), source._mapping().columns())
