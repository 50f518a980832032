"""The Operational Manager connects a reseller by clicks alone. In Chromium, on a desktop and on a phone."""

from odoo.tests import HttpCase, tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceTour(SourceCommon, HttpCase):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reseller.name = "Toko Uji Coba"

    def test_from_a_file_to_a_confirmed_mapping(self):
        self.start_tour("/odoo/reseller-sources/new", "crosstech_source_new", login=self.manager.login)
        source = self.env["crosstech.reseller.source"].search([("name", "=", "Kasir depan")])
        self.assertEqual(source.upload_name, "barang.csv")
        source.agreement_id.state = "looking"
        self.start_tour(f"/odoo/reseller-sources/{source.id}", "crosstech_source_map", login=self.manager.login)
        self.env.invalidate_all()
        stock = source._mapping().entities["stock"]
        self.assertEqual(stock.fields["quantity"].column, "base.stok_toko")
