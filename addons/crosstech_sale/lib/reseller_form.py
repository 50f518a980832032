"""What somebody types who applies to become a reseller, read strictly but kindly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import npwp, sms_gateway

LEGAL_FORMS = ("pt", "cv", "ud", "firm", "cooperative", "sole")
VOLUMES = ("below_10", "10_to_50", "50_to_200", "above_200")
LENGTHS = {  # the longest text of each field that is text
    "company_name": 120,
    "contact_name": 80,
    "email": 120,
    "street": 200,
    "zip": 5,
    "bank_name": 60,
    "account_number": 30,
    "account_holder": 80,
    "business_description": 1000,
}
REQUIRED = ("company_name", "contact_name", "email", "street", "zip", "bank_name", "account_number", "account_holder")
FLAGS = ("is_listed_publicly", "is_phone_public")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_ZIP = re.compile(r"[1-9]\d{4}", re.ASCII)


@dataclass(frozen=True)
class ApplicationForm:
    """What could be read, and per field the code of what is wrong with it."""

    values: dict[str, object]
    errors: dict[str, str] = field(default_factory=dict)


def text_of(typed: object) -> str:
    """Return one line of text: white space folded, nothing invisible.

    >>> text_of("  Toko\\tMaju\\x00 ")
    'Toko Maju'
    """
    if not isinstance(typed, str):
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())


def read(typed: Mapping[str, object]) -> ApplicationForm:
    """Read a form; the district and the files are read elsewhere.

    Error codes: ``required``, ``too_long``, ``email``, ``phone``, ``zip``, ``account``, ``choice``, and ``npwp_…``.

    >>> read({"company_name": "Toko Maju", "npwp": "1"}).errors["npwp"]
    'npwp_length'
    """
    values: dict[str, object] = {name: text_of(typed.get(name)) for name in LENGTHS}
    errors = {name: "too_long" for name, longest in LENGTHS.items() if len(values[name]) > longest}
    errors |= {name: "required" for name in REQUIRED if not values[name]}
    for name, reader in READERS.items():
        if name in errors:
            continue
        try:
            values[name] = reader(text_of(typed.get(name)))
        except FieldError as error:
            errors[name] = error.code
    values |= {name: bool(typed.get(name)) for name in FLAGS}
    if not typed.get("agrees"):
        errors["agrees"] = "required"
    return ApplicationForm(values, errors)


class FieldError(ValueError):
    """One field that cannot be read; ``code`` as in :func:`read`."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise FieldError("email")
    return text.lower()


def _phone(text: str) -> str:
    if not text:
        raise FieldError("required")
    try:
        sms_gateway.normalise_number(text)
    except sms_gateway.GatewayError as error:
        raise FieldError("phone") from error
    return text[:30]


def _npwp(text: str) -> str:
    try:
        return npwp.normalise(text)
    except npwp.NpwpError as error:
        raise FieldError(f"npwp_{error.code}") from error


def _zip(text: str) -> str:
    if not _ZIP.fullmatch(text):
        raise FieldError("zip")
    return text


def _account(text: str) -> str:
    digits = re.sub(r"[\s.-]", "", text)
    if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 20):
        raise FieldError("account")
    return digits


def _legal_form(text: str) -> str:
    if text not in LEGAL_FORMS:
        raise FieldError("choice")
    return text


def _volume(text: str) -> str:
    if text not in VOLUMES:
        raise FieldError("choice")
    return text


READERS = {
    "email": _email,
    "phone": _phone,
    "npwp": _npwp,
    "zip": _zip,
    "account_number": _account,
    "legal_form": _legal_form,
    "monthly_volume": _volume,
}
