"""The shop comes back by itself after what happens to servers: the database drops its connections, the process dies."""

import os
import signal
import urllib.request

import pytest

from scripts import database, odoo, postgres, test

NAME = "crosstech-availability"
PORT = test.PORT + 10


@pytest.fixture(scope="module")
def shop():
    """The address of a running shop with a database of its own."""
    postgres.start()
    postgres.copy_database(test.template(), NAME)
    odoo.install(NAME, database.our_addons(), log="availability")
    odoo.start(NAME, port=PORT, name=NAME)
    yield f"http://127.0.0.1:{PORT}/shop"
    odoo.stop(NAME)
    postgres.drop_database(NAME)


def _opens(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 – our own server
        return answer.status == 200 and b"</html>" in answer.read()


def _drop_connections() -> int:
    dropped = postgres.query(
        f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{NAME}'"  # noqa: S608
    )
    return int(dropped[0])


def test_the_next_customer_notices_nothing_of_lost_database_connections(shop):
    assert _opens(shop)
    assert _drop_connections() > 0
    assert _opens(shop)


def test_a_killed_server_starts_again_with_the_same_data(shop):
    os.kill(odoo.pid(NAME), signal.SIGKILL)
    odoo.start(NAME, port=PORT, name=NAME)
    assert _opens(shop)
