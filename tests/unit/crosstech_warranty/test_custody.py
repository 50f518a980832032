"""Who may give a unit to whom; a machine that hands units over at random never loses one."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from odoo.addons.crosstech_warranty.lib import custody
from odoo.addons.crosstech_warranty.lib.custody import KINDS, NAMED_KINDS, WAYS, CustodyError, Holder

PARTNERS = st.sampled_from([None, 1, 2])


def _refusal(*args, **kwargs):
    with pytest.raises(CustodyError) as refused:
        custody.hand_over(*args, **kwargs)
    return refused.value.code


@pytest.mark.parametrize("giver", KINDS)
@pytest.mark.parametrize("taker", KINDS)
def test_every_way_is_open_or_closed_as_the_table_says(giver, taker):
    holder, to = Holder(giver, 1), Holder(taker, 2)
    if taker in WAYS[giver]:
        assert custody.hand_over(holder, to) == to
    else:
        assert _refusal(holder, to) in ("way", "same")


def test_what_is_scrapped_goes_nowhere():
    assert {_refusal(Holder("scrap"), Holder(kind, 1)) for kind in KINDS if kind != "scrap"} == {"way"}


def test_technicians_and_suppliers_are_named():
    assert [_refusal(Holder("workshop"), Holder(kind)) for kind in NAMED_KINDS] == ["name", "name"]


def test_only_who_has_it_gives_it():
    assert _refusal(Holder("courier"), Holder("workshop"), giver="technician") == "giver"


def test_nobody_takes_what_he_has():
    assert _refusal(Holder("technician", 1), Holder("technician", 1)) == "same"
    assert custody.hand_over(Holder("technician", 1), Holder("technician", 2)).partner == 2


def test_every_holder_but_scrap_finds_the_way_back_to_the_customer():
    reach = {"customer"}
    while more := {kind for kind in KINDS if set(WAYS[kind]) & reach} - reach:
        reach |= more
    assert reach == set(KINDS) - {"scrap"}


def test_a_correction_needs_a_reason():
    for reason in ("", "  "):
        with pytest.raises(CustodyError, match="reason"):
            custody.correct(Holder("scrap"), Holder("workshop"), reason)
    with pytest.raises(CustodyError, match="same"):
        custody.correct(Holder("workshop"), Holder("workshop"), "because")


class Custody(RuleBasedStateMachine):
    """Units by number; the record is a list, the holder its last line."""

    def __init__(self):
        super().__init__()
        self.record = {number: [Holder("customer", 1)] for number in range(3)}

    @rule(number=st.sampled_from([0, 1, 2]), kind=st.sampled_from(KINDS), partner=PARTNERS)
    def give(self, number, kind, partner):
        lines = self.record[number]
        before = list(lines)
        try:
            lines.append(custody.hand_over(lines[-1], Holder(kind, partner)))
        except CustodyError:
            assert lines == before
        else:
            assert kind in WAYS[before[-1].kind]

    @rule(number=st.sampled_from([0, 1, 2]), reason=st.sampled_from(["", "wrong scan"]))
    def take_back(self, number, reason):
        lines = self.record[number]
        if len(lines) > 1 and reason and lines[-1] != lines[-2]:
            lines.append(custody.correct(lines[-1], lines[-2], reason))

    @invariant()
    def every_unit_has_one_holder_who_is_known(self):
        for lines in self.record.values():
            assert lines[-1].kind in KINDS
            assert lines[-1].kind not in NAMED_KINDS or lines[-1].partner


TestCustody = Custody.TestCase
