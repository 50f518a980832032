"""What a technician does with a job on his page, and what each asks of him (S1.12, S1.13, S1.16)."""

import re
from dataclasses import dataclass

# What may be done while the work order stands at a state, in the order it is offered on the page.
ACTIONS = {
    "requested": ("accept", "decline"),
    "assigned": ("plan", "on_way", "start", "hand_in"),
    "visiting": ("solve", "collect", "quote", "needs_part", "hand_in", "absent"),
    "solved": ("collect",),
    "settled": ("collect", "close"),
}
# Fields without which an action is refused.
NEEDED = {
    "decline": (),
    "plan": ("planned",),
    "solve": ("resolution", "work_done"),
    "quote": ("parts",),
    "needs_part": ("note",),
    "hand_in": ("note", "awb"),
}
KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST_TEXT = 2000
LONGEST_AWB = 60
LONGEST_PART, MOST_PARTS = 200, 50
PART = re.compile(r"(?:(?P<quantity>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:[x×*]\s+|\s))?\s*(?P<name>.*)")


class JobError(ValueError):
    """An action that is refused.

    :ivar str code: ``key``, ``action``, ``state``, or ``missing``
    :ivar str name: the field that is missing
    """

    def __init__(self, code: str, name: str = ""):
        super().__init__(code)
        self.code, self.name = code, name


@dataclass(frozen=True)
class Request:
    """One action as the page sent it, checked for its form."""

    key: str
    action: str
    values: dict


def parse(values: dict) -> Request:
    """Check the form of what was sent; texts are trimmed and cut to what is kept.

    :param values: of the form, all text
    :raises JobError: ``key``, ``action`` or ``missing``

    >>> parse({"key": "a1b2c3d4", "action": "solve", "resolution": "5", "work_done": " New fan. "}).values["work_done"]
    'New fan.'
    """
    key, action = str(values.get("key") or ""), str(values.get("action") or "")
    if not KEY.fullmatch(key):
        raise JobError("key")
    if not any(action in actions for actions in ACTIONS.values()):
        raise JobError("action")
    texts = {
        name: value.replace("\x00", "").strip()[: LONGEST_AWB if name == "awb" else LONGEST_TEXT]
        for name, value in values.items()
        if isinstance(value, str) and name not in ("key", "action", "csrf_token", "signature")
    }
    for name in NEEDED.get(action, ()):
        if not texts.get(name):
            raise JobError("missing", name)
    return Request(key, action, texts)


def check(action: str, possible: tuple[str, ...]) -> None:
    """Refuse an action that cannot be taken now.

    :raises JobError: ``state``

    >>> check("solve", ACTIONS["visiting"])
    """
    if action not in possible:
        raise JobError("state")


def parts(text: str) -> list[tuple[float, str]]:
    """Read parts as people write them, one per line: "2 x fan", "2 fan", "fan".

    :return: list of (quantity, name)

    >>> parts("2 x Fan\\nSSD 500 GB\\n\\n1,5 m cable")
    [(2.0, 'Fan'), (1.0, 'SSD 500 GB'), (1.5, 'm cable')]
    """
    found = []
    for line in text.splitlines():
        match = PART.fullmatch(line.strip())
        if match and match["name"]:
            quantity = float((match["quantity"] or "1").replace(",", "."))
            found.append((quantity or 1.0, match["name"][:LONGEST_PART]))
    return found[:MOST_PARTS]
