"""What a reseller gets back: his own outlook and a benchmark that tells of nobody."""

from datetime import date

from odoo.tests import tagged

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestGiveBack(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls._create_product("Tetikus Zyx 1", 100_000, barcode="4006381333931")
        cls._their_product("mouse", "Tetikus di Toko Kami", barcode="4006381333931")
        cls._their_product("still", "Kabel Lama Sekali")
        cls._their_sales("mouse", 2)
        cls._their_stock("mouse", 10)
        cls._their_stock("still", 5)
        cls.source._match_products()
        cls.source._compute_outlook(cls.today)
        cls.source.match_ids.filtered(lambda one: one.their_key == "mouse").chosen_product_id = cls.mouse

    def _page(self, user):
        self._login(user)
        return self.url_open("/my/reseller/outlook").text

    def test_he_sees_what_runs_out_and_what_stands_still_and_can_order(self):
        page = self._page(self.boss)
        self.assertIn("Tetikus di Toko Kami", page)
        self.assertIn("Kabel Lama Sekali", page)
        self.assertIn(self.mouse.website_url, page)

    def test_another_reseller_sees_nothing_of_it(self):
        self.assertNotIn("Tetikus di Toko Kami", self._page(self.rival))

    def test_when_the_agreement_pauses_the_page_is_empty_at_once(self):
        self.agreement.state = "paused"
        page = self._page(self.boss)
        self.assertNotIn("Tetikus di Toko Kami", page)
        self.assertIn("/my/reseller/data", page)

    def test_the_dashboard_counts_the_warnings(self):
        cards = self.env["crosstech.hooks"].with_user(self.boss)._reseller_dashboard_cards(self.boss.partner_id)
        card = next(card for card in cards if card["key"] == "outlook")
        self.assertEqual((card["value"], card["is_urgent"]), ("1", True))

    def test_what_was_worked_out_goes_with_the_values_it_came_from(self):
        self._stock(self.mouse, 500)
        offer = (
            self.env["crosstech.reseller.offer"]._propose(self.today).filtered(lambda one: one.partner_id == self.shop)
        )
        offer._send(self.users["operational_manager"])
        self.source._forget_insight()
        for model in ("match", "outlook", "gap"):
            self.assertFalse(self.env[f"crosstech.reseller.{model}"].search([("source_id", "=", self.source.id)]))
        self.assertEqual((offer.state, offer.line_ids.stock, offer.line_ids.rate), ("withdrawn", 0, 0))
        self.assertFalse(offer.line_ids.reason_text)

    # === BENCHMARK === #

    def _month_of_sales(self, source, units):
        self._write_row(
            "sale_line", source, key=f"b{source.id}", product_key="mouse", quantity=units,
            sold_at="2031-03-10 05:00:00", at="2031-03-10 05:00:00",
        )  # fmt: skip

    def _shops(self, units):
        partners = self.env["res.partner"]
        for number, sold in enumerate(units):
            partner = self._create_buyer(f"Toko Banding {number}", is_company=True, grade_id=self.grade.id)
            source = self._create_source(partner)
            self._create_agreement(source)
            self._month_of_sales(source, sold)
            partners |= partner
        return partners

    def test_with_five_others_he_is_told_his_rank_and_blunt_quartiles(self):
        self._month_of_sales(self.source, 310)
        self._shops([31, 62, 93, 124, 155])
        Benchmark = self.env["crosstech.reseller.benchmark"]
        self.assertFalse(Benchmark._close_months(date(2031, 4, 2)))
        row = Benchmark._close_months(date(2031, 4, 4))
        self.assertEqual((row.shop_count, row.withheld), (6, False))
        comparison, month = Benchmark._compare(self.shop)
        self.assertEqual((comparison.rank, comparison.shops, month), (1, 6, date(2031, 3, 1)))
        other = self.env["res.partner"].search([("name", "=", "Toko Banding 0")])
        Benchmark._forget_reseller(other)
        self.assertNotIn(str(other.id), row.values_json)
        self.assertEqual(Benchmark._compare(self.shop)[0], comparison)
        self.assertEqual(Benchmark._compare(other)[0].withheld, "not_member")
        self.assertFalse(Benchmark._close_months(date(2031, 4, 5)))
        self.assertRegex(self._page(self.boss), "(?s)benchmark.*ct_chart_bars")

    def test_with_fewer_or_where_one_dominates_nothing_is_told(self):
        self._month_of_sales(self.source, 310)
        self._shops([31, 62, 93, 124])
        Benchmark = self.env["crosstech.reseller.benchmark"]
        row = Benchmark._close_months(date(2031, 4, 4))
        self.assertEqual(row.withheld, "too_few")
        self.assertFalse(row.values_json)
        self.assertEqual(Benchmark._compare(self.shop)[0].withheld, "too_few")
        self.assertNotIn("ct_chart_bars", self._page(self.boss))

    def test_who_takes_no_part_is_told_nothing(self):
        self._shops([31, 62, 93, 124, 155, 160])
        Benchmark = self.env["crosstech.reseller.benchmark"]
        Benchmark._close_months(date(2031, 4, 4))
        comparison, _month = Benchmark._compare(self.shop)
        self.assertEqual((comparison.withheld, comparison.median), ("not_member", None))
