"""Rows of two resellers put straight into the value tables: what a pull would have left there."""

from datetime import datetime

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

from ..lib.entities import ENTITIES
from ..lib.pull import history, names

READ = datetime(2026, 11, 2, 3, 0)  # noqa: DTZ001 – naive UTC, as the tables keep it
OPENED = datetime(2026, 10, 1, 1, 0)  # noqa: DTZ001


class OneDatabaseCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls._create_source("Toko Utara", place_name="Pontianak")
        cls.south = cls._create_source("Toko Selatan", place_name="Makassar")
        for source in cls.north | cls.south:
            for entity in ENTITIES.values():
                history.add_part(cls.env.cr, names.current(entity), source.id)
                history.add_part(cls.env.cr, names.history(entity), source.id)
            cls._run(source, 1, READ)
        cls._put(cls.north, "product", key="P1", name="Papan Ketik K120", sku="K120", price=150_000)
        cls._put(cls.south, "product", key="77", name="Keyboard K-120", sku="KB-77", price=140_000)
        cls._put(cls.north, "stock", key="P1", product_key="P1", quantity=5)
        cls._put(cls.south, "stock", key="77/A", product_key="77", quantity=8, place="Gudang A")

    @classmethod
    def _create_source(cls, name, **values):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        return cls.env["crosstech.reseller.source"].create({"name": name, "partner_id": partner.id, **values})

    @classmethod
    def _run(cls, source, number, at, state="done"):
        cls.env.cr.execute(
            f"INSERT INTO {names.RUN} (source_id, run_id, recorded_at, state) VALUES (%s, %s, %s, %s)",  # noqa: S608
            [source.id, number, at, state],
        )

    @classmethod
    def _put(cls, source, entity, *, until=None, **values):
        """Write one version of a row: the current one, or one that ended.

        :param until: (moment, number of the run) that ended it
        """
        table = names.history(ENTITIES[entity]) if until else names.current(ENTITIES[entity])
        row = {
            "source_id": source.id, "valid_from": OPENED, "recorded_at": READ, "run_id": 1,
            "activity": "first_seen", "is_deleted": False, **values,
        }  # fmt: skip
        if until:
            row["recorded_until"], row["until_run_id"] = until
        columns = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        cls.env.cr.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608
