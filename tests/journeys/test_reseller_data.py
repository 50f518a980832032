"""Three resellers on three engines, from the first permission to the known answers; a revocation; an offer ordered.

Northwind runs on PostgreSQL behind an SSH tunnel, classicmodels on MariaDB with a certificate of its own, Chinook comes
as a SQLite file over SFTP. Their rows are public samples beside the project; without them these journeys are skipped.
"""

import os
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts import paths, postgres
from tests.engines import database_servers, transfer_servers

SAMPLES = paths.DATA / "resellers"
SOURCE, AGREEMENT, PULL = (f"crosstech.reseller.{name}" for name in ("source", "agreement", "pull"))
WAIT_SECONDS = 180


def _sample(name: str) -> Path:
    path = SAMPLES / name
    return path if path.is_file() else pytest.skip(f"{name} is not there; set CROSSTECH_DATA")


@pytest.fixture(scope="module")
def machines(staff):
    """Start servers on loopback as they are asked for, and stop them all; only an administrator lets them be used."""
    parameter = ("ir.config_parameter", "set_param", "crosstech_reseller_sync.own_machine")
    staff("admin").do(*parameter, "1")
    with ExitStack() as stack:
        stack.callback(staff("admin").do, *parameter, False)
        yield stack


@pytest.fixture(scope="module")
def ssh(machines):
    """Give an OpenSSH server with a key of its own."""
    base = machines.enter_context(transfer_servers.home())
    return machines.enter_context(transfer_servers.sshd(base, transfer_servers.make_host_key(base)))


def _server(machines, kind):
    if kind.missing():
        pytest.skip(f"package {kind.missing()} is not installed")
    server = kind()
    machines.callback(server.remove)
    server.start()
    server.create()
    return server


@pytest.fixture
def northwind(machines, ssh):
    """Give what the manager types to reach PostgreSQL through the tunnel."""
    sample = _sample("northwind_pg.sql")
    server = _server(machines, database_servers.PostgresqlServer)
    psql = [postgres.binaries() / "psql", "-q", "-h", "127.0.0.1", "-p", str(server.port), "-U", "owner", "-d", "toko"]
    environment = {**os.environ, "PGPASSWORD": database_servers.PASSWORD}
    subprocess.run([*psql, "-f", sample], env=environment, capture_output=True, check=True)
    return {
        "engine": "postgresql", "transport": "ssh", "host": "127.0.0.1", "port": server.port, "database_name": "toko",
        "user_name": "reader", "password": database_servers.PASSWORD, "ssh_host": "127.0.0.1", "ssh_port": ssh.port,
        "ssh_user": transfer_servers.USER, "ssh_password": transfer_servers.PASSWORD,
    }  # fmt: skip


@pytest.fixture
def classicmodels(machines):
    """Give what the manager types to reach MariaDB with TLS."""
    sample = _sample("mysqlsampledatabase.sql")
    server = _server(machines, database_servers.MysqlServer)
    client = database_servers.program("mariadb") or pytest.skip("package mariadb-client-core is not installed")
    root = [client, "--no-defaults", f"--socket={server.folder}/socket", "--user=root"]
    with sample.open("rb") as rows:
        subprocess.run(root, stdin=rows, capture_output=True, check=True)
    grant = "GRANT SELECT ON classicmodels.* TO reader@'127.0.0.1'"
    subprocess.run([*root, f"--execute={grant}"], capture_output=True, check=True)
    return {
        "engine": "mysql", "transport": "direct", "host": "127.0.0.1", "port": server.port,
        "database_name": "classicmodels", "user_name": "reader", "password": database_servers.PASSWORD,
    }  # fmt: skip


@pytest.fixture
def chinook(ssh):
    """Give what the manager types to fetch a SQLite file over SFTP."""
    folder = ssh.base / "files" / "backup"
    folder.mkdir(exist_ok=True)
    shutil.copy(_sample("Chinook_Sqlite.sqlite"), folder / "chinook.sqlite")
    (folder / "chinook.sqlite").chmod(0o644)
    return {
        "engine": "file", "transport": "sftp", "host": "127.0.0.1", "port": ssh.port,
        "user_name": transfer_servers.USER, "password": transfer_servers.PASSWORD,
        "folder": str(folder), "file_pattern": "*.sqlite",
    }  # fmt: skip


class Connection:
    """One reseller's way from the first permission to his values, each step by whoever takes it."""

    def __init__(self, staff, customer, login: str, values: dict):
        self.manager, self.reseller = staff("operasional"), customer(login)
        partner = self.manager.find("res.users", [("login", "=", login)], ["partner_id"])[0]["partner_id"][0]
        self.source = self.manager.make(SOURCE, name=f"Journey {login} {time.time():.0f}", partner_id=partner, **values)
        self.page = f"/my/reseller/data/{self.source}"

    def field(self, name: str):
        return self.manager.find(SOURCE, [("id", "=", self.source)], [name])[0][name]

    def agreement(self) -> int:
        return self.field("agreement_id")[0]

    def permit(self) -> None:
        """The manager asks, the reseller permits looking on his page."""
        self.manager.press(SOURCE, "action_open_agreement", self.source)
        self.manager.press(AGREEMENT, "action_ask_look", self.agreement())
        self.reseller.open(self.page)
        self.reseller.submit({"action": "permit_look"}, form='value="permit_look"')
        assert self.field("agreement_state") == "looking"

    def test(self) -> dict:
        """The manager tests the connection; what a server shows for the first time is trusted by hand."""
        shown = self._tested(self.manager.press(SOURCE, "action_test", self.source))
        if shown["code"] == "not_trusted":
            assert shown["fingerprint"]
            shown = self._tested(self.manager.press("crosstech.reseller.connection.test", "action_trust", shown["id"]))
        return shown

    def _tested(self, action: dict) -> dict:
        fields = ["code", "fingerprint", "steps"]
        return self.manager.find("crosstech.reseller.connection.test", [("id", "=", action["res_id"])], fields)[0]

    def map(self) -> dict:
        """The manager takes the proposal; gives by entity whether it was sure."""
        mapping = self.manager.press(SOURCE, "action_propose", self.source)["res_id"]
        model = "crosstech.reseller.mapping"
        entities = self.manager.find(f"{model}.entity", [("mapping_id", "=", mapping)], ["entity", "state"])
        self.manager.press(model, "action_use", mapping)
        return {one["entity"]: one["state"] for one in entities}

    def sign(self) -> None:
        """The manager offers exactly what the mapping reads; the reseller signs on his page."""
        self.manager.press(AGREEMENT, "action_take_columns", self.agreement())
        self.manager.press(AGREEMENT, "action_offer", self.agreement())
        self.reseller.open(self.page)
        self.reseller.submit({"action": "sign", "signed_name": "Pemilik Toko", "agrees": "1"}, form='value="sign"')
        assert self.field("agreement_state") == "active"

    def pulled(self) -> dict:
        """Wait for the first reading, which begins by itself."""
        for _ in range(WAIT_SECONDS):
            fields = ["state", "rows_read", "checksum", "error_code"]
            pull = self.manager.find(PULL, [("source_id", "=", self.source)], fields, limit=1, order="id desc")
            if pull and pull[0]["state"] not in ("queued", "running"):
                return pull[0]
            time.sleep(1)
        raise AssertionError("the reading did not end")

    def count(self, entity: str) -> int:
        return self.manager.do(f"crosstech.reseller.{entity}", "search_count", [("source_id", "=", self.source)])

    def total(self, entity: str, aggregate: str):
        """One number over all rows of an entity."""
        model, domain = f"crosstech.reseller.{entity}", [("source_id", "=", self.source)]
        return self.manager.do(model, "formatted_read_group", domain, [], [aggregate])[0][aggregate]


def _connect(staff, customer, login, values) -> Connection:
    connection = Connection(staff, customer, login, values)
    connection.permit()
    tested = connection.test()
    assert not tested["code"], tested
    states = connection.map()
    assert set(states.values()) <= {"sure", "left_out"}, states
    connection.sign()
    pull = connection.pulled()
    assert pull["state"] == "done", pull
    assert pull["checksum"]
    return connection


def test_northwind_on_postgresql_through_a_tunnel_gives_the_known_answers(staff, customer, northwind):
    shop = _connect(staff, customer, "reseller5", northwind)
    assert (shop.count("product"), shop.total("stock", "quantity:sum")) == (77, 3119)
    assert (shop.total("sale", "order_ref:count_distinct"), shop.count("sale")) == (830, 2155)
    assert shop.total("sale", "quantity:sum") == 51317


def test_classicmodels_on_mariadb_with_its_own_certificate_gives_the_known_answers_and_a_revocation_deletes_them(
    staff, customer, classicmodels
):
    shop = _connect(staff, customer, "reseller6", classicmodels)
    assert (shop.count("product"), shop.total("stock", "quantity:sum")) == (110, 555131)
    assert (shop.total("sale", "order_ref:count_distinct"), shop.count("sale")) == (326, 2996)
    assert shop.total("sale", "quantity:sum") == 105516

    # The reseller revokes on his page: nothing of his stays, only the log of what was done.
    shop.reseller.open(shop.page)
    shop.reseller.submit({"action": "revoke", "agrees": "1"}, form='value="revoke"')
    assert shop.field("agreement_state") == "revoked"
    assert [shop.count(entity) for entity in ("product", "stock", "sale")] == [0, 0, 0]
    kept = shop.manager.find(SOURCE, [("id", "=", shop.source)], ["has_password", "mapping_json", "schema_json"])[0]
    assert not any(kept[name] for name in ("has_password", "mapping_json", "schema_json"))
    assert shop.manager.find(PULL, [("source_id", "=", shop.source)], ["rows_read"])[0]["rows_read"] > 3000


def test_chinook_as_a_file_over_sftp_gives_the_known_answers(staff, customer, chinook):
    shop = _connect(staff, customer, "reseller7", chinook)
    assert (shop.count("product"), shop.count("stock")) == (3503, 0)
    assert (shop.total("sale", "order_ref:count_distinct"), shop.count("sale")) == (412, 2240)

    # The file has not changed: it is not fetched again, and the log says so.
    shop.manager.press(SOURCE, "action_pull_now", shop.source)
    assert shop.pulled()["error_code"] == "no_news"
    assert shop.count("sale") == 2240


def test_an_offer_from_the_resellers_own_data_becomes_an_order_with_one_click(staff, customer):
    manager, offers = staff("operasional"), "crosstech.reseller.offer"
    reseller = manager.find("res.users", [("login", "=", "reseller")], ["partner_id"])[0]["partner_id"][0]
    mine = [("partner_id", "=", reseller), ("state", "=", "draft")]
    found = _wait(lambda: manager.find(offers, mine, ["line_ids", "name"], limit=1))
    offer = found[0]["id"]
    assert found[0]["line_ids"]
    manager.press(offers, "action_send", offer)

    visitor, impatient = customer("reseller"), customer("reseller")
    page = f"/my/reseller/offers/{offer}"
    visitor.open("/my/reseller/offers")
    assert any(link.endswith(page) for link in visitor.page.xpath("//a/@href"))
    for one in (visitor, impatient):
        one.open(page)
    before = manager.do("sale.order", "search_count", [("partner_id", "child_of", reseller)])
    for one in (visitor, impatient):  # a second click makes no second order
        one.submit({}, form=f"{page}/accept")
    answered = manager.find(offers, [("id", "=", offer)], ["state", "order_id"])[0]
    assert answered["state"] == "accepted"
    assert manager.do("sale.order", "search_count", [("partner_id", "child_of", reseller)]) == before + 1
    domain = [("order_id", "=", answered["order_id"][0]), ("product_type", "=", "consu")]
    lines = manager.find("sale.order.line", domain, ["product_uom_qty"])
    assert len(lines) == len(found[0]["line_ids"])


def _wait(look):
    """Wait until what is looked for is there: readings and what follows from them run by themselves."""
    for _ in range(WAIT_SECONDS):
        if found := look():
            return found
        time.sleep(1)
    raise AssertionError("it did not come")
