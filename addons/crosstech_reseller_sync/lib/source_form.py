"""The form in which a reseller says himself how his data reach us: few questions, by the way he chose (S0.60)."""

from dataclasses import dataclass, field

from .transport.own_machine import HOST, means_us

DATABASES = ("mysql", "postgresql", "mssql", "oracle", "firebird")
_SERVER = ("engine", "host", "port", "database_name", "user_name", "password")
_FILES = ("host", "port", "user_name", "password", "folder", "file_pattern")
WAYS = {
    "upload": (),
    "sftp": (*_FILES, "ssh_key"),
    "ftps": _FILES,
    "direct": _SERVER,
    "ssh": (*_SERVER, "ssh_host", "ssh_port", "ssh_user", "ssh_password", "ssh_key"),
    "wireguard": tuple(name for name in _SERVER if name != "host"),  # he is reached at the address we give him
}
REQUIRED = {"name", "engine", "host", "database_name", "user_name", "ssh_host", "ssh_user"}
SECRETS = {"password", "ssh_password", "ssh_key"}
NUMBERS = {"port": 0, "ssh_port": 22}
LENGTHS = {"password": 500, "ssh_password": 500, "ssh_key": 20_000}
DEFAULT_LENGTH = 120


@dataclass(frozen=True)
class SourceForm:
    """What was typed.

    :ivar values: for the source; secrets only where something was typed
    :ivar errors: name of a field -> ``missing``, ``long``, ``host``, ``own_host``, ``port`` or ``choice``
    """

    values: dict[str, str | int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def fields_of(way: str) -> tuple[str, ...]:
    """Return the names of the fields a way asks for.

    >>> fields_of("upload")
    ('name', 'place_name')
    """
    return ("name", "place_name", *WAYS[way])


def read(way: str, post: dict[str, str], kept: frozenset[str] = frozenset()) -> SourceForm:
    """Read the form of a way.

    :param kept: secrets that are stored already: left empty, they stay

    >>> read("upload", {"name": " Toko  Pontianak "}).values
    {'transport': 'upload', 'engine': 'file', 'name': 'Toko Pontianak', 'place_name': ''}
    >>> read("sftp", {"name": "Toko", "host": "localhost", "user_name": "a"}).errors
    {'host': 'own_host', 'password': 'missing'}
    """
    values = {"transport": way, "engine": "file"}
    errors = {}
    for name in fields_of(way):
        text = _text(name, post)
        error = _error(name, text, way)
        if error:
            errors[name] = error
        elif name in NUMBERS:
            values[name] = int(text or NUMBERS[name])
        elif text or name not in SECRETS:
            values[name] = text
    for secrets in _needed_secrets(way):
        if not kept & set(secrets) and not any(values.get(name) for name in secrets) and secrets[0] not in errors:
            errors[secrets[0]] = "missing"
    return SourceForm(values, errors)


def _text(name: str, post: dict[str, str]) -> str:
    text = post.get(name) if isinstance(post.get(name), str) else ""
    if name == "ssh_key":
        return text.strip().replace("\r\n", "\n") + "\n" if text.strip() else ""
    return text if name in SECRETS else " ".join(text.split())


def _needed_secrets(way: str) -> list[tuple[str, ...]]:
    """Groups of secrets of which one is needed."""
    if way == "upload":
        return []
    if way == "sftp":
        return [("password", "ssh_key")]
    return [("password",), *([("ssh_password", "ssh_key")] if way == "ssh" else [])]


def _error(name: str, text: str, way: str) -> str:
    if len(text) > LENGTHS.get(name, DEFAULT_LENGTH):
        return "long"
    if not text:
        return "missing" if name in REQUIRED else ""
    if name in NUMBERS:
        return "" if text.isdecimal() and text.isascii() and len(text) < 6 and int(text) <= 65535 else "port"
    if name == "engine":
        return "" if text in DATABASES else "choice"
    # Through a tunnel the database is what the reseller's own server calls it, often itself.
    if name in ("host", "ssh_host"):
        return _host_error(text, is_ours=name == "ssh_host" or way != "ssh")
    return ""


def _host_error(text: str, *, is_ours: bool) -> str:
    """Refuse what is no name or address, and what would lead to our own machine."""
    if not HOST.fullmatch(text):
        return "host"
    return "own_host" if is_ours and means_us(text) else ""
