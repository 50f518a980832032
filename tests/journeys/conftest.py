"""A running server with the demo company, and the people who use it; nothing here reaches behind its pages.

``make test`` starts the server and names it in CROSSTECH_URL. By hand: ``make run``, then
``CROSSTECH_URL=http://127.0.0.1:8069 CROSSTECH_JOURNEY_DB=crosstech pytest tests/journeys`` (it places real orders).
"""

import os
from pathlib import Path

import pytest

from .people import Customer, Staff


@pytest.fixture(scope="session")
def url():
    address = os.environ.get("CROSSTECH_URL")
    if not address:
        pytest.skip("no server: make test starts one, or set CROSSTECH_URL")
    return address


@pytest.fixture(scope="session")
def database():
    return os.environ.get("CROSSTECH_JOURNEY_DB", "crosstech")


@pytest.fixture(scope="session")
def statements():
    return Path(os.environ.get("CROSSTECH_STATEMENTS", ".local/demo-statements"))


@pytest.fixture
def customer(url):
    """Give a function that opens the shop as somebody: ``customer("pembeli")``, or a guest without a login."""
    return lambda login=None: Customer(url, login)


@pytest.fixture(scope="session")
def staff(url, database):
    """Give a function that logs a member of staff in: ``staff("keuangan")``."""
    logged_in = {}

    def log_in(login):
        if login not in logged_in:
            logged_in[login] = Staff(url, database, login)
        return logged_in[login]

    return log_in
