"""Who is asked for a testimonial, when, how often; and how a customer says that he does not want it."""

from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .testimonial_common import TestimonialCommon, TestimonialPageCommon


@tagged("post_install", "-at_install")
class TestTestimonialRequest(TestimonialCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search([("order_stage", "=", "received")]).testimonial_reminded_datetime = "2020-01-01"
        cls.order = cls._create_received_order()

    def _run(self, days):
        """Run the job some days after the arrival of the order."""
        with freeze_time(self.order.arrival_confirmed_datetime + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("crosstech_sale.ir_cron_ask_for_testimonials").method_direct_trigger()
        self.env.invalidate_all()

    def _asked(self, partner=None):
        domain = [("partner_id", "=", (partner or self.customer).id), ("title", "ilike", "how was order")]
        return self.env["crosstech.notification"].search_count(domain)

    def _mails(self):
        return self.env["mail.message"].search(
            [("model", "=", "sale.order"), ("res_id", "=", self.order.id), ("body", "ilike", "/testimonial?")]
        )

    def test_the_customer_is_asked_once_and_reminded_once(self):
        counts = []
        for days in (1, 3, 3, 9, 10, 10, 30, 300):
            self._run(days)
            counts.append(self._asked())
        self.assertEqual(counts, [0, 1, 1, 1, 2, 2, 2, 2])
        self.assertTrue(self.order.testimonial_asked_datetime and self.order.testimonial_reminded_datetime)

    def test_the_mail_leads_to_the_form_with_its_stars_and_away_from_being_asked(self):
        self._run(3)
        body = self._mails().body
        for stars in range(1, 6):
            self.assertIn(f"stars={stars}", body)
        self.assertIn(f"access_token={self.order.access_token}", body)
        self.assertIn("/testimonials/stop/", body)

    def test_whoever_has_written_is_not_asked(self):
        self._create_testimonial(self.order)
        self._run(3)
        self.assertEqual(self._asked(), 0)

    def test_whoever_writes_after_the_question_is_not_reminded(self):
        self._run(3)
        self._create_testimonial(self.order)
        self._run(11)
        self.assertEqual(self._asked(), 1)

    def test_whoever_does_not_want_it_is_not_asked(self):
        self.customer.testimonial_opt_out = True
        self._run(3)
        self.assertEqual((self._asked(), self.order.testimonial_asked_datetime), (0, False))

    def test_the_word_of_the_company_counts_for_its_people(self):
        company = self._create_buyer("CV Uji", is_company=True, testimonial_opt_out=True)
        self.customer.parent_id = company
        self._run(3)
        self.assertEqual(self._asked(), 0)

    def test_whoever_waits_for_an_answer_to_a_criticism_is_not_asked(self):
        criticism = self._create_testimonial(product="1")
        self._run(3)
        self.assertEqual(self._asked(), 0)
        criticism._reply("Kami ganti barangnya.")
        self._run(4)
        self.assertEqual(self._asked(), 1)

    def test_whoever_sent_the_goods_back_is_not_asked(self):
        picking = self.order.picking_ids
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        wizard.action_create_returns()
        self._run(3)
        self.assertEqual(self._asked(), 0)

    def test_nobody_is_asked_about_goods_that_arrived_long_ago(self):
        self._run(40)
        self.assertEqual(self._asked(), 0)

    def test_a_company_may_ask_nobody_or_remind_nobody(self):
        self.company.testimonial_ask_days = 0
        self._run(5)
        self.assertEqual(self._asked(), 0)
        self.company.write({"testimonial_ask_days": 3, "testimonial_remind_days": 0})
        self._run(5)
        self._run(20)
        self.assertEqual(self._asked(), 1)

    def test_the_question_is_asked_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.customer.lang = "id_ID"
        self._run(3)
        notification = self.env["crosstech.notification"].search([("partner_id", "=", self.customer.id)], limit=1)
        context = self.order.with_context(lang="id_ID")
        self.assertEqual(notification.title, context.env._("How was order %(order)s?", order=self.order.name))

    def test_days_are_never_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.company.testimonial_ask_days = -1
            self.env.flush_all()
        self.company.invalidate_recordset()
        self.assertEqual(self.company.testimonial_ask_days, 3)


@tagged("post_install", "-at_install")
class TestTestimonialOptOut(TestimonialPageCommon):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def test_opting_out_takes_one_click_without_login_and_can_be_undone(self):
        url = self.customer._get_testimonial_opt_out_url()
        page = self.url_open(url)
        self.assertIn("Shall we stop asking", page.text)
        self.assertFalse(self.customer.testimonial_opt_out, "following the link decides nothing")
        self.assertEqual(self._post(f"{url}/confirm").status_code, 303)
        self.assertTrue(self.customer.testimonial_opt_out)
        self._post(f"{url}/confirm", again="1")
        self.assertFalse(self.customer.testimonial_opt_out)

    def test_only_the_signed_token_opts_out(self):
        token = self.customer._get_testimonial_opt_out_url().rpartition("/")[2]
        for wrong in ("x", "AAAA", token[:-2], token[:-2] + "zz", "1" * 80, str(self.customer.id), "é"):
            self.assertEqual(self.url_open(f"/testimonials/stop/{wrong}").status_code, 404, wrong)
            self.assertEqual(self._post(f"/testimonials/stop/{wrong}/confirm").status_code, 404, wrong)
        self.assertEqual(self.url_open(f"/testimonials/stop/{token}/confirm").status_code, 405)
        self.assertFalse(self.env["res.partner"].search_count([("testimonial_opt_out", "=", True)]))
