"""Text messages through any HTTP gateway: the provider's interface is a template, not code.

A template has the placeholders ``{to}`` (6281234567890), ``{text}``, ``{sender}``, ``{user}`` and ``{key}``.
"""

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import requests

TIMEOUT_SECONDS = 10
REPLY_LIMIT_BYTES = 65536
GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_DOUBLE = frozenset("^{}\\[~]|€\f")
PLACEHOLDER = re.compile(r"\{(to|text|sender|user|key)\}")


class GatewayError(Exception):
    """A message was not accepted.

    :param str code: ``url``, ``number``, ``empty``, ``timeout``, ``unreachable``, ``rate_limit``, ``refused``,
        ``server`` or ``bad_reply``
    :param bool permanent: trying again cannot help
    :param str detail: what the gateway said, without secrets
    """

    def __init__(self, code: str, *, permanent: bool, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.permanent = permanent
        self.detail = detail


@dataclass(frozen=True)
class Gateway:
    """One account at a provider.

    :param url: address with placeholders; https, or http to this machine or network
    :param method: ``POST`` or ``GET``
    :param body_format: ``json``, ``form`` or ``query`` (the fields go into the address)
    :param fields: name -> template of the value
    :param headers: name -> template
    :param success: ``path=value`` in the JSON reply, such as ``status=1``; empty: any 2xx reply is a success
    :param message_id_path: where the reply holds the provider's number of the message, such as ``data.0.id``
    :param error_path: where it holds the reason of a refusal
    """

    url: str
    method: str = "POST"
    body_format: str = "json"
    fields: dict[str, str] = field(default_factory=dict, hash=False)
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    success: str = ""
    message_id_path: str = ""
    error_path: str = ""
    sender: str = ""
    user: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Request:
    """What goes over the network; its text form hides the address and headers, which may hold the key."""

    method: str
    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False, hash=False)
    body: bytes | None = field(repr=False)


# Interfaces most Indonesian gateways have, by their shape; the address is the provider's.
PRESETS = {
    "json_bearer": {
        "body_format": "json",
        "headers": {"Authorization": "Bearer {key}"},
        "fields": {"to": "{to}", "from": "{sender}", "text": "{text}"},
        "message_id_path": "message_id",
        "error_path": "message",
    },
    "json_batch": {
        "body_format": "json",
        "headers": {"Authorization": "App {key}"},
        "fields": {"messages.0.destinations.0.to": "{to}", "messages.0.from": "{sender}", "messages.0.text": "{text}"},
        "message_id_path": "messages.0.messageId",
        "error_path": "requestError.serviceException.text",
    },
    "form_userkey": {
        "body_format": "form",
        "fields": {"userkey": "{user}", "passkey": "{key}", "to": "{to}", "message": "{text}"},
        "success": "status=1",
        "message_id_path": "messageId",
        "error_path": "text",
    },
    "query_key": {
        "method": "GET",
        "body_format": "query",
        "fields": {"username": "{user}", "password": "{key}", "number": "{to}", "message": "{text}"},
        "success": "status=0",
        "message_id_path": "id",
        "error_path": "description",
    },
}


def normalise_number(number: str | None, country_code: str = "62") -> str:
    """Write a telephone number the way gateways and WhatsApp want it: country code first, digits only.

    :raises GatewayError: ``number`` when it is no telephone number (8 to 15 digits)

    >>> [normalise_number(n) for n in ("0812-3456-789", "+62 812 3456 789", "8123456789", "0065 6123 4567")]
    ['628123456789', '628123456789', '628123456789', '6561234567']
    """
    text = (number or "").strip()
    international = text.startswith(("+", "00"))
    digits = re.sub(r"[\s().\-/]", "", text)
    digits = digits.removeprefix("+") if digits.startswith("+") else re.sub(r"^00", "", digits)
    if not digits.isascii() or not digits.isdigit():
        raise GatewayError("number", permanent=True)
    if digits.startswith(country_code + "0") and len(digits) > len(country_code) + 8:
        digits = country_code + digits[len(country_code) + 1 :]
    elif not international and digits.startswith("0"):
        digits = country_code + digits[1:]
    elif not international and not digits.startswith(country_code):
        digits = country_code + digits
    if not 8 <= len(digits) <= 15:
        raise GatewayError("number", permanent=True)
    return digits


def segments(text: str) -> tuple[str, int]:
    """Count the messages a text is billed as (3GPP TS 23.038 and 23.040).

    :return: encoding (``gsm7`` or ``ucs2``) and number of segments

    >>> segments("a" * 160), segments("a" * 161), segments("Rp 10.000 €"), segments("日" * 71)
    (('gsm7', 1), ('gsm7', 2), ('gsm7', 1), ('ucs2', 2))
    """
    if all(char in GSM7 or char in GSM7_DOUBLE for char in text):
        length = len(text) + sum(char in GSM7_DOUBLE for char in text)
        single, part, encoding = 160, 153, "gsm7"
    else:
        length = len(text.encode("utf-16-be")) // 2
        single, part, encoding = 70, 67, "ucs2"
    return encoding, 1 if length <= single else -(-length // part)


def build_request(gateway: Gateway, to: str, text: str) -> Request:
    """Fill the provider's template.

    :raises GatewayError: ``url``, ``number`` or ``empty``, all permanent
    """
    if not text.strip():
        raise GatewayError("empty", permanent=True)
    values = {
        "to": normalise_number(to), "text": text, "sender": gateway.sender, "user": gateway.user, "key": gateway.key,
    }  # fmt: skip
    url = _fill(gateway.url, {name: quote(value, safe="") for name, value in values.items()})
    check_url(url)
    headers = {name: re.sub(r"[\r\n]", "", _fill(value, values)) for name, value in gateway.headers.items()}
    fields = {name: _fill(template, values) for name, template in gateway.fields.items()}
    body = None
    if gateway.body_format == "query":
        url += ("&" if urlsplit(url).query else "?") + urlencode(fields)
    elif gateway.body_format == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields).encode()
    else:
        headers["Content-Type"] = "application/json"
        body = json.dumps(_nest(fields)).encode()
    return Request(gateway.method, url, headers, body)


def check_url(url: str) -> None:
    """Accept https anywhere, and http only to this machine or a private network: the key travels in the request.

    :raises GatewayError: ``url``
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise GatewayError("url", permanent=True) from error
    if not host or parts.scheme not in ("http", "https"):
        raise GatewayError("url", permanent=True)
    if parts.scheme == "http" and host != "localhost":
        try:
            private = ipaddress.ip_address(host).is_private
        except ValueError:
            private = False
        if not private:
            raise GatewayError("url", permanent=True, detail="https is required")


def is_safe_url(url: str) -> bool:
    """Tell whether :func:`check_url` accepts an address.

    >>> is_safe_url("https://sms.example.com/send"), is_safe_url("http://sms.example.com/send")
    (True, False)
    """
    try:
        check_url(url)
    except GatewayError:
        return False
    return True


def read_reply(gateway: Gateway, status: int, body: bytes) -> str:
    """Return the provider's number of the accepted message; empty where it gives none.

    :raises GatewayError: ``rate_limit``, ``refused``, ``server`` or ``bad_reply``
    """
    try:
        reply = json.loads(body) if body.strip() else {}
    except ValueError:
        reply = None
    detail = _text(_find(reply, gateway.error_path))[:200]
    if status == 429:
        raise GatewayError("rate_limit", permanent=False, detail=detail)
    if status >= 500:
        raise GatewayError("server", permanent=False, detail=detail or str(status))
    if not 200 <= status < 300:
        raise GatewayError("refused", permanent=True, detail=detail or str(status))
    if gateway.success:
        if reply is None:
            raise GatewayError("bad_reply", permanent=False)
        path, _equals, wanted = gateway.success.partition("=")
        if _text(_find(reply, path.strip())) != wanted.strip():
            raise GatewayError("refused", permanent=True, detail=detail)
    return _text(_find(reply, gateway.message_id_path))


def transport(request: Request) -> tuple[int, bytes]:
    """Send a request: the one function here that touches the network. Redirects are not followed.

    :return: status and the first 64 KB of the body
    :raises GatewayError: ``timeout`` or ``unreachable``
    """
    try:
        with requests.request(
            request.method, request.url, headers=request.headers, data=request.body, timeout=TIMEOUT_SECONDS,
            allow_redirects=False, stream=True,
        ) as answer:  # fmt: skip
            return answer.status_code, answer.raw.read(REPLY_LIMIT_BYTES, decode_content=True)
    except requests.Timeout as error:
        raise GatewayError("timeout", permanent=False) from error
    except requests.RequestException as error:
        raise GatewayError("unreachable", permanent=False) from error


def send(gateway: Gateway, to: str, text: str, through: Callable[[Request], tuple[int, bytes]] = transport) -> str:
    """Send one message.

    :return: the provider's number of the message, or an empty string
    :raises GatewayError: see there; ``permanent`` tells whether to try again
    """
    return read_reply(gateway, *through(build_request(gateway, to, text)))


def whatsapp_url(number: str, text: str) -> str:
    """Build the address that opens a WhatsApp chat with a text ready to send.

    :raises GatewayError: ``number``

    >>> whatsapp_url("0812 3456 789", "Pesanan S00012 sudah dikirim")
    'https://wa.me/628123456789?text=Pesanan%20S00012%20sudah%20dikirim'
    """
    return f"https://wa.me/{normalise_number(number)}?text={quote(text, safe='')}"


def _fill(template: str, values: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], template)


def _nest(fields: dict[str, str]):
    """Turn ``{"messages.0.to": x}`` into ``{"messages": [{"to": x}]}``."""
    root: dict = {}
    for path, value in fields.items():
        node, parts = root, path.split(".")
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
    return _lists(root)


def _lists(node):
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}


def _find(reply, path: str):
    """Follow ``data.0.id`` through a reply; ``None`` where it does not lead anywhere."""
    if not path:
        return None
    for part in path.split("."):
        if isinstance(reply, dict):
            reply = reply.get(part)
        elif isinstance(reply, list) and part.isdigit() and int(part) < len(reply):
            reply = reply[int(part)]
        else:
            return None
    return reply


def _text(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, (dict, list)) else str(value)
