"""Serial numbers as people copy them from a label: case, gaps and look-alike signs must not hide a unit."""

import re

LONGEST = 60
SHORTEST_NEAR = 4  # below this everything is near to everything
_SIGNS = "0123456789ACEFGHJKMNPRTUVWXY"
_LOOK_ALIKE = str.maketrans("OQDILSZB", "00011528")


def key(text: str | None) -> str:
    """Return letters and digits only, in capitals: what makes two writings the same serial.

    >>> key(" pf-3x 9k/0l ")
    'PF3X9K0L'
    """
    return re.sub(r"[^A-Z0-9]", "", (text or "")[:LONGEST].upper())


def fold(text: str | None) -> str:
    """Return the key with signs that look alike made one: what two misread labels have in common.

    >>> fold("SN-O1l5") == fold("5N01I5")
    True
    """
    return key(text).translate(_LOOK_ALIKE)


def near(text: str | None) -> list[str]:
    """Return the folded serials one slip away: a sign wrong, missing, too many, or two of them swapped.

    Looked up in an index, these few hundred find a mistyped serial among millions.

    >>> fold("PF3X9K0L") in near("PF3X9K0"), near("AB1")
    (True, [])
    """
    folded = fold(text)
    if len(folded) < SHORTEST_NEAR:
        return []
    cuts = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    slips = {head + tail[1:] for head, tail in cuts if tail}
    slips |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    slips |= {head + sign + tail[1:] for head, tail in cuts if tail for sign in _SIGNS}
    slips |= {head + sign + tail for head, tail in cuts for sign in _SIGNS}
    return sorted(slips | {folded})
