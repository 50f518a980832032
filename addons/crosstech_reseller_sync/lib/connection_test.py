"""Does the connection to a reseller's database work? One step after the other, each with what to do when it fails."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa

from .source.address import Address
from .source.engines import open_source
from .source.errors import SourceError
from .source.guard import Guard
from .source.schema import Schema
from .source.session import CAN_WRITE, NOT_KNOWN, READ_ONLY, Session
from .transport.errors import TransportError, dial, told

OK, WARNING, FAILED, SKIPPED = "ok", "warning", "failed", "skipped"
STEPS = ("resolve", "reach", "trust", "log_in", "read_only", "tables", "clock")
CLOCK_SECONDS = 120  # a clock may be that wrong before a person should know
# code -> what to do about it; several codes may ask for the same
REMEDIES = {
    "name_unknown": "check_host",
    "not_in_vpn": "enter_vpn_address",
    "unreachable": "open_port",
    "lost": "open_port",
    "timeout": "open_port",
    "not_trusted": "compare_fingerprint",
    "changed_key": "ask_about_key",
    "expired_certificate": "renew_certificate",
    "certificate": "renew_certificate",
    "needs_authority": "name_authority",
    "no_tls": "turn_on_tls",
    "refused_login": "check_login",
    "login_refused": "check_login",
    "bad_key": "check_key",
    "denied": "allow_forwarding",
    "no_database": "check_database",
    "driver_missing": "install_driver",
    "account_can_write": "make_reader",
    "session_can_write": "make_reader",
    "no_agreed_table": "look_again",
    "no_tables": "grant_reading",
    "denied_table": "grant_reading",
    "changed": "look_again",
    "clock_wrong": "set_clock",
}


@dataclass(frozen=True)
class Step:
    """What came of one step.

    :param name: one of ``STEPS``
    :param state: ``ok``, ``warning`` (it works, but a person should know), ``failed`` (nothing follows) or ``skipped``
    :param code: why; empty when there is nothing to tell
    :param facts: for the words: fingerprints, names, seconds; never a secret
    """

    name: str
    state: str = OK
    code: str = ""
    facts: dict = field(default_factory=dict)

    @property
    def remedy(self) -> str:
        """What to do next; empty when there is nothing to do.

        >>> Step("log_in", FAILED, "login_refused").remedy, Step("reach").remedy
        ('check_login', '')
        """
        return REMEDIES.get(self.code, "ask_us") if self.state in (WARNING, FAILED) else ""


class Transport(Protocol):
    """The way to a database.

    :ivar endpoint: (host, port) that we ourselves connect to: the server, or that of the tunnel
    """

    endpoint: tuple[str, int]

    def trust(self) -> dict:
        """Compare what the other side shows with what was pinned.

        :return: facts, such as the fingerprint; empty when there is nothing to compare
        :raises TransportError: when it is not to be trusted
        """

    def open(self) -> AbstractContextManager[tuple[str, int]]:
        """Give (host, port) at which the database answers while the block lasts."""


@dataclass(frozen=True)
class Direct:
    """No tunnel: the database's own address.

    :param check: compares the server's certificate with the pinned one, see ``Transport.trust``
    """

    endpoint: tuple[str, int]
    check: Callable[[], dict] = dict

    def trust(self) -> dict:
        return self.check()

    @contextmanager
    def open(self) -> Iterator[tuple[str, int]]:
        yield self.endpoint


@dataclass(frozen=True)
class Policy:
    """What is asked of a connection.

    :param may_write: whether an account that could write is only warned of
    :param agreed: (table, column) that must be there; None before there is an agreement
    :param timezone: of a server that tells its time without one
    """

    may_write: bool = True
    agreed: frozenset[tuple[str, str]] | None = None
    timezone: str = "Asia/Jakarta"


def steps(address: Address, transport: Transport, *, guard: Guard | None = None, policy: Policy | None = None):
    """Test a connection; a generator of :class:`Step` that ends with the first one that failed.

    :param address: with ``tls`` as it will be used; host and port are those the transport gives
    """
    guard, policy = guard or Guard(), policy or Policy()
    with ExitStack() as closing:
        found: dict[str, Session] = {}

        def log_in() -> Step:
            address_now = address.at(*closing.enter_context(transport.open())) if address.host else address
            found["session"] = closing.enter_context(open_source(address_now, guard))
            found["session"].set_zone(policy.timezone)
            return Step("log_in", facts={"account": address.user})

        work = {
            "resolve": lambda: _resolve(transport.endpoint),
            "reach": lambda: _reach(transport.endpoint, guard.connect_seconds),
            "trust": lambda: _trusted(transport.trust()),
            "log_in": log_in,
            "read_only": lambda: _read_only(found["session"], policy),
            "tables": lambda: _tables(found["session"], policy.agreed),
            "clock": lambda: _clock(found["session"]),
        }
        for name in STEPS:
            step = _done(name, work[name])
            yield step
            if step.state == FAILED:
                return


def _done(name: str, work: Callable[[], Step]) -> Step:
    try:
        return work()
    except (SourceError, TransportError) as error:
        names = ("detail", "fingerprint", "pinned", "found")
        facts = {one: getattr(error, one) for one in names if getattr(error, one, "")}
        return Step(name, FAILED, error.code, facts)


def _resolve(endpoint: tuple[str, int]) -> Step:
    host, port = endpoint
    if not host or host.startswith("/"):
        return Step("resolve", SKIPPED)
    with told(host):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return Step("resolve", facts={"host": host, "addresses": sorted({entry[4][0] for entry in found})})


def _reach(endpoint: tuple[str, int], timeout: float) -> Step:
    host, port = endpoint
    if not host or host.startswith("/"):
        return Step("reach", SKIPPED)
    dial(host, port, timeout).close()
    return Step("reach", facts={"host": host, "port": port})


def _trusted(facts: dict) -> Step:
    return Step("trust", OK if facts else SKIPPED, facts=facts)


def _read_only(session: Session, policy: Policy) -> Step:
    proof = session.prove_read_only()
    facts = {"session": proof.session, "account": proof.account}
    if proof.session == CAN_WRITE:
        return Step("read_only", FAILED, "session_can_write", facts)
    if proof.account == READ_ONLY:
        return Step("read_only", facts=facts)
    if proof.account == NOT_KNOWN and proof.session == READ_ONLY:
        return Step("read_only", facts=facts)
    return Step("read_only", WARNING if policy.may_write else FAILED, "account_can_write", facts)


def _tables(session: Session, agreed: Iterable[tuple[str, str]] | None) -> Step:
    schema = session.introspect()
    if not schema.tables:
        return Step("tables", FAILED, "no_tables")
    missing = sorted(f"{table}.{column}" for table, column in agreed or () if not _has(schema, table, column))
    facts = {"tables": len(schema.tables), "has_snapshot": session.has_snapshot}
    if missing:
        return Step("tables", FAILED, "no_agreed_table", {**facts, "missing": missing})
    for name in sorted({table for table, _column in agreed or ()}):
        _look(session, schema, name, [column for table, column in agreed if table == name])
    return Step("tables", facts=facts)


def _has(schema: Schema, table: str, column: str) -> bool:
    found = schema.table(table)
    return found is not None and found.column(column) is not None


def _look(session: Session, schema: Schema, name: str, columns: list[str]) -> None:
    """Read no row, but be refused where reading is not allowed."""
    table = schema.table(name)
    place, _dot, bare = table.name.rpartition(".")
    wanted = sa.table(bare, *(sa.column(table.column(column).name) for column in columns), schema=place or None)
    session.ask(sa.select(wanted).where(sa.literal(1) == sa.literal(0)))


def _clock(session: Session) -> Step:
    offset = session.clock()
    if offset is None:
        return Step("clock", SKIPPED)
    facts = {"seconds": round(offset)}
    is_wrong = abs(offset) > CLOCK_SECONDS
    return Step("clock", WARNING, "clock_wrong", facts) if is_wrong else Step("clock", facts=facts)
