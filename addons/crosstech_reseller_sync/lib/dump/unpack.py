"""Packed files as streams of bytes: gzip, zip, zstandard. Nothing is written to disk, no name in an archive is used."""

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from .limits import DumpError, Limits, Meter

GZIP, ZIP, ZSTANDARD = b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"
# What a packed file may contain: an archive in an archive in an archive is nobody's backup.
DEPTH = 2
HEAD_BYTES = 65_536


class MeteredStream(io.RawIOBase):
    """Bytes of a file, counted; every error of an unpacker becomes a :class:`DumpError`."""

    def __init__(self, inner, meter: Meter):
        self._inner, self._meter = inner, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, zstandard.ZstdError, RuntimeError) as error:
            raise DumpError("broken", type(error).__name__) from error
        self._meter.add(len(data))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def members(path: Path, limits: Limits) -> Iterator[list[tuple[str, io.BufferedReader]]]:
    """Open a file, unpacked: one stream, or one per file in a zip that is none of an office program.

    :return: list of (name without folders, stream); closed when the block ends
    :raises DumpError: when it is broken, or larger than the limits while it is read
    """
    meter = Meter(limits, os.path.getsize(path))
    opened = []
    try:
        yield [(name, _buffer(stream)) for name, stream in _open(path, meter, opened, limits)]
    finally:
        for one in reversed(opened):
            one.close()


def _open(path: Path, meter: Meter, opened: list, limits: Limits) -> list:
    file = path.open("rb")
    opened.append(file)
    return _layers(path.name, file, meter, opened, limits, DEPTH)


def _layers(name: str, file, meter: Meter, opened: list, limits: Limits, depth: int) -> list:
    head = _peek(file)
    if head.startswith(ZIP) and not is_office(file):
        return _zip_members(file, meter, opened, limits)
    unpacker = _unpacker(head, file)
    if unpacker is None:
        return [(name, MeteredStream(file, meter))]
    if not depth:
        raise DumpError("bomb", "packed more than twice")
    opened.append(unpacker)
    inner = _buffer(MeteredStream(unpacker, meter))
    return _layers(_bare(name), _Peekable(inner), meter, opened, limits, depth - 1)


def _unpacker(head: bytes, file):
    if head.startswith(GZIP):
        return gzip.GzipFile(fileobj=file, mode="rb")
    if head.startswith(ZSTANDARD):
        return zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file, read_across_frames=True)
    return None


def _zip_members(file, meter: Meter, opened: list, limits: Limits) -> list:
    try:
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > limits.tables:
            raise DumpError("too_wide", str(limits.tables))
        opened.append(archive)
        found = []
        for info in infos:
            stream = archive.open(info)
            opened.append(stream)
            found.append((Path(info.filename.replace("\\", "/")).name, MeteredStream(stream, meter)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise DumpError("broken", type(error).__name__) from error
    return found


class _Peekable:
    """A stream that only goes forward, with its head looked at."""

    def __init__(self, buffered: io.BufferedReader):
        self._buffered = buffered

    def read(self, size: int = -1) -> bytes:
        return self._buffered.read(size)

    def peek_head(self) -> bytes:
        return self._buffered.peek(HEAD_BYTES)

    def close(self) -> None:
        self._buffered.close()


def _peek(file) -> bytes:
    if isinstance(file, _Peekable):
        return file.peek_head()
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def is_office(file) -> bool:
    """Whether a zip is a spreadsheet of an office program, to be read as a whole."""
    if isinstance(file, _Peekable):
        raise DumpError("broken", "zip inside another packed file")
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise DumpError("broken", type(error).__name__) from error
    finally:
        file.seek(0)
    return "xl/workbook.xml" in names or "[Content_Types].xml" in names


def _buffer(stream) -> io.BufferedReader:
    return io.BufferedReader(stream, buffer_size=1 << 20)


def _bare(name: str) -> str:
    """The name without the ending of a packed file: ``shop.sql.gz`` is ``shop.sql``."""
    base, ending = os.path.splitext(name)
    return base if ending.lower() in (".gz", ".zst", ".zip", ".gzip") else name
