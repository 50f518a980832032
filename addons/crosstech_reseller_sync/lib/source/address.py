"""Where a reseller's database is and how to log in; the password never shows."""

import ssl
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Tls:
    """How the server has to prove who it is.

    :param ca_file: certificates to trust, PEM; for a pinned certificate that certificate itself; empty for those the
        system trusts
    :param check_name: whether the certificate must name the host
    :param context: takes the place of ``ca_file`` for the engines whose driver accepts one (not PostgreSQL)
    """

    ca_file: str = ""
    check_name: bool = True
    context: ssl.SSLContext | None = field(default=None, repr=False, compare=False)

    def as_context(self) -> ssl.SSLContext:
        """Return the context with which a connection is made."""
        if self.context:
            return self.context
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.check_hostname = self.check_name
        return context

    @property
    def trusted_file(self) -> str:
        """The file of certificates to trust, for drivers that want one."""
        return self.ca_file or ssl.get_default_verify_paths().openssl_cafile


@dataclass(frozen=True)
class Address:
    """A database of a reseller.

    :param engine: a key of ``engines.ENGINES``
    :param host: empty for a file; a folder for a socket of PostgreSQL
    :param port: 0 for the engine's own
    :param database: its name; the path for Firebird and SQLite; the service for Oracle
    :param tls: None for a connection that is protected otherwise: tunnel, VPN
    :param options: what an engine needs beyond this, such as Firebird's ``charset``

    >>> Address("mysql", "db.example", user="reader", password="hunter2")
    Address(engine='mysql', host='db.example', port=0, database='', user='reader', tls=None, options={})
    """

    engine: str
    host: str = ""
    port: int = 0
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls | None = None
    options: dict = field(default_factory=dict)

    def at(self, host: str, port: int) -> "Address":
        """Return the same database as seen through a tunnel."""
        return replace(self, host=host, port=port)
