"""Whatever has been done already, there is one next step, and nothing is proposed before it is permitted."""

from hypothesis import given
from hypothesis import strategies as some

from odoo.addons.crosstech_reseller_sync.lib.agreement import LOOK_STATES, STATES
from odoo.addons.crosstech_reseller_sync.lib.next_step import STEPS, Progress, next_step


@given(some.builds(Progress, agreement=some.sampled_from(["", *STATES])))
def test_there_is_always_one_step_and_none_looks_before_it_is_permitted(progress):
    step = next_step(progress)
    assert step in STEPS
    if step in ("map", "offer", "file"):
        assert progress.agreement in LOOK_STATES


def test_a_server_goes_from_details_to_test_to_permission_to_mapping_to_offer():
    walked = [
        Progress(),
        Progress(has_details=True),
        Progress(has_details=True, is_tested=True),
        Progress(has_details=True, is_tested=True, agreement="draft", is_asked=True),
        Progress(has_details=True, is_tested=True, agreement="looking"),
        Progress(has_details=True, is_tested=True, agreement="looking", has_mapping=True),
        Progress(has_details=True, is_tested=True, agreement="offered", has_mapping=True),
        Progress(has_details=True, is_tested=True, agreement="active", has_mapping=True),
    ]
    assert [next_step(one) for one in walked] == [
        "details", "test", "ask", "wait_look", "map", "offer", "wait_sign", "reading",
    ]  # fmt: skip


def test_files_need_no_test_but_a_file_once_looking_is_permitted():
    files = {"has_details": True, "needs_file": True}
    assert next_step(Progress(**files)) == "ask"
    assert next_step(Progress(**files, agreement="looking")) == "file"
    assert next_step(Progress(**files, agreement="looking", has_file=True)) == "map"
