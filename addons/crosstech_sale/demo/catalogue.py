"""Goods of the trade: categories, products with their own pictures, suppliers, stock. The list is catalogue.csv."""

import base64
import csv
from pathlib import Path

from markupsafe import Markup

from . import pictures

CATEGORIES = {  # key: English, Indonesian, background of the pictures, kind and colour of the category's own picture
    "notebook": ("Notebooks", "Laptop", "#a9c8ff", "notebook", "#2f6fed"),
    "pc": ("Desktop PCs", "PC Desktop", "#b9e3da", "tower", "#17a398"),
    "monitor": ("Monitors", "Monitor", "#c9d6ea", "monitor", "#8c4bd6"),
    "input": ("Keyboards & Mice", "Keyboard & Mouse", "#ffd2b5", "keyboard", "#e4572e"),
    "storage": ("Storage", "Penyimpanan", "#d9c9f5", "ssd", "#8c4bd6"),
    "parts": ("Components", "Komponen", "#ffe0a3", "gpu", "#e4572e"),
    "print": ("Printers & Ink", "Printer & Tinta", "#bfe3f2", "printer", "#2f6fed"),
    "network": ("Networking", "Jaringan", "#c5e6c3", "router", "#17a398"),
    "power": ("Power & UPS", "Catu Daya & UPS", "#f7c9d4", "ups", "#d7263d"),
    "cable": ("Cables & Adapters", "Kabel & Adaptor", "#d3dae4", "hub", "#5b6b80"),
    "audio": ("Audio & Webcams", "Audio & Webcam", "#f5d9c0", "headset", "#f0a202"),
}
SPECIFICATIONS = {
    "battery": ("Battery", "Baterai"),
    "brightness": ("Brightness", "Kecerahan"),
    "capacity": ("Capacity", "Kapasitas"),
    "clock": ("Clock speed", "Kecepatan clock"),
    "connection": ("Connection", "Koneksi"),
    "cores": ("Cores / threads", "Core / thread"),
    "efficiency": ("Efficiency", "Efisiensi"),
    "fan": ("Fan", "Kipas"),
    "fits": ("Fits", "Cocok untuk"),
    "functions": ("Functions", "Fungsi"),
    "graphics": ("Graphics", "Kartu grafis"),
    "input": ("Input", "Tegangan masuk"),
    "interface": ("Interface", "Antarmuka"),
    "layout": ("Layout", "Tata letak"),
    "length": ("Length", "Panjang"),
    "memory": ("Memory", "Memori"),
    "outlets": ("Outlets", "Jumlah stopkontak"),
    "ports": ("Ports", "Port"),
    "power": ("Power", "Daya"),
    "processor": ("Processor", "Prosesor"),
    "refresh": ("Refresh rate", "Laju penyegaran"),
    "resolution": ("Resolution", "Resolusi"),
    "response": ("Response time", "Waktu respons"),
    "rotation": ("Rotation", "Putaran"),
    "screen": ("Screen", "Layar"),
    "sensor": ("Sensor", "Sensor"),
    "size": ("Package", "Ukuran kemasan"),
    "socket": ("Socket", "Soket"),
    "speed": ("Speed", "Kecepatan"),
    "standard": ("Standard", "Standar"),
    "storage": ("Storage", "Penyimpanan"),
    "switch": ("Switches", "Sakelar"),
    "type": ("Type", "Jenis"),
    "volume": ("Yield", "Isi"),
    "warranty": ("Warranty", "Garansi"),
    "weight": ("Shipping weight", "Berat kirim"),
}
SUPPLIERS = {  # key: name, city, state, share of the list of categories, days
    "supplier_nusantara": ("PT Nusantara Komputa", "Jakarta", "base.state_id_jk", ("notebook", "pc", "monitor"), 3),
    "supplier_surya": ("PT Surya Digital", "Tangerang", "base.state_id_bt", ("storage", "parts", "power"), 4),
    "supplier_pasifik": ("CV Pasifik Periferal", "Bandung", "base.state_id_jb", ("input", "audio", "cable"), 5),
    "supplier_bahari": ("PT Bahari Cetak & Jaringan", "Surabaya", "base.state_id_ji", ("print", "network"), 7),
}  # fmt: skip


def read_catalogue() -> list[dict]:
    """Return the rows of catalogue.csv, every value as text."""
    with (Path(__file__).parent / "catalogue.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def barcode(number: int) -> str:
    """Return an EAN-13 of the range that shops may use inside their own house.

    >>> barcode(1)
    '2990000000012'
    """
    digits = f"299{number:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def picture(row: dict, *, label=None) -> bytes:
    """Draw the picture of one row of the catalogue."""
    details = {}
    for part in filter(None, row["details"].split(",")):
        key, _equals, value = part.partition("=")
        details[key] = int(value) if value.isdigit() else value
    backdrop = CATEGORIES[row["category"]][2]
    return pictures.draw(row["kind"], row["accent"], backdrop, row["brand"], label or row["chip"], **details)


def description(row: dict) -> tuple[Markup, dict]:
    """Return the table of specifications in English, and its texts in Indonesian by the English ones."""
    length, width, height = row["size"].split("x")
    lines = [part.partition("=")[::2] for part in row["specs"].split("|")]
    lines += [
        ("size", f"{length} × {width} × {height} cm"),
        ("weight", f"{row['weight']} kg~{row['weight'].replace('.', ',')} kg"),
    ]
    body, indonesian = Markup(""), {row["short_en"]: row["short_id"]}
    for key, value in lines:
        names = SPECIFICATIONS[key]
        values = value.split("~")
        indonesian |= {names[0]: names[1], values[0]: values[-1]}
        body += Markup('<tr><th scope="row" class="w-50 fw-normal text-muted">%s</th><td>%s</td></tr>') % (
            names[0],
            values[0],
        )
    table = Markup('<p class="lead">%s</p><table class="table table-sm"><tbody>%s</tbody></table>')
    return table % (row["short_en"], body), indonesian


def make_catalogue(demo):
    """Create categories and products."""
    for place, (key, (english, indonesian, backdrop, kind, accent)) in enumerate(CATEGORIES.items(), 1):
        cover = base64.b64encode(pictures.draw(kind, accent, backdrop, "", ""))
        names = {"name": english}, {"name": indonesian}
        demo.create(f"category_{key}", "product.category", *names)
        demo.create(
            f"shop_category_{key}",
            "product.public.category",
            {**names[0], "sequence": place * 10, "cover_image": cover},
            names[1],
        )
    for number, row in enumerate(read_catalogue(), 1):
        _make_product(demo, number, row)


def _make_product(demo, number, row):
    length, width, height = (int(side) for side in row["size"].split("x"))
    specifications, indonesian = description(row)
    values = {
        "name": row["name_en"],
        "default_code": row["sku"],
        "barcode": barcode(number),
        "type": "consu",
        "is_storable": True,
        "list_price": int(row["price"]),
        "standard_price": int(row["cost"]),
        "weight": float(row["weight"]),
        "volume": length * width * height / 1_000_000,
        "categ_id": demo.ref(f"category_{row['category']}").id,
        "public_categ_ids": [(6, 0, demo.ref(f"shop_category_{row['category']}").ids)],
        "taxes_id": [(5,)],
        "supplier_taxes_id": [(5,)],
        "sale_ok": True,
        "is_published": True,
        "allow_out_of_stock_order": False,
        "show_availability": True,
        "available_threshold": 5,
        "website_sequence": 10_000 + number * 5,
        "description_sale": row["short_en"],
        "description_ecommerce": specifications,
        "image_1920": base64.b64encode(picture(row)),
    }
    values |= {"parcel_length_cm": length, "parcel_width_cm": width, "parcel_height_cm": height}
    template = demo.create(
        f"template_{row['sku']}",
        "product.template",
        values,
        {
            "name": row["name_id"],
            "description_sale": row["short_id"],
        },
    )
    template.update_field_translations("description_ecommerce", {"id_ID": indonesian})
    demo.name(f"product_{row['sku']}", template.product_variant_id)


def make_stock(demo):
    """Create the suppliers with their prices, and put the goods on the shelf."""
    env = demo.env
    supplier_of = {}
    for key, (name, city, state, categories, days) in SUPPLIERS.items():
        partner = demo.create(
            key,
            "res.partner",
            {
                "name": name,
                "is_company": True,
                "supplier_rank": 1,
                "city": city,
                "state_id": env.ref(state).id,
                "country_id": env.ref("base.id").id,
                "email": f"{key.removeprefix('supplier_')}@example.com",
                "phone": "+62 21 5550 1000",
                "property_supplier_payment_term_id": env.ref("account.account_payment_term_30days").id,
            },
        )
        supplier_of.update(dict.fromkeys(categories, (partner, days)))
    warehouse = env["stock.warehouse"].search([("company_id", "=", demo.company.id)], limit=1)
    rows = read_catalogue()
    infos = []
    for row in rows:
        product = demo.ref(f"product_{row['sku']}")
        partner, days = supplier_of[row["category"]]
        infos.append(
            {
                "partner_id": partner.id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "price": int(row["cost"]),
                "min_qty": 1,
                "delay": days,
                "currency_id": env.ref("base.IDR").id,
            }
        )
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, int(row["stock"]))
    env["product.supplierinfo"].create(infos)
    env["product.template"].search([("seller_ids", "!=", False)]).origin = "original"
