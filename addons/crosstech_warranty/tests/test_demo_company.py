"""After-sales service of the demo company: every stage is there, every unit has one holder, no mail leaves."""

from collections import Counter

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.crosstech_sale.demo.loader import load

from ..demo import closed_requests, requests, units


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = load(cls.env, say=lambda line: None)
        cls.env.invalidate_all()  # read as everybody will
        cls.orders = cls.env["crosstech.work.order"].search([])
        cls.units = cls.env["crosstech.warranty.unit"].search([])

    def test_the_story_is_told_once(self):
        self.assertLessEqual({"warranty_units", "technicians", "closed_requests", "service_requests"}, set(self.steps))
        self.assertEqual(load(self.env, say=lambda line: None), [])

    def test_units_have_serial_numbers_terms_and_an_owner(self):
        numbered = self.units.filtered("lot_id")
        self.assertGreaterEqual(len(numbered), sum(sum(scene.goods.get(sku, 0) for sku in units.SERIAL_GOODS)
                                                   for scene in units.SALES))  # fmt: skip
        self.assertTrue(all(numbered.mapped("partner_id")))
        self.assertTrue(all(numbered.mapped("term_id")))
        self.assertTrue(any(unit.has_document for unit in self.units))
        self.assertTrue(any(unit._wants_document() for unit in self.units))

    def test_the_warranty_counts_from_the_day_of_the_delivery(self):
        delivered = self.units.filtered(lambda unit: unit.move_line_id and unit.term_id.start_basis == "delivery")
        self.assertLess(min(delivered.mapped("start_date")), fields.Date.add(self.env.company._get_today(), days=-300))
        for unit in delivered:
            left = unit.move_line_id.picking_id.date_done
            self.assertEqual(unit.start_date, unit.company_id._day_of(left), unit.name)

    def test_there_are_requests_at_every_stage(self):
        states = {"requested", "assigned", "visiting", "shipped", "received", "diagnosed", "at_supplier", "in_repair",
                  "settled", "returning", "closed", "cancelled"}  # fmt: skip
        self.assertEqual(states - set(self.orders.mapped("state")), set())
        self.assertTrue(self.orders.filtered("needs_technician"))
        self.assertTrue(self.orders.filtered(lambda order: order.quote_state == "offered"))
        self.assertTrue(self.orders.filtered(lambda order: order.cost_state == "settled"))
        self.assertTrue(self.orders.filtered(lambda order: order.approval_state == "asked"))
        self.assertTrue(self.orders.filtered("replacement_unit_id"))
        self.assertTrue(self.orders.ticket_id.filtered("is_goodwill"))

    def test_nothing_was_forgotten(self):
        count = len(requests.SCENES) + closed_requests.ROUNDS * len(closed_requests.FAILURES)
        self.assertEqual(len(self.orders.ticket_id), count)
        self.assertGreaterEqual(len(self.orders.filtered(lambda order: order.state == "closed")), 50)

    def test_a_claim_is_near_the_end_of_its_window(self):
        claims = self.env["crosstech.supplier.claim"].search([("state", "=", "draft")])
        self.assertTrue(claims.filtered(lambda claim: 0 <= claim.days_left <= 10))

    def test_every_unit_is_where_the_last_hand_over_left_it(self):
        for unit in self.units.filtered("handover_ids"):
            last = unit.handover_ids[0]
            self.assertEqual((unit.holder_kind, unit.holder_id), (last.to_kind, last.to_partner_id), unit.display_name)

    def test_a_serial_number_is_at_one_place(self):
        for unit in self.units.filtered(lambda unit: unit.lot_id and unit.state == "active"):
            places = Counter()
            for quant in unit.lot_id.quant_ids:
                places[quant.location_id] += quant.quantity
            self.assertEqual(list(filter(None, places.values())), [1.0], unit.display_name)

    def test_nothing_happens_before_it_could(self):
        for order in self.orders.filtered("ended_datetime"):
            self.assertLessEqual(order.create_date, order.ended_datetime)
            self.assertLessEqual(order.unit_id.start_date, order.ended_datetime.date())

    def test_no_mail_of_the_demo_is_sent(self):
        self.assertFalse(self.env["mail.mail"].search_count([("state", "=", "outgoing")]))
