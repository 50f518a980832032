from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .terms_common import TermsCommon


class DocumentCommon(TermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls._create_unit("PF-3X9K0L")

    def _values(self, **values):
        return {
            "user_name": "Siti Rahma",
            "phone": "0812 3456 7890",
            "place": "Jalan Uji 1",
            "purchase_date": "2026-01-02",
            "region_id": self.pontianak_selatan.id,
            **values,
        }


@tagged("post_install", "-at_install")
class TestServiceDocument(DocumentCommon):
    def test_a_warranty_that_begins_with_registration_begins_when_the_document_is_filled_in(self):
        self.term.start_basis = "registration"
        with freeze_time("2026-01-01 03:00:00"):
            unit = self._create_unit("SN-R")
        supplier_until = unit.supplier_until
        self.assertEqual(unit.start_date, date(2026, 1, 1))
        with freeze_time("2026-01-11 03:00:00"):
            unit._fill_document(self._values())
        self.assertEqual((unit.start_date, unit.company_parts_until), (date(2026, 1, 11), date(2027, 1, 11)))
        self.assertEqual(unit.supplier_until, supplier_until)
        with freeze_time("2026-02-11 03:00:00"):
            unit._fill_document(self._values(place="Jalan Lain"))
        self.assertEqual((unit.start_date, unit.document_ids.place), (date(2026, 1, 11), "Jalan Lain"))

    def test_staff_who_fill_it_in_at_the_counter_begin_the_warranty_too(self):
        self.term.start_basis = "registration"
        with freeze_time("2026-01-01 03:00:00"):
            unit = self._create_unit("SN-R")
        staff = self.env(user=self.users["repair_team"])
        with freeze_time("2026-06-01 03:00:00"):
            staff["crosstech.service.document"].create({**self._values(), "unit_id": unit.id})
        self.assertEqual(unit.start_date, date(2026, 1, 31))

    def test_a_unit_that_is_in_use_no_more_needs_none(self):
        self.unit.state = "written_off"
        with self.assertRaises(UserError):
            self.unit._fill_document(self._values())
        self.assertFalse(self.unit.document_ids)

    def test_the_form_is_prefilled_from_the_order(self):
        known = self.unit._get_document_defaults()
        self.assertEqual((known["user_name"], known["region_id"]), (self.buyer.name, self.pontianak_selatan.code))
        placed = self.unit.order_id.placed_datetime or self.unit.order_id.date_order
        self.assertEqual(known["purchase_date"], self.company._day_of(placed).isoformat())

    def test_a_unit_without_order_or_owner_has_a_page_and_a_form_too(self):
        unit = self.Unit.create({"product_id": self.mouse.id})
        self.assertEqual(unit._get_document_defaults()["user_name"], "")
        self.assertIn("/unit/", unit._get_page_url())

    def test_the_letter_about_the_parcel_says_where_documents_are_filled_in(self):
        text = self.unit.move_line_id.picking_id._shipped_text()
        self.assertIn(f"/my/orders/{self.unit.order_id.id}", text)
        self.assertIn("#units", text)


@tagged("post_install", "-at_install")
class TestDocumentReminders(DocumentCommon):
    def _run(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("crosstech_warranty.ir_cron_remind_of_documents").method_direct_trigger()
        self.env.invalidate_all()

    def _told(self, partner=None):
        return self.env["crosstech.notification"].search(
            [("partner_id", "=", (partner or self.buyer).id), ("res_model", "=", self.Unit._name)]
        )

    def setUp(self):
        super().setUp()
        self.unit.write({"start_date": "2026-01-01"})

    def test_a_customer_is_reminded_three_times_at_most(self):
        for day, told in (("2026-01-03", 0), ("2026-01-04", 1), ("2026-01-05", 1), ("2026-01-11", 2),
                          ("2026-01-25", 3), ("2026-02-25", 3)):  # fmt: skip
            self._run(f"{day} 03:00:00")
            self.assertEqual(len(self._told()), told, day)

    def test_one_letter_names_all_units_of_a_customer(self):
        self._deliver(self.mouse)
        self.Unit.search([("partner_id", "=", self.buyer.id)]).write({"start_date": "2026-01-01"})
        self._run("2026-01-04 03:00:00")
        body = self._told().body
        self.assertIn(self.unit._get_page_url(), body)
        self.assertEqual(body.count('href="'), 3)  # two units, and where to stop it

    def test_who_filled_it_in_or_stopped_it_is_left_alone(self):
        other = self._create_buyer("Pembeli Kedua")
        self._create_lots("SN-2")
        second = self.Unit.search([("move_line_id.picking_id", "in", self._deliver(self.laptop, partner=other).ids)])
        second.write({"start_date": "2026-01-01"})
        self.unit._fill_document(self._values())
        second._stop_reminders()
        self._run("2026-01-04 03:00:00")
        self.assertFalse(self._told() | self._told(other))

    def test_resellers_and_units_without_terms_are_not_asked_for(self):
        reseller = self._create_reseller()
        self._create_lots("SN-2")
        unit = self.Unit.search([("move_line_id.picking_id", "in", self._deliver(self.laptop, partner=reseller).ids)])
        unit.write({"start_date": "2026-01-01"})
        self.unit.term_id = False
        self._run("2026-01-04 03:00:00")
        self.assertFalse(self._told() | self._told(reseller))

    def test_one_customer_who_cannot_be_told_does_not_keep_the_others_waiting(self):
        other = self._create_buyer("Pembeli Kedua")
        self._create_lots("SN-2")
        second = self.Unit.search([("move_line_id.picking_id", "in", self._deliver(self.laptop, partner=other).ids)])
        second.write({"start_date": "2026-01-01"})
        remind = type(self.Unit)._remind_of_documents

        def fail_for_the_first(units):
            if units.partner_id == self.buyer:
                raise ValueError("no")
            return remind(units)

        with (
            patch.object(type(self.Unit), "_remind_of_documents", fail_for_the_first),
            mute_logger("odoo.addons.crosstech_sale.models.scheduled_work"),
        ):
            self._run("2026-01-04 03:00:00")
        self.assertEqual((len(self._told()), len(self._told(other))), (0, 1))


@tagged("post_install", "-at_install")
class TestUnitPages(DocumentCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(cls.env, "pemilik", groups="base.group_portal", partner_id=cls.buyer.id)
        cls.stranger = new_test_user(cls.env, "orang_lain", groups="base.group_portal")
        cls.page = cls.unit._get_page_url().partition("/unit/")
        cls.page = f"/unit/{cls.page[2]}"

    def _post(self, path="/document", **typed):
        values = {
            "user_name": "Siti Rahma", "phone": "0812 3456 7890", "place": "Jalan Rahasia 7",
            "purchase_date": "2026-01-02", "agrees": "1", "state_id": str(self.pontianak_selatan.state_id.id),
            "regency_code": self.pontianak.code, "region_id": self.pontianak_selatan.code, **typed,
        }  # fmt: skip
        return self.url_open(self.page + path, data={"csrf_token": Request.csrf_token(self), **values})

    def test_the_label_tells_a_stranger_what_it_is_but_not_whose(self):
        self.unit._fill_document(self._values(place="Jalan Rahasia 7"))
        for login in (None, "orang_lain"):
            self.authenticate(login, login)
            text = self.url_open(self.page).text
            self.assertIn("Laptop Uji", text)
            self.assertIn("9K0L", text)
            for secret in ("PF-3X9K0L", "Siti Rahma", "Rahasia", self.buyer.phone, self.buyer.name,
                           self.unit.order_id.name, self.unit.sudo().owner_token or "-"):  # fmt: skip
                self.assertNotIn(secret, text, (login, secret))

    def test_the_owner_sees_everything_by_login_or_by_a_key(self):
        self.unit._fill_document(self._values(place="Jalan Rahasia 7"))
        keys = [self.unit._get_page_url(as_owner=True).partition("?")[2],
                f"access_token={self.unit.order_id._portal_ensure_token()}"]  # fmt: skip
        for login, query in (("pemilik", ""), (None, keys[0]), (None, keys[1])):
            self.authenticate(login, login)
            text = self.url_open(f"{self.page}?{query}").text
            for known in ("PF-3X9K0L", "Siti Rahma", "Jalan Rahasia 7"):
                self.assertIn(known, text, (login, query))

    def test_a_wrong_key_opens_nothing_more(self):
        self.unit._fill_document(self._values(place="Jalan Rahasia 7"))
        self.authenticate(None, None)
        for key in ("x", "", "x" * 5000, self.unit.sudo().access_token):
            self.assertNotIn("Rahasia", self.url_open(self.page, params={"access_token": key}).text)

    def test_unknown_labels_are_not_found(self):
        self.authenticate(None, None)
        for token in ("x", "x" * 32, "x" * 3000, "%27--"):
            self.assertEqual(self.url_open(f"/unit/{token}").status_code, 404)

    def test_who_holds_the_unit_fills_the_document_in_once_and_the_owner_changes_it(self):
        self.authenticate(None, None)
        self.assertIn("done=document", self._post().url)
        self.assertEqual(self.unit.document_ids.user_name, "Siti Rahma")
        self._post(user_name="Orang Iseng")
        self.unit.invalidate_recordset()
        self.assertEqual(self.unit.document_ids.user_name, "Siti Rahma")
        self.authenticate("orang_lain", "orang_lain")
        self._post(user_name="Orang Iseng")
        self.unit.document_ids.invalidate_recordset()
        self.assertEqual(self.unit.document_ids.user_name, "Siti Rahma")
        self.authenticate("pemilik", "pemilik")
        self._post(user_name="Budi")
        self.unit.document_ids.invalidate_recordset()
        self.assertEqual(self.unit.document_ids.user_name, "Budi")

    def test_what_was_typed_stays_when_something_is_wrong(self):
        self.authenticate(None, None)
        text = self._post(phone="abc", place="<b>Jalan</b> Tetap", region_id="T9.99.99").text
        for kept in ("&lt;b&gt;Jalan&lt;/b&gt; Tetap", "Siti Rahma", "is-invalid", "0812 3456 7890", "province, city"):
            self.assertIn(kept, text)
        self.assertFalse(self.unit.document_ids)

    def test_without_script_the_lists_of_places_come_by_a_button(self):
        self.authenticate(None, None)
        text = self._post(regency_code="", region_id="", region_refresh="1").text
        self.assertIn(self.pontianak.name, text)
        self.assertFalse(self.unit.document_ids)

    def test_own_units_are_listed_and_those_of_others_are_not(self):
        self.authenticate("pemilik", "pemilik")
        self.assertIn("PF-3X9K0L", self.url_open("/my/units").text)
        self.assertIn("PF-3X9K0L", self.url_open("/my/units?search=3X9K").text)
        self.assertNotIn("Laptop Uji", self.url_open("/my/units?search=zzz").text)
        self.assertIn("PF-3X9K0L", self.url_open(f"/my/units/{self.unit.id}").text)
        self.authenticate("orang_lain", "orang_lain")
        self.assertNotIn("Laptop Uji", self.url_open("/my/units").text)
        self.assertNotIn("Laptop Uji", self.url_open(f"/my/units?order={self.unit.order_id.id}").text)
        self.assertTrue(self.url_open(f"/my/units/{self.unit.id}").url.endswith("/my/units"))

    def test_the_order_page_says_where_the_warranty_is(self):
        self.authenticate("pemilik", "pemilik")
        text = self.url_open(f"/my/orders/{self.unit.order_id.id}").text
        self.assertIn("Your warranty", text)
        self.assertIn(self.page, text)

    def test_the_document_is_printed_for_the_owner_alone(self):
        self.unit._fill_document(self._values(place="Jalan Rahasia 7"))
        self.authenticate("orang_lain", "orang_lain")
        self.assertNotIn("Rahasia", self.url_open(f"{self.page}/print").text)
        self.authenticate("pemilik", "pemilik")
        self.assertEqual(self.url_open(f"{self.page}/print").status_code, 200)

    def test_reminders_stop_by_a_button_not_by_a_link_alone(self):
        key = self.unit._get_stop_url().partition("?access_token=")[2]
        self.authenticate(None, None)
        self.assertIn("stop reminding", self.url_open(f"{self.page}/stop?access_token={key}").text)
        self.assertFalse(self.unit.is_reminder_stopped)
        self._post("/stop", access_token="x")
        self.unit.invalidate_recordset()
        self.assertFalse(self.unit.is_reminder_stopped)
        self._post("/stop", access_token=key)
        self.unit.invalidate_recordset()
        self.assertTrue(self.unit.is_reminder_stopped)


@tagged("post_install", "-at_install")
class TestUnitPapers(DocumentCommon):
    def test_the_document_and_the_labels_can_be_printed(self):
        self._deliver(self.mouse, 3)
        units = self.Unit.search([("product_id", "in", (self.mouse | self.laptop).ids)])
        self.unit._fill_document(self._values())
        reports = ("service_document_report", "unit_label_report", "unit_label_sheet_report")
        for name in reports:
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(f"crosstech_warranty.{name}", units.ids)
            for unit in units:
                self.assertIn(unit.name, html.decode())
            self.assertIn("data:image/png;base64", html.decode(), name)

    def test_a_label_of_a_unit_carries_no_key_of_the_owner(self):
        self.unit._get_page_url(as_owner=True)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crosstech_warranty.unit_label_report", self.unit.ids
        )
        self.assertNotIn(self.unit.sudo().owner_token, html.decode())
        self.assertNotIn(self.unit.sudo().owner_token, self.unit._get_page_url())
