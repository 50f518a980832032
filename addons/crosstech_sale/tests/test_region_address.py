"""Address forms of shop and portal: province, city, district; chosen, checked and kept."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import CrosstechCommon


class AddressCase(CrosstechCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.indonesia = self.env.ref("base.id")
        self.website = self.env["website"].search([], limit=1)
        self.user = self._create_user("buyer", password="test_buyer_password", email="pembeli@example.com")
        self.buyer = self.user.partner_id
        self.authenticate("test_buyer", "test_buyer_password")

    def _form(self, **values):
        """A valid form for an address in Mariso, changed by ``values``; None leaves a field out."""
        form = {
            "csrf_token": Request.csrf_token(self),
            "name": "Pembeli Uji",
            "email": "pembeli@example.com",
            "phone": "+62 812 0000 0001",
            "street": "Jalan Uji 7",
            "zip": "90121",
            "city": "",
            "country_id": self.indonesia.id,
            "state_id": self.sulawesi_selatan.state_id.id,
            "regency_code": self.makassar.code,
            "region_id": self.mariso.code,
            "address_type": "delivery",
            "use_delivery_as_billing": "true",
            "required_fields": "name,email",
            **values,
        }
        return {name: value for name, value in form.items() if value is not None}

    def _post(self, **values):
        response = self.url_open("/my/address/submit", data=self._form(**values))
        response.raise_for_status()
        return response.json()

    def _addresses(self):
        return self.env["res.partner"].search([("street", "=", "Jalan Uji 7")])


@tagged("post_install", "-at_install")
class TestRegionAddress(AddressCase):
    def test_a_chosen_district_is_stored_with_its_city_and_province(self):
        self.assertIn("redirectUrl", self._post(city="typed nonsense"))
        address = self._addresses()
        self.assertEqual(address.region_id, self.mariso)
        self.assertEqual((address.city, address.state_id), ("Kota Makassar", self.sulawesi_selatan.state_id))
        self.assertEqual(address.zip, "90121")

    def test_illegal_districts_are_refused_and_nothing_is_stored(self):
        self.pontianak_selatan.active = False
        cases = {
            "unknown": {"region_id": "99.99.99"},
            "archived": {"region_id": "T2.71.01", "regency_code": "T2.71"},
            "district of another city": {"region_id": self.gambir.code},
            "city of another province": {"state_id": self.jakarta.state_id.id},
            "a city, not a district": {"region_id": self.makassar.code},
            "a database id": {"region_id": str(self.mariso.id)},
            "an injection": {"region_id": "' OR 1=1 --"},
            "a wildcard": {"region_id": "T3.71.%"},
            "very long": {"region_id": "9" * 5000},
            "empty": {"region_id": ""},
            "missing": {"region_id": None},
            "control characters": {"region_id": "T3.71.01\r\nX"},
        }
        for name, values in cases.items():
            with self.subTest(name):
                answer = self._post(**values)
                self.assertTrue(answer["messages"], name)
                self.assertTrue({"region_id", "state_id"} & set(answer["invalid_fields"]), name)
                self.assertFalse(self._addresses())

    def test_a_refused_change_leaves_the_stored_address_alone(self):
        self.buyer.write({"region_id": self.mariso.id, "street": "Jalan Lama", "zip": "90121"})
        answer = self._post(partner_id=self.buyer.id, region_id=self.gambir.code)
        self.assertTrue(answer["messages"])
        self.assertEqual((self.buyer.region_id, self.buyer.street), (self.mariso, "Jalan Lama"))

    def test_the_address_of_another_customer_is_forbidden(self):
        other = self._create_buyer(region=self.gambir)
        response = self.url_open("/my/address/submit", data=self._form(partner_id=other.id))
        self.assertEqual(response.status_code, 403)
        self.assertEqual((other.region_id, other.street), (self.gambir, "Jalan Uji 1"))

    def test_an_address_id_that_is_no_number_is_a_bad_request(self):
        response = self.url_open("/my/address/submit", data=self._form(partner_id="1 OR 1=1"))
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._addresses())

    def test_another_country_takes_a_written_city_and_no_district(self):
        singapore = self.env.ref("base.sg")
        self.assertIn("redirectUrl", self._post(country_id=singapore.id, state_id="", city="Singapore"))
        address = self._addresses()
        self.assertEqual((address.city, address.country_id), ("Singapore", singapore))
        self.assertFalse(address.region_id)

    def test_another_country_without_a_city_is_refused(self):
        answer = self._post(country_id=self.env.ref("base.sg").id, state_id="", city="", region_id="", regency_code="")
        self.assertIn("city", answer["invalid_fields"])
        self.assertFalse(self._addresses())

    def test_the_form_shows_the_stored_choice_and_warns_of_an_ended_district(self):
        self.buyer.write({"region_id": self.mariso.id, "street": "Jalan Lama"})
        page = self.url_open(f"/my/address?partner_id={self.buyer.id}&address_type=delivery").text
        self.assertRegex(page, r'value="T3.71.01"[^>]*selected')
        self.mariso.active = False
        page = self.url_open(f"/my/address?partner_id={self.buyer.id}&address_type=delivery").text
        self.assertIn("no longer on the list", page)

    def test_country_info_requires_the_district_where_there_is_a_list(self):
        info = self.make_jsonrpc_request(f"/my/address/country_info/{self.indonesia.id}", {"address_type": "delivery"})
        self.assertIn("region_id", info["required_fields"])
        self.assertNotIn("city", info["required_fields"])
        info = self.make_jsonrpc_request(
            f"/my/address/country_info/{self.env.ref('base.sg').id}", {"address_type": "delivery"}
        )
        self.assertIn("city", info["required_fields"])
        self.assertNotIn("region_id", info["required_fields"])


@tagged("post_install", "-at_install")
class TestRegionAddressWithoutScript(AddressCase):
    def _page(self, **values):
        return self.url_open("/my/address/submit", data=self._form(without_script="1", **values))

    def test_the_button_offers_cities_then_districts_and_keeps_what_was_typed(self):
        page = self._page(regency_code="", region_id="", region_refresh="1", name='Nama "Ketik"').text
        self.assertIn('value="T3.71"', page)
        self.assertNotIn('value="T3.71.01"', page)
        self.assertIn("Nama &#34;Ketik&#34;", page)
        page = self._page(region_id="", region_refresh="1").text
        self.assertIn('value="T3.71.01"', page)
        self.assertIn("Jalan Uji 7", page)
        self.assertFalse(self._addresses())

    def test_a_valid_form_is_stored_and_leads_on(self):
        response = self._page(callback="/my/addresses")
        self.assertTrue(response.url.endswith("/my/addresses"))
        self.assertEqual(self._addresses().region_id, self.mariso)

    def test_a_refused_form_is_shown_again_with_the_reason_and_what_was_typed(self):
        response = self._page(region_id=self.gambir.code)
        self.assertIn("does not belong to the city", response.text)
        self.assertIn("Jalan Uji 7", response.text)
        self.assertIn("90121", response.text)
        self.assertFalse(self._addresses())

    def test_a_redirect_never_leaves_the_site(self):
        response = self._page(callback="https://attacker.example.com/")
        self.assertNotIn("attacker.example.com", response.url)

    def test_the_shop_form_works_without_script_too(self):
        self._create_order(partner=self.buyer, website_id=self.website.id)
        form = self._form(without_script="1", region_id="", partner_id=self.buyer.id)
        page = self.url_open("/shop/address/submit", data=form).text
        self.assertIn("Some required fields are empty", page)
        self.assertIn("Jalan Uji 7", page)
        form["region_id"] = self.mariso.code
        response = self.url_open("/shop/address/submit", data=form)
        self.assertIn("/shop/checkout", response.url)
        self.assertEqual(self.buyer.region_id, self.mariso)

    def test_checkout_asks_a_customer_without_a_district_for_it(self):
        self._create_order(partner=self.buyer, website_id=self.website.id)
        self.url_open("/shop/address/submit", data=self._form(without_script="1", partner_id=self.buyer.id))
        self.assertIn("/shop/checkout", self.url_open("/shop/checkout").url)
        self.mariso.active = False
        self.assertIn("/shop/address", self.url_open("/shop/checkout").url)


@tagged("post_install", "-at_install")
class TestRegionAddressOfVisitor(AddressCase):
    def test_a_visitor_without_a_login_starts_at_home_and_gives_a_district(self):
        self.authenticate(None, None)
        self.website.company_id.country_id = self.indonesia
        product = self._create_product()
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {"product_template_id": product.product_tmpl_id.id, "product_id": product.id, "quantity": 1},
        )
        page = self.url_open("/shop/address").text
        self.assertRegex(page, rf'value="{self.indonesia.id}"[^>]*selected')
        form = self._form(without_script="1", region_id=self.gambir.code, email="tamu@example.com")
        self.assertIn("does not belong to the city", self.url_open("/shop/address/submit", data=form).text)
        self.assertFalse(self._addresses())
        form["region_id"] = self.mariso.code
        self.assertIn("/shop/checkout", self.url_open("/shop/address/submit", data=form).url)
        self.assertEqual(self._addresses().region_id, self.mariso)


@tagged("post_install", "-at_install")
class TestRegionRoute(CrosstechCommon, HttpCase):
    def _regions(self, query, status=200):
        response = self.url_open(f"/crosstech/regions?{query}")
        self.assertEqual(response.status_code, status, query)
        return response.json()["regions"]

    def test_a_province_gives_its_cities_and_a_city_its_districts(self):
        self.assertEqual(self._regions("parent=T3"), [{"code": "T3.71", "name": "Kota Makassar"}])
        self.assertEqual(self._regions("parent=T3.71"), [{"code": "T3.71.01", "name": "Mariso"}])
        state = self.sulawesi_selatan.state_id.id
        self.assertIn({"code": "T3.71", "name": "Kota Makassar"}, self._regions(f"state={state}"))

    def test_a_few_letters_find_a_district_with_all_that_the_form_needs(self):
        found = self._regions("q=mariso%20uji")
        self.assertEqual([row["code"] for row in found], ["T3.71.01"])
        self.assertEqual((found[0]["regency"], found[0]["state"]), ("T3.71", self.sulawesi_selatan.state_id.id))

    def test_archived_and_unknown_regions_give_nothing(self):
        self.mariso.active = False
        for query in ("parent=T3.71", "parent=99.99", "state=999999999", "q=mariso%20uji", "q=ma", "q=%25%25%25"):
            self.assertEqual(self._regions(query), [], query)

    def test_illegal_parameters_are_refused(self):
        long = "x" * 81
        for query in ("", "parent=T3.71.01.%25", "parent=%27%20OR%201=1", "state=-1", "state=1e3", f"q={long}", "x=1"):
            self.assertEqual(self._regions(query, status=400), [], query)

    def test_only_reading_is_possible(self):
        response = self.url_open("/crosstech/regions?parent=T3", method="POST")
        self.assertEqual(response.status_code, 405)

    def test_answers_may_be_cached_and_carry_no_session(self):
        response = self.opener.get(self.base_url() + "/crosstech/regions?parent=T3", cookies={})
        self.assertIn("max-age", response.headers["Cache-Control"])

    def test_a_search_costs_few_queries_whatever_the_size_of_the_list(self):
        self._regions("q=pontianak%20selatan")
        self.env["crosstech.region"]._resolver()
        with self.assertQueryCount(6):
            self.env.invalidate_all()
            found = self.env["crosstech.region"].search([("display_name", "ilike", "pontianak uji")], limit=8)
            found.mapped("display_name")


class AddressTourCase(AddressCase):
    def _tour(self):
        self._create_order(partner=self.buyer, website_id=self.website.id)
        url = f"/shop/address?partner_id={self.buyer.id}&address_type=delivery"
        self.start_tour(url, "region_address_tour", login="test_buyer")
        self.assertEqual(self.buyer.region_id, self.pontianak_selatan)
        self.assertEqual((self.buyer.city, self.buyer.street), ("Kota Pontianak", "Jalan Tur 1"))


@tagged("post_install", "-at_install")
class TestRegionAddressTour(AddressTourCase):
    browser_size = "1366x768"

    def test_a_buyer_chooses_a_district_at_checkout(self):
        self._tour()


@tagged("post_install", "-at_install")
class TestRegionAddressTourMobile(AddressTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_buyer_chooses_a_district_at_checkout_on_a_phone(self):
        self._tour()
