"""Readings in the weekly report and on the dashboards."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestPullHooks(SourceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_source().sudo()
        cls._create_agreement(cls.source, "active")
        now = fields.Datetime.now()
        cls.env["crosstech.reseller.pull"].create(
            [
                {"source_id": cls.source.id, "state": state, "ended_datetime": now - timedelta(hours=5)}
                for state in ("done", "failed", "failed")
            ]
        )
        cls.today = cls.company._get_today()
        cls.hooks = cls.env["crosstech.hooks"]

    def test_the_weekly_report_says_how_reading_went(self):
        sections = self.hooks._weekly_report_sections(self.today - timedelta(days=6), self.today)
        section = next(one for one in sections if one["key"] == "reseller_pulls")
        self.assertIn(["Toko Uji", "Late", 1, 2, 0], section["rows"])
        figures = {one["key"]: one["value"] for one in section["figures"]}
        self.assertGreaterEqual(figures["reseller_sources"], figures["reseller_sources_late"])
        self.assertGreaterEqual(figures["reseller_sources_late"], 1)

    def test_what_is_late_is_a_tile_of_those_who_answer_for_it(self):
        for role, expected in (("operational_manager", True), ("director", True), ("finance_manager", False)):
            tiles = {tile.key: tile for tile in self.hooks._dashboard_tiles(role)}
            self.assertEqual("sources_late" in tiles, expected, role)
        domain = [list(leaf) for leaf in self._tile().domain]
        self.assertIn(self.source, self.env["crosstech.reseller.source"].search(domain))

    def _tile(self):
        tiles = self.hooks._dashboard_tiles("operational_manager")
        return next(tile for tile in tiles if tile.key == "sources_late")
