"""A claim at a supplier: filed in time with its evidence, decided by him, and the same piece back."""

import base64
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .custody_common import CustodyCommon


@tagged("post_install", "-at_install")
class TestSupplierClaim(CustodyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laptop.standard_price = 5_000_000
        cls.order = cls._create_diagnosed()

    @classmethod
    def _create_diagnosed(cls, unit=None, **values):
        """A work order whose unit is on the bench, diagnosed, for the supplier to decide about."""
        order = cls._create_work_order(unit, diagnosis="Papan induk mati", **values)
        for action in ("receive", "diagnose"):
            order._apply(action, roles={"repair_team"})
        order.decision = "supplier"
        return order

    def _at_supplier(self, order=None):
        claim = (order or self.order)._open_claim()
        (order or self.order)._apply("send_to_supplier", roles={"repair_team"})
        return claim

    def test_a_claim_knows_its_window_and_what_it_is_worth(self):
        claim = self.order._open_claim()
        self.assertEqual((claim.supplier_id, claim.state), (self.supplier, "draft"))
        self.assertEqual((claim.filing_deadline - claim.opened_date).days, 30)
        self.assertEqual(claim.claimed_amount, 5_000_000)
        self.assertEqual(claim.pending_amount, 5_000_000)
        self.assertEqual(self.order._open_claim(), claim)

    def test_the_window_of_the_terms_counts(self):
        self.unit.term_id = self.env["crosstech.warranty.term"].create({"name": "Uji", "supplier_claim_days": 10})
        claim = self.order._open_claim()
        self.assertEqual((claim.filing_deadline - claim.opened_date).days, 10)

    def test_filing_sends_the_letter_to_the_supplier(self):
        claim = self.order._open_claim()
        claim._file(roles={"repair_team"})
        self.assertEqual((claim.state, claim.is_late), ("filed", False))
        letter = (
            self.env["mail.message"]
            .search([("model", "=", claim._name), ("res_id", "=", claim.id)])
            .filtered(lambda message: self.supplier in message.notified_partner_ids)
        )
        self.assertIn("SN-0001", letter.body)
        self.assertTrue(letter.attachment_ids)

    def test_physical_damage_voids_the_claim(self):
        self.order.ticket_id.has_physical_damage = True
        with self.assertRaisesRegex(UserError, "Physical damage"):
            self.order._open_claim()
        self.assertFalse(self.order.claim_ids)

    def test_damage_found_after_the_claim_was_made_stops_it(self):
        claim = self.order._open_claim()
        self.order.ticket_id.has_physical_damage = True
        with self.assertRaisesRegex(UserError, "Physical damage"):
            claim._file(roles={"repair_team"})
        self.assertEqual(claim.state, "draft")

    def test_a_claim_needs_a_proof_of_purchase_and_a_diagnosis(self):
        claim = self.order._open_claim()
        self.unit.proof_reference = False
        with self.assertRaisesRegex(UserError, "proof of purchase"):
            claim._file(roles={"repair_team"})
        self.unit.proof_reference = "Kuitansi 17"
        self.order.diagnosis = False
        with self.assertRaisesRegex(UserError, "diagnosis"):
            claim._file(roles={"repair_team"})
        self.assertEqual(claim.state, "draft")

    def test_no_claim_without_a_supplier_or_after_his_warranty(self):
        self.unit.supplier_id = False
        with self.assertRaisesRegex(UserError, "No supplier"):
            self.order._open_claim()
        self.unit.write({"supplier_id": self.supplier.id, "supplier_until": "2020-01-01"})
        with self.assertRaisesRegex(UserError, "ended"):
            self.order._open_claim()

    def test_alarms_at_half_and_more_of_the_window_reach_the_repair_team(self):
        claim = self.order._open_claim()
        today = self.company._get_today()
        for used, level in ((14, 0), (15, 50), (24, 80), (29, 95)):
            claim.write(
                {"opened_date": today - timedelta(days=used), "filing_deadline": today + timedelta(days=30 - used)}
            )
            self.env["crosstech.supplier.claim"]._cron_watch_claims()
            self.assertEqual(claim.alarm_level, level)
        self.assertEqual(len(claim.activity_ids), 1)
        self.assertEqual(claim.activity_ids.user_id, self.env["res.users"]._with_role("repair_team"))

    def test_a_missed_window_is_told_to_the_operational_manager_and_counted_as_lost(self):
        claim = self.order._open_claim()
        claim.write({"filing_deadline": self.company._get_today() - timedelta(days=1)})
        self.env["crosstech.supplier.claim"]._cron_watch_claims()
        self.assertEqual((claim.state, claim.missed_amount), ("missed", 5_000_000))
        self.assertEqual(claim.activity_ids.user_id, self.env["res.users"]._with_role("operational_manager"))
        claim._file(roles={"repair_team"})
        self.assertEqual((claim.state, claim.is_late), ("filed", True))

    def test_a_silent_supplier_is_reminded_and_then_somebody_calls_him(self):
        claim = self._at_supplier()
        today = self.company._get_today()
        watch = self.env["crosstech.supplier.claim"]._cron_watch_claims
        claim.filed_date = today - timedelta(days=6)
        watch()
        self.assertFalse(claim.reminded_date)
        claim.filed_date = today - timedelta(days=7)
        watch()
        watch()
        reminders = claim.message_ids.filtered(lambda message: "Reminder" in (message.body or ""))
        self.assertEqual((claim.reminded_date, len(reminders)), (today, 1))
        claim.write({"filed_date": today - timedelta(days=21), "reminded_date": today - timedelta(days=7)})
        watch()
        self.assertEqual(claim.activity_ids.user_id, self.env["res.users"]._with_role("operational_manager"))

    def test_sending_the_unit_files_the_claim_and_hands_it_over(self):
        claim = self._at_supplier()
        self.assertEqual((claim.state, self.order.state), ("at_supplier", "at_supplier"))
        self.assertEqual((self.unit.holder_kind, self.unit.holder_id), ("supplier", self.supplier))

    def test_nothing_is_finished_before_the_supplier_has_decided(self):
        self._at_supplier()
        with self.assertRaises(UserError):
            self.order._apply("finish", roles={"repair_team"}, resolution=self.resolution)
        self.assertEqual(self.order.state, "at_supplier")

    def test_a_repaired_unit_comes_back_as_the_same_piece(self):
        claim = self._at_supplier()
        claim._decide("repaired", roles={"repair_team"}, words="IC diganti")
        self.assertEqual((claim.state, claim.recovered_amount), ("decided", 5_000_000))
        with self.assertRaisesRegex(UserError, "SN-9999"):
            claim._receive_back("SN-9999", roles={"repair_team"})
        self.assertEqual((claim.state, self.unit.holder_kind), ("decided", "supplier"))
        claim._receive_back("sn-0001", roles={"repair_team"})
        self.assertEqual((claim.state, self.unit.holder_kind), ("closed", "workshop"))
        self.order._apply("finish", roles={"repair_team"}, resolution=self.resolution)
        self.assertEqual(self.order.state, "settled")

    def test_a_replaced_unit_comes_back_as_the_piece_the_supplier_named(self):
        claim = self._at_supplier()
        with self.assertRaisesRegex(UserError, "serial number"):
            claim._decide("replaced", roles={"repair_team"})
        claim._decide("replaced", roles={"repair_team"}, serial="SN-0100")
        claim._receive_back("SN-0100", roles={"repair_team"})
        new = self.unit.replaced_by_id
        self.assertEqual((new.lot_id.name, new.holder_kind), ("SN-0100", "workshop"))
        self.assertEqual((self.unit.state, self.unit.holder_kind), ("replaced", "supplier"))
        self.assertEqual(self.order._get_unit_to_return(), new)
        self.assertEqual(sum(self._quantities(new).values()), 1)
        self.order._apply("finish", roles={"repair_team"}, resolution=self.resolution)
        self.order._apply("send_back", roles={"repair_team"}, awb="JNE1234567")
        self.assertEqual(new.holder_kind, "courier")

    def test_a_credit_is_for_finance_and_the_supplier_keeps_the_unit(self):
        claim = self._at_supplier()
        for amount in (0, -1):
            with self.assertRaises(UserError):
                claim._decide("credited", roles={"repair_team"}, amount=amount)
        claim._decide("credited", roles={"repair_team"}, amount=4_000_000)
        self.assertEqual((claim.state, claim.recovered_amount), ("closed", 4_000_000))
        self.assertEqual(claim.activity_ids.user_id, self.env["res.users"]._with_role("finance_manager"))
        self.assertEqual(
            (self.unit.holder_kind, self.order.state, self.order.decision), ("supplier", "diagnosed", False)
        )

    def test_who_decides_for_the_supplier_has_a_claim_at_once(self):
        self.order._decide("supplier", roles={"repair_team"}, reason="Garansi resmi")
        self.assertEqual(self.order.claim_ids.state, "draft")

    def test_nobody_decides_for_a_supplier_who_is_not_known(self):
        self.unit.supplier_id = False
        with self.assertRaisesRegex(UserError, "No supplier"):
            self.order._decide("supplier", roles={"repair_team"})

    def test_a_refusal_has_its_reason_and_the_unit_comes_back_to_be_decided_anew(self):
        claim = self._at_supplier()
        with self.assertRaisesRegex(UserError, "why"):
            claim._decide("refused", roles={"repair_team"})
        claim._decide("refused", roles={"repair_team"}, words="Segel rusak")
        claim._receive_back("SN-0001", roles={"repair_team"})
        self.assertEqual(
            (self.order.state, self.unit.holder_kind, claim.recovered_amount), ("diagnosed", "workshop", 0)
        )

    def test_what_is_decided_is_decided_once(self):
        claim = self._at_supplier()
        claim._decide("repaired", roles={"repair_team"})
        with self.assertRaises(UserError):
            claim._decide("refused", roles={"repair_team"}, words="Tidak jadi")
        self.assertEqual(claim.outcome, "repaired")

    def test_the_ledger_adds_up_per_supplier(self):
        claim = self._at_supplier()
        claim._decide("credited", roles={"repair_team"}, amount=2_000_000)
        other = self._create_unit("SN-0003", supplier_id=self.supplier.id, proof_reference="Kuitansi 18")
        self._create_diagnosed(other)._open_claim()
        row = self.env["crosstech.supplier.recovery"].search([("supplier_id", "=", self.supplier.id)])
        self.assertEqual((row.claims, row.claimed_amount, row.pending_amount), (2, 10_000_000, 5_000_000))
        self.assertEqual((row.recovered_amount, row.recovery_percent), (2_000_000, 40))

    def test_only_the_repair_team_takes_steps_and_nobody_types_them(self):
        claim = self.order._open_claim()
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaises(UserError, msg=role):
                claim.with_user(self.users[role]).action_file()
        repair = claim.with_user(self.users["repair_team"])
        for values in ({"state": "closed"}, {"recovered_amount": 1}, {"outcome": "repaired"}):
            with self.assertRaises(UserError):
                repair.write(values)
        repair.supplier_reference = "RMA-1"
        repair.action_file()
        self.assertEqual((claim.state, claim.supplier_reference), ("filed", "RMA-1"))

    def test_the_dialogs_record_the_decision_and_the_return(self):
        self._at_supplier()
        claim = self.order.claim_ids.with_user(self.users["repair_team"])
        env = claim.env
        letter = env["ir.attachment"].create({"name": "surat.pdf", "raw": b"%PDF-1.4"})
        env["crosstech.supplier.claim.decide"].create(
            {"claim_id": claim.id, "outcome": "repaired", "attachment_ids": [(6, 0, letter.ids)]}
        ).action_apply()
        env["crosstech.supplier.claim.receive"].create({"claim_id": claim.id, "serial": "SN-0001"}).action_apply()
        self.assertEqual((claim.state, claim.decision_attachment_ids), ("closed", letter))

    def test_a_letter_for_several_claims_has_them_all(self):
        claim = self.order._open_claim()
        other = self._create_unit("SN-0003", supplier_id=self.supplier.id, proof_reference="Kuitansi 18")
        claims = claim | self._create_diagnosed(other)._open_claim()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.report_supplier_claim", claims.ids
        )
        for serial in (b"SN-0001", b"SN-0003"):
            self.assertIn(serial, html)
        self.assertEqual(html.count(b'class="page"'), 1)


@tagged("post_install", "-at_install")
class TestCustodyDesk(CustodyCommon):
    """The Repair Team's desk: dialogs, scans, what is overdue."""

    def setUp(self):
        super().setUp()
        self.repair_env = self.env(user=self.users["repair_team"])

    def _dialog(self, **values):
        return self.repair_env["crosstech.custody.hand.over"].create({"unit_id": self.unit.id, **values})

    def test_the_dialog_hands_over_with_signature_and_opens_the_record(self):
        dialog = self._dialog(to_kind="workshop", signed_by="Bu Rini", signature=base64.b64encode(b"x"))
        action = dialog.action_apply()
        handover = self.env["crosstech.custody.handover"].browse(action["res_id"])
        self.assertEqual((handover.signed_by, handover.user_id), ("Bu Rini", self.users["repair_team"]))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.report_custody_handover", handover.ids
        )
        self.assertIn(b"Bu Rini", html)

    def test_only_the_repair_team_hands_over_at_the_desk(self):
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaises(UserError, msg=role):
                self.unit.with_user(self.users[role]).action_hand_over()

    def test_a_mistake_is_taken_back_at_the_desk(self):
        self._dialog(to_kind="workshop").action_apply()
        correct = self.repair_env["crosstech.custody.correct"].create({"unit_id": self.unit.id, "reason": "Salah"})
        correct.action_apply()
        self.assertEqual(self.unit.holder_kind, "customer")

    def test_many_parcels_are_received_in_a_row_and_their_orders_go_on(self):
        second = self._create_unit("SN-0002")
        orders = self._create_work_order() | self._create_work_order(second)
        for order, awb in zip(orders, ("JNE1000001", "JNE1000002"), strict=True):
            order._apply("ship", roles={"repair_team"}, awb=awb)
        receive = self.repair_env["crosstech.custody.receive"].new({})
        for text in ("sn-0001", "jne 1000002", "TIDAK-ADA", "SN-0001"):
            receive.scan = text
            receive._onchange_scan()
        self.assertEqual(receive.line_ids.unit_id._origin, self.unit | second)
        self.assertIn("SN-0001", receive.hint)
        saved = self.repair_env["crosstech.custody.receive"].create(
            {"line_ids": [(0, 0, {"unit_id": unit.id}) for unit in (self.unit | second)]}
        )
        saved.action_apply()
        self.assertEqual(set(orders.mapped("state")), {"received"})
        self.assertEqual({self.unit.holder_kind, second.holder_kind}, {"workshop"})

    def test_an_empty_list_of_parcels_receives_nothing(self):
        with self.assertRaises(UserError):
            self.repair_env["crosstech.custody.receive"].create({}).action_apply()

    def test_what_is_somewhere_too_long_is_found(self):
        self.unit._hand_over("courier")
        Unit = self.env["crosstech.warranty.unit"]
        for days, late in ((5, False), (6, True)):
            self.unit.holder_since = self.env.cr.now() - timedelta(days=days, minutes=5)
            self.assertEqual(self.unit.is_overdue, late)
            self.assertEqual(self.unit in Unit.search([("is_overdue", "=", True)]), late)
            self.assertEqual(self.unit in Unit.search([("is_overdue", "=", False)]), not late)
