"""Lists of regions: read, refused, compared."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import region_list
from odoo.addons.crosstech_sale.lib.region_list import RegionListError, Row

GOOD = "kode;nama\n61;Kalimantan Barat\n61.71;Kota Pontianak\n617101;Pontianak Selatan\n61.71.01.1001;Benua Melayu\n"


def test_levels_and_parents_follow_from_the_code():
    rows = region_list.read_file(GOOD.encode())
    assert [(row.code, row.level, row.parent_code) for row in rows] == [
        ("61", "province", None),
        ("61.71", "regency", "61"),
        ("61.71.01", "district", "61.71"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"code,name\n\0,\0\n", "UTF-8"),
        (b"<html><body>404</body></html>", "no column"),
        (b"code,name\n", "no region"),
        (b"code,name\nABC,Pontianak\n", "line 2"),
        (b"code,name\n61\n", "line 2"),
        (b"code,name\n61,\n", "line 2"),
        (b"code,name\n61,A\n61,B\n", "line 3"),
        (b"code,name\n61," + b"x" * 200 + b"\n", "line 2"),
        (b"code,name\n6171012001,A village\n", "no region"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(content, reason):
    with pytest.raises(RegionListError, match=reason):
        region_list.read_file(content)


def test_a_folder_without_its_files_is_refused(tmp_path):
    with pytest.raises(RegionListError, match=r"provinces.csv is missing"):
        region_list.read_folder(tmp_path)


def test_new_renamed_back_and_gone_are_told_apart():
    current = {
        "61": ("Kalbar", True),
        "61.01": ("Sambas", True),
        "61.02": ("Mempawah", False),
        "62": ("Kalimantan Tengah", True),
        "62.01": ("Kapuas", True),
    }
    rows = [Row("61", "Kalimantan Barat"), Row("61.02", "Mempawah"), Row("61.03", "Sanggau")]
    changes = region_list.compare(current, rows)
    assert [row.code for row in changes.new] == ["61.03"]
    assert [(row.code, old) for row, old in changes.renamed] == [("61", "Kalbar")]
    assert [row.code for row in changes.back] == ["61.02"]
    assert changes.gone == ("61.01",)  # the list says nothing of province 62
    assert region_list.compare(current, rows, complete=False).gone == ()


def test_a_region_without_its_wider_region_is_found():
    assert region_list.orphans({"61": ("x", True)}, [Row("61.01", "a"), Row("62.01", "b")]) == [Row("62.01", "b")]


def test_all_38_provinces_have_a_state_and_a_time_zone():
    assert len(region_list.PROVINCES) == 38
    assert len({iso for iso, _zone in region_list.PROVINCES.values()}) == 38


@given(st.lists(st.tuples(st.sampled_from(["11", "12", "13"]), st.sampled_from("AB")), unique_by=lambda pair: pair[0]))
def test_taking_a_list_over_twice_changes_nothing_the_second_time(pairs):
    rows = [Row(code, name) for code, name in pairs]
    after = {row.code: (row.name, True) for row in rows}
    changes = region_list.compare(after, rows)
    assert (changes.new, changes.renamed, changes.back, changes.gone) == ((), (), (), ())
    assert changes.same == len(rows)


@given(st.binary(max_size=300))
@example(b"\r\x01")
@example(b"kode" + b"x" * 140_000)
def test_any_bytes_are_a_list_or_refused(content):
    with contextlib.suppress(RegionListError):
        assert region_list.read_file(content)
