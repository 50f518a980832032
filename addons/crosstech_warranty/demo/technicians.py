"""Partner technicians across the islands, and the one at the centre; two of them log in."""

from odoo.addons.crosstech_sale.demo import people, places

TECHNICIANS = (  # key, login or None, name, place, street, phone, levels above the district he covers, skills
    ("makassar", "teknisi", "Irfan Mappaseling", "makassar", "Jl. Hertasning 14", "+62 812 0000 3001", 2, ()),
    ("pontianak", "teknisi2", "Hendri Gunawan", "pontianak", "Jl. Gajah Mada 88", "+62 812 0000 3002", 2, ()),
    ("manado", None, "Stevie Rumengan", "manado", "Jl. Piere Tendean 5", "+62 812 0000 3003", 2, ("notebook", "pc")),
    ("surabaya", None, "Joko Pitoyo", "surabaya", "Jl. Kertajaya 61", "+62 812 0000 3004", 2, ()),
    ("jakarta", None, "Rudi Hermanto", "jakarta", "Jl. Kartini 30", "+62 812 0000 3005", 1, ()),
    ("serpong", None, "Wawan Setiadi", "serpong", "Jl. Rawa Buntu 9", "+62 812 0000 3006", 2, ("notebook", "print")),
)  # fmt: skip
CENTRE = "perbaikan"  # login of the member of the Repair Team who works at the bench


def make_technicians(demo):
    """Make the technicians with the regions and the kinds of goods they know."""
    for key, login, name, place, street, phone, levels, skills in TECHNICIANS:
        values = {"name": name, "phone": phone, "tz": places.PLACES[place].timezone}
        values |= places.address(demo, place, street)
        partner = _make_partner(demo, key, login, values)
        region = places.region(demo, place)
        for _level in range(levels):
            region = region.parent_id or region
        _make_technician(
            demo, key, partner,
            region_ids=[(6, 0, region.ids)],
            categ_ids=[(6, 0, [demo.ref(f"category_{skill}").id for skill in skills])],
        )  # fmt: skip
    _make_technician(demo, "centre", demo.ref(f"user_{CENTRE}").partner_id, is_central=True, capacity=12)


def _make_partner(demo, key, login, values):
    if login:
        group = "crosstech_warranty.group_technician"
        values["email"] = f"{login}@example.com"
        return people._make_user(demo, login, group, values).partner_id
    values |= {"email": f"teknisi.{key}@example.com", "lang": "id_ID"}
    return demo.create(f"technician_partner_{key}", "res.partner", values)


def _make_technician(demo, key, partner, **values):
    values |= {"partner_id": partner.id, "company_id": demo.company.id}
    return demo.create(f"technician_{key}", "crosstech.technician", values)
