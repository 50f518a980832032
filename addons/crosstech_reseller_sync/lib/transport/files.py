"""Files on a reseller's server: which is the newest, is it whole, bring it here. The same for every protocol."""

import fnmatch
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from .errors import TransportError

CHUNK = 1 << 18


@dataclass(frozen=True)
class RemoteFile:
    """A file as the server describes it.

    :param size: bytes
    :param modified: aware, UTC
    """

    folder: str
    name: str
    size: int
    modified: datetime

    @property
    def path(self) -> str:
        return f"{self.folder.rstrip('/')}/{self.name}" if self.folder else self.name


class FileStore(Protocol):
    """What each protocol gives: three questions to an open connection, no rules.

    All raise ``TransportError``; a missing folder or file is ``no_file``, a forbidden one ``denied``.
    """

    def list(self, folder: str, pattern: str) -> tuple[RemoteFile, ...]:
        """Return the plain files of a folder that match a pattern, in no order; links and folders are left out."""

    def look(self, file: RemoteFile) -> RemoteFile:
        """Describe a file as it is now."""

    def chunks(self, file: RemoteFile, offset: int) -> Iterator[bytes]:
        """Give the content from a byte on."""


def is_plain(name: str) -> bool:
    """Whether a name is that of a file in the folder itself, and can be so on any system.

    >>> is_plain("toko 2026.sql.gz"), is_plain("../x"), is_plain("a\\\\b"), is_plain("a\\nb"), is_plain("")
    (True, False, False, False, False)
    """
    return (
        0 < len(name.encode(errors="replace")) <= 200
        and name.strip(". ") != ""
        and name.isprintable()
        and not set(name) & set('/\\:*?"<>|')
    )


def is_match(name: str, pattern: str) -> bool:
    """Whether a file may be fetched and its name fits a pattern; upper and lower case alike, as on Windows.

    >>> is_match("TOKO-1.SQL.GZ", "toko-*.sql.gz"), is_match("../toko-1.sql.gz", "*")
    (True, False)
    """
    return is_plain(name) and fnmatch.fnmatchcase(name.lower(), pattern.lower())


def checked_folder(folder: str) -> str:
    """Refuse a folder with line breaks and the like, which a server might take for another command.

    :raises TransportError: ``bad_name``
    """
    if folder and not folder.isprintable():
        raise TransportError("bad_name", "folder")
    return folder


def newest(store: FileStore, folder: str, pattern: str) -> RemoteFile:
    """Return the file that was changed last; of several at one moment, the last by name.

    :raises TransportError: ``no_file`` when none matches
    """
    files = store.list(checked_folder(folder), pattern)
    if not files:
        raise TransportError("no_file", pattern)
    return max(files, key=lambda file: (file.modified, file.name))


def wait_until_whole(
    store: FileStore, file: RemoteFile, *, seconds: float = 5, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Look a second time after a pause: what changed in between is still being written.

    :raises TransportError: ``growing_file``; also for an empty file, which a backup program has just begun
    """
    sleep(seconds)
    if not file.size or store.look(file) != file:
        raise TransportError("growing_file", file.name)


def fetch(
    store: FileStore,
    file: RemoteFile,
    target: Path,
    *,
    limit_bytes: int,
    report: Callable[[int, int], None] | None = None,
) -> str:
    """Bring a file here, whole or not at all; go on where an earlier try of the same file was cut.

    Only a lost connection leaves a ``.part`` beside the target, for the next try of the very same file. The caller
    keeps the folder private and throws it away.

    :param report: called with bytes so far and bytes in all; what it raises stops the fetch
    :return: the SHA-256 of the content, in hexadecimal
    :raises TransportError: ``bad_name``, ``too_big``, ``growing_file`` when the file changed since it was listed,
        ``lost`` and whatever the store raises
    """
    if not is_plain(file.name):
        raise TransportError("bad_name")
    if file.size > limit_bytes:
        raise TransportError("too_big", str(limit_bytes))
    part = _part(file, target)
    try:
        if store.look(file) != file:
            raise TransportError("growing_file", file.name)
        digest = _download(store, file, part, report)
        if store.look(file) != file:
            raise TransportError("growing_file", file.name)
    except BaseException as error:
        if getattr(error, "code", "") != "lost":
            part.unlink(missing_ok=True)
        raise
    os.replace(part, target)
    return digest


def _download(store: FileStore, file: RemoteFile, part: Path, report) -> str:
    digest = hashlib.sha256()
    done = _known(part, digest) if part.exists() else 0
    with open(part, "ab", opener=_private) as sink:
        for data in store.chunks(file, done) if done < file.size else ():
            done += len(data)
            if done > file.size:
                raise TransportError("growing_file", file.name)
            digest.update(data)
            sink.write(data)
            if report:
                report(done, file.size)
    if done < file.size:
        raise TransportError("lost", file.name)
    return digest.hexdigest()


def _part(file: RemoteFile, target: Path) -> Path:
    """Where an unfinished file waits; another size or time is another file."""
    return target.with_name(f"{target.name}.{file.modified.timestamp():.0f}-{file.size}.part")


def _known(part: Path, digest) -> int:
    """Take into the digest what an earlier try brought."""
    with part.open("rb") as source:
        while data := source.read(CHUNK):
            digest.update(data)
    return part.stat().st_size


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
