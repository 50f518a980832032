"""The work itself: lines free or charged, parts from the shelf, visits, and core's repair order that follows."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .work_order_common import WorkOrderCommon


@tagged("post_install", "-at_install")
class TestWorkOrderRepair(WorkOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls._create_product("Papan Induk Uji", list_price=900_000.0, standard_price=600_000.0)
        term = cls.env["crosstech.warranty.term"].create({"name": "Uji", "company_parts_months": 24})
        cls.unit = cls._create_unit(
            "UJI-REP", term_id=term.id, company_parts_until="2099-01-01", company_labour_until="2099-01-01",
            start_date="2020-01-01",
        )  # fmt: skip
        cls.order = cls._open_order(cls._create_ticket(cls.unit, arrival_way="walk_in"), is_here=True)
        cls.order._apply("diagnose", fault=cls.fault, diagnosis="The board is dead")
        cls.order._decide("repair")

    def _add_part(self, order=None, quantity=1, **values):
        order = order or self.order
        return (
            self.env["crosstech.work.order.line"]
            .with_user(self.repair_team)
            .create({"order_id": order.id, "kind": "part", "product_id": self.part.id, "quantity": quantity, **values})
        )

    def _on_shelf(self):
        return self.part.with_context(location=self.warehouse.lot_stock_id.id).qty_available

    def test_a_covered_part_is_free_and_its_cost_is_kept(self):
        line = self._add_part()
        self.assertEqual((line.name, line.price_unit, line.cost_unit), (self.part.name, 900_000, 600_000))
        self.assertEqual((line.is_free, line.amount), (True, 0))

    def test_travel_that_the_warranty_does_not_cover_is_charged(self):
        self.order.action_add_usual_lines()
        self.assertEqual(self.order.line_ids.mapped("kind"), ["labour"])
        self.assertTrue(self.order.line_ids.is_free)
        travel = self.order.line_ids.create(
            {"order_id": self.order.id, "kind": "travel", "name": "Visit", "price_unit": 5}
        )
        self.assertEqual((travel.is_free, travel.amount), (False, 5))

    def test_usual_lines_are_added_once(self):
        self.order.action_add_usual_lines()
        self.order.action_add_usual_lines()
        self.assertEqual(len(self.order.line_ids), 1)

    def test_what_differs_from_the_warranty_needs_a_reason(self):
        line = self._add_part()
        with self.assertRaisesRegex(ValidationError, "give the reason"):
            line.is_free = False
        line.write({"is_free": False, "free_reason": "The customer wants the bigger one"})
        self.assertEqual(line.amount, 900_000)

    def test_physical_damage_found_on_the_bench_makes_lines_charged(self):
        line = self._add_part()
        wet = self.env.ref("crosstech_warranty.fault_liquid")
        order = self.order
        order._apply("start_repair")
        order._apply("diagnose", fault=wet, has_physical_damage=True)
        self.assertTrue(order.ticket_id.has_physical_damage)
        self.assertEqual((line.is_free, line.amount), (False, 900_000))

    def test_no_part_has_less_than_nothing(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self._add_part(quantity=0)

    def test_a_repair_takes_its_parts_from_the_shelf_when_it_is_finished(self):
        self._stock(self.part, 3)
        line = self._add_part(quantity=2)
        self.assertEqual(line.availability, "there")
        self.order._apply("start_repair")
        repair = self.order.sudo().repair_id
        self.assertEqual((repair.state, repair.lot_id), ("under_repair", self.unit.lot_id))
        self.order._apply("finish", resolution=self.resolution, work_done="New board")
        self.assertEqual((repair.state, self._on_shelf()), ("done", 1))
        line.invalidate_recordset()
        self.assertEqual(line.availability, "used")
        self.assertEqual(self.order.state, "settled")

    def test_the_unit_stays_on_the_bench_of_its_owner_through_the_repair(self):
        self._stock(self.part, 1)
        self._add_part()
        self.order._apply("start_repair")
        self.order._apply("finish", resolution=self.resolution)
        quant = self.env["stock.quant"].search([("lot_id", "=", self.unit.lot_id.id), ("quantity", "!=", 0)])
        inside = quant.filtered(lambda quant: quant.location_id.usage == "internal")
        self.assertEqual((inside.quantity, inside.owner_id), (1, self.customer))
        self.assertEqual(self.unit.holder_kind, "workshop")

    def test_a_missing_part_holds_the_repair_until_it_comes(self):
        line = self._add_part()
        self.assertEqual(line.availability, "missing")
        self.order._apply("start_repair")
        with self.assertRaisesRegex(UserError, "missing in stock"):
            self.order._apply("finish", resolution=self.resolution)
        self.order.action_request_parts()
        self.assertTrue(self.order.sudo().activity_ids.user_id.has_group("crosstech_sale.group_inventory"))
        self._stock(self.part, 1)
        self.order._apply("finish", resolution=self.resolution)
        self.assertEqual(self.order.state, "settled")

    def test_lines_changed_during_the_repair_change_what_it_takes(self):
        self._stock(self.part, 5)
        line = self._add_part(quantity=1)
        self.order._apply("start_repair")
        line.quantity = 3
        second = self._add_part(quantity=1)
        second.unlink()
        self.order._apply("finish", resolution=self.resolution)
        self.assertEqual(self._on_shelf(), 2)

    def test_examined_anew_the_parts_are_free_again(self):
        self._stock(self.part, 1)
        self._add_part()
        self.order._apply("start_repair")
        self.order._apply("diagnose", fault=self.fault)
        self.assertEqual(self.order.sudo().repair_id.state, "cancel")
        self.assertEqual(self.part.with_context(location=self.warehouse.lot_stock_id.id).free_qty, 1)
        self.order._apply("start_repair")
        self.order._apply("finish", resolution=self.resolution)
        self.assertEqual(self._on_shelf(), 0)

    def test_parts_used_on_site_leave_the_shelf(self):
        self._stock(self.part, 2)
        order = self._open_order(self._create_ticket(self._create_unit("UJI-SITE")))
        order._apply("assign", technician=self.technician)
        order._apply("visit")
        self._add_part(order, is_free=True, free_reason="Goodwill")
        order._apply("solve", resolution=self.resolution, work_done="New board")
        self.assertEqual((order.state, self._on_shelf()), ("settled", 1))

    def test_nobody_ends_the_repair_around_its_order(self):
        self.order._apply("start_repair")
        repair = self.order.sudo().repair_id.with_user(self.repair_team)
        for step in ("action_repair_end", "action_repair_cancel", "action_repair_done"):
            with self.assertRaisesRegex(UserError, "belongs to"):
                getattr(repair, step)()
        self.assertEqual(repair.state, "under_repair")
        self.assertEqual(repair.action_open_work_order()["res_id"], self.order.id)

    def test_a_closed_order_keeps_its_lines(self):
        line = self._add_part()
        self.order.sudo().write({"state": "closed"})
        for change in (lambda: line.write({"quantity": 5}), line.unlink, self._add_part):
            with self.assertRaisesRegex(UserError, "has ended"):
                change()
        self.assertEqual(line.quantity, 1)

    def test_only_the_repair_team_writes_lines(self):
        line = self._add_part()
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaises(AccessError):
                line.with_user(self.users[role]).quantity = 2

    def test_visits_of_several_technicians_are_kept_with_their_outcome(self):
        order = self._open_order(self._create_ticket(self._create_unit("UJI-VIS")))
        second = self.env["crosstech.technician"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Teknisi Dua"}).id}
        )
        order._apply("assign", technician=self.technician)
        order._apply("visit")
        order._apply("postpone", outcome="needs_part", note="A fan")
        order._apply("assign", technician=second)
        order._apply("visit")
        order._apply("solve", resolution=self.resolution, work_done="New fan")
        self.assertEqual(order.visit_ids.mapped("outcome"), ["needs_part", "solved"])
        self.assertTrue(all(order.visit_ids.mapped("ended_datetime")))
        self.assertEqual(order.technician_ids, self.technician | second)
        self.assertEqual(order.visit_count, 2)

    def test_the_work_order_prints_with_the_way_to_its_status(self):
        self._add_part()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.work_order_report", self.order.ids
        )
        text = html.decode()
        self.assertIn(self.order.name, text)
        self.assertIn("data:image/png;base64", text)
