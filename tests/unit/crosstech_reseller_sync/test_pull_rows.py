"""Rows are cleaned where that loses nothing, and set aside with a reason where it would."""

# ruff: noqa: DTZ001, DTZ901 – naive UTC, as in the tables

from datetime import date, datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES, PRODUCT, STOCK
from odoo.addons.crosstech_reseller_sync.lib.pull import rows

NOW = datetime(2026, 5, 1, 12, 0)
JAKARTA = ZoneInfo("Asia/Jakarta")


def _clean(*batch, entity=STOCK):
    bad = []
    return list(rows.Cleaner(entity, zone=JAKARTA, read_at=NOW).rows(batch, bad)), bad


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None), ("", None), (" \t\r\n", None), ("a\0b\0", "ab"), ("Monitör 27″ 🖥", "Monitör 27″ 🖥"),
        (b"\xf0\x9f\x96\xa5", "🖥"), (b"Caf\xe9", "Café"), ("Caf\udce9", "Café"), ("x\ud800", "x\ufffd"),
        (7, "7"), (7.0, "7"), (Decimal("7.50"), "7.50"), (Decimal("7.00"), "7"), (True, "1"), ("x" * 300, "x" * 300),
        (memoryview(b"abc"), "abc"), (Decimal("sNaN"), "sNaN"),
    ],
)  # fmt: skip
def test_a_text_is_kept_in_plain_unicode(value, text):
    assert rows.text(value) == text


def test_a_text_that_is_too_long_is_not_cut():
    with pytest.raises(rows.BadValue, match="too_long"):
        rows.text("x" * 301)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None), (0, 0), (-3, -3), ("12.50", Decimal("12.50")), (" 7 ", 7), (b"7", 7), ("", None), ("1e3", 1000),
        (1.1, Decimal("1.1")), (True, 1), (Decimal("1234567890123456789012345678.0123456789"),) * 2,
        (Decimal("0.00000000005"), 0), (Decimal("0.00000000015"), Decimal("0.0000000002")), (10**20, 10**20),
    ],
)  # fmt: skip
def test_a_number_is_exact_to_the_tenth_decimal(value, number):
    assert rows.number(value) == number


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "not_a_number"), (Decimal("NaN"), "not_a_number"), (Decimal("sNaN"), "not_a_number"),
        (float("inf"), "not_a_number"), (Decimal("-Infinity"), "not_a_number"), ("12,5", "not_a_number"),
        ("1_000", "not_a_number"), ("١٢", "not_a_number"), (10**28, "too_large"), (-(10**28), "too_large"),
        ("1e999", "too_large"), ({}, "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_ours_is_refused(value, reason):
    with pytest.raises(rows.BadValue, match=reason):
        rows.number(value)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (None, None), ("0000-00-00", None), ("0000-00-00 00:00:00", None), ("", None),
        (datetime(2026, 1, 1, 7), datetime(2026, 1, 1)), (date(2026, 1, 1), datetime(2025, 12, 31, 17)),
        (datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 1)),
        ("2026-01-01T07:00:00+07:00", datetime(2026, 1, 1)), ("2026-01-01 07:00", datetime(2026, 1, 1)),
        (b"2026-01-01", datetime(2025, 12, 31, 17)),
    ],
)  # fmt: skip
def test_a_moment_is_utc(value, moment):
    assert rows.moment_reader(JAKARTA)(value) == moment


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (datetime.max, "far_moment"), (datetime.min, "far_moment"), (datetime(2200, 1, 1), "far_moment"),
        (date(1, 1, 1), "far_moment"), ("yesterday", "not_a_moment"), ("2026-13-01", "not_a_moment"),
        (5, "not_a_moment"),
    ],
)  # fmt: skip
def test_a_far_moment_or_none_at_all_is_refused(value, reason):
    with pytest.raises(rows.BadValue, match=reason):
        rows.moment_reader(JAKARTA)(value)


@pytest.mark.parametrize(("value", "flag"), [(1, True), (0, False), (b"\0", False), ("Y", True), ("tidak", False)])
def test_a_flag_comes_in_many_words(value, flag):
    assert rows.flag(value) is flag


def test_a_value_holds_from_its_moment_but_never_from_one_after_its_reading():
    early, late = datetime(2026, 1, 1, 7), datetime(2026, 12, 1)
    good, bad = _clean(("1", "P", None, 5, early), ("2", "P", None, 5, None), ("3", "P", None, 5, late))
    assert [row[-1] for row in good] == [datetime(2026, 1, 1), NOW, NOW]
    assert not bad


def test_a_bad_row_is_set_aside_as_it_was_and_the_others_go_on():
    good, bad = _clean(("1", "P", None, "x\0", None), ("2", "P", None, 5, None), (None, "P", None, 5, None), ("4", "P"))
    assert [row[0] for row in good] == ["2"]
    assert [(row.field, row.reason, row.key) for row in bad] == [
        ("quantity", "not_a_number", "1"), ("key", "required", None), ("", "columns", None),
    ]  # fmt: skip
    assert bad[0].original == {"key": "1", "product_key": "P", "place": None, "quantity": "x\\0", "changed": None}


_anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(), st.binary(), st.dates(),
    st.datetimes(), st.text(st.characters(codec=None), max_size=5), st.lists(st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from(sorted(ENTITIES)), st.data())
def test_every_row_is_either_clean_or_set_aside(name, data):
    entity = ENTITIES[name]
    batch = data.draw(st.lists(st.lists(_anything, min_size=len(entity.fields), max_size=len(entity.fields))))
    good, bad = _clean(*map(tuple, batch), entity=entity)
    assert len(good) + len(bad) == len(batch)
    for row in good:
        assert all(value is not None for value, field in zip(row, entity.fields, strict=False) if field.required)
        for value in row:
            if isinstance(value, str):
                assert 0 < len(value.encode().decode()) <= 300
                assert "\0" not in value
            if isinstance(value, Decimal):
                assert value.is_finite()
                assert abs(value) < 10**28
    assert all(row.reason in rows.REASONS and (row.field or row.reason == "columns") for row in bad)


@given(st.lists(_anything, min_size=10, max_size=10))
def test_cleaning_what_is_clean_changes_nothing(values):
    good, _bad = _clean(("key", "sku", "b", "name", *values[4:]), entity=PRODUCT)
    for row in good:
        aware = [v.replace(tzinfo=timezone.utc) if isinstance(v, datetime) else v for v in row[:-1]]
        again, bad = _clean(tuple(aware), entity=PRODUCT)
        assert again == [row]
        assert not bad
