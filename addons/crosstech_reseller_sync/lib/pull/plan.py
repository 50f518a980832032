"""What to read next of an entity: everything, what grew since the last pull, or the keys alone.

A cursor is a column that grows when a row is new or changed. Reading from it is safe on these terms:

- the upper bound is the cursor's largest value *in the same snapshot* the rows are read in, and becomes the watermark;
- the lower bound is inclusive and lies an overlap below the watermark: a transaction that took its cursor value before
  the watermark and committed after it is read by the next pull. The overlap must exceed the longest such delay;
- rows without a cursor value are always read;
- whatever is read twice is merged by its key, which changes nothing;
- now and then the set of keys is compared: what is gone ends, what was missed is read. More rarely everything is read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

EVERYTHING, SINCE, KEYS = "everything", "since", "keys"


@dataclass(frozen=True)
class Cadence:
    """How often what is done.

    :param overlap: for cursors that are moments
    :param overlap_numbers: for cursors that are numbers
    :param keys_every: pulls from one comparison of keys to the next; 0 for never
    :param everything_every: pulls from one reading of everything to the next; 0 for never
    """

    overlap: timedelta = timedelta(minutes=15)
    overlap_numbers: int = 1_000
    keys_every: int = 24
    everything_every: int = 24 * 7


@dataclass(frozen=True)
class State:
    """What is known of an entity of a source.

    :param watermark: the upper bound of the last pull as :func:`stored` wrote it; empty before the first one
    :param pulls: how many were finished
    """

    watermark: str = ""
    pulls: int = 0


@dataclass(frozen=True)
class Step:
    """One reading.

    :param mode: ``everything`` tells what is gone, too; ``since`` does not; ``keys`` reads keys alone
    :param lower: inclusive, or None: no lower bound
    :param upper: inclusive, or None: no upper bound
    """

    mode: str
    lower: object = None
    upper: object = None

    def wants(self, cursor) -> bool:
        """Whether a row with this cursor value is read.

        >>> Step(SINCE, 5, 9).wants(5), Step(SINCE, 5, 9).wants(None), Step(SINCE, 5, 9).wants(10)
        (True, True, False)
        """
        if self.mode != SINCE or cursor is None:
            return True
        return (self.lower is None or cursor >= self.lower) and (self.upper is None or cursor <= self.upper)


def steps(
    state: State, *, has_cursor: bool, upper=None, cadence: Cadence | None = None, anew=False
) -> tuple[Step, ...]:
    """Plan the readings of one entity in one pull.

    :param anew: whether everything is to be read, whatever the cadence says
    :param upper: the cursor's largest value in the snapshot that will be read; None when there is no row with one

    >>> steps(State(), has_cursor=True, upper=500)
    (Step(mode='everything', lower=None, upper=None),)
    >>> steps(State("500", 1), has_cursor=True, upper=9_000)
    (Step(mode='since', lower=Decimal('-500'), upper=9000),)
    >>> [step.mode for step in steps(State("500", 24), has_cursor=True, upper=9_000)]
    ['since', 'keys']
    """
    cadence = cadence or Cadence()
    if anew or not has_cursor or not state.watermark or _is_due(state.pulls, cadence.everything_every):
        return (Step(EVERYTHING),)
    mark = watermark(state.watermark)
    if upper is not None and not _alike(mark, upper):
        return (Step(EVERYTHING),)  # the cursor changed its type
    lower = mark - (cadence.overlap if isinstance(mark, datetime) else cadence.overlap_numbers)
    since = Step(SINCE, lower, upper)
    return (since, Step(KEYS)) if _is_due(state.pulls, cadence.keys_every) else (since,)


def _is_due(pulls: int, every: int) -> bool:
    return bool(every and pulls and pulls % every == 0)


def _alike(mark, upper) -> bool:
    return isinstance(mark, datetime) == isinstance(upper, datetime)


def after(state: State, upper) -> State:
    """Tell the state after a pull that read up to ``upper``; a watermark never goes back for want of rows.

    >>> after(State("500", 1), None), after(State(), 7)
    (State(watermark='500', pulls=2), State(watermark='7', pulls=1))
    """
    return State(state.watermark if upper is None else stored(upper), state.pulls + 1)


def stored(value) -> str:
    """Write a cursor's value down.

    >>> stored(12), stored(datetime(2024, 5, 1)), watermark("2024-05-01T00:00:00")
    ('12', '2024-05-01T00:00:00', datetime.datetime(2024, 5, 1, 0, 0))
    """
    return value.isoformat() if isinstance(value, datetime) else str(value)


def watermark(text: str):
    """Read a cursor's value as it was written down."""
    return datetime.fromisoformat(text) if "T" in text else Decimal(text)
