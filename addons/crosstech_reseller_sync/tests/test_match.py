"""Matching of a reseller's products, and the queue of those that need a person."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .insight_common import InsightCommon


@tagged("post_install", "-at_install")
class TestMatch(InsightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ssd = cls._create_product("Zyxelon 990 PRO SSD 2TB", barcode="4006381333931", default_code="ZX-990P2T")
        cls.small_ssd = cls._create_product("Zyxelon 990 PRO SSD 1TB", default_code="ZX-990P1T")
        cls._their_product("1", "SSD Zyxelon 990 PRO 2 TB", barcode="4006381333931")
        cls._their_product("2", "zyxelon 990pro ssd hitam garansi resmi")
        cls._their_product("3", "Kopi Kapal Api 165 g")
        cls.source._match_products()
        cls.manager = cls.users["operational_manager"]

    def _match(self, key):
        return self.env["crosstech.reseller.match"].search(
            [("source_id", "=", self.source.id), ("their_key", "=", key)]
        )

    def test_the_same_barcode_is_accepted_by_itself(self):
        match = self._match("1")
        self.assertEqual((match.state, match.product_id, match.reason), ("accepted", self.ssd, "barcode"))

    def test_a_name_that_fits_several_waits_with_its_candidates_and_why(self):
        match = self._match("2")
        self.assertEqual(match.state, "waiting")
        self.assertFalse(match.product_id)
        self.assertLessEqual({self.ssd, self.small_ssd}, set(match.candidate_ids.product_id))
        self.assertIn("differ", match.doubt_text)
        self.assertIn(self.shop.name, match.queue_text)

    def test_what_is_nothing_like_ours_does_not_wait(self):
        self.assertEqual(self._match("3").state, "none")

    def test_a_confirmed_pair_teaches_the_matching_of_another_reseller(self):
        match = self._match("2")
        match.candidate_ids.filtered(lambda one: one.product_id == self.ssd).with_user(self.manager).action_choose()
        self.assertEqual((match.state, match.product_id, match.reviewed_by_id), ("confirmed", self.ssd, self.manager))
        other = self._create_source(self.rival.partner_id)
        self._their_product("X9", "ZYXELON 990 PRO SSD (hitam)", other)
        other._match_products()
        learned = self.env["crosstech.reseller.match"].search([("source_id", "=", other.id)])
        self.assertEqual((learned.state, learned.product_id, learned.reason), ("accepted", self.ssd, "alias"))

    def test_a_decision_stays_when_the_product_changes_or_is_matched_again(self):
        match = self._match("2")
        match.with_user(self.manager).action_refuse()
        self.env.cr.execute(
            "UPDATE crosstech_sync_product SET barcode = '4006381333931' WHERE source_id = %s AND key = '2'",
            [self.source.id],
        )
        self.source._match_products(again=True)
        self.assertEqual(match.state, "refused")

    def test_a_changed_name_is_matched_anew(self):
        self.env.cr.execute(
            "UPDATE crosstech_sync_product SET name = 'Zyxelon 990 PRO SSD 1TB' WHERE source_id = %s AND key = '3'",
            [self.source.id],
        )
        self.assertEqual(self.source._match_products(), 1)
        self.assertEqual((self._match("3").state, self._match("3").product_id), ("accepted", self.small_ssd))

    def test_matching_again_looks_at_nothing_that_did_not_change(self):
        self.assertEqual(self.source._match_products(), 0)

    def test_accepting_shows_the_next_one_of_the_queue(self):
        self._their_product("4", "Zyxelon 990 PRO SSD")
        self.source._match_products()
        first, second = self._match("2"), self._match("4")
        action = first.with_user(self.manager).action_accept()
        self.assertEqual(action["res_id"], second.id)
        last = second.with_user(self.manager).action_refuse()
        self.assertNotIn(last["res_id"], (first | second).ids)

    def test_accepting_without_a_candidate_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Choose our product"):
            self._match("3").with_user(self.manager).action_accept()
        self.assertEqual(self._match("3").state, "none")

    def test_another_product_can_be_chosen_and_the_decision_taken_back(self):
        match = self._match("3").with_user(self.manager)
        match.chosen_product_id = self.small_ssd
        self.assertEqual((match.state, match.product_id), ("confirmed", self.small_ssd))
        match.action_reopen()
        self.assertEqual((match.state, match.product_id, match.candidate_ids.product_id), (
            "waiting", self.env["product.product"], self.small_ssd,
        ))  # fmt: skip

    def test_the_measured_precision_counts_what_a_person_checked(self):
        self.assertEqual(self.source.match_checked_count, 0)
        self._match("1").with_user(self.manager).action_accept()
        self.assertEqual((self.source.match_checked_count, self.source.match_precision), (1, 100))
        self._match("1").with_user(self.manager).chosen_product_id = self.small_ssd
        self.assertEqual((self.source.match_checked_count, self.source.match_precision), (1, 0))

    def test_only_the_operational_manager_decides(self):
        match = self._match("2")
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.subTest(role=role), self.assertRaises(AccessError), mute_logger("odoo.models"):
                match.with_user(self.users[role]).action_refuse()
            self.assertEqual(match.state, "waiting")
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            match.with_user(self.boss).action_refuse()
        self.assertEqual(match.state, "waiting")

    def test_a_pull_has_matching_done_as_a_job_once(self):
        Job = self.env["queue.job"]
        before = Job.search_count([])
        self.source._after_pull(None)
        self.source._after_pull(None)
        self.assertEqual(Job.search_count([]), before + 1)
