"""What the tests of matching, outlook and offers share: a reseller whose data were read, written as a pull writes them.

Rows go into the raw tables inside the test's own transaction, with parts of their own, and vanish with it.
"""

from datetime import datetime, timedelta

from odoo import fields
from odoo.tools import SQL

from odoo.addons.crosstech_sale.tests.reseller_common import ResellerCommon

from ..lib.entities import ENTITIES
from ..lib.pull import history, names

RUN = 1


class InsightCommon(ResellerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_today()
        cls.source = cls._create_source(cls.shop)
        cls.agreement = cls._create_agreement(cls.source)

    @classmethod
    def _create_source(cls, partner, **values):
        source = cls.env["crosstech.reseller.source"].create(
            {
                "name": f"Data {partner.name}",
                "partner_id": partner.id,
                "engine": "mysql",
                "transport": "direct",
                **values,
            }
        )
        for entity in ENTITIES.values():
            history.add_part(cls.env.cr, names.history(entity), source.id)
            history.add_part(cls.env.cr, names.current(entity), source.id)
        return source

    @classmethod
    def _create_agreement(cls, source, state="active", **values):
        return cls.env["crosstech.reseller.agreement"].create({"source_id": source.id, "state": state, **values})

    @classmethod
    def _write_row(cls, entity, source=None, at=None, **values):
        """Write a current row of a source, recorded when it was valid."""
        at = at or fields.Datetime.now()
        values = {
            "source_id": (source or cls.source).id, "valid_from": at, "recorded_at": at, "run_id": RUN,
            "activity": "new", **values,
        }  # fmt: skip
        columns = SQL(", ").join(map(SQL.identifier, values))
        table = SQL.identifier(f"{names.PREFIX}_{entity}")
        cls.env.cr.execute(SQL("INSERT INTO %s (%s) VALUES %s", table, columns, tuple(values.values())))

    @classmethod
    def _their_product(cls, key, name, source=None, **values):
        cls._write_row("product", source, key=key, name=name, **values)

    @classmethod
    def _their_stock(cls, product_key, quantity, source=None):
        cls._write_row("stock", source, key=f"stock-{product_key}", product_key=product_key, quantity=quantity)

    @classmethod
    def _their_sales(cls, product_key, per_day, days=120, source=None, every=1):
        """Sell so many a day, up to yesterday noon."""
        noon = datetime.combine(cls.today, datetime.min.time()) + timedelta(hours=5)
        for ago in range(1, days + 1, every):
            moment = noon - timedelta(days=ago)
            cls._write_row(
                "sale_line", source, at=moment, key=f"sale-{product_key}-{ago}", product_key=product_key,
                sold_at=moment, quantity=per_day,
            )  # fmt: skip
