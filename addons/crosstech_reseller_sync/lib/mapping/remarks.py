"""What speaks for a proposal and against it, as codes with their facts; the words are made where they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A reason or a doubt.

    :param facts: names of tables and columns, numbers and stored values it speaks of, by name
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> list:
        """Return plain lists, for storage."""
        return [self.code, dict(self.facts)]


def remark(code: str, **facts) -> Remark:
    """Make a remark.

    >>> remark("copy", table="barang_bak").as_json()
    ['copy', {'table': 'barang_bak'}]
    """
    return Remark(code, tuple((name, str(value)) for name, value in facts.items()))
