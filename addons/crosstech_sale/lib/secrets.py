"""Secrets kept in the database, encrypted with a key that is not in it (Fernet: AES-128-CBC with HMAC-SHA256)."""

import base64
import binascii

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_BYTES = 32


class SecretError(Exception):
    """A secret cannot be kept or read.

    :param str code: ``no_key`` (none is configured), ``bad_key`` (not 32 bytes in base64) or ``wrong_key`` (encrypted
        with another key, or changed since)
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def new_key() -> str:
    """Make a key, as ``crosstech_secret_key`` wants it."""
    return Fernet.generate_key().decode()


def _cipher(keys: str | None) -> MultiFernet:
    """Build the cipher of one or more keys, separated by commas; the first encrypts, all of them decrypt."""
    parts = [part.strip() for part in (keys or "").split(",") if part.strip()]
    if not parts:
        raise SecretError("no_key")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key_bytes(part))) for part in parts])


def _key_bytes(key: str) -> bytes:
    """Decode a key with or without its padding."""
    try:
        raw = base64.urlsafe_b64decode(key.rstrip("=") + "=" * (-len(key.rstrip("=")) % 4))
    except (binascii.Error, ValueError) as error:
        raise SecretError("bad_key") from error
    if len(raw) != KEY_BYTES:
        raise SecretError("bad_key")
    return raw


def encrypt(plain: str, keys: str | None) -> str:
    """Encrypt a secret with the first key.

    :raises SecretError: ``no_key`` or ``bad_key``

    >>> key = new_key()
    >>> decrypt(encrypt("rahasia", key), key)
    'rahasia'
    """
    return _cipher(keys).encrypt(plain.encode()).decode()


def decrypt(token: str, keys: str | None) -> str:
    """Read a secret back with whichever key fits.

    :raises SecretError: ``no_key``, ``bad_key`` or ``wrong_key``
    """
    try:
        return _cipher(keys).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise SecretError("wrong_key") from error


def rotated(token: str, keys: str | None) -> str | None:
    """Encrypt a secret with the first key instead of an older one.

    :return: nothing where the first key has encrypted it already
    :raises SecretError: as :func:`decrypt`

    >>> old, new = new_key(), new_key()
    >>> token = rotated(encrypt("rahasia", old), f"{new},{old}")
    >>> decrypt(token, new), rotated(token, f"{new},{old}")
    ('rahasia', None)
    """
    plain = decrypt(token, keys)
    first = keys.split(",")[0]
    try:
        decrypt(token, first)
    except SecretError:
        return encrypt(plain, first)
    return None


def mask(text: str, *secret_texts: str) -> str:
    """Blank secrets out of a text that is going to a log or to a person.

    >>> mask("GET /send?key=abcd1234", "abcd1234")
    'GET /send?key=***'
    """
    for secret_text in secret_texts:
        if secret_text:
            text = text.replace(secret_text, "***")
    return text
