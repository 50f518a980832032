"""How long a reseller's stock lasts, computed from what was read."""

from datetime import timedelta

from odoo.tests import tagged

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestOutlook(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls._create_product("Tetikus Zyx 1", barcode="4006381333931")
        cls._their_product("mouse", "Tetikus Zyx 1", barcode="4006381333931")
        cls._their_product("still", "Kabel Lama")
        cls._their_product("blind", "Printer Tanpa Stok")
        cls._their_sales("mouse", 2)
        cls._their_stock("mouse", 10)
        cls._their_stock("still", 5)
        cls._their_sales("blind", 1, days=30, every=10)
        cls.source._match_products()
        cls.source._compute_outlook(cls.today)

    def _outlook(self, key):
        return self.env["crosstech.reseller.outlook"].search(
            [("source_id", "=", self.source.id), ("their_key", "=", key)]
        )

    def test_a_steady_seller_runs_out_when_stock_and_rate_say(self):
        row = self._outlook("mouse")
        self.assertEqual(row.product_id, self.mouse)
        self.assertAlmostEqual(row.rate, 2, places=2)
        self.assertAlmostEqual(row.cover_days, 5, places=1)
        self.assertLessEqual(row.early_date, row.stock_out_date)
        self.assertLessEqual(row.stock_out_date, row.late_date)
        self.assertAlmostEqual((row.stock_out_date - self.today).days, 4, delta=2)
        self.assertEqual(row.urgency, "soon")
        self.assertIn("width", row.bar_html)

    def test_it_says_honestly_that_nothing_beat_the_naive_forecast(self):
        row = self._outlook("mouse")
        self.assertEqual((row.method, row.beats_naive), ("naive", False))
        self.assertIn("No method was better", row.note)

    def test_what_is_not_sold_stands_still(self):
        row = self._outlook("still")
        self.assertEqual((row.urgency, row.rate, row.stock), ("still", 0, 5))
        self.assertFalse(row.stock_out_date)

    def test_without_known_stock_no_date_is_made_up(self):
        row = self._outlook("blind")
        self.assertFalse(row.has_stock)
        self.assertFalse(row.stock_out_date)
        self.assertEqual(row.method, "too_short")

    def test_computing_again_keeps_the_rows_and_drops_what_is_gone(self):
        kept, gone = self._outlook("mouse"), self._outlook("still")
        self.env.cr.execute(
            "UPDATE crosstech_sync_product SET is_deleted = true WHERE source_id = %s AND key = 'still'",
            [self.source.id],
        )
        self.source._compute_outlook(self.today + timedelta(days=1))
        self.assertEqual(self._outlook("mouse"), kept)
        self.assertFalse(gone.exists())

    def test_a_shop_whose_data_end_long_ago_is_not_taken_for_one_that_stopped_selling(self):
        later = self.today + timedelta(days=40)
        self.source._compute_outlook(later)
        row = self._outlook("mouse")
        self.assertEqual(row.data_date, self.today - timedelta(days=1))
        self.assertAlmostEqual(row.rate, 2, places=2)

    def test_a_confirmed_match_reaches_the_outlook(self):
        row = self._outlook("still")
        row.match_id.with_user(self.users["operational_manager"]).chosen_product_id = self.mouse
        self.assertEqual(row.product_id, self.mouse)
