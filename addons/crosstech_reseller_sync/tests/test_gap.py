"""What we delivered against what the reseller says: gaps by week, with what may explain them."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestGap(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls._create_product("Tetikus Zyx 1", barcode="4006381333931")
        cls._their_product("mouse", "Tetikus Zyx 1", barcode="4006381333931")
        cls.source._match_products()
        cls.sunday = cls.today - timedelta(days=cls.today.weekday() + 1)

    def _noon(self, day):
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=5)

    def _level(self, weeks_ago, quantity, is_last=False):
        """Stock from the Sunday so many weeks ago; earlier ones stand in the history."""
        moment = self._noon(self.sunday - timedelta(weeks=weeks_ago))
        closed = {} if is_last else {"recorded_until": moment + timedelta(weeks=1), "until_run_id": 2}
        self._write_row(
            "stock" if is_last else "stock_history", key="stock", product_key="mouse", quantity=quantity, at=moment,
            **closed,
        )  # fmt: skip

    def _sale(self, days_ago, quantity):
        moment = self._noon(self.sunday - timedelta(days=days_ago))
        self._write_row(
            "sale_line", key=f"s{days_ago}", product_key="mouse", sold_at=moment, quantity=quantity, at=moment
        )

    def _gaps(self):
        self.source._compute_gaps(self.today)
        return self.env["crosstech.reseller.gap"].search([("source_id", "=", self.source.id)], order="date_to")

    def test_what_fits_together_is_no_gap(self):
        self._level(1, 10)
        self._level(0, 7, is_last=True)
        self._sale(2, 3)
        self.assertFalse(self._gaps())

    def test_stock_that_went_without_a_sale_is_a_gap_with_its_reason(self):
        self._level(1, 10)
        self._level(0, 6, is_last=True)
        gap = self._gaps()
        self.assertEqual((gap.expected, gap.reported, gap.gap), (10, 6, -4))
        self.assertEqual((gap.product_id, gap.partner_id, gap.date_to), (self.mouse, self.shop, self.sunday))
        self.assertEqual(gap.reason, "sales_missing")
        self.assertIn("4 seem to be sold without being recorded", gap.reason_text)

    def test_our_delivery_of_the_week_may_be_on_its_way(self):
        self._stock(self.mouse, 20)
        order = self._create_order(self.shop, self.mouse, 5)
        order.action_confirm()
        move = order.picking_ids.move_ids
        move.write({"quantity": 5, "picked": True})
        move._action_done()
        move.date = self._noon(self.sunday - timedelta(days=1))
        self._level(1, 10)
        self._level(0, 10, is_last=True)
        gap = self._gaps()
        self.assertEqual((gap.delivered, gap.gap, gap.reason), (5, -5, "transit"))

    def test_comparing_again_replaces_what_was_there(self):
        self._level(1, 10)
        self._level(0, 6, is_last=True)
        self.assertEqual(len(self._gaps()), 1)
        self.assertEqual(len(self._gaps()), 1)
