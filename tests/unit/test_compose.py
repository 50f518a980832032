"""docker-compose.yml: nothing secret in it, every server watched, every datum in a named volume, HTTPS only outside."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
SERVERS = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}


def _environment(service):
    return service.get("environment", {})


def test_the_parts_are_there():
    assert {"db", "odoo", "proxy"} <= set(SERVERS)


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_is_written_down(name):
    secret = {key: value for key, value in _environment(SERVICES[name]).items() if re.search("PASS|SECRET|KEY", key)}
    assert [key for key, value in secret.items() if not re.fullmatch(r"\$\{\w+(:\?[^}]+|:-)\}", value)] == []


def test_the_database_password_has_no_default():
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


@pytest.mark.parametrize("file", ["deploy/odoo.conf", "odoo.conf", ".env.example"])
def test_no_secret_is_in_a_configuration_file(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"\s*\w*(passw|secret|admin_passwd)\w*\s*=\s*\S", line, re.I)] == []


@pytest.mark.parametrize("name", SERVERS)
def test_every_server_is_watched_and_starts_again(name):
    assert SERVERS[name]["healthcheck"]["test"]
    assert SERVERS[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_what_must_last_lies_in_a_named_volume(name):
    sources = [volume.split(":")[0] for volume in SERVICES[name].get("volumes", []) if not volume.endswith(":ro")]
    assert set(sources) <= set(COMPOSE["volumes"])


def test_every_odoo_shares_the_files():
    assert "filestore:/var/lib/odoo" in SERVICES["odoo"]["volumes"]
    assert SERVICES["setup"]["volumes"] == SERVICES["odoo"]["volumes"]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_a_server_waits_for_what_it_needs():
    assert SERVICES["odoo"]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}
    assert SERVICES["setup"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_every_setting_is_explained():
    explained = set(re.findall(r"(?m)^(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8")))
    assert set(re.findall(r"\$\{(\w+)", TEXT)) == explained


def test_odoo_trusts_the_proxy():
    text = (ROOT / "deploy" / "odoo.conf").read_text(encoding="utf-8")
    assert re.search(r"(?m)^proxy_mode = True$", text)
    assert re.search(r"(?m)^list_db = False$", text)


def test_every_file_the_image_copies_exists():
    for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8")):
        sources = [part for part in line.split()[:-1] if not part.startswith("--")]
        assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_proxy_speaks_https_only():
    lines = [line.strip() for line in (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8").splitlines()]
    assert "tls {$CROSSTECH_TLS:internal}" in lines  # with a certificate Caddy redirects plain HTTP by itself
    assert any(line.startswith("header Strict-Transport-Security") for line in lines)
    assert not any("http://" in line or "auto_https" in line for line in lines)
