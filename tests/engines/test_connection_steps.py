"""The test of a connection, step by step, on running servers: what works, and the first thing that does not."""

# ruff: noqa: F401, F811 – fixtures

import contextlib
from dataclasses import dataclass, replace

import pytest

from odoo.addons.crosstech_reseller_sync.lib import connection_test
from odoo.addons.crosstech_reseller_sync.lib.connection_test import (
    FAILED,
    OK,
    SKIPPED,
    STEPS,
    WARNING,
    Direct,
    Policy,
)  # fmt: skip
from odoo.addons.crosstech_reseller_sync.lib.source.engines import Tls, open_source
from odoo.addons.crosstech_reseller_sync.lib.source.errors import SourceError
from odoo.addons.crosstech_reseller_sync.lib.source.guard import Guard
from odoo.addons.crosstech_reseller_sync.lib.transport.errors import TransportError
from odoo.addons.crosstech_reseller_sync.lib.transport.trust import TrustChanged

from tests.engines import toko as shop
from tests.engines.certificates import Authority
from tests.engines.database_servers import PASSWORD, free_port, server, toko
from tests.engines.tls_front import TlsFront

UTC = Policy(timezone="UTC")


def steps_of(address, transport=None, policy=UTC) -> dict:
    transport = transport or Direct((address.host, address.port))
    done = list(connection_test.steps(address, transport, guard=Guard(connect_seconds=3), policy=policy))
    assert [step.name for step in done] == list(STEPS[: len(done)])
    assert PASSWORD not in repr(done)
    return {step.name: step for step in done}


def test_a_connection_that_works_passes_every_step(toko):
    shop.create(toko)
    done = steps_of(toko.address(), policy=replace(UTC, agreed=shop.MAPPING.columns()))
    assert list(done) == list(STEPS)
    expected = dict.fromkeys(STEPS, OK) | {"trust": SKIPPED}
    if toko.key == "sqlite":
        expected |= {"resolve": SKIPPED, "reach": SKIPPED, "clock": SKIPPED}
    assert {name: step.state for name, step in done.items()} == expected
    assert done["tables"].facts["tables"] == 3


def test_an_account_that_could_write_is_warned_of_or_refused(toko):
    if toko.key == "sqlite":
        pytest.skip("a file has no accounts")
    shop.create(toko)
    done = steps_of(toko.address(user="owner"))
    assert (done["read_only"].state, done["read_only"].code) == (WARNING, "account_can_write")
    assert done["read_only"].remedy == "make_reader"
    assert "clock" in done
    done = steps_of(toko.address(user="owner"), policy=replace(UTC, may_write=False))
    assert list(done)[-1] == "read_only"
    assert done["read_only"].state == FAILED


def test_the_first_failure_ends_the_test_and_says_what_helps(toko):
    if toko.key == "sqlite":
        pytest.skip("a file is not reached")
    shop.create(toko)
    address = toko.address()
    for changed, step, code, remedy in (
        (replace(address, host="tiada.invalid"), "resolve", "name_unknown", "check_host"),
        (replace(address, port=free_port()), "reach", "unreachable", "open_port"),
        (replace(address, password="salah"), "log_in", "login_refused", "check_login"),
        (replace(address, user="owner", database="tiada"), "log_in", "no_database", "check_database"),
    ):
        done = steps_of(changed)
        last = done[list(done)[-1]]
        assert (last.name, last.state, last.code, last.remedy) == (step, FAILED, code, remedy)


def test_agreed_tables_that_are_not_there_are_named(toko):
    shop.create(toko, "barang")
    done = steps_of(toko.address(), policy=replace(UTC, agreed=frozenset({("stok", "jumlah"), ("barang", "id")})))
    assert (done["tables"].code, done["tables"].facts["missing"]) == ("no_agreed_table", ["stok.jumlah"])
    toko.fresh()
    assert steps_of(toko.address())["tables"].code == "no_tables"


def test_a_clock_that_is_a_day_off_is_told(toko, monkeypatch):
    if toko.key == "sqlite":
        pytest.skip("a file has no clock")
    shop.create(toko)
    real = connection_test.open_source

    def opened(*arguments):
        session = real(*arguments)
        measured = session.clock
        session.clock = lambda: measured() + 86_400
        return session

    monkeypatch.setattr(connection_test, "open_source", opened)
    step = steps_of(toko.address())["clock"]
    assert (step.state, step.code, step.remedy) == (WARNING, "clock_wrong", "set_clock")
    assert abs(step.facts["seconds"] - 86_400) < 10


@dataclass
class Way:
    """A tunnel that ends here, or does not."""

    endpoint: tuple
    target: tuple = ()
    problem: Exception | None = None
    is_open: bool = False

    def trust(self):
        if self.problem and isinstance(self.problem, TrustChanged):
            raise self.problem
        return {"fingerprint": "SHA256:abc"}

    @contextlib.contextmanager
    def open(self):
        if self.problem:
            raise self.problem
        self.is_open = True
        yield self.target
        self.is_open = False


def test_the_database_is_reached_where_the_tunnel_says_and_the_tunnel_is_closed(toko):
    if toko.key == "sqlite":
        pytest.skip("no tunnel leads to a file")
    shop.create(toko)
    address, here = toko.address(), ("127.0.0.1", toko.port)
    way = Way(here, here)
    done = steps_of(replace(address, host="db.inside.invalid", port=1), way)
    assert done["clock"].state == OK
    assert done["trust"].facts == {"fingerprint": "SHA256:abc"}
    assert not way.is_open
    done = steps_of(address, Way(here, here, TrustChanged("SHA256:a", "SHA256:b")))
    assert (done["trust"].state, done["trust"].code, done["trust"].remedy) == (FAILED, "changed_key", "ask_about_key")
    assert (done["trust"].facts["pinned"], done["trust"].facts["found"]) == ("SHA256:a", "SHA256:b")
    done = steps_of(address, Way(here, here, TransportError("denied")))
    assert (done["log_in"].code, done["log_in"].remedy) == ("denied", "allow_forwarding")


@contextlib.contextmanager
def secured(toko, days=9, host="127.0.0.1"):
    """The port of the server with a certificate of that kind, and who signed it."""
    authority = Authority(toko.folder, f"Authority {days} {host}")
    files = authority.sign("server", days=days, host=host)
    if toko.key == "postgresql":
        with TlsFront(toko.port, *files) as front:
            yield front.port, authority
    else:
        toko.reload_certificate()
        yield toko.port, authority


def test_only_a_certificate_that_is_valid_and_expected_is_accepted(toko):
    if toko.key not in ("postgresql", "mysql"):
        pytest.skip("no TLS")
    other = Authority(toko.folder, "Somebody else")
    with secured(toko) as (port, authority):
        with open_source(toko.address(port=port, tls=Tls(str(authority.file)))) as session:
            assert session.ask("SELECT 1") == [(1,)]
        for wrong in (Tls(str(other.file)), Tls()):
            with pytest.raises(SourceError, match=r"^certificate"):
                open_source(toko.address(port=port, tls=wrong))
    for kind in ({"days": -1}, {"host": "127.0.0.2"}):
        with secured(toko, **kind) as (port, authority), pytest.raises(SourceError, match=r"^certificate"):
            open_source(toko.address(port=port, tls=Tls(str(authority.file))))
    with secured(toko, host="127.0.0.2") as (port, authority):
        open_source(toko.address(port=port, tls=Tls(str(authority.file), check_name=False))).close()


def test_an_engine_without_tls_says_so(toko):
    if toko.key == "postgresql":
        with pytest.raises(SourceError, match=r"^no_tls"):
            open_source(toko.address(tls=Tls()))
    elif toko.key != "mysql":
        with pytest.raises(SourceError, match=r"^no_tls"):
            open_source(replace(toko.address(), tls=Tls()))
