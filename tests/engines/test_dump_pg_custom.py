"""PostgreSQL's own dump formats, written by the real tool and read without any server."""

import sqlite3

import pytest

from odoo.addons.crosstech_reseller_sync.lib.dump import load
from odoo.addons.crosstech_reseller_sync.lib.dump.limits import DumpError

from scripts import postgres
from scripts.console import Failure, run

NAME = "crosstech-dump"
_MADE = r"""
CREATE TABLE barang (id serial PRIMARY KEY, nama text, harga numeric(38,10), foto bytea);
CREATE TABLE jual (id bigint PRIMARY KEY, barang_id int REFERENCES barang, jumlah int);
INSERT INTO barang (nama, harga) VALUES (E'it''s\ta\n"kabel" \\ é 😀', 12345678901234567890.0123456789), (NULL, 0),
 ('\N', -1), ('', 2);
INSERT INTO jual SELECT g, 1 + g % 4, g FROM generate_series(1, 3000) g;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
 $$BEGIN INSERT INTO barang (nama) VALUES ('evil'); RETURN NEW; END$$;
CREATE FUNCTION g() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT 1; INSERT INTO barang (nama) VALUES ('evil'); END;
CREATE TRIGGER t AFTER INSERT ON jual FOR EACH ROW EXECUTE FUNCTION f();
"""
_NAMES = ['it\'s\ta\n"kabel" \\ é 😀', None, "\\N", ""]


@pytest.fixture(scope="module")
def database():
    try:
        postgres.start()
    except Failure as error:
        pytest.skip(f"no PostgreSQL: {error}")
    postgres.drop_database(NAME)
    postgres.query(f'CREATE DATABASE "{NAME}"')
    for statement in filter(str.strip, _MADE.split(";\n")):
        postgres.query(statement, NAME)
    yield NAME
    postgres.drop_database(NAME)


def _dump(database, path, *options):
    run(
        [str(postgres.binaries() / "pg_dump"), *options, "-d", database, "-f", path],
        log="dump",
        env=postgres.environment(),
    )


def _load(path, target):
    return load.load(path, {"barang": ("nama", "harga"), "jual": ("id", "jumlah")}, target,
                     pg_restore=str(postgres.binaries() / "pg_restore"))  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [("-Fp",), ("-Fp", "--inserts"), ("-Fp", "--column-inserts", "--rows-per-insert=100"), ("-Fc",), ("-Fc", "-Z0"),
     ("-Fp", "--clean", "--create", "--if-exists")],
    ids=" ".join,
)  # fmt: skip
def test_every_format_gives_the_rows(database, tmp_path, options):
    path, target = tmp_path / "dump", tmp_path / "target.sqlite"
    _dump(database, path, *options)
    report = _load(path, target)
    connection = sqlite3.connect(target)
    assert [name for (name,) in connection.execute("SELECT nama FROM barang ORDER BY rowid")] == _NAMES
    assert connection.execute("SELECT count(*), sum(jumlah) FROM jual").fetchone() == (3000, 3000 * 3001 // 2)
    connection.close()
    assert (report.rows, report.bad, report.missing) == ({"barang": 4, "jual": 3000}, {}, ())


@pytest.mark.parametrize("options", [("-Fp",), ("-Fc",)], ids=" ".join)
def test_a_dump_cut_anywhere_is_refused(database, tmp_path, options):
    path, target = tmp_path / "dump", tmp_path / "target.sqlite"
    _dump(database, path, *options)
    whole = path.read_bytes()
    for percent in range(2, 100, 7):
        path.write_bytes(whole[: len(whole) * percent // 100])
        with pytest.raises(DumpError):
            _load(path, target)
        assert not target.exists()


def test_without_the_tool_it_says_what_to_install(database, tmp_path, monkeypatch):
    path = tmp_path / "dump"
    _dump(database, path, "-Fc")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DumpError) as refusal:
        load.read_schema(path)
    assert (refusal.value.code, refusal.value.detail) == ("tool_missing", "postgresql-client")
