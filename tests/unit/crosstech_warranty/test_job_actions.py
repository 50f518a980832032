"""What a technician's page may send, and how it is read."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_warranty.lib import agenda, job_actions
from odoo.addons.crosstech_warranty.lib.work_order import STATES

GOOD = {"key": "0123456789abcdef", "action": "solve", "resolution": "5", "work_done": "New fan"}


@pytest.mark.parametrize(
    ("changed", "code", "name"),
    [
        ({"key": ""}, "key", ""),
        ({"key": "short"}, "key", ""),
        ({"key": "x" * 65}, "key", ""),
        ({"key": "has spaces in it"}, "key", ""),
        ({"action": ""}, "action", ""),
        ({"action": "_unlink"}, "action", ""),
        ({"resolution": " "}, "missing", "resolution"),
        ({"work_done": ""}, "missing", "work_done"),
        ({"action": "plan"}, "missing", "planned"),
        ({"action": "needs_part"}, "missing", "note"),
        ({"action": "hand_in", "note": "Board"}, "missing", "awb"),
    ],
)
def test_what_is_not_whole_is_refused_with_what_is_missing(changed, code, name):
    with pytest.raises(job_actions.JobError) as refused:
        job_actions.parse({**GOOD, **changed})
    assert (refused.value.code, refused.value.name) == (code, name)


def test_texts_are_trimmed_cut_and_freed_of_what_the_database_cannot_keep():
    values = job_actions.parse({**GOOD, "work_done": " a\x00b ", "note": "n" * 5000, "awb": "9" * 100}).values
    assert values["work_done"] == "ab"
    assert (len(values["note"]), len(values["awb"])) == (job_actions.LONGEST_TEXT, job_actions.LONGEST_AWB)
    assert not {"key", "action", "csrf_token"} & values.keys()


@pytest.mark.parametrize("state", STATES)
def test_an_action_fits_its_states_only(state):
    for action in {name for actions in job_actions.ACTIONS.values() for name in actions}:
        if action in job_actions.ACTIONS.get(state, ()):
            job_actions.check(action, job_actions.ACTIONS.get(state, ()))
        else:
            with pytest.raises(job_actions.JobError):
                job_actions.check(action, job_actions.ACTIONS.get(state, ()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("fan", [(1.0, "fan")]),
        ("2 x fan\n3 ssd", [(2.0, "fan"), (3.0, "ssd")]),
        ("0,5 x cable", [(0.5, "cable")]),
        ("0 x fan", [(1.0, "fan")]),
        ("500GB disk", [(1.0, "500GB disk")]),
    ],
)
def test_parts_are_read_as_people_write_them(text, expected):
    assert job_actions.parts(text) == expected


@given(st.text(max_size=300))
def test_whatever_is_written_parts_stay_few_and_short(text):
    found = job_actions.parts(text)
    assert len(found) <= job_actions.MOST_PARTS
    assert all(quantity > 0 and 0 < len(name) <= job_actions.LONGEST_PART for quantity, name in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_breaks_out_of_its_line_of_the_calendar(title, place):
    moment = datetime.fromisoformat("2026-03-01")
    visit = {"uid": "1@x", "start": moment, "stop": moment, "title": title, "place": place, "text": ""}
    lines = agenda.calendar([visit], moment).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    names = [line.partition(":")[0] for line in lines if line and not line.startswith(" ")]
    assert names.count("SUMMARY") == names.count("BEGIN") - 1 == 1
