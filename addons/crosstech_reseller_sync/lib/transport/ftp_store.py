"""What FTPS and FTP have in common: log-in, listing, reading."""

import ftplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from .errors import TransportError, told
from .files import CHUNK, RemoteFile, is_match
from .tls import Trust

# A server without MLSD is asked for size and time of each file: two questions per name.
MOST_FILES = 2_000
# Bytes as they are: names that are no UTF-8, as old systems write them, would else hide their whole folder.
WIRE = "latin-1"
_UNKNOWN_TIME = datetime.fromtimestamp(0, timezone.utc)
_NOT_UNDERSTOOD = ("500", "501", "502", "504")


@dataclass(frozen=True)
class FtpLogin:
    """Where to log in, as whom, and which certificate is expected."""

    host: str
    user: str
    port: int = 21
    password: str = field(default="", repr=False)
    trust: Trust = field(default_factory=Trust)


class FtpStore:
    """A ``files.FileStore`` over an open connection; paths start at the folder of the log-in."""

    def __init__(self, client: ftplib.FTP):
        self._client = client
        with told_by_server("", "denied"):
            self._home = client.pwd()

    def list(self, folder: str, pattern: str) -> tuple[RemoteFile, ...]:
        with told_by_server(folder, "no_file"):
            self._client.cwd(self._path(folder))
            described = self._described()
            if described is None:
                names = [name for name in map(_read, self._client.nlst()) if is_match(name, pattern)]
                if len(names) > MOST_FILES:
                    raise TransportError("too_many", str(len(names)))
                found = [self._asked(RemoteFile(folder, name, 0, _UNKNOWN_TIME)) for name in names]
                return tuple(file for file in found if file)
        return tuple(
            RemoteFile(folder, name, int(facts["size"]), _moment(facts.get("modify", "")))
            for name, facts in ((_read(raw), facts) for raw, facts in described)
            if facts.get("type", "").lower() == "file" and facts.get("size", "").isdigit() and is_match(name, pattern)
        )

    def look(self, file: RemoteFile) -> RemoteFile:
        found = self._asked(file)
        if not found:
            raise TransportError("no_file", file.name)
        return found

    def chunks(self, file: RemoteFile, offset: int) -> Iterator[bytes]:
        # Whoever reads has just looked: what is there and not given is forbidden.
        with told_by_server(file.name, "denied"):
            self._client.voidcmd("TYPE I")
            with self._client.transfercmd(f"RETR {self._path(file.path)}", offset or None) as data:
                while chunk := data.recv(CHUNK):
                    yield chunk
                if isinstance(data, ssl.SSLSocket):
                    with suppress(OSError):  # whether all came is told by the reply and the size
                        data.unwrap()
            self._client.voidresp()

    def _path(self, path: str) -> str:
        path = _written(path)
        return path if path.startswith("/") else f"{self._home.rstrip('/')}/{path}"

    def _described(self) -> Sequence[tuple[str, dict]] | None:
        """Names with facts, or nothing from a server that knows no MLSD."""
        try:
            return list(self._client.mlsd(facts=["type", "size", "modify"]))
        except ftplib.error_perm as error:
            if not str(error).startswith(_NOT_UNDERSTOOD):
                raise
            return None

    def _asked(self, file: RemoteFile) -> RemoteFile | None:
        """Describe one file by SIZE and MDTM; nothing for a folder and what is not there."""
        path = self._path(file.path)
        with told_by_server(file.name, "denied"):
            self._client.voidcmd("TYPE I")
            try:
                size = self._client.size(path)
            except ftplib.error_perm:
                return None
            try:
                modified = _moment(self._client.sendcmd(f"MDTM {path}").partition(" ")[2])
            except ftplib.error_perm:
                modified = _UNKNOWN_TIME
        return None if size is None else replace(file, size=size, modified=modified)


def _read(raw: str) -> str:
    """Read a name as UTF-8 where it is that; what is not keeps marks by which ``files.is_plain`` leaves it out."""
    return raw.encode(WIRE).decode("utf-8", "surrogateescape")


def _written(text: str) -> str:
    """Write a text so that UTF-8 goes over the wire."""
    return text.encode("utf-8").decode(WIRE)


def _moment(text: str) -> datetime:
    """Read a time as FTP writes it; one that cannot be read is long ago, and names decide which file is newest.

    >>> _moment("20260115080000.123"), _moment("yesterday").year
    (datetime.datetime(2026, 1, 15, 8, 0, tzinfo=datetime.timezone.utc), 1970)
    """
    try:
        return datetime.strptime(text.strip()[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return _UNKNOWN_TIME


@contextmanager
def told_by_server(detail: str, refused: str) -> Iterator[None]:
    """Turn a server's refusals into ``TransportError``; its words are left out, they may repeat ours.

    :param refused: the code for a refusal that is final
    """
    try:
        with told(detail):
            yield
    except ftplib.error_perm:
        raise TransportError(refused, detail) from None
    except (ftplib.Error, ValueError):  # a passing refusal, or an answer that is none
        raise TransportError("lost", detail) from None


def open_connection(client: ftplib.FTP, login: FtpLogin) -> None:
    """Connect without logging in.

    :raises TransportError: ``name_unknown`` or ``unreachable``
    """
    detail = f"{login.host}:{login.port}"
    try:
        with told(detail, otherwise="unreachable"):
            client.connect(login.host, login.port)
    except ftplib.Error:
        raise TransportError("unreachable", detail) from None


def log_in(client: ftplib.FTP, login: FtpLogin) -> FtpStore:
    """Send name and password.

    :raises TransportError: ``refused_login``, ``lost``
    """
    with told_by_server("password", "refused_login"):
        client.sendcmd(f"USER {_written(login.user)}")
        client.sendcmd(f"PASS {_written(login.password)}")
    return FtpStore(client)
