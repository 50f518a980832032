from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cost_common import CostCommon


@tagged("post_install", "-at_install")
class TestCost(CostCommon):
    def _refused(self, what, call, text=""):
        before = (self.order.quote_state, self.order.cost_state, self.order.state, len(self.order.quote_ids))
        with self.subTest(what), self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            call()
        self.env.invalidate_all()
        after = (self.order.quote_state, self.order.cost_state, self.order.state, len(self.order.quote_ids))
        self.assertEqual(after, before, what)

    # === ASKING === #

    def test_a_case_without_billable_lines_is_free_and_settles_by_itself(self):
        self._add_line(is_free=True, free_reason="warranty")
        self.assertEqual((self.order.quote_state, self.order.cost_state, self.order.amount_total), ("none", "free", 0))
        self._refused("nothing to offer", self.order._offer_quote, "Nothing is charged")
        self.order.state = "done"
        self.order._settle_if_free()
        self.assertEqual(self.order.state, "settled")

    def test_the_gate_stays_shut_for_work_that_is_not_over(self):
        self.order._settle_if_free()
        self.assertEqual(self.order.state, "diagnosed")

    def test_the_quote_has_the_taxes_the_invoice_has(self):
        tax = self.env["account.tax"].create({"name": "PPN Uji", "amount": 11, "type_tax_use": "sale"})
        self.part.taxes_id = tax
        for price in (1, 99_999, 250_000, 1_234_567):
            order = self._create_case()
            self._add_line(order, price)
            self._add_line(order, 50_000, product_id=False, kind="labour")
            self.assertGreater(order.amount_total, price + 50_000 - 1)
            quote = order._offer_quote()
            order._accept_quote(quote, roles={"customer"})
            self.assertEqual(quote.amount_total, quote.invoice_id.amount_total)
            self.assertEqual(order.amount_total, quote.amount_total)
            self.assertEqual(order.amount_due, quote.amount_total)

    def test_the_repair_team_offers_and_nobody_else(self):
        self._add_line()
        for role in ("director", "operational_manager", "finance_manager", "inventory", "marketing_manager"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.order.with_user(self.users[role]).action_offer_quote()
        self.assertFalse(self.order.quote_ids)
        self.order.with_user(self.users["repair_team"]).action_offer_quote()
        self.assertEqual(self.order.quote_state, "offered")
        self.assertEqual(
            self.order.quote_ids.valid_until,
            self.company._get_today() + timedelta(days=self.company.service_quote_valid_days),
        )

    def test_a_changed_line_takes_the_open_quote_back(self):
        line = self._add_line()
        quote = self.order._offer_quote()
        line.price_unit = 300_000
        self.assertEqual((quote.state, self.order.quote_state), ("superseded", "draft"))
        self._refused(
            "the old page", lambda: self.order._accept_quote(quote, roles={"customer"}), "replaced by another"
        )
        newer = self.order._offer_quote()
        self.assertEqual((newer.amount_total, newer.name), (300_000, f"{self.order.name}/2"))

    def test_offering_again_replaces_what_waits(self):
        self._add_line()
        first = self.order._offer_quote()
        second = self.order._offer_quote()
        self.assertEqual((first.state, second.state), ("superseded", "offered"))
        self.assertEqual(second.amount_total, 250_000)

    def test_a_limit_is_used_up_by_what_was_taken_within_it(self):
        self.order.ticket_id.cost_limit = 400_000
        self._add_line()
        self.assertEqual(self.order._offer_quote().answer_way, "system")
        self._add_line(price=150_001)
        self.assertEqual(self.order._offer_quote().state, "offered")

    # === ANSWERING === #

    def test_accepted_twice_it_is_invoiced_once(self):
        quote = self._accepted()
        self.order._accept_quote(quote, roles={"customer"})
        invoices = self.env["account.move"].search([("invoice_origin", "=", self.order.name)])
        self.assertEqual(invoices, quote.invoice_id)
        self.assertEqual((invoices.state, invoices.amount_total), ("posted", 250_000))
        self.assertEqual((self.order.quote_state, self.order.cost_state), ("accepted", "open"))

    def test_an_accepted_quote_never_changes(self):
        quote = self._accepted()
        for values in ({"price_unit": 1}, {"quantity": 2}, {"is_free": True}, {"name": "x"}):
            self._refused(str(values), lambda values=values: quote.line_ids.write(values), "accepted")
        self._refused("removed", quote.line_ids.unlink, "accepted")
        self.assertEqual(quote.line_ids.amount, 250_000)

    def test_what_is_found_later_is_a_quote_of_its_own(self):
        first = self._accepted()
        self._add_line(price=80_000)
        self.assertEqual(self.order.quote_state, "draft")
        second = self.order._offer_quote()
        self.assertEqual((first.state, second.amount_total), ("accepted", 80_000))
        self.order._accept_quote(second, roles={"customer"})
        self.assertEqual(self.order.amount_due, 330_000)

    def test_a_declined_quote_is_not_owed_and_cannot_be_paid(self):
        self._add_line()
        quote = self.order._offer_quote()
        self.order._decline_quote(quote, roles={"customer"})
        self.order._decline_quote(quote, roles={"customer"})
        self.assertEqual(
            (self.order.quote_state, self.order.cost_state, self.order.amount_total), ("declined", "free", 0)
        )
        self._refused("transfer", self.order._request_transfer, "Nothing is to be paid")
        self._refused("cash", self.order._choose_cash, "Nothing is to be paid")
        self._refused("changed his mind", lambda: self.order._accept_quote(quote, roles={"customer"}), "answered")
        self.assertFalse(quote.invoice_id)

    def test_the_repair_team_answers_for_him_with_who_and_how(self):
        self._add_line()
        quote = self.order._offer_quote()
        order = self.order.with_user(self.users["repair_team"])
        self._refused("no reason", lambda: order._accept_quote(quote), "who gave the answer")
        order._accept_quote(quote, note="Ibu Sari, by telephone")
        self.assertEqual((quote.answer_way, quote.answer_user_id), ("repair_team", self.users["repair_team"]))
        self._refused(
            "finance", lambda: self.order.with_user(self.users["finance_manager"])._accept_quote(quote, note="x")
        )

    def test_a_quote_ends_after_its_last_day(self):
        self._add_line()
        quote = self.order._offer_quote()
        quote.valid_until = self.company._get_today() - timedelta(days=1)
        self._refused("late", lambda: self.order._accept_quote(quote, roles={"customer"}), "no longer valid")
        self.env["crosstech.work.order.quote"]._cron_expire()
        self.assertEqual((quote.state, self.order.quote_state, self.order.cost_state), ("expired", "expired", "open"))
        self.assertTrue(self.order.activity_ids)
        self.assertEqual(self.order._offer_quote().state, "offered")

    # === GATE === #

    def test_work_waits_for_the_answer(self):
        self._add_line()
        repair = self.order.with_user(self.users["repair_team"])
        self._refused("not asked", lambda: repair._apply("start_repair"), "accepted the cost|not settled")
        quote = self.order._offer_quote()
        self._refused("asked", lambda: repair._apply("start_repair"), "accepted the cost|not settled")
        self.order._accept_quote(quote, roles={"customer"})
        repair._apply("start_repair")
        self.assertEqual(self.order.state, "in_repair")

    def test_goods_stay_until_the_cost_is_settled(self):
        self._accepted()
        self.order.state = "done"
        self.order._settle_if_free()
        self.assertEqual(self.order.state, "done")
        self.order.state = "settled"  # as if somebody had gone round the gate
        repair = self.order.with_user(self.users["repair_team"])
        self._refused("send back", lambda: repair._apply("send_back"), "not settled|not noted")
        self._refused("close", lambda: repair._apply("close"), "not settled|not noted")

    def test_a_line_added_after_the_gate_shuts_it_again(self):
        self.order.state = "done"
        self.order._settle_if_free()
        self._add_line()
        repair = self.order.with_user(self.users["repair_team"])
        self._refused("send back", lambda: repair._apply("send_back"), "accepted the cost|not settled")
