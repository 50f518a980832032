"""The Director decides, and all managers hear of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ROLES, CrosstechCommon


@tagged("post_install", "-at_install")
class TestDecision(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, user in cls.users.items():
            user.email = f"{role}@example.com"
        cls.decision = (
            cls.env["crosstech.decision"]
            .with_user(cls.users["director"])
            .create({"name": "Order 40 laptops", "description": "<p>Before June</p>"})
        )

    def test_all_managers_are_told_once(self):
        self.decision.action_announce()
        self.decision.action_announce()
        managers = [self.users[role].partner_id for role in ROLES if role != "director"]
        message = self.decision.message_ids.filtered(lambda message: message.subject == "Order 40 laptops")
        self.assertEqual(len(message), 1)
        self.assertLessEqual(set(managers), set(message.notified_partner_ids))
        self.assertEqual(self.decision.state, "announced")

    def test_managers_read_and_answer_but_do_not_change_it(self):
        self.decision.action_announce()
        for role in ROLES:
            if role == "director":
                continue
            decision = self.decision.with_user(self.users[role])
            self.assertEqual(decision.name, "Order 40 laptops")
            self.assertTrue(decision.message_post(body="We will"))
            with self.assertRaises(AccessError):
                decision.name = "Order nothing"
            with self.assertRaises(AccessError):
                decision.action_done()
        self.assertEqual((self.decision.name, self.decision.state), ("Order 40 laptops", "announced"))

    def test_a_draft_is_read_by_the_director_only(self):
        self.assertFalse(self.decision.with_user(self.users["inventory"]).has_access("read"))
        with self.assertRaises(AccessError):
            self.decision.with_user(self.users["inventory"]).action_announce()
        self.assertEqual(self.decision.state, "draft")

    def test_an_announced_decision_keeps_its_words_and_stays(self):
        self.decision.action_announce()
        with self.assertRaises(UserError):
            self.decision.name = "Order nothing"
        with self.assertRaises(UserError):
            self.decision.unlink()
        self.decision.action_done()
        self.assertEqual((self.decision.name, self.decision.state), ("Order 40 laptops", "done"))
