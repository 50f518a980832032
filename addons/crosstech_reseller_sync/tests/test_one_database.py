"""All resellers as one database: what is there, whose it is, and who may see it."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.pull import activity
from ..models.reseller_data import ACTIVITIES
from ..models.reseller_data_story import HOW
from .one_database_common import OPENED, READ, OneDatabaseCommon

MODELS = ("listing", "price", "product", "purchase", "sale", "stock")


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


@tagged("post_install", "-at_install")
class TestStory(OneDatabaseCommon):
    def _story(self, name, **values):
        row = self.env[f"crosstech.reseller.{name}"].search(
            [("source_id", "=", self.north.id), *((field, "=", value) for field, value in values.items())]
        )
        return row.with_user(self.users["director"]).story_html

    def test_a_level_tells_every_step_the_newest_first(self):
        later = READ + timedelta(hours=1)
        self._run(self.north, 2, later)
        self.env.cr.execute("DELETE FROM crosstech_sync_stock WHERE source_id = %s", [self.north.id])
        self._put(self.north, "stock", key="P1", product_key="P1", quantity=9, until=(later, 2))
        self._put(
            self.north, "stock", key="P1", product_key="P1", quantity=7.5,
            valid_from=later, recorded_at=later, run_id=2, activity="sale",
        )  # fmt: skip
        told = str(self._story("stock", their_key="P1"))
        self.assertIn("9</span> → <b>7.50", told)
        self.assertLess(told.index("Sale"), told.index("First Seen"))
        for words in ("Pontianak", "2 Nov 2026, 11:00 WIB", "reading 2"):
            self.assertIn(words, told)
        self.assertIn("ct_chart_columns", told)

    def test_times_are_those_of_the_resellers_clock(self):
        self.north.timezone = "Asia/Jayapura"
        self.assertIn("1 Oct 2026, 10:00 WIT", self._story("stock", their_key="P1"))
        self.assertEqual(OPENED.hour, 1)

    def test_a_row_with_one_version_needs_no_chart(self):
        told = self._story("stock", their_key="P1")
        self.assertNotIn("ct_chart_columns", told)
        self.assertIn("–</span> → <b>5</b>", told)

    def test_a_name_with_markup_is_shown_as_it_is(self):
        self._put(self.north, "product", key="X", name="<script>alert(1)</script>", price=1)
        self.assertIn("&lt;script&gt;", self._story("product", their_key="X"))

    def test_a_plain_price_tells_the_story_of_its_product(self):
        self.assertIn("150,000", self._story("price", their_key="P1"))

    def test_every_activity_has_a_name_and_says_how_it_was_derived(self):
        self.assertEqual(set(HOW), set(activity.HOW))
        self.assertEqual({code for code, _label in ACTIVITIES}, set(activity.HOW))


@tagged("post_install", "-at_install")
class TestCrossReference(OneDatabaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product("Papan Ketik", list_price=200_000)
        cls.env["crosstech.reseller.match"].create(
            [
                {"source_id": source.id, "their_key": key, "product_id": cls.product.id, "state": "confirmed"}
                for source, key in ((cls.north, "P1"), (cls.south, "77"))
            ]
        )
        cls._stock(cls.product, 30)

    def _rows(self, role="operational_manager"):
        action = self.product.product_tmpl_id.with_user(self.users[role]).action_open_resellers()
        return self.env[action["res_model"]].with_user(self.users[role]).search(action["domain"])

    def test_one_product_of_ours_is_seen_at_all_resellers(self):
        self._put(self.south, "stock", key="77/B", product_key="77", quantity=4, place="Gudang B")
        found = {(row.partner_id.name, row.their_key, row.quantity, row.price) for row in self._rows()}
        self.assertEqual(found, {("Toko Utara", "P1", 5, 150_000), ("Toko Selatan", "77", 12, 140_000)})
        self.assertEqual(set(self._rows().mapped("our_quantity")), {30})
        self.assertEqual(self.product.product_tmpl_id.with_user(self.users["director"]).reseller_count, 2)

    def test_only_what_is_ordered_and_not_delivered_counts(self):
        contact = self.env["res.partner"].create({"name": "Kasir", "parent_id": self.north.partner_id.id})
        ordered = self._create_order(contact, self.product, 6)
        self._create_order(contact, self.product, 50)
        ordered.state = "sale"
        self.env.flush_all()
        found = {row.partner_id: row.ordered_quantity for row in self._rows()}
        self.assertEqual(found, {self.north.partner_id: 6, self.south.partner_id: 0})

    def test_a_product_nobody_has_shows_no_button(self):
        other = self._create_product("Lain")
        self.assertEqual(other.product_tmpl_id.with_user(self.users["director"]).reseller_count, 0)

    def test_a_resellers_contact_leads_to_his_stock(self):
        partner = self.north.partner_id.with_user(self.users["director"])
        action = partner.action_open_reseller_data()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).source_id, self.north)
        self.assertEqual(partner.reseller_source_ids, self.north)

    def test_others_of_the_staff_do_not_get_there(self):
        for role in ("marketing_manager", "finance_manager", "inventory"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self._rows(role)
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self.product.product_tmpl_id.with_user(self.users[role]).read(["reseller_count"])

    def test_customers_get_nothing_out_of_the_buttons(self):
        for role in ("reseller", "buyer"):
            customer = self._create_user(role, f"one_database_{role}")
            for button in (
                self.product.product_tmpl_id.with_user(customer).action_open_resellers,
                customer.partner_id.with_user(customer).action_open_reseller_data,
            ):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                    button()
