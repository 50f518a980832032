"""The procedures, the help centre and the security notices: for everybody, in both languages, from the settings."""

import json

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from .fulfil_common import FulfilCommon

PAGES = ("/cara-belanja", "/cara-bayar", "/pengiriman", "/tentang-kami", "/retur", "/panduan-reseller", "/security")


@tagged("post_install", "-at_install")
class TestHelpPages(FulfilCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.website = self.env["website"].get_current_website()
        self.authenticate(None, None)

    def _page(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200, path)
        return html.fromstring(response.text)

    def _text(self, path):
        texts = self._page(path).xpath("//div[@id='wrap']//text()")
        return " ".join(" ".join(texts).split())

    def test_every_page_is_open_to_visitors_and_leads_to_the_others(self):
        for path in (*PAGES, "/help"):
            links = {link.split("?")[0].removesuffix("/") for link in self._page(path).xpath("//footer//a/@href")}
            self.assertLessEqual({"/cara-belanja", "/retur", "/panduan-reseller", "/security", "/help"}, links, path)

    def test_every_link_of_the_pages_leads_somewhere(self):
        links = set()
        for path in (*PAGES, "/help"):
            links |= set(self._page(path).xpath("//div[@id='wrap']//a/@href"))
        for link in sorted(link for link in links if link.startswith("/")):
            with self.subTest(link=link):
                self.assertEqual(self.url_open(link).status_code, 200)

    def test_the_procedure_names_who_does_what_and_how_long_it_takes(self):
        self.company.write({"payment_deadline_days": 6, "auto_release_paid_orders": False})
        text = self._text("/pengiriman")
        self.assertIn("Up to 6 days", text)
        self.assertIn("Operational division After a look at address and goods", text)

    def test_a_visitor_reads_a_changed_setting_at_once(self):
        """Odoo keeps the pages of visitors for an hour; these are made anew when what they state was changed."""
        self.company.payment_deadline_days = 6
        self.assertIn("Up to 6 days", self._text("/pengiriman"))
        self.company.payment_deadline_days = 2
        self.env.flush_all()
        later = fields.Datetime.add(fields.Datetime.now(), minutes=1)
        self.env.cr.execute("UPDATE res_company SET write_date = %s WHERE id = %s", (later, self.company.id))
        self.assertIn("Up to 2 days", self._text("/pengiriman"))

    def test_the_pace_of_shipping_is_measured_and_nothing_is_said_of_few_orders(self):
        self.env.cr.execute("UPDATE sale_order SET shipped_datetime = NULL")
        self.assertFalse(self.website._get_shop_pace())
        orders = self.env["sale.order"].create([{"partner_id": self.buyer.id}] * 5)
        orders.flush_recordset()
        now = fields.Datetime.now()
        self.env.cr.execute(
            "UPDATE sale_order SET payment_confirmed_datetime = %s, shipped_datetime = %s WHERE id IN %s",
            (fields.Datetime.subtract(now, days=4), fields.Datetime.subtract(now, days=1), tuple(orders.ids)),
        )
        self.assertEqual(self.website._get_shop_pace(), 3)
        self.assertIn("Lately 3 days after the payment", self._text("/pengiriman"))

    def test_the_reseller_guide_offers_the_application_only_where_there_is_one(self):
        links = self._page("/panduan-reseller").xpath("//div[@id='wrap']//a/@href")
        self.assertEqual("/resellers/apply" in links, self.website._has_page("/resellers/apply"))
        self.assertFalse(self.website._has_page("/no/such/page/of/ours"))

    # === HELP CENTRE === #

    def _questions(self, path):
        return [" ".join(node.text_content().split()) for node in self._page(path).xpath("//details/summary")]

    def test_all_questions_are_there_and_answered_from_the_settings(self):
        self.company.payment_deadline_days = 7
        self.assertEqual(len(self._questions("/help")), len(self.website._get_help()))
        self.assertIn("7 days from the e-mail", self._text("/help"))

    def test_a_search_finds_the_question_and_a_vain_one_says_what_next(self):
        self.assertEqual(self._questions("/help?q=forgot+password")[0], "I forgot my password.")
        text = self._text("/help?q=zzzzqqq")
        self.assertRegex(text, "No answer found for “ ?zzzzqqq ?”")
        self.assertIn("ask us", text)

    def test_what_is_searched_for_is_shown_as_text_only(self):
        response = self.url_open("/help", params={"q": "<script>alert(1)</script>"})
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("<script>alert(1)", response.text)
        self.assertIn("No answer found", self._text("/help?q=" + "x" * 5000))
        self.assertNotIn("x" * 101, self._text("/help?q=" + "x" * 5000))

    def test_search_engines_read_the_same_questions(self):
        data = self._page("/help").xpath("//script[@type='application/ld+json' and contains(., 'FAQPage')]")[0]
        names = [entry["name"] for entry in json.loads(data.text_content())["mainEntity"]]
        self.assertEqual(names, [entry["question"] for entry in self.website._get_help()])

    def test_a_company_name_cannot_break_out_of_the_structured_data(self):
        bank = self.env["res.bank"].create({"name": "</script><b>Bank"})
        account = self.env["res.partner.bank"].create(
            {"acc_number": "11223344", "partner_id": self.company.partner_id.id, "bank_id": bank.id}
        )
        self.env["account.journal"]._get_transfer_journals(self.company)[:1].bank_account_id = account
        self.assertNotIn("</script><b>", self.url_open("/help").text)

    def test_security_notices_are_for_visitors_too(self):
        text = self._text("/security")
        self.assertIn("We never ask for your password, PIN or one-time code", text)
        self.assertIn("Change your password", text)
