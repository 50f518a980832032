"""Why a pull failed: a code for the words of the screen, and whether trying again can help."""

from dataclasses import dataclass, field

import psycopg2

from ..mapping.spec import MappingError
from .stage import TooManyBadRows

MOST_ATTEMPTS = 8  # also of those that took their process with them
PAUSES_SECONDS = (60, 300, 900, 3_600)  # before the second, third … attempt; after the last one it has failed


@dataclass(frozen=True)
class Failure:
    """A reason.

    :param permanent: whether it stays until a person has done something
    """

    code: str
    permanent: bool
    facts: dict = field(default_factory=dict)


REFUSED = Failure("not_agreed", True)
DIED = Failure("died", True)


def of(error: BaseException) -> Failure | None:
    """Tell what an exception means; None for a mistake of our own.

    An error of ``lib.source`` or ``lib.transport`` says itself whether it is permanent, also behind one in words.
    """
    told = next((one for one in (error, error.__cause__) if one is not None and hasattr(one, "permanent")), None)
    if told is not None:
        return Failure(told.code, bool(told.permanent), _detail(told))
    if isinstance(error, TooManyBadRows):
        return Failure("too_many_bad", True)
    if isinstance(error, MappingError):
        return Failure("mapping", True, {"detail": str(error)})
    if isinstance(error, psycopg2.OperationalError):
        return Failure("our_database", False)
    return None


def _detail(error) -> dict:
    return {"detail": detail} if (detail := getattr(error, "detail", "")) else {}


def pause(attempts: int) -> int | None:
    """Tell how many seconds to wait after so many attempts; None when it is enough.

    >>> pause(1), pause(4), pause(5)
    (60, 3600, None)
    """
    return PAUSES_SECONDS[attempts - 1] if attempts <= len(PAUSES_SECONDS) else None
