"""The one thing to do next about a source, from its first details to the daily reading."""

from dataclasses import dataclass

from .agreement import LOOK_STATES

STEPS = (
    "details", "file", "test", "ask", "wait_look", "map", "offer", "wait_sign", "reading", "paused", "ended",
)  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """How far a source is.

    :param needs_file: whether it is read from a file that somebody has to upload
    :param agreement: state of ``lib.agreement``, empty without any
    :param is_asked: whether the reseller was asked to permit looking
    """

    has_details: bool = False
    needs_file: bool = False
    has_file: bool = False
    is_tested: bool = False
    agreement: str = ""
    is_asked: bool = False
    has_mapping: bool = False


def next_step(progress: Progress) -> str:
    """Return one of ``STEPS``.

    >>> next_step(Progress(has_details=True, is_tested=True))
    'ask'
    >>> next_step(Progress(has_details=True, is_tested=True, agreement="looking"))
    'map'
    """
    state = progress.agreement
    if state in ("active", "paused", "offered"):
        return {"active": "reading", "paused": "paused", "offered": "wait_sign"}[state]
    if state in ("replaced", "revoked", "expired"):
        return "ended"
    if not progress.has_details:
        return "details"
    if state not in LOOK_STATES:
        missing = "" if progress.is_tested or progress.needs_file else "test"
        return missing or ("wait_look" if progress.is_asked else "ask")
    if progress.needs_file and not progress.has_file:
        return "file"
    return "offer" if progress.has_mapping else "map"
