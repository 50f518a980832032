"""From a reseller's server, or his upload, to a file in a private folder that ``lib.dump.load`` can read."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..transport import files
from ..transport.errors import TransportError
from ..transport.files import FileStore, RemoteFile

PREFIX = "crosstech-arrival-"
TRIES = 3
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Receipt:
    """Which file came: shown to both sides, and compared the next time.

    :param size: bytes
    :param modified: aware; nothing for an upload
    """

    name: str
    size: int
    sha256: str
    modified: datetime | None = None

    def is_of(self, file: RemoteFile) -> bool:
        """Whether the server still offers the same file; not to be told without its time."""
        known = file.modified.timestamp() > 0
        return known and (self.name, self.size, self.modified) == (file.name, file.size, file.modified)


@dataclass(frozen=True)
class Arrived:
    """A file that is here as long as the block lasts."""

    path: Path
    receipt: Receipt


class NothingNew(Exception):
    """The newest file is the one of last time.

    :ivar Receipt receipt: of that file, as it is offered now
    """

    def __init__(self, receipt: Receipt):
        super().__init__(receipt.name)
        self.receipt = receipt


@dataclass(frozen=True)
class Wanted:
    """Which file of a server, and how big it may be.

    :param previous: what came last time
    :param settle_seconds: between two looks that tell whether it is still being written
    """

    folder: str
    pattern: str
    limit_bytes: int
    previous: Receipt | None = None
    settle_seconds: float = 5


@contextmanager
def fetched(
    connect: Callable[[], AbstractContextManager[FileStore]],
    wanted: Wanted,
    *,
    report: Callable[[int, int], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Arrived]:
    """Fetch the newest file; where the line is cut, connect again and go on.

    :param connect: opens the store, such as ``lambda: sftp.connect(login)``
    :param report: called with bytes so far and in all; what it raises ends everything
    :raises NothingNew: by name, size and time without fetching, or by content
    :raises TransportError: ``no_room`` where our disk is too small; as ``connect`` and ``files.fetch``
    """
    with _private_folder() as folder:
        file, arrived = None, None
        for turn in range(TRIES):
            try:
                with connect() as store:
                    file = file or _chosen(store, wanted, sleep)
                    arrived = _brought(store, file, folder, wanted, report)
                break
            except TransportError as error:
                if error.code != "lost" or turn == TRIES - 1:
                    raise
                sleep(2**turn)
        _check_new(arrived.receipt, wanted.previous)
        yield arrived


def _chosen(store: FileStore, wanted: Wanted, sleep: Callable[[float], None]) -> RemoteFile:
    file = files.newest(store, wanted.folder, wanted.pattern)
    if wanted.previous and wanted.previous.is_of(file):
        raise NothingNew(wanted.previous)
    files.wait_until_whole(store, file, seconds=wanted.settle_seconds, sleep=sleep)
    return file


def _brought(store: FileStore, file: RemoteFile, folder: Path, wanted: Wanted, report) -> Arrived:
    if file.size > min(wanted.limit_bytes, shutil.disk_usage(folder).free):
        raise TransportError("too_big" if file.size > wanted.limit_bytes else "no_room", str(file.size))
    path = folder / file.name
    digest = files.fetch(store, file, path, limit_bytes=wanted.limit_bytes, report=report)
    return Arrived(path, Receipt(file.name, file.size, digest, file.modified))


@contextmanager
def uploaded(path: Path, name: str, *, limit_bytes: int, previous: Receipt | None = None) -> Iterator[Arrived]:
    """Take a file that a reseller uploaded; it stays where it is, and is read under its own name.

    :raises NothingNew: when the content is that of last time
    :raises TransportError: ``too_big``, ``bad_name``
    """
    size = path.stat().st_size
    if size > limit_bytes:
        raise TransportError("too_big", str(limit_bytes))
    if not files.is_plain(name):
        raise TransportError("bad_name")
    with path.open("rb") as source:
        digest = hashlib.sha256()
        while data := source.read(files.CHUNK):
            digest.update(data)
    receipt = Receipt(name, size, digest.hexdigest())
    _check_new(receipt, previous)
    with _private_folder() as folder:
        (folder / name).symlink_to(path.absolute())
        yield Arrived(folder / name, receipt)


def _check_new(receipt: Receipt, previous: Receipt | None) -> None:
    if previous and previous.sha256 == receipt.sha256:
        raise NothingNew(receipt)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder that only we may enter, gone with everything in it afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        yield Path(folder)


def sweep(older_than_seconds: float = _DAY_SECONDS) -> int:
    """Remove what a process that was killed left behind; call it once a day.

    :return: how many folders
    """
    count, end = 0, time.time() - older_than_seconds
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            facts = folder.lstat()
            if facts.st_uid == os.getuid() and facts.st_mtime < end and not folder.is_symlink():
                shutil.rmtree(folder)
                count += 1
    return count
