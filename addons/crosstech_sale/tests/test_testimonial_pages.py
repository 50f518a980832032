"""The form of a delivered order, the pages visitors read, and that strangers and numbers made up get nowhere."""

import json
import re

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .testimonial_common import GOOD, TestimonialPageCommon


@tagged("post_install", "-at_install")
class TestTestimonialForm(TestimonialPageCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_received_order()
        self.url = f"/my/orders/{self.order.id}/testimonial"

    def _send(self, order=None, **values):
        url = f"/my/orders/{(order or self.order).id}/testimonial/send"
        return self._post(url, **{**GOOD, **values})

    def _checked(self, text, name):
        page = html.fromstring(text)
        return page.xpath(f"//input[@name='{name}'][@checked]/@value")

    def test_the_link_of_the_mail_opens_the_form_with_its_stars_and_keeps_nothing(self):
        self.authenticate(None, None)
        page = self.url_open(self.order._get_testimonial_url(4)).text
        for aspect in ("product", "service", "experience"):
            self.assertEqual(self._checked(page, aspect), ["4"])
        self.assertFalse(self.order.testimonial_ids)
        for stars in ("0", "6", "x", "<b>"):
            page = self.url_open(f"{self.order._get_testimonial_url()}&stars={stars}").text
            self.assertEqual(self._checked(page, "product"), [])

    def test_a_customer_with_the_token_writes_without_login(self):
        self.authenticate(None, None)
        answer = self._send(access_token=self.order._portal_ensure_token())
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.order.testimonial_ids.text, GOOD["text"])
        self.assertIn("Thank you!", self.url_open(answer.headers["Location"]).text)

    def test_stranger_wrong_token_and_staff_write_nothing(self):
        other = self._create_received_order(self._create_buyer("Orang Lain"))
        for user, token in ((self.stranger, ""), (None, ""), (None, "wrong"), (None, other._portal_ensure_token())):
            self.authenticate(user and user.login, user and user.login)
            self.assertEqual(self._send(access_token=token).headers["Location"].split("/")[-1], "my")
            self.assertEqual(self.url_open(self.url, allow_redirects=False).status_code, 303)
        self.authenticate(self.operational.login, self.operational.login)
        self._send()
        self.assertFalse(self.order.testimonial_ids)

    def test_an_order_of_somebody_else_is_out_of_reach(self):
        other = self._create_received_order(self._create_buyer("Orang Lain"))
        self._login()
        self._send(other)
        self._post(f"/my/orders/{other.id}/testimonial/withdraw")
        self.assertFalse(other.testimonial_ids)

    def test_an_order_that_has_not_arrived_takes_nothing(self):
        order = self._create_paid_order(self.customer, automatic=True)
        self._login()
        self.assertEqual(self.url_open(f"/my/orders/{order.id}/testimonial", allow_redirects=False).status_code, 303)
        self.assertIn("once the goods have arrived", self._send(order).text)
        self.assertFalse(order.testimonial_ids)

    def test_what_was_typed_stays_when_it_is_refused(self):
        self._login()
        for values, said in (
            ({"product": ""}, "one to five stars"),
            ({"service": "7"}, "one to five stars"),
            ({"text": "Pendek"}, "at least 10"),
            ({"text": "Panjang " * 1250}, "at most 2000"),
        ):
            answer = self._send(**values)
            self.assertEqual(answer.status_code, 200)
            self.assertIn(said, answer.text)
            self.assertIn(values.get("text", GOOD["text"])[:20], answer.text)
        self.assertFalse(self.order.testimonial_ids)

    def test_scripts_are_shown_as_text_everywhere(self):
        text = "<script>alert(1)</script> 👍 bagus sekali"
        self._login()
        self.assertNotIn("<script>alert(1)", self._send(text=text, product="9").text)
        self._send(text=text)
        self.order.testimonial_ids.action_publish()
        self.order.testimonial_ids._reply("<img src=x onerror=alert(2)> terima kasih")
        for url in (
            self.url,
            "/my/testimonials",
            "/testimonials",
            self.product.website_url,
            f"/my/orders/{self.order.id}",
        ):
            page = self.url_open(url).text
            self.assertNotIn("<script>alert(1)", page, url)
            self.assertNotIn("<img src=x", page, url)
            self.assertIn("&lt;script&gt;alert(1)", page, url)
            self.assertIn("👍", page, url)

    @mute_logger("odoo.http")
    def test_a_form_without_its_token_against_forgery_is_refused(self):
        self._login()
        self.assertEqual(self.url_open(f"{self.url}/send", data=GOOD).status_code, 400)
        self.assertEqual(self.url_open(f"{self.url}/send").status_code, 405)
        self.assertFalse(self.order.testimonial_ids)

    def test_a_request_that_is_far_too_big_is_refused(self):
        self._login()
        self.assertEqual(self._send(text="a" * 400_000).status_code, 413)
        self.assertFalse(self.order.testimonial_ids)

    def test_sending_twice_makes_one(self):
        self._login()
        for text in ("Barang sesuai pesanan.", "Barang sesuai pesanan, awet."):
            self.assertEqual(self._send(text=text).status_code, 303)
        self.assertEqual(self.order.testimonial_ids.text, "Barang sesuai pesanan, awet.")

    def test_the_customer_takes_his_words_off_the_website(self):
        self._login()
        self._send()
        testimonial = self.order.testimonial_ids
        testimonial.action_publish()
        self.assertIn("Take it off the website", self.url_open(self.url).text)
        self._post(f"{self.url}/withdraw")
        self.assertEqual((testimonial.state, testimonial.is_publishable), ("not_published", False))
        self.assertNotIn(GOOD["text"], self.url_open("/testimonials").text)

    def test_buyers_and_resellers_see_what_waits_for_their_opinion(self):
        other = self._create_received_order(self._create_buyer("Orang Lain"))
        self._login()
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["testimonial_waiting_count"]})
        self.assertEqual(counters["testimonial_waiting_count"], 1)
        page = self.url_open("/my/testimonials").text
        self.assertIn(self.order.name, page)
        self.assertNotIn(other.name, page)
        self._send(product="2")
        self.order.testimonial_ids._reply("Kami ganti barangnya, Bu.")
        page = self.url_open("/my/testimonials").text
        self.assertIn("Kami ganti barangnya, Bu.", page)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["testimonial_waiting_count"]})
        self.assertEqual(counters["testimonial_waiting_count"], 0)

    def test_the_order_page_asks_and_then_shows_the_answer(self):
        self._login()
        page = self.url_open(f"/my/orders/{self.order.id}").text
        self.assertIn("How was it?", page)
        self.assertIn("stars=5", page)
        self._send(experience="1")
        self.order.testimonial_ids._reply("Kami bicara dengan kurirnya.")
        self.assertIn("Kami bicara dengan kurirnya.", self.url_open(f"/my/orders/{self.order.id}").text)

    def _walk(self):
        self.start_tour(f"/my/orders/{self.order.id}", "crosstech_testimonial", login=self.user.login)
        testimonial = self.order.testimonial_ids
        self.assertEqual(
            (testimonial.rating_product, testimonial.rating_service, testimonial.rating_experience), (5, 3, 4)
        )
        self.assertEqual((testimonial.kind, testimonial.name_shown), ("suggestion", "anonymous"))
        self.assertTrue(testimonial.is_publishable)

    def test_a_customer_gives_a_testimonial_on_a_desktop(self):
        self._walk()

    def test_a_customer_gives_a_testimonial_on_a_telephone(self):
        self.browser_size = "390x844"
        self._walk()


@tagged("post_install", "-at_install")
class TestTestimonialPages(TestimonialPageCommon):
    def _markup(self, url):
        page = self.url_open(url).text
        return [
            json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
        ]

    def _ratings(self, url):
        found = []
        for entry in self._markup(url):
            for one in entry if isinstance(entry, list) else [entry]:
                found += [one["aggregateRating"]] if isinstance(one, dict) and "aggregateRating" in one else []
        return found

    def test_without_any_testimonial_pages_show_no_stars_and_claim_nothing(self):
        self.env["crosstech.testimonial"].search([]).unlink()
        for url in ("/testimonials", self.product.website_url):
            self.assertEqual(self._ratings(url), [], url)
        self.assertIn("Nobody has written yet", self.url_open("/testimonials").text)
        page = self.url_open(self.product.website_url).text
        self.assertNotIn("o_website_rating_static", page)
        self.assertNotIn("What buyers say", page)

    def test_structured_data_tells_the_real_figures(self):
        self.env["crosstech.testimonial"].search([]).unlink()
        self._create_published()
        self._create_published(product="3", service="3", experience="3")
        self._create_testimonial(product="1")
        organisation = self._ratings("/testimonials")
        self.assertEqual(len(organisation), 1)
        self.assertEqual((organisation[0]["ratingValue"], organisation[0]["reviewCount"]), (3.8, 2))
        product = self._ratings(self.product.website_url)
        self.assertEqual(len(product), 1)
        self.assertEqual((product[0]["ratingValue"], product[0]["reviewCount"]), (4.0, 2))

    def test_a_name_cannot_break_out_of_the_structured_data(self):
        self._create_published()
        self.company.name = "PD </script><script>alert(3)</script>"
        self.assertNotIn("<script>alert(3)", self.url_open("/testimonials").text)

    def test_visitors_read_words_answer_and_that_the_purchase_is_real(self):
        testimonial = self._create_published(name_shown="anonymous")
        testimonial._reply("Terima kasih banyak!")
        for url in ("/testimonials", self.product.website_url):
            page = self.url_open(url).text
            for text in (GOOD["text"], "Terima kasih banyak!", "Verified purchase", "A customer"):
                self.assertIn(text, page, url)
            self.assertNotIn("Rina", page, url)

    def test_nothing_unpublished_is_shown_to_visitors(self):
        self._create_testimonial(text="Jangan tampilkan tulisan ini.")
        taken_off = self._create_published(text="Sudah diturunkan dari situs.")
        taken_off.action_unpublish()
        for url in ("/testimonials", self.product.website_url):
            page = self.url_open(url).text
            self.assertNotIn("Jangan tampilkan", page)
            self.assertNotIn("Sudah diturunkan", page)

    def test_the_page_is_filtered_by_stars_and_has_pages(self):
        self._create_published(text="Lima bintang untuk toko ini.")
        for number in range(11):
            self._create_published(product="2", service="2", experience="2", text=f"Kurang memuaskan kali {number}.")
        low = self.url_open("/testimonials?stars=2").text
        self.assertNotIn("Lima bintang", low)
        self.assertEqual(low.count("Kurang memuaskan"), 10)
        self.assertIn("/testimonials/page/2?stars=2", low)
        self.assertIn("Kurang memuaskan kali 0.", self.url_open("/testimonials/page/2?stars=2").text)
        for odd in ("?stars=9", "?stars=x", "/page/99", "?stars="):
            self.assertEqual(self.url_open(f"/testimonials{odd}").status_code, 200, odd)

    def test_another_companys_testimonials_are_not_ours(self):
        testimonial = self._create_published()
        other = self.env["res.company"].create({"name": "PT Lain"})
        self.assertFalse(self.env["crosstech.testimonial"]._get_published(other))
        self.assertIn(testimonial, self.env["crosstech.testimonial"]._get_published(self.company))

    def test_the_home_page_shows_what_customers_say_and_nothing_where_nobody_did(self):
        self.env["crosstech.testimonial"].search([]).unlink()
        view = self.env["ir.ui.view"].create(
            {
                "name": "Beranda Uji",
                "type": "qweb",
                "key": "crosstech_sale.beranda_uji",
                "arch": '<t t-call="website.layout"><div id="wrap"><t t-call="crosstech_sale.shop_home"/></div></t>',
            }
        )
        self.env["website.page"].create({"url": "/beranda-uji", "view_id": view.id, "is_published": True})
        self.assertNotIn("shop_testimonials", self.url_open("/beranda-uji").text)
        self._create_published()
        self._login()  # pages are kept for visitors who are not logged in, for a while
        page = self.url_open("/beranda-uji").text
        self.assertIn("shop_testimonials", page)
        self.assertIn(GOOD["text"], page)
        self.assertIn("Rina, Makassar", page)

    def test_the_product_page_promises_only_what_the_company_keeps(self):
        page = self.url_open(self.product.website_url).text
        self.assertNotIn("money-back", page)
        self.assertNotIn("2-3 Business Days", page)
        self.assertIn("Damaged or wrong goods are replaced at our cost", page)
        self.assertIn("Damaged or wrong goods are replaced at our cost", self.url_open("/pengiriman").text)
