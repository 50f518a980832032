from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

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


@tagged("post_install", "-at_install")
class TestMappingCorrection(SourceCommon):
    """The dialog in which a person corrects a proposal by picking."""

    TWO_STOCKS = """
    CREATE TABLE barang (kode TEXT PRIMARY KEY, nama TEXT, harga NUMERIC, stok INTEGER, stok_gudang INTEGER);
    CREATE TABLE kategori (kategori_id INTEGER PRIMARY KEY, nama TEXT);
    INSERT INTO kategori VALUES (1, 'Kabel'), (2, 'Layar');
    INSERT INTO barang VALUES ('A', 'Satu', 1000, 5, 50), ('B', 'Dua', 2000, 7, 70);
    CREATE TABLE jual (id INTEGER PRIMARY KEY, nota TEXT, tgl TEXT, kode_barang TEXT REFERENCES barang, qty INTEGER,
        status TEXT);
    INSERT INTO jual VALUES (1, 'N1', '2026-02-01', 'A', 2, 'lunas'), (2, 'N2', '2026-02-02', 'B', 4, 'batal');
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls._create_source()
        cls.source._receive_upload("kasir.sqlite", cls._sqlite(cls.TWO_STOCKS))
        cls._create_agreement(cls.source, "looking")
        action = cls.source.action_propose()
        cls.mapping = cls.env["crosstech.reseller.mapping"].with_user(cls.manager).browse(action["res_id"])

    def _entity(self, name):
        return self.mapping.entity_ids.filtered(lambda entity: entity.entity == name)

    def _form(self, entity):
        return Form(entity, view="crosstech_reseller_sync.reseller_mapping_entity_view_form")

    def _pick(self, form, field, **values):
        place = next(i for i, line in enumerate(form._values["field_ids"]) if self._line_name(form, i) == field)
        with form.field_ids.edit(place) as line:
            for name, value in values.items():
                setattr(line, name, value)

    def _line_name(self, form, place):
        with form.field_ids.edit(place) as line:
            return line.name

    def test_another_column_changes_the_totals_before_anything_is_saved(self):
        entity = self._entity("stock")
        self.assertEqual(entity.state, "check", "two columns of stock are doubtful")
        before = entity.preview["totals"]["stock_units"]
        with self._form(entity) as form:
            self._pick(form, "quantity", pick="base.stok_gudang" if before == 12 else "base.stok")
            self.assertNotEqual(form.preview["totals"]["stock_units"], before)
            self.assertEqual({before, form.preview["totals"]["stock_units"]}, {12, 120})
        entity.action_apply()
        self.assertEqual(entity.state, "confirmed")
        self.assertEqual({before, entity.preview["totals"]["stock_units"]}, {12, 120})

    def test_an_alternative_is_taken_by_one_pick(self):
        entity = self._entity("stock")
        self.assertTrue(entity.alternatives)
        other = entity.alternatives[0]["totals"]["stock_units"]
        with self._form(entity) as form:
            form.way = "0"
            self.assertEqual(form.preview["totals"]["stock_units"], other)
        entity.action_apply()
        chosen = entity.alternatives[0]["spec"]["fields"]["quantity"]["column"]
        self.assertEqual(entity._spec()["fields"]["quantity"]["column"], chosen)

    def test_a_place_that_is_always_the_same_is_typed(self):
        entity = self._entity("stock")
        with self._form(entity) as form:
            self._pick(form, "place", pick="=", constant="Gudang Depan")
            self.assertIn("Gudang Depan", form.preview["rows"][0])
        entity.action_apply()
        self.assertEqual(entity._spec()["fields"]["place"]["constant"], "Gudang Depan")

    def test_which_rows_count_can_be_switched(self):
        entity = self._entity("sale_line")
        self.assertEqual(entity.preview["totals"]["quantity_sold"], 2, "the cancelled sale does not count")
        with self._form(entity) as form:
            with form.condition_ids.edit(0) as line:
                line.is_used = False
            self.assertEqual(form.preview["totals"]["quantity_sold"], 6)

    def test_another_table_is_read_as_well_as_its_names_allow(self):
        entity = self._entity("product")
        with self._form(entity) as form:
            form.table_name = "kategori"
            self.assertEqual(form.proposal["table"], "kategori")
            self.assertFalse(form.problem)
        entity.action_apply()
        self.assertEqual(entity._spec()["table"], "kategori")

    def test_a_required_field_that_comes_from_nowhere_is_asked_for(self):
        entity = self._entity("stock")
        with self._form(entity) as form:
            self._pick(form, "quantity", pick="")
            self.assertIn("Quantity", form.problem)
        with self.assertRaisesRegex(UserError, "Quantity"):
            entity.action_apply()
        self.assertNotEqual(entity.state, "confirmed")

    def test_after_a_revocation_no_row_is_shown_any_more(self):
        entity = self._entity("stock")
        self.source.agreement_id.sudo().state = "revoked"
        with self._form(entity) as form:
            self._pick(form, "quantity", pick="base.stok")
            self.assertFalse(form.preview)
            self.assertIn("permitted", form.problem)
