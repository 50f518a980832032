"""All resellers as one database: what is there, whose it is, and who may see it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .one_database_common import READ, OneDatabaseCommon

MODELS = ("price", "product", "purchase", "sale", "stock")


@tagged("post_install", "-at_install")
class TestOneDatabase(OneDatabaseCommon):
    def _rows(self, name, domain=()):
        sources = (self.north | self.south).ids
        return self.env[f"crosstech.reseller.{name}"].search([("source_id", "in", sources), *domain])

    def test_stock_of_all_resellers_stands_in_one_list(self):
        rows = self._rows("stock")
        found = {(row.partner_id.name, row.name, row.place, row.quantity, row.amount) for row in rows}
        self.assertEqual(
            found,
            {
                ("Toko Utara", "Papan Ketik K120", "Pontianak", 5, 750_000),
                ("Toko Selatan", "Keyboard K-120", "Gudang A", 8, 1_120_000),
            },
        )
        self.assertEqual(set(rows.mapped("read_datetime")), {READ})

    def test_a_row_that_is_gone_is_in_no_list(self):
        self._put(self.north, "stock", key="P2", product_key="P2", quantity=1, is_deleted=True, activity="gone")
        self.assertNotIn("P2", self._rows("stock").mapped("their_key"))

    def test_a_level_whose_product_is_unknown_is_listed_without_a_name(self):
        self._put(self.north, "stock", key="P9", product_key="P9", quantity=1)
        row = self._rows("stock", [("their_key", "=", "P9")])
        self.assertEqual((row.name, row.amount, row.quantity), (False, 0, 1))

    def test_a_row_is_read_by_its_number_and_keeps_it(self):
        row = self._rows("stock", [("source_id", "=", self.north.id)])
        self.assertLess(row.id, 2**53)
        self.env.cr.execute(
            "UPDATE crosstech_sync_stock SET quantity = 4 WHERE source_id = %s AND key = 'P1'", [self.north.id]
        )
        self.env.invalidate_all()
        again = self.env["crosstech.reseller.stock"].browse(row.id)
        self.assertEqual((again.quantity, again.exists()), (4, row))

    def test_no_number_is_given_twice_over_all_subjects(self):
        self._put(self.north, "price", key="1", product_key="P1", price=149_000, price_list="Grosir")
        prices, products = self._rows("price"), self._rows("product")
        self.assertEqual(len(prices), 3)
        self.assertEqual({row.price_list for row in prices}, {"Grosir", False})
        self.assertLessEqual(set(products.ids), set(prices.ids))

    def test_rows_know_which_of_our_products_they_are(self):
        product = self._create_product("Papan Ketik", list_price=200_000)
        self.env["crosstech.reseller.match"].create(
            {"source_id": self.north.id, "their_key": "P1", "product_id": product.id, "state": "confirmed"}
        )
        row = self._rows("price", [("product_id", "=", product.id)])
        self.assertEqual((row.source_id, row.our_price, row.difference_percent), (self.north, 200_000, -25))
        self.assertEqual(self._rows("stock", [("product_id", "=", False)]).source_id, self.south)

    def test_sales_without_a_moment_count_from_the_reading(self):
        self._put(self.north, "sale_line", key="1", product_key="P1", quantity=2, unit_price=150_000, activity="sale")
        row = self._rows("sale")
        self.assertEqual((row.amount, row.moved_datetime, row.place), (300_000, row.valid_datetime, "Pontianak"))

    def test_purchases_say_from_whom(self):
        self._put(self.north, "purchase_line", key="1", product_key="P1", quantity=2, unit_price=9, supplier="PT Lain")
        self.assertEqual(self._rows("purchase").mapped("supplier"), ["PT Lain"])

    def test_lists_sum_by_reseller_and_week(self):
        self._put(self.north, "sale_line", key="1", product_key="P1", quantity=2, unit_price=10, activity="sale")
        self._put(self.north, "sale_line", key="2", product_key="P1", quantity=3, unit_price=10, activity="sale")
        groups = self.env["crosstech.reseller.sale"]._read_group(
            [("source_id", "=", self.north.id)], ["partner_id", "moved_datetime:week"], ["quantity:sum", "amount:sum"]
        )
        self.assertEqual([(group[0].name, *group[2:]) for group in groups], [("Toko Utara", 5, 50)])

    def test_managers_read_and_nobody_writes(self):
        for role in ("operational_manager", "director"):
            for name in MODELS:
                model = self.env[f"crosstech.reseller.{name}"].with_user(self.users[role])
                model.search_count([])
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                    model.create({})

    def test_others_of_the_staff_see_nothing(self):
        for role in ("marketing_manager", "finance_manager", "inventory", "repair_team"):
            for name in MODELS:
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                    self.env[f"crosstech.reseller.{name}"].with_user(self.users[role]).search_count([])

    def test_rows_of_another_company_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Perusahaan Lain"})
        self.south.company_id = other
        rows = self.env["crosstech.reseller.stock"].with_user(self.users["director"])
        found = rows.search([("source_id", "in", (self.north | self.south).ids)])
        self.assertEqual(found.source_id, self.north)

    def test_every_view_opens(self):
        for name in MODELS:
            action = self.env["ir.actions.act_window"]._for_xml_id(f"crosstech_reseller_sync.reseller_{name}_action")
            views = [(False, mode) for mode in (*action["view_mode"].split(","), "search")]
            got = self.env[f"crosstech.reseller.{name}"].with_user(self.users["director"]).get_views(views)
            self.assertEqual(set(got["views"]), {*action["view_mode"].split(","), "search"})
