"""How much a file may cost before it is refused."""

import time
from dataclasses import dataclass

MEGABYTE = 1_000_000
UPLOAD_BYTES = 500 * MEGABYTE  # of a file sent through the browser


class DumpError(ValueError):
    """A file that cannot be read, or must not be.

    :ivar str code: ``too_big``, ``bomb``, ``too_slow``, ``too_wide``, ``broken``, ``unknown`` or ``tool_missing``
    :ivar str detail: a number or a name, never data of the file
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Limits:
    """The most a file may have.

    :param bytes: unpacked
    :param ratio: unpacked bytes per packed byte, above ``free_bytes``; real dumps reach 20 to 40
    :param statement_bytes: one statement, row or cell that has to be held in memory
    """

    bytes: int = 20_000 * MEGABYTE
    ratio: int = 200
    free_bytes: int = 50 * MEGABYTE
    seconds: float = 3600
    statement_bytes: int = 16 * MEGABYTE
    tables: int = 5_000
    columns: int = 2_000


class Meter:
    """Counts what was read against the limits; shared by all streams of one file."""

    def __init__(self, limits: Limits, packed_bytes: int):
        self.limits = limits
        self.packed_bytes = max(packed_bytes, 1)
        self.read_bytes = 0
        self._end = time.monotonic() + limits.seconds

    def add(self, count: int) -> None:
        """Note bytes that came out of the file.

        :raises DumpError: ``too_big``, ``bomb`` or ``too_slow``
        """
        self.read_bytes += count
        limits = self.limits
        if self.read_bytes > limits.bytes:
            raise DumpError("too_big", str(limits.bytes))
        if self.read_bytes > limits.free_bytes and self.read_bytes > self.packed_bytes * limits.ratio:
            raise DumpError("bomb", str(limits.ratio))
        if time.monotonic() > self._end:
            raise DumpError("too_slow", str(limits.seconds))
