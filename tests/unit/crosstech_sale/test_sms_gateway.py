"""Requests as providers want them, against a real local server; replies as they give them."""

import contextlib
import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import sms_gateway
from odoo.addons.crosstech_sale.lib.sms_gateway import Gateway, GatewayError

_path = Path(sms_gateway.__file__).parent.parent / "tests" / "sms_server.py"
_spec = importlib.util.spec_from_file_location("sms_server", _path)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

NUMBER, TEXT = "0812-3456-789", "Pesanan S00012 & resi 50% dikirim"


@pytest.fixture
def server():
    with _module.SmsServer() as running:
        yield running


def _gateway(server, preset="json_bearer", **values):
    return Gateway(
        url=server.url, sender="CROSSTECH", user="akun", key="k3y", **{**sms_gateway.PRESETS[preset], **values}
    )


# === REQUEST === #


def test_json_with_a_bearer_key(server):
    server.replies = [(200, b'{"message_id": 42}')]
    assert sms_gateway.send(_gateway(server), NUMBER, TEXT) == "42"
    method, path, headers, _body = server.requests[0]
    assert (method, path, headers["Authorization"]) == ("POST", "/send", "Bearer k3y")
    assert server.last_json() == {"to": "628123456789", "from": "CROSSTECH", "text": TEXT}


def test_json_with_a_nested_list(server):
    sms_gateway.send(_gateway(server, "json_batch"), NUMBER, TEXT)
    assert server.last_json() == {
        "messages": [{"destinations": [{"to": "628123456789"}], "from": "CROSSTECH", "text": TEXT}]
    }


def test_form(server):
    server.replies = [(200, b'{"status": 1, "messageId": "a"}')]
    assert sms_gateway.send(_gateway(server, "form_userkey"), NUMBER, TEXT) == "a"
    assert server.last_form() == {"userkey": "akun", "passkey": "k3y", "to": "628123456789", "message": TEXT}


def test_query(server):
    server.replies = [(200, b'{"status": 0}')]
    sms_gateway.send(_gateway(server, "query_key"), NUMBER, TEXT)
    assert server.requests[0][0] == "GET"
    assert server.last_query()["message"] == TEXT


def test_placeholders_in_the_address_are_quoted(server):
    gateway = Gateway(url=server.url + "?m={text}&n={to}", fields={})
    sms_gateway.send(gateway, NUMBER, "a&n=1 b")
    assert server.last_query() == {"m": "a&n=1 b", "n": "628123456789"}


def test_a_text_cannot_bring_placeholders_or_headers_of_its_own():
    gateway = Gateway(url="https://sms.example.com", headers={"X-Text": "{text}"}, fields={"t": "{text}"}, key="k3y")
    request = sms_gateway.build_request(gateway, NUMBER, "{key}\r\nX-Evil: 1")
    assert request.headers["X-Text"] == "{key}X-Evil: 1"
    assert "k3y" not in request.body.decode()


def test_the_key_is_not_in_the_text_form_of_anything():
    gateway = Gateway(url="https://sms.example.com/{key}", headers={"A": "{key}"}, fields={"k": "{key}"}, key="k3y")
    assert "k3y" not in repr(gateway) + repr(sms_gateway.build_request(gateway, NUMBER, TEXT))


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_not_sent(server, text):
    with pytest.raises(GatewayError, match="empty"):
        sms_gateway.send(_gateway(server), NUMBER, text)
    assert not server.requests


@pytest.mark.parametrize("url", ["", "http://sms.example.com", "ftp://x", "//x", "https://", "http://[", "file:///etc"])
def test_only_https_leaves_this_network(url):
    with pytest.raises(GatewayError, match="url"):
        sms_gateway.check_url(url)


@pytest.mark.parametrize(
    "url", ["https://sms.example.com/x", "http://127.0.0.1:1/x", "http://localhost", "http://10.0.0.4"]
)
def test_these_addresses_are_fine(url):
    sms_gateway.check_url(url)


# === REPLY === #


@pytest.mark.parametrize(
    ("reply", "code", "permanent"),
    [
        ((200, b'{"status": 6, "text": "saldo habis"}'), "refused", True),
        ((401, b"{}"), "refused", True),
        ((404, b"not found"), "refused", True),
        ((302, b""), "refused", True),
        ((429, b"{}"), "rate_limit", False),
        ((500, b"oops"), "server", False),
        ((503, b""), "server", False),
        ((200, b"<html>maintenance</html>"), "bad_reply", False),
        ((200, b"[]"), "refused", True),
        (None, "unreachable", False),
    ],
)
def test_failures_say_whether_to_try_again(server, reply, code, permanent):
    server.replies = [reply]
    with pytest.raises(GatewayError) as raised:
        sms_gateway.send(_gateway(server, "form_userkey"), NUMBER, TEXT)
    assert (raised.value.code, raised.value.permanent) == (code, permanent)


def test_a_silent_gateway_times_out(server, monkeypatch):
    monkeypatch.setattr(sms_gateway, "TIMEOUT_SECONDS", 0.2)
    server.replies = [1]
    with pytest.raises(GatewayError, match="timeout") as raised:
        sms_gateway.send(_gateway(server), NUMBER, TEXT)
    assert not raised.value.permanent


def test_a_gateway_that_is_down_is_unreachable(server):
    gateway = Gateway(url="http://127.0.0.1:9/", fields={})
    with pytest.raises(GatewayError, match="unreachable"):
        sms_gateway.send(gateway, NUMBER, TEXT)


def test_the_reason_of_a_refusal_is_passed_on():
    gateway = Gateway(url="", success="status=1", error_path="error.0.text")
    with pytest.raises(GatewayError, match="saldo habis"):
        sms_gateway.read_reply(gateway, 200, b'{"status": 2, "error": [{"text": "saldo habis"}]}')


@given(st.integers(200, 599), st.binary(max_size=40), st.sampled_from(["", "status=1", "a.b.0=true"]))
def test_no_reply_makes_another_error(status, body, success):
    gateway = Gateway(url="", success=success, message_id_path="data.0.id", error_path="x.y")
    with contextlib.suppress(GatewayError):
        assert isinstance(sms_gateway.read_reply(gateway, status, body), str)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab0"), inner, max_size=3),
    )
)
def test_any_json_is_read(reply):
    gateway = Gateway(url="", message_id_path="a.0.b")
    assert isinstance(sms_gateway.read_reply(gateway, 200, json.dumps(reply).encode()), str)


# === NUMBERS AND LENGTHS === #


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("08123456789", "628123456789"),
        ("+62 (0) 812 3456 789", "628123456789"),
        ("62812.3456.789", "628123456789"),
        ("021-5551234", "62215551234"),
        ("+1 202 555 0100", "12025550100"),
        ("0044 20 7946 0000", "442079460000"),
    ],
)
def test_numbers_as_people_write_them(number, expected):
    assert sms_gateway.normalise_number(number) == expected


@pytest.mark.parametrize("number", ["", None, "12", "call me", "+", "0812345678901234567", "٠٨١٢٣٤٥٦٧٨٩", "0812;drop"])
def test_numbers_nobody_could_reach(number):
    with pytest.raises(GatewayError, match="number"):
        sms_gateway.normalise_number(number)


@given(st.text(max_size=30))
def test_a_number_is_digits_or_an_error(number):
    try:
        result = sms_gateway.normalise_number(number)
    except GatewayError:
        return
    assert result.isdigit()
    assert 8 <= len(result) <= 15
    assert sms_gateway.normalise_number("+" + result) == result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("gsm7", 1)),
        ("a" * 160, ("gsm7", 1)),
        ("a" * 161, ("gsm7", 2)),
        ("a" * 306, ("gsm7", 2)),
        ("a" * 307, ("gsm7", 3)),
        ("[" * 80, ("gsm7", 1)),
        ("[" * 81, ("gsm7", 2)),
        ("ā" * 70, ("ucs2", 1)),
        ("ā" * 71, ("ucs2", 2)),
        ("😀" * 35, ("ucs2", 1)),
        ("😀" * 36, ("ucs2", 2)),
    ],
)
def test_segments_are_counted_as_they_are_billed(text, expected):
    assert sms_gateway.segments(text) == expected


def test_whatsapp_text_is_quoted():
    assert sms_gateway.whatsapp_url("0812 3456 789", "a&b #1") == "https://wa.me/628123456789?text=a%26b%20%231"
