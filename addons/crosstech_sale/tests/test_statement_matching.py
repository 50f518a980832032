"""From an imported statement to a released order: certain lines by themselves, the rest by one click of Finance."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..demo import statement_files
from ..demo.statement_files import Movement
from .test_statement_import import StatementCommon
from .transfer_common import TransferCommon

ACCOUNT = "1110001111"


@tagged("post_install", "-at_install")
class TestStatementMatching(TransferCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls.users["finance_manager"]
        cls.transfer = cls._create_waiting()
        cls.order = cls._order_of(cls.transfer)

    _create_import = classmethod(StatementCommon._create_import.__func__)
    _import_content = classmethod(StatementCommon._import.__func__)

    def _import(self, *movements):
        """Import a statement of money that came in today.

        :param movements: tuples of amount and text
        :return: the bank lines, in the order of the movements
        """
        before = self._lines()
        today = self.company._get_today()
        printed = [Movement(today, Decimal(str(int(amount))), text) for amount, text in movements]
        self._import_content(statement_files.bca_csv(printed, ACCOUNT))
        return (self._lines() - before).sorted("id")

    def _lines(self):
        return self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)])

    def test_a_unique_amount_pays_confirms_and_releases_by_itself(self):
        line = self._import((self.transfer.amount_to_pay, "TRSF E-BANKING CR BUDI"))
        self.assertEqual((line.match_state, line.transfer_id), ("matched", self.transfer))
        self.assertEqual(self.transfer.state, "paid")
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.order.released_datetime)
        self.assertTrue(line.is_reconciled)
        self.assertTrue(
            self.env["crosstech.notification"].search_count([("partner_id", "=", self.order.partner_id.id)])
        )

    def test_two_transfers_that_name_the_order_pay_it_together(self):
        total = self.transfer.amount_to_pay
        lines = self._import((60_000, f"CR {self.order.name}"), (total - 60_000, f"CR {self.order.name}"))
        self.assertEqual(lines.mapped("match_state"), ["matched", "matched"])
        self.assertEqual(self.transfer.state, "paid")

    def test_the_price_without_code_pays_when_the_order_is_named(self):
        line = self._import((self.transfer.amount, f"TRSF {self.order.name}"))
        self.assertEqual((line.match_state, self.transfer.state), ("matched", "paid"))

    def test_too_little_waits_for_a_person_and_cannot_be_accepted(self):
        line = self._import((40_000, f"TRSF {self.transfer.name}"))
        self.assertEqual((line.match_state, line.match_kind, line.transfer_id), ("proposed", "partial", self.transfer))
        self.assertEqual(line.match_difference, 40_000 - self.transfer.amount_to_pay)
        self.assertFalse(line.match_can_accept)
        with self.assertRaises(UserError):
            line.with_user(self.finance).action_accept_match()
        self.assertEqual((self.transfer.state, self.order.state), ("waiting", "sent"))

    def test_the_customer_is_asked_for_the_rest_with_one_click(self):
        line = self._import((40_000, f"TRSF {self.transfer.name}"))
        line.with_user(self.finance).action_ask_rest()
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.order.partner_id.id)], limit=1)
        self.assertEqual(told.title, "Part of your payment is missing")
        self.assertIn(f"{self.transfer.amount_to_pay - 40_000:,.0f}", told.body)
        self.assertTrue(line.match_note)

    def test_an_order_does_not_expire_while_part_of_its_money_waits(self):
        self._import((40_000, f"TRSF {self.transfer.name}"))
        self.assertIn((self.bank.id, self.transfer.amount_to_pay), self.transfer._get_unmatched_lines())

    def test_the_rest_of_a_part_payment_completes_it_by_itself(self):
        self._import((40_000, f"TRSF {self.transfer.name}"))
        self._import((self.transfer.amount_to_pay - 40_000, f"TRSF {self.transfer.name}"))
        self.assertEqual(self.transfer.state, "paid")
        self.assertEqual(self.transfer.statement_line_ids.mapped("match_state"), ["matched", "matched"])

    def test_too_much_is_accepted_with_one_click(self):
        line = self._import((self.transfer.amount_to_pay + 5_000, f"TRSF {self.order.name}"))
        self.assertEqual((line.match_kind, line.match_difference, self.transfer.state), ("over", 5_000, "waiting"))
        line.with_user(self.finance).action_accept_match()
        self.assertEqual((line.match_state, self.transfer.state, self.order.state), ("matched", "paid", "sale"))

    def test_a_second_payment_is_queued_for_refund(self):
        lines = self._import((self.transfer.amount_to_pay, "TRSF BUDI"), (self.transfer.amount_to_pay, "TRSF BUDI"))
        self.assertEqual(lines.mapped("match_kind"), ["exact", "double"])
        self.assertEqual(lines.mapped("match_state"), ["matched", "proposed"])
        self.assertFalse(lines[1].match_can_accept)
        action = lines[1].with_user(self.finance).action_set_aside()
        Wizard = self.env["crosstech.statement.line.set.aside"].with_user(self.finance)
        Wizard.with_context(**action["context"]).create({"note": "Paid twice"}).action_apply()
        self.assertEqual((lines[1].match_state, lines[1].match_reason), ("ignored", "to_refund"))
        self.assertEqual(len(self.transfer.activity_ids), 1)

    def test_late_money_is_proposed_and_one_click_brings_the_order_back(self):
        self.transfer._expire_now()
        self.assertEqual((self.transfer.state, self.order.state), ("expired", "cancel"))
        line = self._import((self.transfer.amount_to_pay, "TRSF"))
        self.assertEqual((line.match_state, line.match_kind), ("proposed", "late"))
        line.with_user(self.finance).action_accept_match()
        self.assertEqual((self.transfer.state, self.order.state), ("paid", "sale"))

    def test_money_out_and_unknown_money_release_nothing(self):
        lines = self._import((-6_500, "BIAYA ADM"), (77_777, "TRSF"))
        self.assertEqual(lines.mapped("match_state"), ["ignored", "unmatched"])
        self.assertEqual(self.transfer.state, "waiting")

    def test_money_on_another_of_our_accounts_is_not_taken_for_granted(self):
        line = self._create_bank_line(self.transfer.amount_to_pay, self.other_bank)
        line._match_open_lines(self.other_bank)
        self.assertEqual((line.match_state, self.transfer.state), ("unmatched", "waiting"))

    def test_a_person_picks_the_transfer_and_matching_again_respects_it(self):
        line = self._import((self.transfer.amount + 20_000, "TRSF TANPA NAMA"))
        self.assertEqual(line.match_state, "unmatched")
        line.with_user(self.finance).transfer_id = self.transfer
        line.with_user(self.finance).action_match_again()
        self.assertEqual((line.match_state, line.match_kind, line.transfer_id), ("proposed", "manual", self.transfer))
        line.with_user(self.finance).action_accept_match()
        self.assertEqual(self.transfer.state, "paid")

    def test_a_line_set_aside_needs_a_reason_and_can_come_back(self):
        line = self._import((77_777, "SETORAN MODAL"))
        Wizard = self.env["crosstech.statement.line.set.aside"].with_user(self.finance)
        Wizard.create({"line_ids": line.ids, "note": "Own money"}).action_apply()
        self.assertEqual((line.match_state, line.match_note), ("ignored", "Own money"))
        line.with_user(self.finance).action_match_again()
        self.assertEqual(line.match_state, "ignored")
        line.with_user(self.finance).action_reopen_match()
        self.assertEqual((line.match_state, line.match_note), ("unmatched", False))

    def test_a_booked_line_is_neither_set_aside_nor_accepted_twice(self):
        line = self._import((self.transfer.amount_to_pay, "TRSF"))
        Wizard = self.env["crosstech.statement.line.set.aside"].with_user(self.finance)
        with self.assertRaises(UserError):
            Wizard.create({"line_ids": line.ids, "note": "x"}).action_apply()
        line.with_user(self.finance).action_accept_match()
        self.assertEqual(len(self.order.transaction_ids.filtered(lambda tx: tx.state == "done")), 1)

    def test_what_cannot_be_booked_goes_to_a_person_and_stops_nothing_else(self):
        other = self._create_waiting(quantity=2)
        line, good = self._create_bank_line(self.transfer.amount_to_pay), self._create_bank_line(other.amount_to_pay)
        line.sudo()._decide_open_lines(self.company, self.bank)
        self.assertEqual((line | good).mapped("match_is_automatic"), [True, True])
        # the order changes between the decision and the booking
        self.env.cr.execute("UPDATE crosstech_transfer SET amount = amount + 1 WHERE id = %s", [self.transfer.id])
        self.transfer.invalidate_recordset()
        line._post_or_queue()
        self.assertEqual((other.state, self.transfer.state, self.order.state), ("paid", "waiting", "sent"))
        self.assertEqual((line.match_state, line.match_reason, line.match_is_automatic), ("proposed", "refused", False))
        self.assertIn(self.transfer.name, line.match_note)

    def test_many_matches_are_booked_in_the_background(self):
        transfers = self.transfer | self.env["crosstech.transfer"].union(
            *[self._create_waiting(self._create_buyer(name=f"Pembeli {number}")) for number in range(6)]
        )
        lines = self._import(*[(transfer.amount_to_pay, "TRSF") for transfer in transfers])
        self.assertEqual(set(lines.mapped("match_state")), {"proposed"})
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_post_matched_transfers").method_direct_trigger()
        self.assertEqual(set(lines.mapped("match_state")), {"matched"})
        self.assertEqual(set(transfers.mapped("state")), {"paid"})

    def test_only_finance_matches(self):
        line = self._import((self.transfer.amount_to_pay + 5_000, f"TRSF {self.order.name}"))
        for role in ("director", "operational_manager", "marketing_manager", "inventory", "repair_team"):
            theirs = line.with_user(self.users[role])
            for attempt in (
                theirs.action_accept_match,
                theirs.action_match_again,
                theirs.action_set_aside,
                theirs.action_ask_rest,
                theirs.action_reopen_match,
                lambda lines=theirs: lines.write({"transfer_id": False}),
            ):
                with self.subTest(role), self.assertRaises(AccessError):
                    attempt()
        self.assertEqual((line.match_state, line.transfer_id), ("proposed", self.transfer))
        self.assertEqual(self.transfer.state, "waiting")
        self.assertEqual(line.with_user(self.users["director"]).match_kind, "over")

    def test_the_screen_says_how_much_was_found(self):
        self._import((77_777, "TRSF"))
        message = self._lines().with_user(self.finance).action_match_again()["params"]["message"]
        self.assertIn("1 without", message)

    def test_a_deadline_in_another_time_zone_does_not_hide_the_line(self):
        self.transfer.create_date = "2026-11-20 17:30:00"  # already the 21st in Jakarta
        self.env.flush_all()
        expectation = self.env["crosstech.transfer"]._get_expectations(self.company)
        opened = next(item.opened for item in expectation if item.key == self.transfer.id)
        self.assertIn(opened, (date(2026, 11, 21), self.company._get_today()))
