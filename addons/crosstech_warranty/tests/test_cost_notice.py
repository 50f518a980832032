from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .cost_common import CostCommon


@tagged("post_install", "-at_install")
class TestCostNotice(CostCommon):
    def _titles(self):
        notices = self.env["crosstech.notification"].search(
            [("partner_id", "=", self.customer.partner_id.id), ("res_model", "=", "helpdesk.ticket")], order="id"
        )
        return [notice.title.partition(" (")[0] for notice in notices]

    def test_the_customer_is_told_once_per_step_he_cares_about(self):
        order = self._create_case("requested")
        order._apply("receive", roles={"repair_team"})
        order._apply("diagnose", roles={"repair_team"}, diagnosis="Engsel patah")
        self._add_line(order)
        quote = order._offer_quote()
        order._accept_quote(quote, roles={"customer"})
        self.assertEqual(
            self._titles(), ["Your unit is at our service centre", f"Please answer: your repair costs {self._money()}"]
        )

    def _money(self):
        return self.company.currency_id.format(250_000)

    def test_the_end_asks_for_money_or_for_an_opinion(self):
        self._accepted()
        self.order.state = "done"
        self.order._tell_ready()
        self.assertEqual(self._titles()[-1], f"Your unit is ready: please pay {self._money()}")
        self._pay()
        self.order._apply("close", roles={"repair_team"})
        self.assertEqual(self._titles()[-1], "Your request is finished: how was our service?")

    def test_what_he_does_himself_he_is_not_told(self):
        order = self._create_case("requested")
        order.ticket_id._cancel_by_customer("bought a new one")
        self.assertEqual(self._titles(), [])
        other = self._create_case("requested")
        other._apply("cancel", roles={"repair_team"}, reason="Reported twice.")
        self.assertEqual(self._titles(), ["Your request is cancelled"])

    def test_he_reads_it_in_his_language_and_the_link_leads_to_his_page(self):
        self.order._tell_customer(lambda env: env.lang or "", lambda env: "x")
        notice = self.env["crosstech.notification"].search([("partner_id", "=", self.customer.partner_id.id)], limit=1)
        self.assertIn(self.customer.partner_id.lang, notice.title)
        self.assertIn(f"/my/service/{self.order.ticket_id.id}?access_token=", notice._get_document_url())

    def test_what_was_not_asked_is_asked_when_the_work_is_over(self):
        self._add_line()
        self.order.state = "in_repair"
        self.order._after_finish({})
        self.assertEqual(self.order.quote_state, "offered")
        self.assertTrue(self._titles()[-1].startswith("Please answer"))

    # === THE STAFF'S SIDE === #

    def test_the_staff_is_told_the_one_next_step(self):
        steps = [self.order.cost_next]
        self._add_line()
        steps.append(self.order.cost_next)
        quote = self.order._offer_quote()
        steps.append(self.order.cost_next)
        self.order._accept_quote(quote, roles={"customer"})
        steps.append(self.order.cost_next)
        self.order._choose_cash()
        steps.append(self.order.cost_next)
        self.order._collect_cash(roles={"repair_team"})
        steps.append(self.order.cost_next)
        self.assertEqual(steps, ["free", "offer", "answer", "pay", "cash", "paid"])

    def test_the_repair_team_notes_an_answer_by_telephone(self):
        self._add_line()
        self.order._offer_quote()
        order = self.order.with_user(self.users["repair_team"])
        action = order.action_record_answer()
        form = Form(order.env[action["res_model"]].with_context(**action["context"]))
        form.answer, form.note = "decline", "Ibu Sari, by telephone"
        form.save().action_note()
        self.assertEqual((self.order.quote_state, self.order.quote_ids.answer_note), ("declined", form.note))
        for role in ("director", "finance_manager", "operational_manager"):
            with self.assertRaises(AccessError):
                self.order.with_user(self.users[role]).action_record_answer()

    def test_a_quote_without_a_customer_says_what_to_do(self):
        order = self._create_case()
        order.ticket_id.partner_id = False
        self._add_line(order)
        with self.assertRaisesRegex(UserError, "choose the customer"):
            order._offer_quote()
