"""Where the people of the demo live: one district each, across the islands and the three time zones."""

from typing import NamedTuple


class Place(NamedTuple):
    """A district with what stands above it."""

    code: str  # national code of the district
    district: str
    regency: str
    province: str
    state: str  # external identifier of Odoo's province
    zip: str
    timezone: str = "Asia/Jakarta"


WITA, WIT = "Asia/Makassar", "Asia/Jayapura"
PLACES = {
    "jakarta": Place("31.71.02", "Sawah Besar", "Kota Administrasi Jakarta Pusat", "DKI Jakarta", "jk", "10730"),
    "serpong": Place("36.74.01", "Serpong", "Kota Tangerang Selatan", "Banten", "bt", "15310"),
    "bekasi": Place("32.75.04", "Bekasi Selatan", "Kota Bekasi", "Jawa Barat", "jb", "17141"),
    "bandung": Place("32.73.02", "Coblong", "Kota Bandung", "Jawa Barat", "jb", "40132"),
    "semarang": Place("33.74.01", "Semarang Tengah", "Kota Semarang", "Jawa Tengah", "jt", "50131"),
    "yogyakarta": Place("34.71.03", "Gondokusuman", "Kota Yogyakarta", "Daerah Istimewa Yogyakarta", "yo", "55221"),
    "surabaya": Place("35.78.08", "Gubeng", "Kota Surabaya", "Jawa Timur", "ji", "60281"),
    "banda_aceh": Place("11.71.02", "Kuta Alam", "Kota Banda Aceh", "Aceh", "ac", "23121"),
    "medan": Place("12.71.17", "Medan Baru", "Kota Medan", "Sumatera Utara", "su", "20154"),
    "padang": Place("13.71.03", "Padang Barat", "Kota Padang", "Sumatera Barat", "sb", "25111"),
    "batam": Place("21.71.10", "Batam Kota", "Kota Batam", "Kepulauan Riau", "kr", "29464"),
    "denpasar": Place("51.71.01", "Denpasar Selatan", "Kota Denpasar", "Bali", "ba", "80221", WITA),
    "mataram": Place("52.71.02", "Mataram", "Kota Mataram", "Nusa Tenggara Barat", "nb", "83121", WITA),
    "kupang": Place("53.71.04", "Oebobo", "Kota Kupang", "Nusa Tenggara Timur", "nt", "85111", WITA),
    "pontianak": Place("61.71.01", "Pontianak Selatan", "Kota Pontianak", "Kalimantan Barat", "kb", "78121"),
    "banjarmasin": Place(
        "63.71.05", "Banjarmasin Tengah", "Kota Banjarmasin", "Kalimantan Selatan", "ks", "70111", WITA
    ),
    "balikpapan": Place("64.71.06", "Balikpapan Kota", "Kota Balikpapan", "Kalimantan Timur", "ki", "76111", WITA),
    "manado": Place("71.71.04", "Wenang", "Kota Manado", "Sulawesi Utara", "sa", "95111", WITA),
    "makassar": Place("73.71.09", "Panakkukang", "Kota Makassar", "Sulawesi Selatan", "sn", "90231", WITA),
    "ambon": Place("81.71.02", "Sirimau", "Kota Ambon", "Maluku", "ma", "97127", WIT),
    "jayapura": Place("91.71.03", "Abepura", "Kota Jayapura", "Papua", "pa", "99351", WIT),
    "sorong": Place("96.71.06", "Sorong Manoi", "Kota Sorong", "Papua Barat Daya", "pd", "98412", WIT),
}


def make_regions(demo):
    """Import the whole national list where its folder is given, else make only the districts named here."""
    if demo.regions:
        demo.env["crosstech.region.import"]._import_folder(demo.regions)
    for place in PLACES.values():
        _ensure(demo, place)
    warehouse = demo.env["stock.warehouse"].search([("company_id", "=", demo.company.id)], limit=1)
    (demo.company.partner_id | warehouse.partner_id).write({"region_id": region(demo, "jakarta").id})


def region(demo, key):
    """The district of a place."""
    return _find(demo, PLACES[key].code)


def address(demo, key, street) -> dict:
    """Address values of a partner who lives in a place."""
    place = PLACES[key]
    return {
        "street": street,
        "city": place.regency,
        "zip": place.zip,
        "state_id": _state(demo, place).id,
        "country_id": demo.env.ref("base.id").id,
        "region_id": region(demo, key).id,
        "tz": place.timezone,
    }


def _find(demo, code):
    return demo.env["crosstech.region"].search([("code", "=", code), ("country_id", "=", demo.env.ref("base.id").id)])


def _state(demo, place):
    return demo.env.ref(f"base.state_id_{place.state}")


def _ensure(demo, place):
    """Make province, regency and district of a place where they are missing."""
    parent = demo.env["crosstech.region"]
    parts = place.code.split(".")
    names = (place.province, place.regency, place.district)
    for depth, (level, name) in enumerate(zip(("province", "regency", "district"), names, strict=True), 1):
        code = ".".join(parts[:depth])
        found = _find(demo, code)
        parent = found or parent.create(
            {
                "code": code,
                "name": name,
                "level": level,
                "parent_id": parent.id,
                "country_id": demo.env.ref("base.id").id,
                "state_id": _state(demo, place).id,
                "timezone": place.timezone,
            }
        )
