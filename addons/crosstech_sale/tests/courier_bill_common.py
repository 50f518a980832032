"""Shipments of a courier and bills with known errors; sums here are made by hand, not by the rules under test."""

import base64
import csv
import io
import random
from datetime import datetime, timedelta

from ..lib import courier_audit
from .courier_common import CourierCommon

CHANGE = datetime(2026, 3, 1)  # noqa: DTZ001 the day from which the second price list counts
HEADINGS = ["No. Resi", "Tgl", "Tujuan", "Layanan", "Koli", "Berat (Kg)", "Ongkir", "Asuransi", "Packing",
            "Biaya Lain", "Jumlah"]  # fmt: skip
AMOUNTS = ("freight", "insurance", "packing", "extra", "total")


class CourierBillCommon(CourierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff.action_withdraw()
        cls.places = [cls.pontianak_selatan, cls.mariso]
        for index in range(1, 5):
            regency = cls._create_region(f"T2.0{index}", f"Kabupaten Rimba {index}", cls.kalimantan_barat)
            cls.places.append(cls._create_region(f"T2.0{index}.01", f"Hulu Rimba {index}", regency))
        cls.services = {"REG": cls.reg, "OKE": cls.oke, "YES": cls.yes}
        cls.prices = {}  # (list: 0 before, 1 after the change, service, place) -> rupiah per kg
        for period, start in enumerate(("2026-01-01", "2026-03-01")):
            rows = []
            for number, place in enumerate(cls.places):
                for code, factor in (("REG", 10), ("OKE", 8), ("YES", 19)):
                    price = (3_000 + 400 * number + 150 * period) * factor
                    cls.prices[period, code, place] = price
                    rows.append((cls.services[code], place, price, 1, 2))
            cls._create_tariff(rows, valid_from=start)
        cls.light = cls._create_product("Tetikus Uji", weight=1.2)
        cls.vendor = cls.env["res.partner"].create({"name": "Kurir Uji, PT", "email": "tagihan@example.com"})
        cls.finance = cls.users["finance_manager"]

    @classmethod
    def _box(cls, *sides):
        """A product in a parcel of these sides in cm, weighing 1.2 kg."""
        length, width, height = sides
        return cls._create_product(
            "Kotak Uji", weight=1.2, parcel_length_cm=length, parcel_width_cm=width, parcel_height_cm=height
        )

    @classmethod
    def _create_shipments(cls, wanted):
        """Create shipments that left, many at once.

        :param wanted: list of dict(awb, service, place, moment; optional: product, quantity, weight, state)
        """
        kind = cls.warehouse.out_type_id
        customer = cls.env.ref("stock.stock_location_customers")
        partners = {place: cls._create_buyer(f"Pembeli {place.name}", place) for place in cls.places}
        pickings = cls.env["stock.picking"].create(
            [
                {
                    "partner_id": partners[one["place"]].id,
                    "picking_type_id": kind.id,
                    "location_id": cls.warehouse.lot_stock_id.id,
                    "location_dest_id": customer.id,
                    "carrier_id": cls.services[one["service"]].id,
                    "carrier_tracking_ref": one["awb"],
                    "move_ids": [
                        (0, 0, {
                            "product_id": (one.get("product") or cls.light).id,
                            "product_uom_qty": one.get("quantity", 1),
                            "location_id": cls.warehouse.lot_stock_id.id,
                            "location_dest_id": customer.id,
                        })
                    ],
                }
                for one in wanted
            ]
        )  # fmt: skip
        pickings.action_confirm()
        for picking, one in zip(pickings, wanted, strict=True):
            if one.get("state") == "cancel":
                picking.action_cancel()
        leaving = pickings.browse(
            picking.id for picking, one in zip(pickings, wanted, strict=True) if not one.get("state")
        )
        for move in leaving.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        leaving._action_done()
        for picking, one in zip(pickings, wanted, strict=True):
            picking.date_done = one["moment"]
            if one.get("weight"):
                picking.shipping_weight = one["weight"]
        return pickings

    @classmethod
    def _period(cls, moment):
        """Which price list counts: the day is Jakarta's, seven hours ahead."""
        return int(moment + timedelta(hours=7) >= CHANGE)

    @classmethod
    def _row(cls, one, **values):
        """The line of a bill that charges a shipment rightly: kilograms times price."""
        period = cls._period(one["moment"])
        kilos = one.get("kilos", 1)
        freight = kilos * cls.prices[period, one["service"], one["place"]]
        row = {
            "awb": one["awb"], "day": one["moment"], "place": one["place"].name + ", " + one["place"].parent_id.name,
            "service": one["service"], "kilos": kilos, "freight": freight, "insurance": 0, "packing": 0, "extra": 0,
            **values,
        }  # fmt: skip
        row.setdefault("total", row["freight"] + row["insurance"] + row["packing"] + row["extra"])
        return row

    @classmethod
    def _file(cls, rows, note="") -> bytes:
        """Write lines as the courier's CSV."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow([f"Tagihan {note}"])
        writer.writerow(HEADINGS)
        for row in rows:
            writer.writerow(
                [row["awb"], row["day"].strftime("%d/%m/%Y"), row["place"], row["service"], 1, row["kilos"],
                 *(f"{row[name]:,}".replace(",", ".") for name in AMOUNTS)]
            )  # fmt: skip
        return buffer.getvalue().encode()

    @classmethod
    def _create_bill(cls, content, number="INV-1", audit=True, **values):
        """Upload a bill as Finance does."""
        bill = cls.env["crosstech.courier.bill"].with_user(cls.finance).create(
            {
                "courier_id": cls.courier.id,
                "partner_id": cls.vendor.id,
                "name": number,
                "bill_date": "2026-04-01",
                "file": base64.b64encode(content),
                "filename": "tagihan.csv",
                **values,
            }
        )  # fmt: skip
        if audit:
            bill.action_read()
            bill.action_audit()
        return bill

    # === A BILL WITH KNOWN ERRORS === #

    @classmethod
    def _shipments_with_errors(cls, count, seed):
        """Make up shipments, most to be charged rightly.

        :return: list of dict as `_create_shipments` takes them, with kilos and the error to be made (or None)
        """
        draw = random.Random(seed)  # noqa: S311 made-up bills
        errors = [
            courier_audit.UNKNOWN, courier_audit.TWICE, courier_audit.NOT_SHIPPED, courier_audit.SERVICE,
            courier_audit.DESTINATION, courier_audit.WEIGHT, courier_audit.VOLUMETRIC, courier_audit.TARIFF,
            courier_audit.SURCHARGE, courier_audit.INSURANCE, courier_audit.SUM, courier_audit.UNDERCHARGED,
        ]  # fmt: skip
        boxed = cls._box(50, 40, 30)  # 60,000 cm³: 10 kg by 6000, 15 kg by 4000
        wanted = []
        for number in range(count):
            error = errors[number // 4 % len(errors)] if number % 4 == 0 else None
            is_boxed = error == courier_audit.VOLUMETRIC or (not error and draw.random() < 0.2)
            quantity = 1 if is_boxed else draw.randint(1, 5)
            kilos = 10 if is_boxed else {1: 1, 2: 3, 3: 4, 4: 5, 5: 6}[quantity]  # 1.2, 2.4, 3.6, 4.8, 6.0 kg
            wanted.append(
                {
                    "awb": f"UJI{seed:02d}{number:08d}",
                    "service": draw.choice(["REG", "OKE", "YES"]),
                    "place": draw.choice(cls.places[:-1] if error == courier_audit.DESTINATION else cls.places),
                    "moment": datetime(2026, 2, 1, 5) + timedelta(hours=number * 3 % 1300),  # noqa: DTZ001
                    "product": boxed if is_boxed else cls.light,
                    "quantity": quantity,
                    "kilos": kilos,
                    "error": error,
                    "state": draw.choice(["cancel", "open"]) if error == courier_audit.NOT_SHIPPED else None,
                }
            )
        return wanted

    @classmethod
    def _rows_with_errors(cls, wanted, seed):
        """Charge every shipment, wrongly where an error is asked for.

        :return: (rows of the bill, list of (awb, cause, difference) the audit must find)
        """
        draw = random.Random(seed)  # noqa: S311 made-up bills
        rows, truth = [], []
        for one in wanted:
            row = cls._row(one)
            if one["error"] == courier_audit.TWICE:
                rows.append(row)
                row = dict(row)
            elif one["error"]:
                row = cls._make_wrong(one, row, draw)
            rows.append(row)
            if one["error"]:
                whole = one["error"] in courier_audit.WHOLE
                right = 0 if whole else cls._row(one)["total"]
                truth.append((row["awb"], one["error"], row["total"] - right))
        return rows, truth

    @classmethod
    def _make_wrong(cls, one, row, draw):
        period = cls._period(one["moment"])
        price = cls.prices[period, one["service"], one["place"]]
        error = one["error"]
        if error == courier_audit.UNKNOWN:
            return {**row, "awb": f"X{row['awb']}"}
        if error == courier_audit.SERVICE:
            dearer = {"OKE": "REG", "REG": "YES", "YES": "SUPER"}[one["service"]]
            other = cls.prices.get((period, dearer, one["place"]), 150_000)
            return cls._row(one, service=dearer, freight=one["kilos"] * other)
        if error == courier_audit.DESTINATION:
            place = cls.places[-1]
            other = cls.prices[period, one["service"], place]
            return cls._row(one, place=f"{place.name}, {place.parent_id.name}", freight=one["kilos"] * other)
        if error in (courier_audit.WEIGHT, courier_audit.VOLUMETRIC):
            kilos = 15 if error == courier_audit.VOLUMETRIC else one["kilos"] + draw.randint(1, 4)
            return cls._row(one, kilos=kilos, freight=kilos * price)
        if error == courier_audit.UNDERCHARGED:
            return cls._row(one, freight=one["kilos"] * (price - 500))
        values = {
            courier_audit.NOT_SHIPPED: {},
            courier_audit.TARIFF: {"freight": one["kilos"] * (price + 700)},
            courier_audit.SURCHARGE: {draw.choice(["extra", "packing"]): draw.randint(1, 30) * 1000},
            courier_audit.INSURANCE: {"insurance": 5_000 + draw.randint(1, 900) * 2},
            courier_audit.SUM: {"total": row["total"] + draw.randint(1, 90) * 100},
        }
        return cls._row(one, **values[error])
