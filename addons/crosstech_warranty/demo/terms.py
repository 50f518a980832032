"""Which warranty goods are sold with: the company's own, the supplier's official one, both, or none at all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One kind of terms: names in both languages, what covers it, the categories and single goods sold with it."""

    english: str
    indonesian: str
    values: dict
    categories: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    supplier: str = ""


TERMS = {
    "computer": Term(
        "Computers: 1 year with us, 1 year official",
        "Komputer: 1 tahun di kami, 1 tahun resmi",
        {"company_parts_months": 12, "company_labour_months": 12, "company_travel_months": 6, "supplier_months": 12},
        categories=("notebook", "pc"),
        supplier="supplier_nusantara",
    ),
    "gaming": Term(
        "Gaming notebooks: 2 years from registration",
        "Laptop gaming: 2 tahun sejak pendaftaran",
        {
            "start_basis": "registration",
            "company_parts_months": 24,
            "company_labour_months": 24,
            "company_travel_months": 12,
        },
        goods=("NB-1601",),
    ),
    "power": Term(
        "Power supplies and UPS: 2 years with us",
        "Catu daya dan UPS: 2 tahun di kami",
        {"company_parts_months": 24, "company_labour_months": 24, "company_travel_months": 6},
        categories=("power",),
    ),
    "monitor": Term(
        "Monitors: 3 years official",
        "Monitor: 3 tahun resmi",
        {"company_travel_months": 3, "supplier_months": 36, "supplier_claim_days": 30},
        categories=("monitor",),
        supplier="supplier_nusantara",
    ),
    "printer": Term(
        "Printers and scanners: 1 year official",
        "Printer dan pemindai: 1 tahun resmi",
        {"supplier_months": 12, "supplier_claim_days": 14},
        goods=("PR-6001", "PR-6002", "PR-6003", "PR-6004", "PJ-6301"),
        supplier="supplier_bahari",
    ),
    "parts": Term(
        "Storage and components: 3 years official",
        "Penyimpanan dan komponen: 3 tahun resmi",
        {"supplier_months": 36, "supplier_claim_days": 21, "on_replacement": "restart"},
        categories=("storage", "parts"),
        supplier="supplier_surya",
    ),
    "network": Term(
        "Networking: 1 year with us",
        "Jaringan: 1 tahun di kami",
        {"company_parts_months": 12, "company_labour_months": 12},
        categories=("network",),
    ),
    "small": Term(
        "Input and audio: 6 months with us",
        "Input dan audio: 6 bulan di kami",
        {"company_parts_months": 6, "company_labour_months": 6},
        categories=("input", "audio"),
    ),
}


def make_terms(demo):
    """Make the terms, and name them on categories and goods; cables and ink are sold without any."""
    for key, term in TERMS.items():
        values = {"name": term.english, "company_id": demo.company.id, **term.values}
        if term.supplier:
            values["supplier_id"] = demo.ref(term.supplier).id
        record = demo.create(f"term_{key}", "crosstech.warranty.term", values, {"name": term.indonesian})
        places = [f"category_{category}" for category in term.categories] + [f"template_{sku}" for sku in term.goods]
        for place in places:
            demo.ref(place).with_company(demo.company).warranty_term_id = record
