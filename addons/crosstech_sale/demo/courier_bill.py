"""A bill of the demo courier with the errors couriers make, audited: what Finance sees on the first day."""

import base64
import csv
import io

NUMBER = "NEX/INV/0042"
HEADINGS = ("No", "Tgl Kirim", "No. Resi", "Tujuan", "Layanan", "Koli", "Berat (Kg)", "Ongkir", "Asuransi",
            "Biaya Lain", "Jumlah")  # fmt: skip
LEFT_OUT = 3  # the shipments that left last come with the next bill


def make_courier_bill(demo):
    """Let the courier charge what was shipped, some of it wrongly, and audit the bill as Finance."""
    env, courier = demo.env, demo.ref("courier")
    vendor = demo.create(
        "courier_vendor",
        "res.partner",
        {"name": "Nusantara Express (demo)", "is_company": True, "email": "tagihan@example.com", "supplier_rank": 1},
    )
    courier.write({"partner_id": vendor.id, "bill_tolerance": 100})
    domain = [
        ("state", "=", "done"),
        ("carrier_id.courier_id", "=", courier.id),
        ("sale_id.carrier_quote", "!=", False),
    ]
    pickings = env["stock.picking"].search(domain, order="id")[:-LEFT_OUT]
    if not pickings:
        return
    bill = demo.create(
        "courier_bill",
        "crosstech.courier.bill",
        {
            "courier_id": courier.id,
            "name": NUMBER,
            "bill_date": demo.company._get_today(),
            "file": base64.b64encode(_file(_rows(pickings))),
            "filename": "tagihan-nusantara.csv",
        },
    )
    finance = bill.with_user(demo.ref("user_keuangan"))
    finance.action_read()
    finance.action_audit()


def _rows(pickings) -> list:
    """Charge each shipment by the quote of its order, then make the errors."""
    rows = [_right(picking) for picking in pickings]
    for row, mistake in zip(rows, (_heavier, _insured, _right_as_it_is, _dearer, _other_service), strict=False):
        mistake(row)
    again, foreign = dict(rows[-1]), {**rows[-1], "awb": "NEX0099887766"}
    return [*rows, again, foreign]


def _right(picking) -> dict:
    order = picking.sale_id
    region = picking.partner_id.region_id
    return {
        "day": picking.date_done,
        "awb": picking.carrier_tracking_ref,
        "place": f"{region.name}, {region.parent_id.name}",
        "service": picking.carrier_id.courier_service,
        "kilos": round(order.carrier_chargeable_weight_kg),
        "freight": round(dict(order.carrier_quote["components"])["freight"]),
        "insurance": 0,
        "extra": 0,
    }


def _right_as_it_is(row):
    """Leave a line as it should be."""


def _heavier(row):
    price = row["freight"] // row["kilos"]
    row.update(kilos=row["kilos"] + 4, freight=price * (row["kilos"] + 4))


def _insured(row):
    row["insurance"] = 7_500


def _dearer(row):
    row["freight"] += row["kilos"] * 1_500


def _other_service(row):
    row.update(service="SUPER", freight=row["freight"] * 2)


def _file(rows) -> bytes:
    """Write the bill as couriers do: title lines, semicolons, points for thousands, a total below."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([["Nusantara Express (demo)"], ["No. Invoice", NUMBER], HEADINGS])
    total = 0
    for number, row in enumerate(rows, 1):
        amount = row["freight"] + row["insurance"] + row["extra"]
        total += amount
        money = [f"{value:,}".replace(",", ".") for value in (row["freight"], row["insurance"], row["extra"], amount)]
        day = row["day"].strftime("%d/%m/%Y")
        writer.writerow([number, day, row["awb"], row["place"], row["service"], 1, row["kilos"], *money])
    writer.writerow(["TOTAL", *[""] * (len(HEADINGS) - 2), f"{total:,}".replace(",", ".")])
    return buffer.getvalue().encode("utf-8-sig")
