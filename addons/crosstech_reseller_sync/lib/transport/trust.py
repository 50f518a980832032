"""Trust at first sight, by a person: fingerprints of host keys and certificates, and what is said when they differ."""

import base64
import hashlib
from datetime import datetime, timezone

from cryptography import x509

from .errors import TransportError


class NotYetTrusted(TransportError):
    """Nothing is pinned: show the fingerprint, have it compared, pin it.

    :ivar str fingerprint: as it is to be pinned
    """

    def __init__(self, fingerprint: str):
        super().__init__("not_trusted", fingerprint)
        self.fingerprint = fingerprint


class TrustChanged(TransportError):
    """Another key than the pinned one: a new server, or someone in between. Stop and ask."""

    def __init__(self, pinned: str, found: str):
        super().__init__("changed_key", found)
        self.pinned, self.found = pinned, found


def ssh_fingerprint(key: bytes) -> str:
    """Return the fingerprint of an SSH host key, with its type, as ``ssh-keygen -l`` shows it.

    :param key: the public key as sent over the wire

    >>> ssh_fingerprint((11).to_bytes(4, "big") + b"ssh-ed25519" + b"key")
    'ssh-ed25519 SHA256:WbikyO/Ac++W7NLbQ0g7Px44sHbZF9XZZ9HJPNB6s7w'
    """
    kind = key[4 : 4 + int.from_bytes(key[:4], "big")].decode("ascii", "replace")
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return f"{kind} SHA256:{digest}"


def certificate_fingerprint(der: bytes) -> str:
    """Return the fingerprint of a certificate, as browsers and ``openssl x509 -fingerprint -sha256`` show it.

    >>> certificate_fingerprint(b"certificate")[:11]
    '03:D6:6D:D0'
    """
    return hashlib.sha256(der).digest().hex(":").upper()


def check(pinned: str, found: str) -> None:
    """Compare what a server shows with what was pinned.

    :param pinned: as this module wrote it or as a person copied it from elsewhere; empty when nothing is pinned
    :raises NotYetTrusted: when nothing is pinned
    :raises TrustChanged: when it is another one

    >>> check("SHA256:abc", "ssh-rsa SHA256:abc")
    >>> check("SHA256:" + "0a" * 32, ":".join(["0A"] * 32))
    """
    if not pinned.strip():
        raise NotYetTrusted(found)
    if _bare(pinned) != _bare(found):
        raise TrustChanged(pinned, found)


def _bare(fingerprint: str) -> str:
    """The digits alone. Hexadecimal ones, 64 of them, are the same in upper and lower case; base64 is not."""
    text = fingerprint.rpartition("SHA256:")[2].strip().rstrip("=")
    digits = text.replace(":", "").replace(" ", "")
    return digits.upper() if len(digits) == 64 else text


def check_certificate(pinned: str, der: bytes, now: datetime | None = None) -> None:
    """Accept a certificate only when it is the pinned one and not past its time, whoever signed it.

    :param now: aware; the clock's time when left out
    :raises NotYetTrusted: when nothing is pinned
    :raises TrustChanged: when it is another one
    :raises TransportError: ``expired_certificate``, with the day
    """
    check_day(der, now)
    check(pinned, certificate_fingerprint(der))


def check_day(der: bytes, now: datetime | None = None) -> None:
    """Refuse a certificate that is past its time.

    :param now: aware; the clock's time when left out
    :raises TransportError: ``expired_certificate``, with the day
    """
    end = x509.load_der_x509_certificate(der).not_valid_after_utc
    if end < (now or datetime.now(timezone.utc)):
        raise TransportError("expired_certificate", end.date().isoformat())
