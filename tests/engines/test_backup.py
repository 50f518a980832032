"""A backup is worth what its restore is worth: done for real, on a database and its files."""

import zipfile

import pytest

from scripts import database, paths, postgres, test
from scripts.console import Failure

NAME = "crosstech-backup"
MARK = "Toko yang dicadangkan"


@pytest.fixture(scope="module")
def a_database():
    """A database of Odoo with one row and one file of its own."""
    postgres.start()
    postgres.copy_database(test.template(), NAME)
    postgres.query("UPDATE res_company SET name = 'Toko yang dicadangkan'", NAME)
    yield NAME
    postgres.drop_database(NAME)
    postgres.drop_database(f"{NAME}-unfinished")


@pytest.fixture
def backup_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "BACKUPS", tmp_path)
    return tmp_path


def _files(name: str) -> dict:
    folder = paths.ODOO_DATA / "filestore" / name
    return {str(file.relative_to(folder)): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


def test_what_was_backed_up_comes_back(a_database, backup_folder):
    files = _files(a_database)
    assert files
    archive = database.backup(a_database)
    assert archive.parent == backup_folder
    postgres.query("UPDATE res_company SET name = 'Rusak'", a_database)

    database.restore(a_database, archive)

    assert postgres.query("SELECT DISTINCT name FROM res_company", a_database) == [MARK]
    assert _files(a_database).items() >= files.items()
    assert f"{a_database}-unfinished" not in postgres.databases()


def test_the_key_of_the_secrets_is_not_in_a_backup(a_database, backup_folder):
    key = (paths.LOCAL / "secret.key").read_bytes()
    with zipfile.ZipFile(database.backup(a_database)) as archive:
        assert all(key not in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("content", [None, b"", b"this is no backup"], ids=["missing", "empty", "garbage"])
def test_a_backup_that_is_none_leaves_the_database_as_it_was(a_database, backup_folder, content):
    file = backup_folder / "broken.zip"
    if content is not None:
        file.write_bytes(content)
    before = postgres.query("SELECT count(*) FROM res_partner", a_database)

    with pytest.raises(Failure):
        database.restore(a_database, file)

    assert postgres.query("SELECT count(*) FROM res_partner", a_database) == before


def test_there_is_nothing_to_back_up_without_a_database(backup_folder, capsys):
    with pytest.raises(Failure):
        database.backup("crosstech-never-made")
    assert "make run" in capsys.readouterr().err
    assert not list(backup_folder.iterdir())
