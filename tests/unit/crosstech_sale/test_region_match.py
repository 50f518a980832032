"""Which region a written province, city and district mean."""

import csv
import gzip
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crosstech_sale.lib.region_match import Place, RegionIndex

PLACES = (
    Place(1, "61", "Kalimantan Barat", "province", None, ("kalbar",)),
    Place(2, "61.71", "Kota Pontianak", "regency", 1),
    Place(3, "61.02", "Kabupaten Mempawah", "regency", 1, ("kabupaten pontianak",)),
    Place(4, "61.12", "Kabupaten Kubu Raya", "regency", 1, (), ("kabupaten mempawah",)),
    Place(5, "61.71.01", "Pontianak Selatan", "district", 2),
    Place(6, "61.71.02", "Pontianak Timur", "district", 2),
    Place(7, "61.71.05", "Pontianak Kota", "district", 2),
    Place(8, "61.12.09", "Sungai Kakap", "district", 4),
    Place(9, "61.02.01", "Mempawah Hilir", "district", 3),
    Place(10, "32", "Jawa Barat", "province", None, ("jabar",)),
    Place(11, "32.04", "Kabupaten Bandung", "regency", 10),
    Place(12, "32.73", "Kota Bandung", "regency", 10),
    Place(13, "32.73.01", "Sukasari", "district", 12),
    Place(14, "32.04.05", "Cileunyi", "district", 11),
    Place(15, "32.04.09", "Baleendah", "district", 11),
    Place(16, "36", "Banten", "province", None, (), ("jawa barat",)),
    Place(17, "36.71", "Kota Tangerang", "regency", 16),
    Place(18, "36.71.01", "Ciledug", "district", 17),
    Place(19, "63", "Kalimantan Selatan", "province", None),
    Place(20, "63.02", "Kabupaten Kotabaru", "regency", 19),
    Place(21, "63.02.01", "Pulau Laut Utara", "district", 20),
)


@pytest.fixture(scope="module")
def index():
    return RegionIndex(PLACES)


@pytest.mark.parametrize(
    ("written", "expected", "method"),
    [
        (("Kalimantan Barat", "Kota Pontianak", "Pontianak Selatan"), 5, "exact"),
        (("KALBAR", "pontianak", "Kec. Pontianak-Selatan"), 5, "normalised"),
        (("", "Kota Pontianak", "Pontianak Slatan"), 2, "city"),  # a word that tells neighbours apart is not guessed
        (("", "Kota Pontianak", "Pontianakk Timur"), 6, "folded"),
        (("", "Kab. Bandung", "Bale Endah"), 15, "normalised"),
        (("", "Kab. Bandung", "Balendah"), 15, "folded"),
        (("", "Kab. Bandung", "Cileunyii"), 14, "folded"),
        (("", "Kab. Bandung", "Cileunyik"), 14, "close"),
        (("", "Kab. Pontianak", "Mempawah Hilir"), 9, "exact"),
        (("", "Kab. Pontianak", "Sungai Kakap"), 8, "split"),
        (("", "Kab. Mempawah", "Sei Kakap"), 8, "split"),
        (("Jawa Barat", "Kota Tangerang", "Ciledug"), 18, "exact"),
        (("", "Bandung", "Cileunyi"), 14, "exact"),
        (("", "Bandung", "Sukasari"), 13, "exact"),
        (("", "Kab. Kota Baru", "Pulau Laut Utara"), 21, "exact"),
        (("", "Kota Pontianak", "Pontianak"), 2, "city"),
        (("", "Kota Pontianak", "Siantan"), 2, "city"),
        (("", "Kota Pontianak", ""), 2, "normalised"),
        (("Kalbar", "", ""), 1, "alias"),
        (("", "", "Baleendah"), 15, "exact"),
    ],
)
def test_written_names_find_their_region(index, written, expected, method):
    match = index.resolve(*written)
    assert match.place_id == expected
    assert method in (match.method, "alias")


@pytest.mark.parametrize(
    "written",
    [
        ("", "", ""),
        (None, None, None),
        ("", "Bandung", ""),  # a city and a regency share the name
        ("", "Bandung", "Nowhere"),
        ("", "Atlantis", "Pontianak Selatan"),
        ("Jawa Barat", "Kota Pontianak", "Pontianak Selatan"),  # the province contradicts
        ("", "'; DROP TABLE res_partner; --", "x"),
        ("", "%", "_"),
    ],
)
def test_what_is_unsure_stays_undecided(index, written):
    assert index.resolve(*written).place_id is None


def test_undecided_names_offer_candidates(index):
    assert index.resolve("", "Bandung", "").candidates == (11, 12)
    assert index.resolve("Jawa Barat", "Kota Pontianak", "Pontianak Selatan").candidates == (2,)


def test_a_street_line_names_a_district(index):
    assert index.find_in_text(2, "Jl. Ahmad Yani 12, Kec. Pontianak Selatan").place_id == 5
    assert index.find_in_text(2, "Jl. Pontianak Selatan / Pontianak Timur").place_id is None
    assert index.find_in_text(2, "Jalan Sudirman").place_id is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_an_answer_inside_the_list(province, city, district):
    match = RegionIndex(PLACES).resolve(province, city, district)
    known = {place.id for place in PLACES}
    assert {match.place_id, *match.candidates} - {None} <= known
    assert (match.place_id is None) == (match.level is None)


# === THE REAL LISTS === #

ALIASES = Path(__file__).parents[3] / "addons/crosstech_sale/data/region_alias.csv"


def _national_list(file):
    """The national list with the aliases of the addon."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"] != "village"]
    other = defaultdict(tuple)
    with ALIASES.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            other[row["code"], row["kind"]] += (row["name"],)
    ids = {row["code"]: number for number, row in enumerate(rows, start=1)}
    parts = [(row["code"], row["name"], row["level"], ids.get(row["parent_code"])) for row in rows]
    return [Place(ids[part[0]], *part, other[part[0], "name"], other[part[0], "split"]) for part in parts]


def test_a_real_price_list_finds_its_districts(shared_data):
    with shared_data("courier/jne_tangerang_2015.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places = _national_list(shared_data("regions/id_regions.csv.gz"))
    started = time.perf_counter()
    index = RegionIndex(places)
    matches = {key: index.resolve("", *key) for key in {(row["city"], row["district"]) for row in rows}}
    seconds = time.perf_counter() - started
    levels = Counter(match.level for match in matches.values())
    assert levels["district"] / len(matches) >= 0.92
    assert (levels["district"] + levels["regency"]) / len(matches) >= 0.999
    assert seconds < 15


def test_every_alias_of_ours_belongs_to_a_region_of_the_national_list(shared_data):
    codes = {place.code for place in _national_list(shared_data("regions/id_regions.csv.gz"))}
    with ALIASES.open(encoding="utf-8") as lines:
        rows = [(row["code"], row["kind"], row["name"]) for row in csv.DictReader(lines)]
    assert {code for code, _kind, _name in rows} <= codes
    assert {kind for _code, kind, _name in rows} == {"name", "split"}
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("city", "district", "code"),
    [
        ("Kab. Padang Pariaman", "2 X 11 Kayu Tanam", "13.05.15"),
        ("Kab. Pontianak", "Sungai Kakap", "61.12.09"),
        ("Kab. Maluku Tenggara Barat", "Tanimbar Selatan", "81.03.01"),
        ("Kab. Bulukumba", "Bulukumba", "73.02"),  # not Bulukumpa, which only sounds alike
        ("Kab. Timor Tengah Selatan", "Amanatun Timur", "53.02"),  # not Amanuban Timur
        ("Kab. Kapuas", "Kuala Kapuas", "62.03"),  # a town, not the district Kapuas Kuala
        ("Kota Medan", "Medan", "12.71"),  # the whole city, not Medan Kota
        ("Kota Palembang", "Ilir Barat II", "16.71.01"),
        ("Kab. Tangerang", "Pondok Aren / Jurang Mangu", "36.74.03"),
        ("DKI Jakarta", "Jakarta", "31"),
    ],
)
def test_hard_rows_of_the_real_list(shared_data, city, district, code):
    index = RegionIndex(_national_list(shared_data("regions/id_regions.csv.gz")))
    match = index.resolve("", city, district)
    assert index.places[match.place_id].code == code
