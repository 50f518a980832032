"""The helpdesk addon's doors: tickets of others, stages, files of any kind. Each test fails without our overrides."""

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .report_common import ReportCommon, picture


@tagged("post_install", "-at_install")
class TestHelpdeskDoors(ReportCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.question = cls.env["helpdesk.ticket"].create(
            {"name": "Opening hours?", "description": "-", "partner_id": cls.buyer_user.partner_id.id}
        )
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")

    def _close(self, ticket, method="POST", stage=None):
        data = {"ticket_id": ticket.id, "stage_id": (stage or self.done).id}
        if method == "GET":
            url = "/ticket/close?" + "&".join(f"{name}={value}" for name, value in data.items())
            return self.url_open(url, allow_redirects=False)
        return self.url_open(
            "/ticket/close", data={**data, "csrf_token": Request.csrf_token(self)}, allow_redirects=False
        )

    def test_nobody_closes_the_ticket_of_another_customer_by_any_method(self):
        before = self.question.stage_id
        self.authenticate("lapor_asing", "lapor_asing")
        for method in ("GET", "POST"):
            with mute_logger("odoo.http"):
                self.assertIn(self._close(self.question, method).status_code, (404, 405), method)
            self.question.invalidate_recordset()
            self.assertEqual(self.question.stage_id, before, method)

    def test_a_follower_of_another_company_reads_a_ticket_but_does_not_close_it(self):
        self.question.message_subscribe(self.stranger_user.partner_id.ids)
        self.authenticate("lapor_asing", "lapor_asing")
        self.assertEqual(self._close(self.question).status_code, 404)
        self.question.invalidate_recordset()
        self.assertNotEqual(self.question.stage_id, self.done)

    def test_a_link_in_a_mail_closes_nothing_not_even_for_the_owner(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        with mute_logger("odoo.http"):
            self.assertEqual(self._close(self.question, "GET").status_code, 405)
        self.question.invalidate_recordset()
        self.assertNotEqual(self.question.stage_id, self.done)

    def test_the_owner_closes_his_question(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        self.assertEqual(self._close(self.question).status_code, 303)
        self.question.invalidate_recordset()
        self.assertEqual(self.question.stage_id, self.done)

    def test_the_owner_closes_neither_work_that_has_begun_nor_with_a_stage_that_is_not_his(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        ticket = self._report()
        self.assertIn("refused", self._close(ticket).headers["Location"])
        rejected = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_rejected")
        self.assertIn("refused", self._close(self.question, stage=rejected).headers["Location"])
        (ticket | self.question).invalidate_recordset()
        self.assertFalse((ticket | self.question).filtered("closed"))

    def test_ids_that_are_none_are_refused_with_words_not_with_a_crash(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        for number in ("", "x", "-1", "9" * 30, "²"):
            data = {"ticket_id": number, "stage_id": number, "csrf_token": Request.csrf_token(self)}
            self.assertEqual(self.url_open("/ticket/close", data=data).status_code, 404, number)

    def test_visitors_write_no_stage(self):
        stage = self.done.with_user(self.env.ref("base.public_user"))
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            stage.write({"close_from_portal": False})
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            stage.read(["name"])

    def test_the_old_form_takes_neither_tickets_nor_files(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        tickets = self.env["helpdesk.ticket"].search_count([])
        attachments = self.env["ir.attachment"].search_count([("res_model", "=", "helpdesk.ticket")])
        big = b"x" * (9 * 1024 * 1024)
        for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", big, *[picture()] * 20):
            answer = self.url_open(
                "/submitted/ticket",
                data={"csrf_token": Request.csrf_token(self), "subject": "x", "description": "x", "category": "x"},
                files=[("attachment", ("a.svg", content, "image/svg+xml"))],
                allow_redirects=False,
            )
            self.assertEqual((answer.status_code, answer.headers["Location"][-15:]), (303, "/service/report"))
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)
        self.assertEqual(self.env["ir.attachment"].search_count([("res_model", "=", "helpdesk.ticket")]), attachments)

    def test_old_addresses_lead_to_our_pages(self):
        self.authenticate("lapor_pembeli", "lapor_pembeli")
        for old, new in (
            ("/my/tickets", "/my/service"),
            ("/new/ticket", "/service/report"),
            (f"/my/ticket/{self.question.id}", f"/my/service/{self.question.id}"),
        ):
            self.assertTrue(self.url_open(old, allow_redirects=False).headers["Location"].endswith(new), old)

    def test_company_roles_see_every_request_but_no_second_app(self):
        menu = self.env.ref("helpdesk_mgmt.helpdesk_ticket_main_menu")
        for role, user in self.users.items():
            self.assertTrue(self.question.with_user(user).has_access("read"), role)
            self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(), role)

    def test_a_customer_reads_nothing_by_rpc_that_is_meant_for_the_staff(self):
        ticket = self._report()
        fields = ["signal_text", "signal_data", "goodwill_reason", "goodwill_cost", "proof_number", "next_step"]
        for name in fields:
            with self.assertRaises(AccessError, msg=name), mute_logger("odoo.models"):
                ticket.with_user(self.buyer_user).read([name])
        self.assertFalse(ticket.with_user(self.stranger_user).has_access("read"))
