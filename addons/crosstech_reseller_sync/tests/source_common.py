"""What the tests of sources share: a reseller, a source, an agreement, files made here and sample databases."""

import base64
import os
import sqlite3
import tempfile
from pathlib import Path

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

KIOSK = """
CREATE TABLE barang (kode_barang TEXT PRIMARY KEY, nama_barang TEXT NOT NULL, satuan TEXT, harga_jual NUMERIC,
    stok INTEGER);
CREATE TABLE jual (no_nota TEXT PRIMARY KEY, tgl_jual TEXT, nama_pelanggan TEXT, telepon TEXT);
CREATE TABLE jual_detail (id INTEGER PRIMARY KEY, no_nota TEXT REFERENCES jual, kode_barang TEXT REFERENCES barang,
    qty INTEGER, harga NUMERIC);
INSERT INTO barang VALUES ('B1', 'Keyboard Mekanik', 'pcs', 350000, 12), ('B2', 'Mouse Nirkabel', 'pcs', 95000, 40),
    ('B3', 'Monitor 24"', 'unit', 1850000, 3);
INSERT INTO jual VALUES ('N1', '2026-03-01 10:00:00', 'Siti', '0811'), ('N2', '2026-03-02 15:30:00', 'Agus', '0812');
INSERT INTO jual_detail VALUES (1, 'N1', 'B1', 1, 350000), (2, 'N1', 'B2', 2, 95000), (3, 'N2', 'B2', 3, 95000);
"""
KIOSK_TOTALS = {"products": 3, "stock_units": 55, "sale_orders": 2, "sale_lines": 3, "quantity_sold": 6}


class SourceCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        grade = cls.env["res.partner.grade"].create({"name": "Emas"})
        cls.reseller = cls.env["res.partner"].create({"name": "Toko Uji", "is_company": True, "grade_id": grade.id})
        cls.manager = cls.users["operational_manager"]

    @classmethod
    def _create_source(cls, **values):
        """Create a source of files, which the Operational Manager made."""
        defaults = {"name": "Kasir", "partner_id": cls.reseller.id, "engine": "file", "transport": "upload"}
        return cls.env["crosstech.reseller.source"].with_user(cls.manager).create({**defaults, **values})

    @classmethod
    def _create_agreement(cls, source, state, columns=(), **values):
        """Create an agreement in a state, past the steps that lead to it."""
        lines = [(0, 0, {"table_name": table, "column_name": column}) for table, column in columns]
        return cls.env["crosstech.reseller.agreement"].create(
            {"source_id": source.id, "state": state, "line_ids": lines, **values}
        )

    @classmethod
    def _sqlite(cls, script=KIOSK):
        """:return: bytes of a SQLite file"""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "shop.sqlite")
            connection = sqlite3.connect(path)
            connection.executescript(script)
            connection.close()
            return path.read_bytes()

    def _sample_database(self, name):
        """:return: bytes of a file of ``CROSSTECH_DATA``; the test is skipped where that folder is not"""
        path = Path(os.environ.get("CROSSTECH_DATA", ""), "resellers", name)
        if not os.environ.get("CROSSTECH_DATA") or not path.is_file():
            self.skipTest("sample databases are not on this machine: set CROSSTECH_DATA")
        return path.read_bytes()

    @staticmethod
    def _base64(content):
        return base64.b64encode(content)
