"""What of a work order is free, and why (S0.77 to S0.79, S1.19)."""

KINDS = ("part", "labour", "travel", "freight")
# Which promise of the warranty covers a kind of line; the way of the goods goes with the way of the technician.
_COVERED_BY = {"part": "parts", "labour": "labour", "travel": "travel", "freight": "travel"}


def free_reason(kind: str, covered: set[str], *, is_goodwill: bool = False) -> str:
    """Say why a line is free: ``warranty``, ``goodwill`` or nothing where it is charged.

    :param covered: of ``parts``, ``labour``, ``travel``: what the verdict on the unit covers

    >>> free_reason("part", {"parts"}), free_reason("freight", {"parts"})
    ('warranty', '')
    >>> free_reason("labour", set(), is_goodwill=True)
    'goodwill'
    """
    if _COVERED_BY[kind] in covered:
        return "warranty"
    return "goodwill" if is_goodwill else ""
