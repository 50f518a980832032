"""Two technicians accept one job at the same moment, on two connections: one has it, the other is told."""

from psycopg2 import OperationalError

from odoo import Command
from odoo.exceptions import LockError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

NAME = "Uji Balapan Teknisi"


@tagged("post_install", "-at_install")
class TestRouteRace(TransactionCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            region = env["crosstech.region"].search([("level", "=", "district")], limit=1)
            partners = env["res.partner"].create([{"name": f"{NAME} {number}"} for number in range(3)])
            technicians = env["crosstech.technician"].create(
                [{"partner_id": one.id, "region_ids": [Command.set(region.ids)]} for one in partners[:2]]
            )
            ticket = env["helpdesk.ticket"].create(
                {"name": NAME, "description": NAME, "partner_id": partners[2].id, "region_id": region.id,
                 "arrival_way": "on_site"}
            )  # fmt: skip
            order = env["crosstech.work.order"].create({"ticket_id": ticket.id})
            for technician in technicians:
                order._offer(technician)
            self.order_id, self.ids = order.id, technicians.ids

    def _remove(self):
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            tickets = env["helpdesk.ticket"].search([("name", "=", NAME)])
            partners = env["res.partner"].search([("name", "like", NAME)])
            tickets.work_order_ids.unlink()
            env["crosstech.technician"].search([("partner_id", "in", partners.ids)]).unlink()
            tickets.unlink()
            env["mail.mail"].search([("recipient_ids", "in", partners.ids)]).unlink()
            partners.unlink()

    def _accept(self, cr, number):
        order = self.env(cr=cr)["crosstech.work.order"].browse(self.order_id)
        technician = order.env["crosstech.technician"].browse(self.ids[number])
        order._do_job(technician, {"key": f"race-key-{number}", "action": "accept"})
        return order.technician_id.id

    def test_two_who_accept_at_once_do_not_both_get_the_job(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SELECT count(*) FROM crosstech_work_order_offer")  # its view is from before the first
            self.assertEqual(self._accept(first, 0), self.ids[0])
            with mute_logger("odoo.sql_db"), self.assertRaises(LockError):
                self._accept(second, 1)
            second.rollback()
            second.execute("SELECT count(*) FROM crosstech_work_order_offer")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):  # Odoo begins a request again then
                self._accept(second, 1)
            second.rollback()
        with self.registry.cursor() as again:
            with self.assertRaisesRegex(UserError, "somebody else has taken it"):
                self._accept(again, 1)
            again.rollback()
            order = self.env(cr=again)["crosstech.work.order"].browse(self.order_id)
            self.assertEqual((order.state, order.technician_id.id), ("assigned", self.ids[0]))
            self.assertEqual(sorted(order.offer_ids.mapped("state")), ["accepted", "withdrawn"])
