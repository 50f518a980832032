"""Secrets at rest: readable with the key only, never half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import secrets

KEY, OTHER = secrets.new_key(), secrets.new_key()


@given(st.text())
def test_what_is_encrypted_comes_back(plain):
    assert secrets.decrypt(secrets.encrypt(plain, KEY), KEY) == plain


def test_the_stored_text_does_not_hold_the_secret_and_differs_every_time():
    first, second = secrets.encrypt("rahasia", KEY), secrets.encrypt("rahasia", KEY)
    assert "rahasia" not in first
    assert first != second


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (None, "no_key"),
        ("", "no_key"),
        (" , ", "no_key"),
        ("short", "bad_key"),
        ("é" * 43, "bad_key"),
        ("A" * 44, "bad_key"),
    ],
)
def test_without_a_usable_key_nothing_is_encrypted(keys, code):
    with pytest.raises(secrets.SecretError) as raised:
        secrets.encrypt("rahasia", keys)
    assert raised.value.code == code


def test_another_key_does_not_open_it():
    with pytest.raises(secrets.SecretError, match="wrong_key"):
        secrets.decrypt(secrets.encrypt("rahasia", KEY), OTHER)


def test_a_changed_text_does_not_open():
    token = secrets.encrypt("rahasia", KEY)
    with pytest.raises(secrets.SecretError, match="wrong_key"):
        secrets.decrypt(token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"), KEY)


def test_old_secrets_stay_readable_after_the_key_is_changed():
    assert secrets.decrypt(secrets.encrypt("rahasia", KEY), f"{OTHER},{KEY}") == "rahasia"
    with pytest.raises(secrets.SecretError):
        secrets.decrypt(secrets.encrypt("rahasia", f"{OTHER},{KEY}"), KEY)


def test_a_key_may_lack_its_padding():
    assert secrets.decrypt(secrets.encrypt("rahasia", KEY.rstrip("=")), KEY) == "rahasia"


def test_mask_leaves_other_text_alone():
    assert secrets.mask("no secret", "", "rahasia") == "no secret"
