"""The people of the journeys: a customer at the shop's pages, a member of staff at the backend's own interface."""

import re

import requests
from lxml import html as pages

TIMEOUT_SECONDS = 120


class Refused(AssertionError):
    """The server said no; the text is what the user would read."""


class _Session:
    def __init__(self, url: str):
        self.url = url
        self.session = requests.Session()

    def call(self, route: str, **params):
        """Call a JSON-RPC route.

        :raises Refused: with the server's message
        """
        answer = self.session.post(self.url + route, json={"jsonrpc": "2.0", "params": params}, timeout=TIMEOUT_SECONDS)
        body = answer.json()
        if "error" in body:
            raise Refused(body["error"]["data"].get("message") or str(body["error"]))
        return body.get("result")


class Staff(_Session):
    """A user of the backend; only what the browser may call."""

    def __init__(self, url: str, database: str, login: str, password: str | None = None):
        super().__init__(url)
        self.info = self.call("/web/session/authenticate", db=database, login=login, password=password or login)

    def do(self, model: str, method: str, *arguments, **keywords):
        """Call a public method of a model, as a button or a list of the web client does."""
        return self.call(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(arguments),
            kwargs=keywords,
        )

    def find(self, model: str, domain: list, fields: list[str], **keywords) -> list[dict]:
        return self.do(model, "search_read", domain, fields, **keywords)

    def make(self, model: str, **values) -> int:
        return self.do(model, "create", [values])[0]

    def press(self, model: str, button: str, record: int, **context):
        """Press a button of a record's form."""
        return self.do(model, button, [record], context=context)


class Customer(_Session):
    """A visitor of the shop, logged in or not; reads pages and fills forms as a browser without JavaScript would."""

    def __init__(self, url: str, login: str | None = None, password: str | None = None):
        super().__init__(url)
        self.page = None
        if login:
            self.open("/web/login")
            self.submit({"login": login, "password": password or login}, form="oe_login_form")

    # === PAGES === #

    def open(self, path: str):
        """Open a page, following redirects; gives its text."""
        return self._read(self.session.get(self._address(path), timeout=TIMEOUT_SECONDS))

    def _address(self, path: str) -> str:
        return path if path.startswith("http") else self.url + path

    def _read(self, answer) -> str:
        assert answer.status_code < 500, f"{answer.url} answered {answer.status_code}"
        self.answer = answer
        self.page = pages.fromstring(answer.text or "<html/>")
        self.page.make_links_absolute(answer.url)
        return self.text

    @property
    def text(self) -> str:
        """What the page shows, white space folded."""
        body = self.page.find(".//main")
        return re.sub(r"\s+", " ", (body if body is not None else self.page).text_content())

    def form(self, marker: str):
        """The first form whose source has a marker in it (an action, a class, a field's name)."""
        for form in self.page.iter("form"):
            if marker in pages.tostring(form, encoding="unicode"):
                return form
        raise AssertionError(f"no form with «{marker}» on {self.answer.url}: {self.text[:500]}")

    def submit(self, values: dict, *, form: str, files: dict | None = None) -> str:
        """Fill a form, leaving what is prefilled, and send it."""
        found = self.form(form)
        data = {name: value for name, value in found.form_values() if name not in (files or {})}
        data.update({name: str(value) for name, value in values.items()})
        address = found.action or self.answer.url
        return self._read(self.session.post(address, data=data, files=files, timeout=TIMEOUT_SECONDS))

    # === THE SHOP === #

    def empty_cart(self) -> None:
        self.open("/shop/cart")
        for quantity in self.page.xpath("//input[@data-line-id]"):
            line, product = int(quantity.get("data-line-id")), int(quantity.get("data-product-id"))
            self.call("/shop/cart/update", line_id=line, product_id=product, quantity=0)

    def put_in_cart(self, search: str, quantity: int = 1) -> str:
        """Search the shop, open the first product found and put it in the cart; gives the product's name."""
        self.open(f"/shop?search={search}")
        links = self.page.xpath("//a[contains(@href, '/shop/') and contains(@class, 'oe_product_image_link')]/@href")
        assert links, f"nothing found for «{search}»: {self.text[:300]}"
        self.open(links[0])
        template = int(self.page.xpath("//input[@name='product_template_id']/@value")[0])
        variant = int(self.page.xpath("//input[@name='product_id']/@value")[0])
        self.call("/shop/cart/add", product_template_id=template, product_id=variant, quantity=quantity)
        return self.page.xpath("//h1")[0].text_content().strip()

    def delivery_methods(self) -> dict[str, int]:
        """The delivery methods offered at checkout: name → id."""
        self.open("/shop/checkout?try_skip_step=false")
        offered = {}
        for radio in self.page.xpath("//input[@name='o_delivery_radio']"):
            label = self.page.xpath(f"//label[@for='{radio.get('id')}']")
            name = re.sub(r"\s+", " ", label[0].text_content()).strip() if label else radio.get("id")
            offered[name] = int(radio.get("data-dm-id"))
        return offered

    def choose_delivery(self, method: int) -> dict:
        return self.call("/shop/set_delivery_method", dm_id=method)

    def delivery_price(self, method: int) -> dict:
        return self.call("/shop/get_delivery_rate", dm_id=method)

    def pay(self, way: str = "wire_transfer") -> str:
        """Choose a way to pay and confirm the order; gives the text of the confirmation page."""
        self.open("/shop/payment")
        chosen = self._payment_option(way)
        form = self.page.xpath("//form[@id='o_payment_form']")[0]
        values = self.call(
            form.get("data-transaction-route").replace(self.url, ""),
            provider_id=int(chosen.get("data-provider-id")),
            payment_method_id=int(chosen.get("data-payment-option-id")),
            token_id=None,
            flow=chosen.get("data-provider-flow") or "redirect",
            tokenization_requested=False,
            landing_route=form.get("data-landing-route"),
            is_validation=False,
            access_token=form.get("data-access-token"),
        )
        if redirect := values.get("redirect_form_html"):
            hidden = pages.fromstring(redirect)
            data = dict(hidden.form_values())
            self.session.post(self._address(hidden.action), data=data, timeout=TIMEOUT_SECONDS)
        self.call("/payment/status/poll", csrf_token="")
        self.open("/payment/status")
        self.open("/shop/payment/validate")
        return self.text

    def _payment_option(self, way: str):
        options = self.page.xpath("//input[@name='o_payment_radio']")
        for option in options:
            marks = (option.get("data-provider-code"), option.get("data-payment-method-code"))
            if way in marks:
                return option
        raise AssertionError(f"cannot pay by {way}: {[dict(option.attrib) for option in options]}; {self.text}")
