"""Whatever order writers write and commit in, what was read and merged equals the source: nothing lost or doubled."""

# ruff: noqa: DTZ001 – naive UTC, as in the tables

import itertools
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.pull import plan

MOMENT = datetime(2026, 1, 1)


class Shop:
    """A table whose writers take a cursor value first and commit some beats later."""

    def __init__(self, ticks_per_value, delay):
        self.rows, self.open, self.beat = {}, [], 0
        self.ticks_per_value, self.delay = ticks_per_value, delay

    def write(self, key, value, late, *, blank):
        cursor = None if blank else self.beat // self.ticks_per_value
        self.open.append((self.beat + min(late, self.delay), key, (value, cursor)))

    def tick(self):
        """Let time pass; a row's writers commit in the order in which they locked it."""
        self.beat += 1
        due = [write for write in self.open if write[0] <= self.beat]
        waiting = {write[1] for write in self.open if write[0] > self.beat}
        for write in due:
            if write[1] not in waiting or self._is_first(write):
                self._commit(write)

    def _is_first(self, write):
        return next(other for other in self.open if other[1] == write[1]) is write

    def _commit(self, write):
        self.open.remove(write)
        _due, key, row = write
        if row[0] is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = row


class Ours:
    """A merge by key that counts the versions it writes."""

    def __init__(self):
        self.rows, self.versions, self.state, self.read = {}, {}, plan.State(), 0

    def pull(self, shop, cadence, as_value):
        snapshot = {key: (value, as_value(cursor)) for key, (value, cursor) in shop.rows.items()}
        cursors = [cursor for _value, cursor in snapshot.values() if cursor is not None]
        upper = max(cursors, default=None)
        for step in plan.steps(self.state, has_cursor=True, upper=upper, cadence=cadence):
            wanted = {key: row[0] for key, row in snapshot.items() if step.wants(row[1])}
            if step.mode == plan.KEYS:
                wanted = {key: row[0] for key, row in snapshot.items() if key not in self.rows}
            self.read += len(wanted)
            self._merge(wanted)
            if step.mode != plan.SINCE:
                self.rows = {key: value for key, value in self.rows.items() if key in snapshot}
        self.state = plan.after(self.state, upper)

    def _merge(self, rows):
        for key, value in rows.items():
            if key not in self.rows or self.rows[key] != value:
                self.versions.setdefault(key, []).append(value)
            self.rows[key] = value


def _number(cursor):
    return cursor


def _moment(cursor):
    return None if cursor is None else MOMENT + timedelta(minutes=cursor)


_writes = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 7), st.integers(0, 99), st.integers(0, 6), st.booleans()),
        st.just("tick"), st.just("pull"),
    ),
    max_size=80,
)  # fmt: skip


@settings(max_examples=400)
@given(_writes, st.integers(1, 5), st.sampled_from([_number, _moment]))
def test_with_an_overlap_above_the_longest_delay_nothing_is_lost(events, ticks_per_value, as_value):
    shop, ours = Shop(ticks_per_value, delay=6), Ours()
    cadence = plan.Cadence(timedelta(minutes=12), 12, keys_every=0, everything_every=0)
    for event in events:
        if event == "pull":
            ours.pull(shop, cadence, as_value)
        elif event != "tick":
            key, value, late, blank = event
            shop.write(key, value, late, blank=blank)
        shop.tick()
    for _ in range(20):
        shop.tick()
    ours.pull(shop, cadence, as_value)
    assert ours.rows == {key: value for key, (value, _cursor) in shop.rows.items()}
    for versions in ours.versions.values():
        assert all(one != next_one for one, next_one in itertools.pairwise(versions))


@settings(max_examples=200)
@given(_writes, st.integers(1, 5))
def test_a_reading_of_everything_heals_deletes_and_commits_after_the_overlap(events, ticks_per_value):
    shop, ours = Shop(ticks_per_value, delay=99), Ours()
    cadence = plan.Cadence(overlap_numbers=0, keys_every=2, everything_every=3)
    for event in events:
        if event == "pull":
            ours.pull(shop, cadence, _number)
        elif event != "tick":
            key, value, late, blank = event
            shop.write(key, value if value > 20 else None, late, blank=blank)
        shop.tick()
    for _ in range(120):
        shop.tick()
    for _ in range(4):
        ours.pull(shop, cadence, _number)
    assert ours.rows == {key: value for key, (value, _cursor) in shop.rows.items()}


def test_a_pull_without_news_reads_the_overlap_only():
    shop, ours = Shop(1, delay=0), Ours()
    for key in range(1000):
        shop.write(key, 1, 0, blank=False)
        shop.tick()
    cadence = plan.Cadence(overlap_numbers=10, keys_every=0, everything_every=0)
    ours.pull(shop, cadence, _number)
    ours.read = 0
    ours.pull(shop, cadence, _number)
    assert ours.read == 11


def test_without_a_cursor_everything_is_read_and_compared():
    assert [step.mode for step in plan.steps(plan.State("5", 9), has_cursor=False)] == [plan.EVERYTHING]


def test_a_cursor_that_became_a_date_begins_anew():
    (step,) = plan.steps(plan.State("500", 1), has_cursor=True, upper=MOMENT)
    assert step.mode == plan.EVERYTHING


def test_a_watermark_survives_being_written_down():
    for value in (7, 10**17, MOMENT, MOMENT + timedelta(microseconds=1)):
        assert plan.watermark(plan.stored(value)) == value
