"""Our catalogue for a reseller's software: by a key that he makes and revokes, and only as agreed."""

import csv
import io
import re

from odoo.tests import tagged

from ..models.reseller_feed import READS_AN_HOUR
from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestFeed(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mouse = cls._create_product("Tetikus Zyx 1", 100_000, default_code="=ZYX-1")
        cls._stock(cls.mouse, 7)
        cls.mouse.allow_out_of_stock_order = False
        cls._direction("both")

    @classmethod
    def _direction(cls, direction, state="active"):
        """Another agreement about the same source comes into force."""
        cls.agreement.state = "revoked"
        cls.agreement.flush_recordset()
        cls.agreement = cls._create_agreement(cls.source, state, direction=direction)

    def _make(self, user=None):
        self._login(user or self.boss)
        page = self._post("/my/reseller/feed/new").text
        found = re.search(r"(/reseller-feed/[\w-]+/catalogue)", page)
        self._login(None)
        return found and found[1]

    def test_the_software_reads_his_prices_without_logging_in(self):
        address = self._make()
        products = {one["sku"]: one for one in self.url_open(f"{address}.json").json()["products"]}
        self.assertEqual((products["=ZYX-1"]["price"], products["=ZYX-1"]["stock"]), (90_000, 1))
        self.company.portal_stock_detail = "exact"
        self.env["crosstech.reseller.feed"].search([]).rows_datetime = False
        rows = list(csv.reader(io.StringIO(self.url_open(f"{address}.csv").content.decode())))
        self.assertEqual(rows[0][:3], ["sku", "barcode", "name"])
        mine = next(row for row in rows if "Tetikus Zyx 1" in row)
        self.assertEqual(float(mine[7]), 7)
        self.assertEqual(mine[0], "=ZYX-1")

    def test_it_is_off_by_default_and_ends_with_the_agreement(self):
        address = self._make()
        self._direction("read")
        self.assertEqual(self.url_open(f"{address}.json").status_code, 404)
        self.assertFalse(self._make())
        self._direction("both", "paused")
        self.assertEqual(self.url_open(f"{address}.json").status_code, 404)

    def test_a_revoked_or_replaced_key_opens_nothing(self):
        old, new = self._make(), self._make()
        self.assertEqual(self.url_open(f"{old}.json").status_code, 404)
        self.assertEqual(self.url_open(f"{new}.json").status_code, 200)
        self._login(self.boss)
        self._post("/my/reseller/feed/revoke")
        self.assertEqual(self.url_open(f"{new}.json").status_code, 404)

    def test_only_the_team_admin_makes_a_key(self):
        self.assertFalse(self._make(self.seller))
        self.assertFalse(self.env["crosstech.reseller.feed"].search([("partner_id", "=", self.shop.id)]))

    def test_it_is_not_read_more_often_than_allowed(self):
        address = self._make()
        answers = [self.url_open(f"{address}.json").status_code for _turn in range(READS_AN_HOUR + 1)]
        self.assertEqual(answers, [200] * READS_AN_HOUR + [429])

    def test_the_key_itself_is_not_kept(self):
        token = self._make().split("/")[2]
        feed = self.env["crosstech.reseller.feed"].search([("partner_id", "=", self.shop.id)])
        self.assertNotIn(token, str(feed.read()))
