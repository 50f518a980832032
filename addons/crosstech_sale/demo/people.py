"""Staff, buyers and resellers. The password of every login is the login itself: this is a demo on one's own machine."""

from .places import address

STAFF = (  # login, name, group
    ("direktur", "Hendra Wijaya", "director"),
    ("operasional", "Sari Puspita", "operational_manager"),
    ("pemasaran", "Dimas Prakoso", "marketing_manager"),
    ("keuangan", "Lestari Handayani", "finance_manager"),
    ("gudang", "Agus Setiawan", "inventory"),
    ("perbaikan", "Yoga Pranata", "repair_team"),
)
BUYERS = (  # login or None, name, place, street, phone
    ("pembeli", "Rina Wulandari", "pontianak", "Jl. Ahmad Yani No. 21", "+62 812 0000 1001"),
    ("pembeli2", "Bayu Nugroho", "jakarta", "Jl. Gunung Sahari No. 7", "+62 812 0000 1002"),
    (None, "Maria Lestari", "kupang", "Jl. El Tari No. 45", "+62 812 0000 1003"),
    (None, "Andi Saputra", "makassar", "Jl. Boulevard No. 12", "+62 812 0000 1004"),
    (None, "Dewi Anggraini", "bandung", "Jl. Ir. H. Juanda No. 130", "+62 812 0000 1005"),
    (None, "Fajar Ramadhan", "medan", "Jl. Dr. Mansyur No. 60", "+62 812 0000 1006"),
    (None, "Putu Aryani", "denpasar", "Jl. Danau Tamblingan No. 8", "+62 812 0000 1007"),
    (None, "Yosef Wanma", "sorong", "Jl. Basuki Rahmat No. 3", "+62 812 0000 1008"),
    (None, "Nurul Hidayah", "banda_aceh", "Jl. T. Nyak Arief No. 14", "+62 812 0000 1009"),
    (None, "Grace Lumentut", "manado", "Jl. Sam Ratulangi No. 33", "+62 812 0000 1010"),
    (None, "Teguh Santoso", "semarang", "Jl. Pemuda No. 101", "+62 812 0000 1011"),
    (None, "Ratna Sari", "serpong", "Jl. Raya Serpong No. 55", "+62 812 0000 1012"),
    (None, "Salmon Latuconsina", "ambon", "Jl. Pattimura No. 2", "+62 812 0000 1013"),
    (None, "Wahyu Kurniawan", "yogyakarta", "Jl. Colombo No. 19", "+62 812 0000 1014"),
)
RESELLERS = (  # login or None, company, contact, place, street, phone, level
    ("reseller", "Toko Komputer Celebes", "Rahman Idris", "makassar", "Jl. Pengayoman 88", "+62 812 0000 2001", "gold"),
    ("reseller2", "Borneo Data Komputer", "Siti Aminah", "banjarmasin", "Jl. A. Yani 3", "+62 812 0000 2002", "silver"),
    (None, "Arek Digital Surabaya", "Bambang Hariyanto", "surabaya", "Jl. Gubeng 40", "+62 812 0000 2003", "gold"),
    (None, "Minang Komputindo", "Rizki Maulana", "padang", "Jl. Veteran No. 17", "+62 812 0000 2004", "silver"),
    (None, "Mahakam Teknologi", "Lina Marlina", "balikpapan", "Jl. Sudirman 9", "+62 812 0000 2005", "silver"),
    (None, "Cenderawasih Komputer", "Markus Ondi", "jayapura", "Jl. Raya Abepura No. 5", "+62 812 0000 2006", "silver"),
    (None, "Segara Lombok Komputer", "Made Wirawan", "mataram", "Jl. Pejanggik No. 26", "+62 812 0000 2007", "silver"),
)  # fmt: skip
LEVELS = {  # name, discount on everything, discount on small goods
    "silver": ("Silver", 3, 8),
    "gold": ("Gold", 5, 12),
}
SMALL_GOODS = ("input", "cable", "audio")


def make_people(demo):
    """Create who works, buys and resells."""
    _make_levels(demo)
    for login, name, role in STAFF:
        _make_user(
            demo, login, f"crosstech_sale.group_{role}", {"name": name, "email": f"{login}@crosstech.example.com"}
        )
    for number, (login, name, place, street, phone) in enumerate(BUYERS, 1):
        values = {"name": name, "phone": phone, "customer_rank": 1, **address(demo, place, street)}
        _make_customer(demo, f"buyer_{number}", login, "crosstech_sale.group_buyer", values)
    for number, (login, name, contact, place, street, phone, level) in enumerate(RESELLERS, 1):
        values = {
            "name": name,
            "is_company": True,
            "phone": phone,
            "customer_rank": 1,
            "comment": contact,
            "grade_id": demo.ref(f"level_{level}").id,
            **address(demo, place, street),
        }
        _make_customer(demo, f"reseller_{number}", login, "crosstech_sale.group_reseller", values)


def _make_levels(demo):
    """One price list for each level of membership."""
    for place, (key, (name, general, small)) in enumerate(LEVELS.items(), 1):
        items = [
            {
                "applied_on": "2_product_category",
                "categ_id": demo.ref(f"category_{category}").id,
                "percent_price": small,
            }
            for category in SMALL_GOODS
        ]
        items.append({"applied_on": "3_global", "percent_price": general})
        pricelist = demo.create(
            f"pricelist_{key}",
            "product.pricelist",
            {
                "name": f"Reseller {name}",
                "currency_id": demo.env.ref("base.IDR").id,
                "website_id": demo.website.id,
                "selectable": False,
                "sequence": 50 + place,
                "item_ids": [(0, 0, {"compute_price": "percentage", **item}) for item in items],
            },
        )
        values = {"name": name, "default_pricelist_id": pricelist.id, "sequence": place}
        demo.create(f"level_{key}", "res.partner.grade", values)


def _make_customer(demo, key, login, group, values):
    values["lang"] = "id_ID"
    values["email"] = f"{login or values['name'].lower().replace(' ', '.')}@example.com"
    if login:
        demo.name(key, _make_user(demo, login, group, values).partner_id)
    else:
        demo.create(key, "res.partner", values)


def _make_user(demo, login, group, values):
    return demo.create(
        f"user_{login}",
        "res.users",
        {
            "lang": "id_ID",
            "tz": "Asia/Jakarta",
            **values,
            "login": login,
            "password": login,
            "company_id": demo.company.id,
            "company_ids": [(6, 0, demo.company.ids)],
            "group_ids": [(6, 0, demo.env.ref(group).ids)],
            "notification_type": "email",
        },
    )
