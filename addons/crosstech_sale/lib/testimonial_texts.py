"""What customers write in a testimonial: read from the form, cleaned to plain text, without ways to contact them.

Source: S0.39, S0.41 in docs/requirements.md.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import region_names, testimonials

MIN_TEXT, MAX_TEXT = 10, 2000
MASK = "•••"
_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
# With a scheme, with www, or a bare name under an ending that shops and messengers use, path included.
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|id|me|ly|gg|shop|store|info|link|biz|xyz)\b(?:/\S*)?",
    re.IGNORECASE,
)
# 0812 3456 7890, +62-812-3456-7890, (021) 555 1234: nine to fourteen digits that begin as telephone numbers here do.
_PHONE = re.compile(r"(?<![\w.,])\(?(?:\+\s?62|62|0)(?:[\s().-]{0,2}\d){7,13}(?!\w)")
# Marks that turn the direction of writing around and would disturb the page around the text.
_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F}


def clean(text: str | None) -> str:
    """Return plain text as it is kept: one form of each letter, no control signs, no more than one empty line.

    >>> clean("  Bagus\\x00  sekali!\\r\\n\\r\\n\\r\\n\\r\\nTerima kasih 👍 ")
    'Bagus sekali!\\n\\nTerima kasih 👍'
    """
    text = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        sign
        for sign in text
        if sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and ord(sign) not in _DIRECTION)
    )
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def mask_contacts(text: str) -> str:
    """Blank out telephone numbers, e-mail addresses and links: what is published must not lead elsewhere.

    Prices stay: ``Rp 12.500.000`` does not begin as a telephone number does.

    >>> mask_contacts("WA saya 0812-3456-7890 atau budi@example.com, hemat Rp 1.250.000")
    'WA saya ••• atau •••, hemat Rp 1.250.000'
    """
    for pattern in (_EMAIL, _LINK, _PHONE):
        text = pattern.sub(MASK, text)
    return text


def author(name: str, city: str, shown: str, *, is_company: bool = False) -> str:
    """Return the name a testimonial is published under; empty for an anonymous one.

    A company is not called by its first word, which is often its legal form.

    >>> author("Rina Wulandari", "Kota Pontianak", "short"), author("Rina Wulandari", "", "full")
    ('Rina, Pontianak', 'Rina Wulandari')
    """
    name = " ".join((name or "").split())
    if shown == "anonymous" or not name:
        return ""
    if shown == "full":
        return name
    first = name if is_company else name.split(" ", maxsplit=1)[0]
    place = region_names.split_kind(city)[1].title() if city else ""
    return f"{first}, {place}" if place else first


@dataclass(frozen=True)
class Form:
    """A testimonial as far as it could be read, and per field the code of what is wrong with it."""

    ratings: testimonials.Ratings | None = None
    kind: str | None = None
    topic: str | None = None
    text: str = ""
    is_publishable: bool = False
    name_shown: str = "short"
    product_ratings: dict[int, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_stars(text) -> int | None:
    """Return 1 to 5, or None for anything else.

    >>> read_stars("4"), read_stars("6"), read_stars("⁴"), read_stars(None)
    (4, None, None, None)
    """
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def read(values: Mapping[str, str], product_ids=()) -> Form:
    """Read the form; what is no choice of ours counts as not chosen, ratings and length are refused with a code.

    :param values: ``product``, ``service``, ``experience`` (stars), ``kind``, ``topic``, ``text``, ``publish``,
        ``name_shown``, ``product_<id>`` (stars)
    :param product_ids: which products may be rated: those of the order

    >>> read({"product": "5", "service": "4", "experience": "5", "text": "Cepat sampai!"}).errors
    {}
    >>> read({"product": "9", "service": "4", "experience": "5", "text": "Ok"}).errors
    {'product': 'stars', 'text': 'short'}
    """
    numbers = {aspect: read_stars(values.get(aspect)) for aspect in testimonials.ASPECTS}
    errors = {aspect: "stars" for aspect, number in numbers.items() if number is None}
    text = clean(values.get("text"))
    if len(text) > MAX_TEXT:
        errors["text"] = "long"
    elif text and len(text) < MIN_TEXT:
        errors["text"] = "short"
    single = {one: read_stars(values.get(f"product_{one}")) for one in product_ids}
    return Form(
        ratings=testimonials.Ratings(**numbers) if None not in numbers.values() else None,
        kind=_choice(values.get("kind"), testimonials.KINDS),
        topic=_choice(values.get("topic"), testimonials.TOPICS),
        text=text,
        is_publishable=values.get("publish") == "1",
        name_shown=_choice(values.get("name_shown"), testimonials.NAMES) or "short",
        product_ratings={one: number for one, number in single.items() if number},
        errors=errors,
    )


def _choice(value, allowed):
    return value if value in allowed else None
