"""How a value came to be: steps follow from versions alone, and each begins where the one before ended."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from odoo.addons.crosstech_reseller_sync.lib.entities import ENTITIES, PRICE, SALE_LINE, STOCK
from odoo.addons.crosstech_reseller_sync.lib.one import analysis, looking_back, story

START = datetime(2026, 10, 1)  # noqa: DTZ001 – naive UTC


def _versions(quantities):
    """Versions of a stock level; None for one that was gone."""
    return [
        {
            "product_key": "P1", "place": "Pontianak", "quantity": quantity, "activity": "count",
            "valid_from": START + timedelta(hours=number), "recorded_at": START + timedelta(hours=number),
            "run_id": number + 1, "is_deleted": quantity is None,
        }
        for number, quantity in enumerate(quantities)
    ]  # fmt: skip


@given(some.lists(some.one_of(some.none(), some.integers(-5, 50)), max_size=12))
def test_every_step_begins_where_the_one_before_ended(quantities):
    steps = story.tell(STOCK, _versions(quantities))
    assert [step.run_id for step in steps] == list(range(len(quantities), 0, -1))
    level = None
    for step in reversed(steps):
        for change in step.changes:
            if change.field == "quantity":
                assert change.before == level
                level = change.after
    assert level == (quantities[-1] if quantities else None)


def test_a_row_that_is_gone_has_lost_all_its_values():
    gone = story.tell(STOCK, _versions([3, None]))[0]
    assert {(change.field, change.after) for change in gone.changes} >= {("quantity", None), ("product_key", None)}


def test_a_sale_has_no_level_and_a_price_has_one():
    assert story.levels(SALE_LINE, [{"recorded_at": START, "quantity": 2}]) == []
    assert story.levels(PRICE, [{"recorded_at": START, "price": None}, {"recorded_at": START, "price": 5}]) == [
        (START, 5)
    ]


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("valid", [False, True])
def test_a_question_about_the_past_holds_parameters_only(entity, valid):
    for query in (looking_back.rows(entity, valid=valid), looking_back.totals(entity, valid=valid)):
        assert "%(sources)s" in query
        assert "%(system)s" in query
        assert query.count("%") == query.count("%(")


@pytest.mark.parametrize("name", ["", "a b", "x;--", "Ä", "1st", "a" * 64])
def test_a_name_that_postgresql_would_not_take_is_refused(name):
    with pytest.raises(analysis.AnalysisError):
        analysis.role_statements(name)
