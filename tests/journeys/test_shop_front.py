"""The shop as somebody finds it who comes by: a home page that leads on, in two languages, light on the line."""

import gzip
import re

import pytest

MENUS = ("/", "/shop", "/cara-belanja", "/cara-bayar", "/contactus", "/my")
PAGES = ("/", "/shop", "/shop/cart", "/cara-belanja", "/cara-bayar", "/pengiriman", "/tentang-kami", "/contactus")
ENGLISH = (
    "About us", "Account number", "Add to cart", "All goods", "All products", "Ask us something",
    "Categories", "Contact us", "Four steps", "How goods are sent", "How to buy", "How to pay", "In the name of",
    "Just arrived", "Log in", "Look through", "My account", "Offers of the week", "Original price", "Sale price",
    "See all", "Send a message", "Sign in", "Tax number", "We never ask", "You have", "arrival date",
)  # fmt: skip
KILOBYTES_OF_HTML = 60  # gzip; at 2 Mbps a quarter of a second


def _links(customer) -> set[str]:
    """Paths of the links of the page, without language."""
    hrefs = (href.removeprefix(customer.url) for href in customer.page.xpath("//a/@href"))
    return {re.sub(r"^/(en|id)(?=/|$)", "", href).partition("?")[0] or "/" for href in hrefs}


@pytest.mark.parametrize(("language", "words"), [("/en", "How to buy"), ("/id", "Cara belanja")])
def test_the_home_page_has_banner_categories_and_the_menus(customer, language, words):
    visitor = customer()
    visitor.open(f"{language}/")
    assert visitor.page.xpath("//section[contains(@class, 'o_shop_hero')]//h1")
    assert visitor.page.xpath("//section//a[contains(@href, '/shop/category/')]")
    assert [path for path in MENUS if path not in _links(visitor)] == []
    assert words.casefold() in visitor.answer.text.casefold()


def test_offers_of_the_home_page_cost_what_it_says(customer):
    visitor = customer()
    visitor.open("/")
    card = visitor.page.xpath("//a[contains(@class, 'o_shop_card')]")[0]
    price = re.search(r"Rp\s*[\d.,]+", card.text_content())[0]
    visitor.open(card.get("href"))
    assert re.sub(r"\D", "", price) in re.sub(r"[^\d]", "", visitor.text)


@pytest.mark.parametrize("path", ["/", "/shop", "/cara-belanja", "/cara-bayar", "/pengiriman", "/tentang-kami"])
def test_a_page_is_light_and_asks_nothing_of_other_sites(customer, path):
    visitor = customer()
    visitor.open(path)
    assert len(gzip.compress(visitor.answer.content)) <= KILOBYTES_OF_HTML * 1024
    loaded = visitor.page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
    assert [address for address in loaded if not address.startswith((visitor.url, "data:"))] == []


@pytest.mark.parametrize("path", PAGES)
def test_an_indonesian_page_has_no_english_left(customer, path):
    visitor = customer()
    visitor.open("/id/")
    visitor.open(path)
    for script in visitor.page.xpath("//head | //script | //style | //noscript"):
        script.drop_tree()
    text = " ".join(visitor.page.text_content().split())
    assert [phrase for phrase in ENGLISH if phrase.casefold() in text.casefold()] == []
