"""What somebody types who reports a failure, read strictly but kindly; and whether his proof of purchase fits."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LENGTHS = {"serial": 60, "proof_number": 60, "contact": 120, "place": 200}  # the longest text of each
MAX_DESCRIPTION = 2000
KINDS = ("failure", "return")
SHORTEST_SERIAL = 4
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
# Signs that are mistaken for each other on small labels.
_LOOK_ALIKE = {"0": "O", "O": "0", "1": "I", "I": "1", "L": "1", "5": "S", "S": "5", "8": "B", "B": "8", "2": "Z", "Z": "2"}  # fmt: skip  # noqa: E501


@dataclass(frozen=True)
class ReportForm:
    """What could be read, and per field the code of what is wrong with it."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


def text_of(typed: object) -> str:
    """Return one line of text: white space folded, nothing invisible.

    >>> text_of("  PF-3X \\t 9K\\x00 ")
    'PF-3X 9K'
    """
    if not isinstance(typed, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())


def read(typed: Mapping[str, object], *, is_guest: bool, has_unit: bool) -> ReportForm:
    """Read a form; the district, the choices of lists and the files are read elsewhere.

    Error codes: ``required``, ``too_long``, ``short``, ``contact``.

    :param has_unit: a unit was picked, so no serial is needed

    >>> read({"serial": "PF3X"}, is_guest=True, has_unit=False).errors
    {'contact': 'required'}
    """
    values = {name: text_of(typed.get(name)) for name in LENGTHS}
    description = typed.get("description")
    values["description"] = "".join(
        sign for sign in (description if isinstance(description, str) else "") if sign.isprintable() or sign in "\n\t"
    ).strip()
    values["kind"] = typed["kind"] if typed.get("kind") in KINDS else KINDS[0]
    limits = {**LENGTHS, "description": MAX_DESCRIPTION}
    errors = {name: "too_long" for name, longest in limits.items() if len(values[name]) > longest}
    if not has_unit and "serial" not in errors and len(key(values["serial"])) < SHORTEST_SERIAL:
        errors["serial"] = "short" if values["serial"] else "required"
    if is_guest and "contact" not in errors:
        errors |= _check_contact(values["contact"])
    return ReportForm(values, errors)


def _check_contact(contact: str) -> dict[str, str]:
    if not contact:
        return {"contact": "required"}
    return {} if is_email(contact) or phone_key(contact) else {"contact": "contact"}


def key(text: str | None) -> str:
    """Return letters and digits only, in capitals: what makes two writings of a number the same.

    >>> key(" s00-12 ")
    'S0012'
    """
    return re.sub(r"[^A-Z0-9]", "", (text or "").upper())


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address.

    >>> is_email("rina@example.com"), is_email("rina")
    (True, False)
    """
    return bool(_EMAIL.fullmatch(text))


def phone_key(text: str | None) -> str:
    """Return the national digits of a telephone number, empty when it is none.

    >>> phone_key("+62 812-3456-7890") == phone_key("0812 3456 7890") == "81234567890"
    True
    """
    digits = re.sub(r"[\s().+-]", "", text or "")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    national = digits.removeprefix("62") if digits.startswith("62") else digits.removeprefix("0")
    return national if 7 <= len(national) <= 13 else ""


def fits_proof(
    number: str,
    contact: str,
    *,
    orders: Iterable[str | None],
    invoices: Iterable[str | None],
    contacts: Iterable[str | None],
) -> bool:
    """Whether a proof of purchase fits: the invoice number, or the order number with the buyer's e-mail or phone.

    >>> fits_proof("s0001", "Rina@Example.com", orders=["S0001"], invoices=[], contacts=["rina@example.com"])
    True
    >>> fits_proof("s0001", "budi@example.com", orders=["S0001"], invoices=[], contacts=["rina@example.com"])
    False
    """
    wanted = key(number)
    if not wanted:
        return False
    if wanted in {key(invoice) for invoice in invoices if invoice}:
        return True
    if wanted not in {key(order) for order in orders if order}:
        return False
    known = [one for one in contacts if one]
    phone = phone_key(contact)
    return contact.strip().lower() in {one.strip().lower() for one in known} or bool(
        phone and phone in {phone_key(one) for one in known}
    )


def look_alikes(serial: str) -> list[tuple[str, str]]:
    """Return the signs of a serial that are easily misread, each with what it may be, in order, each once.

    It looks at what was typed alone: it tells nothing about serials that exist.

    >>> look_alikes("PF0S")
    [('0', 'O'), ('S', '5')]
    """
    return [(sign, _LOOK_ALIKE[sign]) for sign in dict.fromkeys(key(serial)) if sign in _LOOK_ALIKE]


def serials_in(text: str, most: int = 20) -> list[str]:
    """Return what may be a serial number in a text, in order, each once: at least 5 signs, a digit among them.

    >>> serials_in("My laptop SN: PF3X9K0L, bought in 2026, is dead")
    ['PF3X9K0L']
    """
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9/_-]{4,39}", text)
    return list(dict.fromkeys(word for word in words if any(sign.isdigit() for sign in word)))[:most]
