"""Nothing is read that was not agreed: states, signatures, refusals for everybody, and what a revocation deletes."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..lib.entities import ENTITIES
from ..lib.pull import history, names
from .agreement_common import AgreementCommon

COLUMNS = {
    ("barang", "id"), ("barang", "nama"), ("barang", "harga"), ("barang", "golongan"), ("barang", "diubah"),
    ("stok", "id_barang"), ("stok", "sisa"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAgreement(AgreementCommon):
    def _refused(self, action, **facts):
        state = self.agreement.state
        with self.assertRaises(UserError):
            self.agreement._apply(action, **facts)
        self.assertEqual(self.agreement.state, state)

    # === THE WAY TO BOTH SIGNATURES === #

    def test_it_comes_into_force_with_both_signatures_and_names_exactly_what_the_mapping_reads(self):
        self._permit()
        self.assertTrue(self.agreement._is_lookable())
        self._offer()
        self.assertEqual(self.agreement.state, "offered")
        self.assertFalse(self.agreement._is_readable())
        self._sign()
        self.assertEqual(self.agreement.state, "active")
        self.assertEqual(self.source._readable_columns(), (COLUMNS, {}))
        signed = self.agreement.sudo()
        self.assertEqual(signed.company_signed_by_id, self.manager)
        self.assertEqual(signed.reseller_signed_by_id, self.boss)
        self.assertEqual(signed.reseller_signed_name, "Budi Data")
        self.assertEqual((signed.company_signed_address, signed.reseller_signed_address), ("192.0.2.1", "192.0.2.2"))
        self.assertEqual(signed.signed_fingerprint, signed._fingerprint())

    def test_nothing_may_be_read_in_any_other_state(self):
        for state in ("draft", "looking", "offered", "paused", "replaced", "revoked", "expired"):
            self.agreement.sudo().state = state
            with self.subTest(state), self.assertRaises(UserError):
                self.source._readable_columns()

    def test_nothing_may_be_read_outside_the_agreed_days(self):
        self._activate()
        today = self.company._get_today()
        for values in ({"date_from": today + timedelta(1)}, {"date_to": today - timedelta(1)}):
            self.env.cr.execute(
                "UPDATE crosstech_reseller_agreement SET date_from = %s, date_to = %s WHERE id = %s",
                [values.get("date_from"), values.get("date_to"), self.agreement.id],
            )
            self.agreement.invalidate_recordset()
            with self.subTest(values), self.assertRaises(UserError):
                self.source._readable_columns()

    def test_masks_go_with_the_columns(self):
        self._permit()
        self.agreement._take_columns()
        self.agreement.line_ids.filtered(lambda line: line.column_name == "golongan").mask = "hash"
        self.agreement._apply("offer")
        self._sign()
        self.assertEqual(self.source._readable_columns()[1], {("barang", "golongan"): "hash"})

    def test_what_joins_or_counts_cannot_be_masked(self):
        self._permit()
        self.agreement._take_columns()
        for column, mask in (("id", "hash"), ("sisa", "hash"), ("diubah", "year"), ("nama", "blank")):
            line = self.agreement.line_ids.filtered(lambda line, name=column: line.column_name == name)
            with self.subTest(column), self.assertRaises(UserError), self.env.cr.savepoint():
                line.mask = mask

    # === REFUSALS === #

    def test_only_the_team_admin_of_this_reseller_permits_and_signs(self):
        for user in (self.clerk, self.rival):
            self._refused("permit_look", member=self._member(user))
        self._permit()
        self._offer()
        for user in (self.clerk, self.rival):
            with self.assertRaises(UserError):
                self._sign(user=user)
            for action in ("pause", "resume", "revoke"):
                self._refused(action, member=self._member(user), has_consented=True)
        self.assertEqual(self.agreement.state, "offered")

    def test_we_never_act_for_the_reseller(self):
        for action in ("permit_look", "sign", "pause", "resume", "revoke", "decline"):
            self._refused(action, has_consented=True, signed_name="Manajer", reason="Karena mau")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_other_role_moves_an_agreement(self):
        self._permit()
        for role, user in self.users.items():
            if role == "operational_manager":
                continue
            with self.subTest(role), self.assertRaises(UserError):
                self.agreement.with_user(user)._apply("offer")
        self.assertEqual(self.agreement.state, "looking")

    def test_without_permission_to_look_nothing_is_offered(self):
        self.agreement._take_columns()
        self._refused("offer")

    def test_an_agreement_without_columns_is_not_offered(self):
        self._permit()
        self._refused("offer")

    def test_one_column_more_or_less_than_the_mapping_reads_is_not_offered(self):
        self._permit()
        self.agreement._take_columns()
        line = self.agreement.line_ids[0]
        self.agreement.write({"line_ids": [(0, 0, {"table_name": "pelanggan", "column_name": "telepon"})]})
        self._refused("offer")
        self.agreement.line_ids.filtered(lambda one: one.table_name == "pelanggan").unlink()
        line.unlink()
        self._refused("offer")

    def test_a_signature_needs_tick_name_and_the_terms_that_were_seen(self):
        self._permit()
        self._offer()
        for facts in ({"has_consented": False}, {"signed_name": " "}, {"seen_terms": "another"}):
            with self.subTest(facts), self.assertRaises(UserError):
                self._sign(**facts)
        self.assertEqual(self.agreement.state, "offered")

    def test_what_was_offered_cannot_be_changed(self):
        self._permit()
        self._offer()
        for change in (
            lambda: self.agreement.write({"purpose": "Apa saja"}),
            lambda: self.agreement.sudo().write({"retention_months": 0}),
            lambda: self.agreement.line_ids[0].write({"column_name": "lain"}),
            lambda: self.agreement.line_ids[0].unlink(),
            lambda: self.agreement.write({"line_ids": [(0, 0, {"table_name": "t", "column_name": "c"})]}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        self.assertEqual(self.agreement._agreed(), COLUMNS)

    def test_nobody_writes_a_state_or_a_signature_by_hand(self):
        for values in ({"state": "active"}, {"reseller_signed_by_id": self.manager.id}, {"signed_fingerprint": "x"}):
            with self.subTest(values), self.assertRaises(UserError):
                self.agreement.write(values)
            with self.subTest(values), self.assertRaises(UserError):
                self._create_agreement(**values)

    # === PAUSE, REVOKE, AMEND === #

    def test_a_pause_stops_reading_and_looking_until_the_reseller_resumes(self):
        self._activate()
        boss = self._member(self.boss)
        self.agreement._apply("pause", member=boss)
        self.assertFalse(self.agreement._is_readable() or self.agreement._is_lookable())
        self.agreement._apply("resume", member=boss)
        self.assertTrue(self.agreement._is_readable())

    def _read_something(self):
        """Values as a pull leaves them, of this source and of another one."""
        other = self._create_source(name="Sumber lain")
        cursor = self.env.cr
        for source in (self.source, other):
            history.add_source(cursor._cnx, source.id)
            table = names.current(ENTITIES["product"])
            history.add_part(cursor, table, source.id)
            cursor.execute(
                SQL(
                    "INSERT INTO %s (source_id, key, name, valid_from, recorded_at, run_id, activity)"
                    " VALUES (%s, '1', 'Mouse', now(), now(), 1, 'first_seen')",
                    SQL.identifier(table),
                    source.id,
                )
            )
        return other

    def _count_values(self, source):
        total = 0
        for entity in ENTITIES.values():
            for table in (names.history(entity), names.current(entity)):
                self.env.cr.execute(
                    SQL("SELECT count(*) FROM %s WHERE source_id = %s", SQL.identifier(table), source.id)
                )
                total += self.env.cr.fetchone()[0]
        return total

    def test_a_revocation_deletes_values_secrets_structure_and_mapping_and_nothing_of_others(self):
        self.source.write({"password": "rahasia"})
        self._activate()
        other = self._read_something()
        self.assertEqual((self._count_values(self.source), self._count_values(other)), (1, 1))
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        self.assertEqual((self._count_values(self.source), self._count_values(other)), (0, 1))
        self.assertEqual(self.agreement.state, "revoked")
        self.assertFalse(self.source.schema_json or self.source.mapping_json or self.source.has_password)
        self.assertEqual(self.agreement.sudo().ended_by_id, self.boss)
        self.assertTrue(self.source.message_ids, "the log of what was done stays")

    def test_values_stay_after_a_revocation_where_that_was_agreed(self):
        self.agreement.deletes_on_revocation = False
        self._activate()
        self._read_something()
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        self.assertEqual(self._count_values(self.source), 1)
        self.assertFalse(self.source.mapping_json)

    def test_a_revocation_needs_a_tick(self):
        self._activate()
        self._refused("revoke", member=self._member(self.boss))

    def test_another_mapping_needs_another_agreement_while_the_old_one_goes_on(self):
        self._activate()
        mapping = dict(self.source.mapping_json)
        mapping["entities"] = {"product": mapping["entities"]["product"]}
        self.source.mapping_json = mapping
        new = self.agreement._amend()
        self.assertEqual(new.state, "looking")
        self.assertEqual(self.source.agreement_id, self.agreement)
        self._offer(new)
        self.assertEqual(self.source._readable_columns()[0], COLUMNS)
        self._sign(new)
        self.assertEqual((self.agreement.state, new.state), ("replaced", "active"))
        self.assertEqual(self.source._readable_columns()[0], {pair for pair in COLUMNS if pair[0] == "barang"})

    def test_a_revocation_ends_what_is_being_prepared_too(self):
        self._activate()
        new = self.agreement._amend()
        self.agreement._apply("revoke", member=self._member(self.boss), has_consented=True)
        self.assertEqual(new.state, "revoked")

    def test_a_declined_offer_can_be_changed_and_offered_again(self):
        self._permit()
        self._offer()
        self.agreement._apply("decline", member=self._member(self.boss), reason="Jangan baca harga beli")
        self.assertEqual((self.agreement.state, self.agreement.sudo().reason), ("looking", "Jangan baca harga beli"))
        self.assertFalse(self.agreement.sudo().company_signed_by_id)
        self._offer()
        self._sign()
        self.assertTrue(self.agreement._is_readable())
