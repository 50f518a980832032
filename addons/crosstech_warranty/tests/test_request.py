"""A request from report to work order: taken once, judged, looked at twice; goodwill; intake; mail; returns."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestRequest(ReportCommon):
    # === REPORTING === #

    def test_a_report_of_a_known_unit_is_judged_and_gets_its_work_order(self):
        ticket = self._report()
        self.assertEqual(
            (ticket.verdict, ticket.product_id, ticket.order_state), ("company", self.product, "requested")
        )
        self.assertIn("2090", ticket.verdict_reason)
        self.assertEqual(ticket.team_id, self.env.ref("crosstech_warranty.helpdesk_team_service"))
        self.assertIn("&lt;b&gt;night", ticket.description)
        self.assertFalse(ticket.signal_text)

    def test_the_same_report_sent_twice_is_taken_once(self):
        key = "k" * 40
        self.assertEqual(self._report(report_key=key), self._report(report_key=key))
        self.assertNotEqual(self._report(report_key="l" * 40), self._report())

    def test_a_report_without_a_unit_waits_for_the_staff_and_says_so(self):
        ticket = self._report(unit_id=False, typed_serial="NOBODY-1")
        self.assertFalse(ticket.verdict or ticket.order_id)
        self.assertIn("first check", ticket.verdict_reason)
        self.assertIn("never sold", ticket.signal_text)

    def test_the_verdict_follows_what_the_staff_correct(self):
        ticket = self._report()
        ticket.has_physical_damage = True
        self.assertEqual(ticket.verdict, "none")
        ticket.has_physical_damage = False
        self.assertEqual(ticket.verdict, "company")
        ticket.failure_date = "2019-12-31"
        self.assertEqual(ticket.verdict, "none")

    def test_a_fallen_unit_is_judged_as_physical_damage(self):
        ticket = self._report(symptom_id=self.env.ref("crosstech_warranty.symptom_damage").id)
        self.assertEqual((ticket.has_physical_damage, ticket.verdict), (True, "none"))

    def test_an_unknown_unit_is_made_one_before_goods_move(self):
        product = self.env.ref("crosstech_warranty.product_unit_from_elsewhere")
        ticket = self._report(unit_id=False, typed_serial="NOBODY-1")
        unit = ticket._ensure_unit()
        self.assertEqual((unit.product_id, unit.partner_id, ticket.unit_id), (product, ticket.partner_id, unit))
        self.assertEqual((ticket._ensure_unit(), ticket.verdict), (unit, "none"))
        foreign = self._report(unit_id=False, typed_serial="FRGN-77", product_id=self.product.id)
        self.assertEqual(foreign._ensure_unit().lot_id.name, "FRGN-77")

    def test_the_repair_team_opens_the_work_order_once_the_proof_is_checked(self):
        ticket = self._report(unit_id=False, typed_serial="pf3x9k0l")
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            ticket.with_user(self.users["finance_manager"]).action_next_step()
        self.assertFalse(ticket.order_id)
        action = ticket.with_user(self.users["repair_team"]).action_next_step()
        self.assertEqual((action["res_id"], ticket.unit_id), (ticket.order_id.id, self.unit))

    # === A SECOND LOOK === #

    def test_what_stands_out_is_said_in_words_and_refuses_nothing(self):
        self._report()
        again = self._report()
        self.assertIn("1 other open request", again.signal_text)
        self.assertTrue(again.has_signals)
        self.assertEqual(again.verdict, "company")
        foreign = self._report(partner_id=self.stranger_user.partner_id.id)
        self.assertIn("another customer", foreign.signal_text)

    # === GOODWILL === #

    def test_goodwill_within_the_limit_is_granted_by_the_repair_team(self):
        ticket = self._report().with_user(self.users["repair_team"])
        dialog = self.env["crosstech.goodwill.grant"].with_user(self.users["repair_team"])
        dialog.with_context(active_id=ticket.id).create({"reason": "Good customer", "cost": 500_000}).action_grant()
        self.assertEqual((ticket.is_goodwill, ticket.goodwill_cost), (True, 500_000))
        self.assertEqual(ticket.goodwill_user_id, self.users["repair_team"])
        with self.assertRaises(UserError):
            ticket._grant_goodwill("Twice", 1)

    def test_goodwill_above_the_limit_waits_for_the_operational_manager(self):
        ticket = self._report()
        ticket.with_user(self.users["repair_team"])._grant_goodwill("Very good customer", 500_001)
        self.assertEqual((ticket.is_goodwill, ticket.goodwill_state), (False, "asked"))
        self.assertTrue(ticket.activity_ids)
        with self.assertRaises(UserError):
            ticket.with_user(self.users["repair_team"]).action_approve_goodwill()
        self.assertFalse(ticket.is_goodwill)
        ticket.with_user(self.users["operational_manager"]).action_approve_goodwill()
        self.assertEqual((ticket.is_goodwill, bool(ticket.activity_ids)), (True, False))

    def test_refused_goodwill_costs_nothing_and_other_roles_have_no_say(self):
        ticket = self._report()
        for role in ("finance_manager", "marketing_manager", "inventory", "director"):
            with self.assertRaises(UserError, msg=role):
                ticket.with_user(self.users[role])._grant_goodwill("Please", 1)
        for reason, cost in (("", 1), ("  ", 1), ("Why not", -1)):
            with self.assertRaises(UserError):
                ticket.with_user(self.users["repair_team"])._grant_goodwill(reason, cost)
        self.assertEqual(ticket.goodwill_state, "none")
        ticket.with_user(self.users["repair_team"])._grant_goodwill("Much", 9_000_000)
        ticket.with_user(self.users["operational_manager"]).action_refuse_goodwill()
        self.assertEqual((ticket.is_goodwill, ticket.goodwill_state), (False, "refused"))

    # === INTAKE === #

    def _intake(self):
        return Form(self.env["crosstech.request.enter"].with_user(self.users["repair_team"]))

    def test_a_scanned_serial_fills_unit_product_customer_and_place(self):
        with self._intake() as form:
            form.serial = "PF3X9K0L"
            self.assertEqual((form.unit_id, form.partner_id), (self.unit, self.buyer_user.partner_id))
            form.symptom_id = self.symptom
        form.record.action_enter_and_print()
        self.assertEqual((self.unit.ticket_ids.order_state, self.unit.ticket_ids.verdict), ("received", "company"))

    def test_a_mistyped_serial_is_suggested_to_the_staff(self):
        form = self._intake()
        form.serial = "PF3X9KOI"
        self.assertFalse(form.unit_id)
        self.assertIn("PF3X9K0L", form.suggestion)

    def test_a_telephone_number_finds_the_customer_however_it_is_written(self):
        form = self._intake()
        form.phone = "0812-1111-2222"
        self.assertEqual(form.partner_id, self.buyer_user.partner_id)

    def test_what_was_never_sold_by_us_is_taken_too(self):
        form = self._intake()
        form.serial = "FRGN-1"
        form.partner_name = "Pak Tono"
        form.phone = "0813 9999 0000"
        form.symptom_id = self.symptom
        ticket = self.env["helpdesk.ticket"].browse(form.save().action_enter()["res_id"])
        self.assertEqual((ticket.verdict, ticket.order_state), ("none", "received"))
        self.assertEqual(ticket.unit_id.product_id, self.env.ref("crosstech_warranty.product_unit_from_elsewhere"))

    def test_an_intake_without_unit_or_customer_is_refused_with_words(self):
        form = self._intake()
        form.symptom_id = self.symptom
        with self.assertRaisesRegex(UserError, "scan"):
            form.save().action_enter()
        form.serial = "FRGN-1"
        with self.assertRaisesRegex(UserError, "customer"):
            form.save().action_enter()
        self.assertFalse(self.env["helpdesk.ticket"].search([("typed_serial", "=", "FRGN-1")]))

    def test_the_button_of_the_unit_opens_the_intake_for_it(self):
        context = self.unit.action_report_failure()["context"]
        self.assertEqual(context["default_unit_id"], self.unit.id)

    def test_the_receipt_shows_the_code_of_the_case(self):
        ticket = self._report()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.request_receipt_action", ticket.ids
        )
        self.assertIn(ticket.number.encode(), html)
        self.assertIn(b"data:image/png;base64", html)

    # === MAIL === #

    def _mail(self, body, sender="lapor@example.com"):
        message = {"subject": "Rusak", "body": body, "from": sender, "to": "service@example.com", "message_id": "<a@b>"}
        partner = self.env["res.partner"].search([("email", "=", sender)], limit=1)
        return self.env["helpdesk.ticket"].message_new({**message, "author_id": partner.id})

    def test_a_mail_of_the_owner_names_his_unit(self):
        ticket = self._mail("<p>Laptop saya mati, S/N: PF3X9K0L</p>")
        self.assertEqual((ticket.unit_id, ticket.verdict, bool(ticket.order_id)), (self.unit, "company", False))

    def test_a_mail_of_a_stranger_is_only_noted(self):
        ticket = self._mail("<p>PF3X9K0L</p>", sender="asing@example.com")
        self.assertEqual((bool(ticket.unit_id), ticket.typed_serial), (False, "PF3X9K0L"))
        self.assertIn("another customer", ticket.signal_text)

    def test_a_mail_without_a_serial_stays_a_question(self):
        ticket = self._mail("<p>Jam buka?</p>")
        self.assertFalse(ticket.unit_id or ticket.typed_serial or ticket.signal_text)

    # === RETURNS === #

    def test_a_return_within_the_term_is_told_its_last_day(self):
        ticket = self._report(request_kind="return")
        self.assertIn("look up", ticket._get_return_text())
        picking = self.order.picking_ids
        picking.move_line_ids.unlink()
        line = self.env["stock.move.line"].create(
            {
                "picking_id": picking.id,
                "product_id": self.product.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        line.date = "2026-03-01 05:00:00"
        self.unit.move_line_id = line
        ticket.failure_date = "2026-03-08"
        self.assertIn("may return it", ticket._get_return_text())
        ticket.failure_date = "2026-03-09"
        self.assertIn("ended", ticket._get_return_text())

    def test_a_technician_far_from_his_colleagues_is_said_to_deserve_a_second_look(self):
        people = self.env["res.partner"].create([{"name": f"Teknisi {number}"} for number in range(12)])
        technicians = self.env["crosstech.technician"].create([{"partner_id": one.id} for one in people])
        ticket = self._report()
        for technician in technicians:
            order = self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "technician_id": technician.id})
            parts = 40 if technician == technicians[0] else 1 + technician.id % 3
            line = {"order_id": order.id, "name": "Part", "kind": "part", "quantity": parts}
            self.env["crosstech.work.order.line"].create(line)
        self.assertIn("40.0 parts", technicians[0].signal_text)
        self.assertFalse(technicians[1].signal_text)
