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


class _Zstandard(io.RawIOBase):
    """A packed stream, read in small pieces: each may become a thousand times as large; a cut end is an error."""

    _PIECE = 1_024

    def __init__(self, file):
        self._file, self._left = file, b""
        self._unpacker, self._has_begun = self._new(), False

    @staticmethod
    def _new():
        return zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._left:
            piece = self._file.read(self._PIECE)
            if not piece:
                if self._has_begun:
                    raise EOFError
                return 0
            self._left = self._unpack(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def _unpack(self, piece: bytes) -> bytes:
        """Unpack a piece; one frame may end in it and another begin."""
        parts = []
        while piece:
            self._has_begun = True
            parts.append(self._unpacker.decompress(piece))
            piece = self._unpacker.unused_data if self._unpacker.eof else b""
            if self._unpacker.eof:
                self._unpacker, self._has_begun = self._new(), False
        return b"".join(parts)


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
        return _Zstandard(file)
    return None


def _zip_members(file, meter: Meter, opened: list, limits: Limits) -> list:
    try:
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > limits.tables:
            raise DumpError("too_wide", str(limits.tables))
        check_sizes(infos, limits, meter.packed_bytes)
        opened.append(archive)
        found = []
        for info in infos:
            stream = archive.open(info)
            opened.append(stream)
            found.append((Path(info.filename.replace("\\", "/")).name, MeteredStream(stream, meter)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise DumpError("broken", type(error).__name__) from error
    return found


def check_sizes(infos: list, limits: Limits, packed_bytes: int) -> None:
    """Refuse an archive by what it says of itself; what lies is found while it is read.

    :raises DumpError: ``bomb`` when members overlap, or promise too much
    """
    promised = sum(info.file_size for info in infos)
    if sum(info.compress_size for info in infos) > packed_bytes:
        raise DumpError("bomb", "members overlap")
    if promised > max(limits.free_bytes, packed_bytes * limits.ratio):
        raise DumpError("bomb", str(limits.ratio))


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
