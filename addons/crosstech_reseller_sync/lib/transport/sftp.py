"""Files by SFTP."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timezone

import paramiko

from . import ssh
from .errors import TransportError
from .files import CHUNK, RemoteFile, is_match

# Requests of 32 KB under way at once: enough for long lines, and at most 4 MB in memory.
_AHEAD = 128
_SECONDS = 60


class _Client(paramiko.SFTPClient):
    """Bears names that are no UTF-8, as old systems write them: else one such name hides its whole folder."""

    def _request(self, *request):
        kind, message = super()._request(*request)
        message.get_text = lambda: message.get_string().decode("utf-8", "surrogateescape")
        return kind, message


class SftpStore:
    """A ``files.FileStore`` over an open session."""

    def __init__(self, client: paramiko.SFTPClient):
        self._client = client

    def list(self, folder: str, pattern: str) -> tuple[RemoteFile, ...]:
        with _told(folder):
            found = self._client.listdir_attr(folder or ".")
        return tuple(
            RemoteFile(folder, entry.filename, *_facts(entry))
            for entry in found
            if stat.S_ISREG(entry.st_mode or 0) and is_match(entry.filename, pattern)
        )

    def look(self, file: RemoteFile) -> RemoteFile:
        with _told(file.name):
            size, modified = _facts(self._client.stat(file.path))
        return replace(file, size=size, modified=modified)

    def chunks(self, file: RemoteFile, offset: int) -> Iterator[bytes]:
        with _told(file.name), self._client.open(file.path, "rb") as source:
            source.seek(offset)
            _ask_ahead(source, file.size)
            while data := source.read(CHUNK):
                yield data


def _ask_ahead(source: paramiko.SFTPFile, size: int) -> None:
    """Request the rest of a file before it is read.

    The library does so in a thread, which tells the terminal, with a traceback, when the line is cut. That is left to
    the reader, who meets the same error.
    """
    ask = source._prefetch_thread

    def ask_quietly(*requests) -> None:
        with suppress(paramiko.SSHException, OSError, EOFError):
            ask(*requests)

    source._prefetch_thread = ask_quietly
    source.prefetch(size, _AHEAD)


def _facts(entry: paramiko.SFTPAttributes) -> tuple[int, datetime]:
    return entry.st_size or 0, datetime.fromtimestamp(entry.st_mtime or 0, timezone.utc)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise TransportError("no_file", name) from None
    except PermissionError:
        raise TransportError("denied", name) from None
    except (paramiko.SSHException, OSError, EOFError, ValueError) as error:  # ValueError: an answer that is none
        raise TransportError("lost", name) from error


@contextmanager
def connect(login: ssh.SshLogin, timeout: float = 15) -> Iterator[SftpStore]:
    """Log in and open the session.

    :raises TransportError: as ``ssh.connect``; ``denied`` where the server gives no SFTP
    """
    with ssh.connect(login, timeout) as transport:
        try:
            client = _Client.from_transport(transport)
            client.get_channel().settimeout(_SECONDS)
        except (paramiko.SSHException, OSError, EOFError):
            raise TransportError("denied", "sftp") from None
        yield SftpStore(client)
