"""What can be known of an engine without its server: drivers, SELECTs, words of errors, secrets."""

import dataclasses
import importlib
import pickle
from datetime import datetime, time

import pytest
import sqlalchemy as sa

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES
from odoo.addons.crosstech_reseller_sync.lib.mapping import compile as compiler
from odoo.addons.crosstech_reseller_sync.lib.mapping.spec import Condition, EntityMapping, Mapping, MappingError, Source
from odoo.addons.crosstech_reseller_sync.lib.pull import plan
from odoo.addons.crosstech_reseller_sync.lib.source import engines, masks
from odoo.addons.crosstech_reseller_sync.lib.source.engines import ENGINES, Address, driver_state, open_source
from odoo.addons.crosstech_reseller_sync.lib.source.errors import SourceError
from odoo.addons.crosstech_reseller_sync.lib.source.guard import Cancelled, Guard, Pace
from odoo.addons.crosstech_reseller_sync.lib.source.reader import Reader
from odoo.addons.crosstech_reseller_sync.lib.source.schema import DATETIME, INTEGER, TEXT, Column, Schema, Table
from odoo.addons.crosstech_reseller_sync.lib.source.session import Session

SCHEMA = Schema((Table("toko.BARANG", (Column("ID", INTEGER), Column("Nama Barang", TEXT), Column("ubah", DATETIME))),))
MAPPING = EntityMapping(
    "product", "toko.barang", {"key": Source("base.id"), "name": Source("base.nama barang"),
                               "changed": Source("base.ubah")},
    conditions=(Condition("base.nama barang", "not_in", ("x'y", "100%")),), cursor="base.ubah",
)  # fmt: skip


class Unopened(Session):
    """A session that only writes SELECTs."""

    def __init__(self, engine):
        module, name = ENGINES[engine].module
        session = getattr(importlib.import_module(f"{engines.__package__}.{module}"), name)
        self.address, self.guard, self.written = Address(engine), Guard(), []
        self.dialect = session.prepared(sa.engine.make_url(session.url).get_dialect()())
        self.dialect.server_version_info = (12,)

    def stream(self, select, _size):
        self.written.append(self.compiled(select)[0])
        yield from ()


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gets_a_select_with_all_names_quoted_as_they_are_stored(engine):
    session = Unopened(engine)
    reader = Reader(session, SCHEMA, Mapping({"product": MAPPING}))
    product = ENTITIES["product"]
    since = plan.Step(plan.SINCE, datetime(2026, 1, 1), datetime(2026, 2, 1))  # noqa: DTZ001
    for batches in (reader.rows(product, since), reader.keys(product), reader.rows_of(product, ["1", "2"])):
        assert list(batches) == []
    marks = {"mysql": "``", "mssql": "[]"}.get(engine, '""')
    for select in session.written:
        for name in ("toko", "BARANG", "ID"):
            assert f"{marks[0]}{name}{marks[1]}" in select
        assert "x'y" not in select
        assert select.startswith("SELECT")
    assert len(session.written) == 3


@pytest.mark.parametrize("engine", ["mssql", "oracle"])
def test_engines_without_a_server_here_say_that_nobody_answers(engine):
    assert not ENGINES[engine].proven
    with pytest.raises(SourceError) as refusal:
        open_source(Address(engine, "127.0.0.1", 1, "toko", "reader", "Rahasia-77"), Guard(connect_seconds=2))
    assert (refusal.value.code, refusal.value.permanent) == ("unreachable", False)
    assert "Rahasia-77" not in f"{refusal.value!r} {refusal.value.__cause__!r}"


def test_a_missing_driver_is_told_with_what_to_install(monkeypatch):
    assert all(driver_state(key).code == "ready" for key in ENGINES)
    missing = dataclasses.replace(ENGINES["oracle"], drivers=("oracledb_of_nobody",))
    monkeypatch.setitem(ENGINES, "oracle", missing)
    assert (driver_state("oracle").code, driver_state("oracle").install) == ("missing", "pip install oracledb")
    with pytest.raises(SourceError, match="driver_missing: pip install oracledb"):
        open_source(Address("oracle", "127.0.0.1"))
    bare = dataclasses.replace(ENGINES["firebird"], library="nothing_of_that_name")
    monkeypatch.setitem(ENGINES, "firebird", bare)
    assert (driver_state("firebird").install, driver_state("firebird").library) == ("", "nothing_of_that_name")


def test_the_password_of_an_address_shows_nowhere():
    address = Address("mysql", "h", user="u", password="Rahasia-77")
    shown = f"{address!r} {address} {address.at('127.0.0.1', 9)!r} {[address]!r}"
    assert "Rahasia-77" not in shown
    assert address.at("127.0.0.1", 9).password == "Rahasia-77"
    assert pickle.loads(pickle.dumps(address)) == address  # noqa: S301 – our own


@pytest.mark.parametrize(
    ("window", "moment", "allowed"),
    [
        ((time(8), time(17)), time(8), True),
        ((time(8), time(17)), time(17), False),
        ((time(22), time(5)), time(0), True),
        ((time(22), time(5)), time(5), False),
    ],
)
def test_the_server_is_left_alone_outside_the_hours_that_were_agreed(window, moment, allowed):
    now = datetime.combine(datetime(2026, 1, 1), moment)  # noqa: DTZ001
    pace = Pace(Guard(window=window), now=lambda: now)
    if allowed:
        pace.check()
        return
    with pytest.raises(Cancelled) as ended:
        pace.check()
    assert ended.value.reason == "outside_window"


def test_no_more_rows_are_read_than_a_second_allows():
    moments, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        moments[0] += seconds

    pace = Pace(Guard(rows_per_second=1_000), clock=lambda: moments[0], sleep=sleep)
    for _ in range(10):
        pace.after(2_000)
    assert moments[0] == pytest.approx(20)
    moments[0] += 60  # an idle minute is no credit for later
    pace.after(2_000)
    assert slept[-1] == pytest.approx(2)


def test_a_reading_that_somebody_stopped_ends_at_once():
    with pytest.raises(Cancelled) as ended:
        Pace(Guard(), stop=lambda: True).after(1)
    assert ended.value.reason == "stopped"


def test_masks_hide_fields_and_what_a_row_needs_cannot_be_blank():
    assert masks.of_fields(MAPPING, {("TOKO.BARANG", "Nama barang"): "hash"}) == {"name": "hash"}
    assert "changed" not in masks.without_blank(MAPPING, {"changed": "blank"}).fields
    with pytest.raises(MappingError, match="required"):
        masks.without_blank(MAPPING, {"name": "blank"})
    with pytest.raises(ValueError, match="needs a key"):
        Reader(Unopened("sqlite"), SCHEMA, masks={("toko.BARANG", "ID"): "hash"})


def test_a_cursor_of_two_tables_is_used_only_when_both_are_moments():
    both = dataclasses.replace(MAPPING, union=(MAPPING,))
    kinds = [column.type for column, _select in compiler.cursors(both, SCHEMA)]
    assert kinds == [DATETIME, DATETIME]
    numbers = dataclasses.replace(MAPPING, cursor="base.id", union=(dataclasses.replace(MAPPING, cursor="base.id"),))
    reader = Reader(Unopened("sqlite"), SCHEMA, Mapping({"product": numbers}))
    assert not reader.has_cursor(ENTITIES["product"])
