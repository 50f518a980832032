"""How orders come in: by the website, by telephone, by text message, from forums."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .test_cod_meeting import CodCommon


@tagged("post_install", "-at_install")
class TestOrderSource(CodCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env.ref("crosstech_sale.utm_source_phone")
        cls.kaskus = cls.env.ref("crosstech_sale.utm_source_kaskus")
        cls.env.ref("payment.payment_provider_transfer").state = "enabled"
        cls.courier.write({"is_published": True})
        cls.env["account.journal"]._get_transfer_journals(cls.company) or cls._create_bank_account()

    @classmethod
    def _create_bank_account(cls):
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        journal.bank_acc_number = "1234567890"

    def _take(self, role="marketing_manager", **values):
        return (
            self.env["crosstech.order.take"]
            .with_user(self.users[role])
            .create(
                {
                    "phone": "0812 3456 7890",
                    "name": "Sari Dewi",
                    "street": "Jalan Merdeka 5",
                    "region_id": self.pontianak_selatan.id,
                    "line_ids": [(0, 0, {"product_id": self.product.id, "quantity": 2})],
                    **values,
                }
            )
        )

    def test_website_orders_note_their_source_by_themselves(self):
        website = self.env["website"].search([], limit=1)
        order = self._create_order(self.buyer, self.product, website_id=website.id)
        self.assertEqual(order.order_source_id, self.env.ref("crosstech_sale.utm_source_web"))

    def test_all_sources_of_the_company_can_be_chosen(self):
        names = set(self.env["utm.source"].search([("is_order_source", "=", True)]).mapped("name"))
        self.assertLessEqual({"Website", "SMS", "Phone", "WhatsApp", "Kaskus", "Indowebster", "Other"}, names)

    def test_staff_cannot_save_an_order_without_its_source(self):
        with self.assertRaisesRegex(AssertionError, "order_source_id"), Form(self.env["sale.order"]) as form:
            form.partner_id = self.buyer

    def test_order_by_telephone_ends_with_instructions_for_the_transfer(self):
        take = self._take(order_source_id=self.kaskus.id)
        take.action_quote()
        self.assertIn(self.courier, take.offer_ids.carrier_id)
        take.carrier_id = self.courier
        take.action_finish()
        order = take.order_id.with_env(self.env)
        self.assertEqual((order.order_stage, order.order_source_id), ("ordered", self.kaskus))
        self.assertEqual(order.amount_total, 2 * 100_000 + 10_000)
        self.assertEqual(order.waiting_transfer_id.amount, order.amount_total)
        self.assertEqual(order.partner_id.region_id, self.pontianak_selatan)

    def test_forum_order_keeps_the_link_of_its_listing_and_only_a_link(self):
        take = self._take(order_source_id=self.kaskus.id, order_source_url="https://forum.example.com/thread/1")
        take.action_quote()
        self.assertEqual(take.order_id.order_source_url, "https://forum.example.com/thread/1")
        for text in ("javascript:alert(1)", "forum", "ftp://forum.example.com"):
            with self.assertRaises(ValidationError, msg=text):
                take.order_id.order_source_url = text

    def test_order_by_telephone_can_be_paid_at_a_meeting(self):
        take = self._take()
        take.action_quote()
        take.carrier_id = self.cod_carrier
        take.action_finish()
        order = take.order_id.with_env(self.env)
        self.assertEqual((order.state, order.cod_meeting_ids.state), ("sale", "proposed"))
        self.assertEqual(order.amount_total, 200_000)

    def test_customer_is_found_however_he_writes_his_number(self):
        self.buyer.phone = "+62 812-3456-7890"
        take = self.env["crosstech.order.take"]
        for phone in ("081234567890", "0812 3456 7890", "+6281234567890", "62.812.3456.7890"):
            self.assertEqual(take._find_partner(phone), self.buyer, phone)
        for phone in ("", "0812", "081234567891", "abc"):
            self.assertFalse(take._find_partner(phone), phone)

    def test_known_customer_is_not_made_twice(self):
        take = self._take(partner_id=self.buyer.id)
        take.action_quote()
        self.assertEqual(take.order_id.partner_id, self.buyer)

    def test_what_is_missing_is_named_and_nothing_is_made(self):
        count = self.env["sale.order"].search_count([])
        for values, said in (
            ({"line_ids": False}, "at least one product"),
            ({"street": False}, "a street and a district"),
            ({"region_id": False}, "a street and a district"),
        ):
            with self.assertRaisesRegex(UserError, said):
                self._take(**values).action_quote()
        with self.assertRaisesRegex(UserError, "delivery costs"):
            self._take().action_finish()
        self.assertEqual(self.env["sale.order"].search_count([]), count)

    def test_asking_again_after_a_change_rewrites_the_same_order(self):
        take = self._take()
        take.action_quote()
        order = take.order_id
        take.line_ids.quantity = 5
        take.action_quote()
        self.assertEqual(take.order_id, order)
        self.assertEqual(order.order_line.filtered(lambda line: not line.is_delivery).product_uom_qty, 5)

    def test_other_roles_take_no_orders(self):
        for role in ("finance_manager", "inventory", "repair_team", "director"):
            with self.assertRaises(UserError, msg=role):
                self._take(role)

    def test_report_counts_placed_and_paid_orders_by_source(self):
        paid = self._create_paid_order(order_source_id=self.kaskus.id)
        self._create_sent_order(order_source_id=self.kaskus.id)
        self._create_order(self.buyer, self.product, order_source_id=self.kaskus.id)
        self.env.flush_all()
        report = self.env["crosstech.order.source.report"].with_user(self.users["marketing_manager"])
        [(orders, count, revenue, percent)] = report._read_group(
            [("order_source_id", "=", self.kaskus.id)],
            aggregates=["order_count:sum", "paid_count:sum", "revenue:sum", "conversion_percent:avg"],
        )
        self.assertEqual((orders, count, revenue, percent), (2, 1, paid.amount_total, 50.0))
