"""A testimonial from the customer's words to its answer: who may do what, and who has to."""

import csv
import gzip
import os
from datetime import date, timedelta
from pathlib import Path
from unittest import skipUnless

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..lib import testimonial_texts, testimonials
from .common import ROLES
from .testimonial_common import GOOD, TestimonialCommon

REVIEWS = Path(os.environ.get("CROSSTECH_DATA", "../shared/data")) / "feedback" / "prdect_id_half_a.csv.gz"
FIELDS = ["state", "text", "rating_product", "reply", "loop", "published_datetime", "is_publishable"]


@tagged("post_install", "-at_install")
class TestTestimonial(TestimonialCommon):
    # === GIVING === #

    def test_what_is_given_is_kept_with_its_order(self):
        order = self._create_received_order()
        product = order._get_testimonial_products()
        testimonial = self._create_testimonial(order, **{f"product_{product.id}": "3", "topic": "delivery"})
        self.assertEqual((testimonial.order_id, testimonial.partner_id), (order, self.customer))
        self.assertEqual((testimonial.stars, testimonial.rating_overall), (5, 4.67))
        self.assertEqual((testimonial.kind, testimonial.topic, testimonial.state), ("praise", "delivery", "received"))
        self.assertEqual(testimonial.author_name, "Rina, Makassar")
        self.assertEqual((testimonial.line_ids.product_tmpl_id, testimonial.line_ids.rating), (product, 3))

    def test_nothing_is_taken_before_the_goods_have_arrived(self):
        for order in (
            self._create_sent_order(self.customer),
            self._create_paid_order(self.customer, automatic=True),
        ):
            with self.assertRaisesRegex(UserError, "once the goods have arrived"):
                order._submit_testimonial(self._form(order))
            self.assertFalse(order.testimonial_ids)
            self.assertFalse(order.activity_ids.filtered(lambda todo: "praise" in (todo.summary or "")))

    def test_a_second_time_changes_the_first(self):
        testimonial = self._create_testimonial()
        again = self._create_testimonial(testimonial.order_id, product="1", text="Ternyata rusak setelah sehari.")
        self.assertEqual(again, testimonial)
        self.assertEqual((testimonial.kind, testimonial.text), ("criticism", "Ternyata rusak setelah sehari."))

    def test_it_is_changed_no_more_once_published_or_after_fourteen_days(self):
        published = self._create_published()
        old = self._create_testimonial()
        before = self._snapshot(published | old, FIELDS)
        with self.assertRaisesRegex(UserError, "changed no more"):
            self._create_testimonial(published.order_id, text="Saya berubah pikiran.")
        with freeze_time(old.create_date + timedelta(days=15)), self.assertRaisesRegex(UserError, "changed no more"):
            self._create_testimonial(old.order_id, text="Saya berubah pikiran.")
        self.assertEqual(self._snapshot(published | old, FIELDS), before)

    def test_scripts_and_emoji_are_plain_text(self):
        text = "<script>alert(1)</script> Mantap 👍🏽𠜎 & murah"
        testimonial = self._create_testimonial(text=text)
        self.env.invalidate_all()
        self.assertEqual(testimonial.text, text)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_one_testimonial_for_each_order_and_ratings_in_range(self):
        testimonial = self._create_testimonial()
        for values in ({"order_id": testimonial.order_id.id}, {"rating_product": 6}, {"rating_service": 0}):
            with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
                testimonial.copy({"order_id": self._create_received_order().id, **values})
                self.env.flush_all()

    # === WHO ANSWERS === #

    def test_a_criticism_lands_on_the_desk_of_the_owner_of_its_step_with_a_deadline(self):
        for topic, role in (
            ("product", "operational_manager"),
            ("delivery", "inventory"),
            ("payment", "finance_manager"),
            ("service", "marketing_manager"),
        ):
            with self.subTest(topic=topic):
                testimonial = self._create_testimonial(product="2", topic=topic, publish="")
                todo = testimonial.activity_ids
                self.assertEqual(len(todo), 1)
                self.assertEqual((testimonial.owner_role, testimonial.loop), (role, "open"))
                self.assertTrue(todo.user_id.has_group(f"crosstech_sale.group_{role}"))
                self.assertEqual(todo.date_deadline, testimonial.answer_deadline)
                self.assertEqual(testimonial.answer_deadline, self.company._get_today() + timedelta(days=2))

    def test_a_resellers_criticism_of_the_service_is_the_operational_managers(self):
        order = self._create_received_order(self._create_reseller())
        self.assertEqual(self._create_testimonial(order, service="1").owner_role, "operational_manager")

    def test_praise_waits_for_the_operational_manager_alone(self):
        testimonial = self._create_testimonial()
        self.assertEqual(len(testimonial.activity_ids), 1)
        self.assertTrue(testimonial.activity_ids.user_id.has_group("crosstech_sale.group_operational_manager"))
        self.assertEqual((testimonial.loop, testimonial.answer_deadline), ("none", False))

    def test_the_answer_closes_the_loop_and_reaches_the_customer(self):
        testimonial = self._create_testimonial(experience="2", topic="delivery")
        with freeze_time(testimonial.create_date + timedelta(hours=5)):
            self._as(testimonial, "inventory")._reply("Mohon maaf, kami bungkus lebih tebal mulai hari ini.")
        self.assertEqual((testimonial.loop, testimonial.answer_hours), ("closed", 5.0))
        self.assertEqual(testimonial.reply_author_id, self.inventory.partner_id)
        self.assertFalse(testimonial.activity_ids.filtered(lambda todo: todo.user_id == self.inventory))
        self.assertTrue(testimonial.activity_ids, "whether to publish is still the Operational Manager's to say")
        told = self.env["crosstech.notification"].search([("partner_id", "=", self.customer.id)], limit=1)
        self.assertIn("kami bungkus lebih tebal", told.body)

    def test_the_wizard_sends_the_answer(self):
        testimonial = self._create_testimonial()
        action = self._as(testimonial, "operational_manager").action_reply()
        wizard = self._as(self.env["crosstech.testimonial.reply"], "operational_manager")
        wizard = wizard.with_context(**action["context"]).create({"reply": "Terima kasih, Bu Rina!"})
        wizard.action_reply()
        self.assertEqual(testimonial.reply, "Terima kasih, Bu Rina!")

    def test_only_the_owner_and_the_operational_manager_answer(self):
        testimonial = self._create_testimonial(experience="2", topic="delivery")
        before = self._snapshot(testimonial, FIELDS)
        for role in set(ROLES) - {"inventory", "operational_manager"}:
            with self.assertRaisesRegex(UserError, "Inventory answers"):
                self._as(testimonial, role)._reply("Saya jawab saja.")
        self.assertEqual(self._snapshot(testimonial, FIELDS), before)

    def test_an_answer_has_words_and_an_end(self):
        testimonial = self._create_testimonial()
        for text in ("", "  \n", None, "a" * 2001):
            with self.assertRaisesRegex(UserError, "at most 2000"):
                self._as(testimonial, "operational_manager")._reply(text)
        self.assertFalse(testimonial.reply)

    # === WHO PUBLISHES === #

    def test_only_the_operational_manager_publishes_and_takes_off(self):
        testimonial, shown = self._create_testimonial(), self._create_published()
        before = self._snapshot(testimonial | shown, FIELDS)
        for role in set(ROLES) - {"operational_manager"}:
            with self.assertRaisesRegex(UserError, "Operational Manager decides"):
                self._as(testimonial, role).action_publish()
            with self.assertRaisesRegex(UserError, "Operational Manager decides"):
                self._as(shown, role).action_unpublish()
        self.assertEqual(self._snapshot(testimonial | shown, FIELDS), before)
        self._as(testimonial, "operational_manager").action_publish()
        self._as(shown, "operational_manager").action_unpublish()
        self.assertEqual((testimonial.state, shown.state), ("published", "not_published"))
        self.assertFalse(testimonial.activity_ids)

    def test_nothing_is_published_against_the_customers_will(self):
        testimonial = self._create_testimonial(publish="")
        with self.assertRaisesRegex(UserError, "does not want this published"):
            self._as(testimonial, "operational_manager").action_publish()
        self.assertEqual((testimonial.state, testimonial.published_datetime), ("received", False))

    def test_nobody_writes_over_a_customers_words(self):
        testimonial = self._create_testimonial()
        for role in ROLES:
            with self.assertRaises(AccessError):
                self._as(testimonial, role).write({"text": "Sempurna!", "rating_product": 5})
        self.assertEqual(testimonial.text, "Barang sesuai, cepat sampai.")

    def test_customers_reach_no_testimonial_by_the_interface(self):
        testimonial = self._create_testimonial()
        customer = self._create_portal_user(self.customer, "rina")
        stranger = self._create_user("reseller", login="orang_lain")
        for user in (customer, stranger):
            with self.assertRaises(AccessError):
                testimonial.with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                testimonial.with_user(user).action_publish()
        self.assertEqual(testimonial.state, "received")

    # === STARS OF THE SHOP === #

    def test_published_ratings_feed_the_stars_of_their_products(self):
        order = self._create_received_order()
        product = order._get_testimonial_products()
        testimonial = self._create_testimonial(order, **{f"product_{product.id}": "3"})
        self.assertEqual(product.rating_count, 0)
        testimonial.action_publish()
        self._create_published(product="4")
        product.invalidate_recordset()
        self.assertEqual((product.rating_count, product.rating_avg), (2, 3.5))
        testimonial._reply("Terima kasih.")
        self.assertIn("Terima kasih.", product._get_customer_ratings().mapped("publisher_comment"))
        testimonial.action_unpublish()
        product.invalidate_recordset()
        self.assertEqual((product.rating_count, product.rating_avg), (1, 4.0))

    def test_a_rating_without_a_delivered_order_does_not_count(self):
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("product.template"),
                "res_id": self.product.product_tmpl_id.id,
                "rating": 5,
                "consumed": True,
            }
        )
        self.assertEqual(self.product.product_tmpl_id.rating_count, 0)
        self.assertFalse(self.product.product_tmpl_id._get_customer_ratings())

    def test_published_words_lead_nowhere_else(self):
        testimonial = self._create_published(text="Bagus, WA saya 0812-3456-7890 untuk diskon")
        self.assertTrue(testimonial.has_contact_data)
        self.assertEqual(testimonial.published_text, "Bagus, WA saya ••• untuk diskon")
        rating = self.env["rating.rating"].search([("testimonial_id", "=", testimonial.id)])
        self.assertEqual(rating.feedback, testimonial.published_text)

    def test_a_withdrawn_or_deleted_testimonial_leaves_no_stars(self):
        product = self.product.product_tmpl_id
        withdrawn, deleted = self._create_published(), self._create_published()
        withdrawn._withdraw()
        deleted.unlink()
        product.invalidate_recordset()
        self.assertEqual(product.rating_count, 0)
        self.assertEqual((withdrawn.state, withdrawn.is_publishable), ("not_published", False))

    # === FIGURES === #

    def test_figures_count_only_what_is_published(self):
        Testimonial = self.env["crosstech.testimonial"]
        before = Testimonial._get_published_figures(self.company)
        self._create_testimonial()
        self.assertEqual(Testimonial._get_published_figures(self.company), before)
        self._create_published(product="3", service="3", experience="3")
        after = Testimonial._get_published_figures(self.company)
        self.assertEqual(after["count"], before["count"] + 1)
        self.assertEqual(after["stars"][3], before["stars"][3] + 1)

    def test_the_home_page_needs_one_query_and_shows_good_ones(self):
        self._create_published(product="1", text="Rusak waktu sampai di rumah.")
        good = self._create_published(text="Laptop cepat, admin ramah sekali.")
        self.env.flush_all()
        with self.assertQueryCount(1):
            home = self.env["crosstech.testimonial"]._get_home_testimonials(self.company)
        self.assertEqual(home["rows"][0]["text"], good.text)
        self.assertGreaterEqual(home["count"], 2)
        self.assertTrue(all(row["stars"] >= testimonials.GOOD_STARS for row in home["rows"]))

    def test_the_product_page_needs_one_query_of_its_own(self):
        self._create_published()
        product = self.env["product.template"].browse(self.product.product_tmpl_id.id)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(product.rating_count, 1)
        with self.assertQueryCount(1):
            rows = product._get_customer_ratings()
            self.assertEqual(rows.mapped("author_name"), ["Rina, Makassar"])

    def test_the_weekly_report_tells_averages_and_service_level(self):
        today = self.company._get_today()
        Hooks = self.env["crosstech.hooks"]
        with freeze_time("2031-05-07 03:00:00"):
            late = [self._create_testimonial(service=stars, product="4") for stars in ("5", "1")]
            self.env.cr.execute(
                "UPDATE crosstech_testimonial SET create_date = '2031-05-07 03:00' WHERE id IN %s",
                (tuple(one.id for one in late),),
            )
        sections = Hooks._weekly_report_sections(date(2031, 5, 5), date(2031, 5, 11))
        section = next(one for one in sections if one["key"] == "testimonials")
        self.assertEqual([row[1] for row in section["rows"]][:5], [2, 4.0, 3.0, 5.0, 50.0])
        empty = Hooks._weekly_report_sections(today - timedelta(days=9000), today - timedelta(days=8994))
        empty = next(one for one in empty if one["key"] == "testimonials")
        self.assertEqual([row[1] for row in empty["rows"]][:5], [0, 0.0, 0.0, 0.0, 0.0])

    def test_the_customer_at_a_glance_shows_what_he_said(self):
        testimonial = self._create_testimonial(product="1")
        hooks = self.env["crosstech.hooks"]
        facts = {fact["key"]: fact["value"] for fact in hooks._customer_facts(self.customer)}
        self.assertEqual((facts["testimonials"], facts["feedback_to_answer"]), (1, 1))
        testimonial._reply("Kami ganti barangnya.")
        titles = [event["title"] for event in hooks._customer_timeline(self.customer)]
        self.assertIn("Testimonial", titles)
        self.assertIn("Answered", titles)

    @skipUnless(REVIEWS.exists(), "the real reviews are not on this machine (CROSSTECH_DATA)")
    def test_real_reviews_are_taken_as_they_are_written(self):
        with gzip.open(REVIEWS, "rt", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if len(row["Customer Review"]) >= 10][:20]
        for row in rows:
            stars = dict.fromkeys(testimonials.ASPECTS, row["Customer Rating"])
            testimonial = self._create_testimonial(text=row["Customer Review"], **stars)
            self.assertEqual(testimonial.stars, int(row["Customer Rating"]))
            self.assertEqual(testimonial.loop, "open" if testimonial.kind != "praise" else "none")
            testimonial.action_publish()
        self.assertEqual(self.product.product_tmpl_id.rating_count, len(rows))


@tagged("post_install", "-at_install")
class TestTestimonialRaces(TransactionCase):
    """The same form sent twice at the same moment, each by a connection of its own."""

    def setUp(self):
        super().setUp()
        self.form = testimonial_texts.read(GOOD)
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            partner = env["res.partner"].create({"name": "Pembeli Balapan"})
            order = env["sale.order"].create({"partner_id": partner.id})
            order.order_stage = "received"
            self.order_id, self.partner_id = order.id, partner.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["crosstech.testimonial"].search([("order_id", "=", self.order_id)]).unlink()
            env["sale.order"].browse(self.order_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _order(self, cr):
        return self.env(cr=cr)["sale.order"].browse(self.order_id)

    def test_two_submits_at_the_same_moment_make_one_testimonial(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.assertFalse(self._order(second).testimonial_ids)  # its view of the data is from before the first
            self._order(first)._submit_testimonial(self.form)
            with self.assertRaises(LockError):
                self._order(second)._submit_testimonial(self.form)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error):
                self._order(second)._submit_testimonial(self.form)
            second.rollback()
        with self.registry.cursor() as again:  # as Odoo does by itself for a request
            self._order(again)._submit_testimonial(self.form)
            count = self.env(cr=again)["crosstech.testimonial"].search_count([("order_id", "=", self.order_id)])
            self.assertEqual(count, 1)
