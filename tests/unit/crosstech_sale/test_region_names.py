"""Names of regions brought to one form: as typed, as sounded, as counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib import region_names


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Pontianak Selatan", "pontianak selatan"),
        ("  PONTIANAK-Selatan. ", "pontianak selatan"),
        ("Kec. Tj. Karang", "kecamatan tanjung karang"),
        ("Kotamadya Bogor", "kota bogor"),
        ("2X11 Enam Lingkung", "2 x 11 enam lingkung"),
        ("Koto VII", "koto 7"),
        ("XIII Koto Kampar", "13 koto kampar"),
        ("Lolo Wa'u", "lolo wau"),
        ("Sei Raya", "sungai raya"),
        ("", ""),
        (None, ""),
        (False, ""),
        ("'; DROP TABLE crosstech_region; --", "drop table crosstech region"),
        ("🏠", ""),
    ],
)
def test_a_written_name_has_one_normal_form(written, normal):
    assert region_names.normalise(written) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bojong Picung", "Bojongpicung"),
        ("Soekaradja", "Sukaraja"),
        ("Sumpyuh", "Sumpiuh"),
        ("Meuraksa", "Meuraxa"),
        ("Ilir Barat I", "Ilir Barat Satu"),
        ("Rawas Ulu", "Rawas Hulu"),
        ("Bau - Bau", "Baubau"),
    ],
)
def test_names_that_sound_alike_fold_alike(one, other):
    assert region_names.fold(one) == region_names.fold(other)


def test_neighbours_keep_what_tells_them_apart():
    assert region_names.stem_and_rest("Amanuban Timur")[1] != region_names.stem_and_rest("Amanuban Barat")[1]
    assert region_names.stem_and_rest("Banyuasin II")[1] != region_names.stem_and_rest("Banyuasin III")[1]
    assert region_names.stem_and_rest("Muara Batu")[1] != region_names.stem_and_rest("Tanjung Batu")[1]


@given(st.text(max_size=60))
def test_the_normal_form_is_its_own_normal_form(text):
    once = region_names.normalise(text)
    assert region_names.normalise(once) == once


@given(st.text(max_size=60))
def test_any_text_at_all_is_taken(text):
    region_names.fold(text)
    region_names.stem_and_rest(text)
    region_names.split_kind(text)
    region_names.province_name(text)
    assert all(region_names.district_variants(text))
