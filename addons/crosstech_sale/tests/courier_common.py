"""A courier with three services and a price list from Jakarta Pusat, for tests of quotes, checkout and import."""

from contextlib import contextmanager

from psycopg2.errors import CheckViolation

from odoo import Command

from .common import CrosstechCommon


class CourierCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["delivery.carrier"].search([]).website_published = False
        cls.courier = cls.env["crosstech.courier"].create({"name": "Kurir Uji", "code": "uji"})
        cls.reg = cls._create_service("REG")
        cls.oke = cls._create_service("OKE")
        cls.yes = cls._create_service("YES")
        cls.tariff = cls._create_tariff(
            [
                (cls.reg, cls.pontianak_selatan, 30_000, 2, 3),
                (cls.oke, cls.pontianak_selatan, 25_000, 4, 6),
                (cls.yes, cls.pontianak, 60_000, 1, 1),
                (cls.reg, cls.sulawesi_selatan, 45_000, 3, 6),
            ]
        )

    @contextmanager
    def _refused(self):
        """The database refuses a value, and what was there before stays."""
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            yield

    @classmethod
    def _create_service(cls, code, courier=None, **values):
        courier = courier or cls.courier
        return cls.env["delivery.carrier"].create(
            {
                "name": f"{courier.name} {code}",
                "delivery_type": "crosstech_courier",
                "courier_id": courier.id,
                "courier_service": code,
                "product_id": cls.env.ref("crosstech_sale.product_courier_delivery").id,
                "website_published": True,
                **values,
            }
        )

    @classmethod
    def _create_tariff(cls, prices, apply=True, **values):
        """Create a price list of (service, destination, rupiah per kg, days from, days to)."""
        tariff = cls.env["crosstech.courier.tariff"].create(
            {
                "courier_id": cls.courier.id,
                "origin_id": cls.jakarta_pusat.id,
                "valid_from": "2026-01-01",
                "line_ids": [
                    Command.create(
                        {
                            "carrier_id": service.id,
                            "destination_id": region.id,
                            "price_per_kg": price,
                            "etd_min_days": first,
                            "etd_max_days": last,
                        }
                    )
                    for service, region, price, first, last in prices
                ],
                **values,
            }
        )
        if apply:
            tariff.action_apply()
        return tariff
