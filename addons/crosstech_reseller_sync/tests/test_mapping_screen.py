from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .source_common import KIOSK_TOTALS, SourceCommon


@tagged("post_install", "-at_install")
class TestMappingScreen(SourceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_source(place_name="Toko Uji")
        cls.source._receive_upload("kasir.sqlite", cls._sqlite())
        cls.agreement = cls._create_agreement(cls.source, "looking")

    def _propose(self):
        action = self.source.action_propose()
        return self.env["crosstech.reseller.mapping"].with_user(self.manager).browse(action["res_id"])

    def _entity(self, mapping, name):
        return mapping.entity_ids.filtered(lambda entity: entity.entity == name)

    def test_a_proposal_shows_totals_first_rows_and_reasons_in_words(self):
        mapping = self._propose()
        totals = {}
        for entity in mapping.entity_ids:
            totals |= (entity.preview or {}).get("totals", {})
        self.assertEqual(totals, KIOSK_TOTALS)
        products = self._entity(mapping, "product")
        self.assertIn("Keyboard Mekanik", products.preview_html)
        self.assertIn("barang has names, keys and prices", products.reasons_html)
        self.assertTrue(self.source.schema_json)

    def test_nothing_is_proposed_without_permission(self):
        for state in ("draft", "paused", "revoked", "expired"):
            self.agreement.state = state
            with self.assertRaises(UserError):
                self.source.action_propose()
        self.assertFalse(self.source.schema_json)

    def test_only_the_operational_manager_opens_proposals(self):
        for role in ("director", "marketing_manager", "finance_manager", "inventory"):
            with self.assertRaises(AccessError, msg=role):
                self.source.with_user(self.users[role]).action_propose()

    def test_a_confirmed_mapping_is_kept_and_names_no_person_s_column(self):
        mapping = self._propose()
        mapping.entity_ids.filtered(lambda entity: entity.state == "check").action_confirm()
        mapping.action_use()
        kept = self.source._mapping()
        self.assertEqual(set(kept.entities), {"product", "stock", "sale_line"})
        self.assertEqual((kept.place, kept.timezone), ("Toko Uji", "Asia/Jakarta"))
        self.assertNotIn(("jual", "telepon"), kept.columns())
        self.assertFalse(mapping.exists(), "first rows of the reseller's are not kept")

    def test_an_unsure_kind_has_to_be_confirmed_by_a_person(self):
        mapping = self._propose()
        entity = self._entity(mapping, "stock")
        entity.is_sure = False
        with self.assertRaisesRegex(UserError, "Stock"):
            mapping.action_use()
        self.assertFalse(self.source.mapping_json)
        entity.action_confirm()
        mapping.action_use()
        self.assertIn("stock", self.source._mapping().entities)

    def test_products_are_needed(self):
        mapping = self._propose()
        mapping.entity_ids.action_leave_out()
        with self.assertRaisesRegex(UserError, "pick"):
            mapping.action_use()
        self.assertFalse(self.source.mapping_json)
