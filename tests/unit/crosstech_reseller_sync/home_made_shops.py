"""Shops whose databases somebody made at home: many ways to name, cut and spoil the same business, with the truth."""

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from odoo.addons.crosstech_reseller_sync.lib.source.schema import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    TEXT,
    Column,
    ForeignKey,
    Schema,
    Table,
)

KINDS = {INTEGER: "INTEGER", DECIMAL: "NUMERIC", TEXT: "TEXT", DATE: "TEXT", BOOLEAN: "INTEGER"}
# product: table, id, code, name, unit, buy, sell, stock | sale: table, id, date, who | line: table, id, sale, product,
# quantity, price, total | purchase: table, id, date, supplier; line table | stock: table, place, quantity | ledger:
# table, date, in, out, type, quantity | return: table | cancel flag, deleted flag, status
STYLES = {
    "long": (
        ("barang", None, "kode_barang", "nama_barang", "satuan", "harga_beli", "harga_jual", "stok"),
        ("penjualan", "no_faktur", "tgl_faktur", "pelanggan"),
        ("detail_penjualan", None, "no_faktur", "kode_barang", "qty", "harga", "subtotal"),
        ("pembelian", "no_faktur", "tgl_faktur", "supplier", "detail_pembelian"),
        ("stok_gudang", "gudang", "jumlah"),
        ("kartu_stok", "tanggal", "masuk", "keluar", "jenis", "jumlah"),
        "retur_penjualan", ("batal", "dihapus", "status"),
    ),
    "short": (
        ("tb_brg", None, "kd_brg", "nm_brg", "sat", "hrg_bl", "hrg_jl", "stk"),
        ("tr_jual", "no_nota", "tgl", "plg"),
        ("tr_jual_dtl", None, "no_nota", "kd_brg", "jml", "hrg", "ttl"),
        ("tr_beli", "no_bukti", "tgl", "supp", "tr_beli_dtl"),
        ("tb_stk", "gdg", "jml"),
        ("tr_mutasi", "tgl", "msk", "klr", "jns", "jml"),
        "tr_retur_jual", ("is_batal", "is_hapus", "sts"),
    ),
    "english": (
        ("products", "id", "sku", "name", "unit", "cost_price", "selling_price", "stock_qty"),
        ("sales", "id", "sale_date", "customer_id"),
        ("sale_items", "id", "sale_id", "product_id", "quantity", "unit_price", "total"),
        ("purchases", "id", "purchase_date", "supplier_id", "purchase_items"),
        ("warehouse_stock", "warehouse_id", "quantity"),
        ("stock_movements", "moved_at", "qty_in", "qty_out", "type", "quantity"),
        "sale_returns", ("is_void", "is_deleted", "status"),
    ),
    "camel": (
        ("tblItem", "ItemID", "ItemCode", "ItemName", "Uom", "BuyPrice", "SellPrice", "OnHand"),
        ("tblInvoice", "InvoiceNo", "InvoiceDate", "CustomerName"),
        ("tblInvoiceDetail", None, "InvoiceNo", "ItemID", "Qty", "Price", "Amount"),
        ("tblPurchase", "PurchaseNo", "PurchaseDate", "VendorName", "tblPurchaseDetail"),
        ("tblItemStock", "LocationCode", "Qty"),
        ("tblStockCard", "TransDate", "QtyIn", "QtyOut", "TransType", "Qty"),
        "tblSalesReturn", ("Void", "Deleted", "Status"),
    ),
    "glued": (
        ("mstbarang", "idbarang", "kodebarang", "namabarang", "satuan", "hargabeli", "hargajual", "saldo"),
        ("trxjual", "nojual", "tgljual", "namapelanggan"),
        ("trxjualdetail", None, "nojual", "kodebarang", "banyak", "hargajual", "jumlah"),
        ("trxbeli", "nobeli", "tglbeli", "namasupplier", "trxbelidetail"),
        ("stokcabang", "kodecabang", "sisa"),
        ("mutasistok", "tgl", "masuk", "keluar", "jenis", "qty"),
        "returjual", ("batal", "hapus", "status"),
    ),
    "produk": (
        ("produk", "id_produk", "kode", "nama", "satuan", "modal", "harga", "sisa_stok"),
        ("transaksi", "id_transaksi", "tanggal", "id_pelanggan"),
        ("transaksi_detail", "id", "id_transaksi", "id_produk", "jumlah", "harga", "total_harga"),
        ("pembelian", "id_pembelian", "tanggal", "id_supplier", "pembelian_detail"),
        ("stok_cabang", "id_cabang", "stok"),
        ("mutasi", "tanggal", "masuk", "keluar", "tipe", "jumlah"),
        "retur", ("dibatalkan", "deleted", "status"),
    ),
    "terse": (
        ("mb", None, "kd", "ket", "st", "h1", "h2", "q"),
        ("tx1", "nb", "tg", "pl"),
        ("tx2", None, "nb", "kd", "q", "h", "t"),
        ("ty1", "nb", "tg", "sp", "ty2"),
        ("ms", "g", "q"),
        ("tk", "tg", "a", "b", "c", "q"),
        "tr1", ("x", "y", "z"),
    ),
}  # fmt: skip
STOCKS = ("column", "places", "in_out", "signed", "typed", "absent", "two_differ", "two_agree", "opening")
STATES = ("none", "flag", "words", "codes", "unclear_words", "letters")
RETURNS = ("none", "none", "negative", "table")
PLAIN_STOCKS = ("column", "column", "places", "in_out", "signed", "typed", "absent", "two_agree")
PLAIN_DECOYS = ("product_copy", "log", "cart", "quotation", "count", "jasa_flag", "sale_copy")
DECOYS = (*PLAIN_DECOYS, "archive", "old_year", "online", "carton", "orphans", "second_quantity", "stock_history")
GOODS = (
    "Mouse",
    "Keyboard",
    "Monitor",
    "Tinta",
    "Kertas A4",
    "Kabel HDMI",
    "RAM 8GB",
    "SSD 500GB",
    "Café Lampu",
    "Toner",
)


@dataclass
class Made:
    """A database under construction."""

    tables: dict[str, Table] = field(default_factory=dict)
    rows: dict[str, list] = field(default_factory=dict)

    def add(self, name: str, columns: list, rows: list, key: tuple = (), relations: tuple = ()) -> None:
        described = tuple(Column(column, kind) for column, kind in columns)
        self.tables[name] = Table(name, described, key, relations, rows=len(rows))
        self.rows[name] = rows


class HomeMade:
    """One shop. Everything about it follows from the seed.

    :ivar is_riddle: whether it may have what no reader can know (states in numbers, archives that count or do not,
        returns meant net or gross, names of two letters): the truth is then drawn, and only honesty is asked for
    """

    def __init__(self, seed: int):
        self.dice = dice = random.Random(seed)  # noqa: S311 – a seeded generator
        self.is_riddle = bool(seed // 2 % 2)
        styles = list(STYLES) if self.is_riddle else list(STYLES)[:-1]
        self.style = styles[seed // 4 % len(styles)]
        self.stock = dice.choice(STOCKS if self.is_riddle else PLAIN_STOCKS)
        self.state = dice.choice(STATES if self.is_riddle else STATES[:3])
        self.returns = dice.choice(RETURNS if self.is_riddle else RETURNS[:3])
        decoys = DECOYS if self.is_riddle else PLAIN_DECOYS
        self.decoys = set(dice.sample(decoys, dice.choice((0, 0, 1, 1, 2, 3))))
        self.has_keys, self.has_relations = dice.random() < 0.6, dice.random() < 0.4
        self.is_alone = dice.random() < 0.2
        self.has_deleted = dice.random() < 0.3
        self.has_purchases = dice.random() < 0.6
        self.made = Made()
        self.truth: dict[str, float] = {}
        self._products()
        self._sales()
        self._stock()
        if self.has_purchases:
            self._purchases()
        for decoy in sorted(self.decoys):
            getattr(self, f"_decoy_{decoy}", lambda: None)()
        self._others()

    @property
    def traits(self) -> str:
        return (
            f"{self.style} stock={self.stock} state={self.state} returns={self.returns} alone={self.is_alone} "
            f"keys={self.has_keys} relations={self.has_relations} deleted={self.has_deleted} {sorted(self.decoys)}"
        )

    def write(self, path: Path) -> Schema:
        with closing(sqlite3.connect(path)) as connection:
            for name, table in self.made.tables.items():
                columns = ", ".join(f'"{column.name}" {KINDS[column.type]}' for column in table.columns)
                connection.execute(f'CREATE TABLE "{name}" ({columns})')
                marks = ", ".join("?" * len(table.columns))
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', self.made.rows[name])  # noqa: S608
            connection.commit()
        return Schema(tuple(self.made.tables.values()))

    def _products(self) -> None:
        table, number, code, name, unit, buy, sell, stock = STYLES[self.style][0]
        dice, count = self.dice, self.dice.randint(30, 120)
        self.levels = {place: (dice.randint(0, 60), dice.randint(0, 40)) for place in range(1, count + 1)}
        columns = [(code, TEXT), (name, TEXT), (unit, TEXT), (buy, DECIMAL), (sell, DECIMAL)]
        columns = ([(number, INTEGER)] if number else []) + columns
        in_table = {"column", "two_differ", "two_agree", "opening"}
        columns += [(stock, INTEGER)] if self.stock in in_table else []
        deleted = STYLES[self.style][7][1]
        columns += [(deleted, INTEGER)] if self.has_deleted else []
        columns += [("isi_per_dus", INTEGER)] if "carton" in self.decoys else []
        self.gone = {key for key in self.levels if self.has_deleted and dice.random() < 0.1}
        rows = []
        for key, (one, two) in self.levels.items():
            cost = dice.randint(5, 900) * 500
            row = [f"B{key:04d}", f"{dice.choice(GOODS)} {key}", dice.choice(("pcs", "box")), cost, cost * 1.2]
            row = ([key] if number else []) + row
            row += (
                [one + two + (dice.randint(1, 5) if self.stock == "two_differ" else 0)]
                if self.stock in in_table
                else []
            )
            row += [int(key in self.gone)] if self.has_deleted else []
            row += [12] if "carton" in self.decoys else []
            rows.append(tuple(row))
        self.key_name = number or code
        self.made.add(table, columns, rows, (number or code,) if self.has_keys else ())
        self.truth["products"] = count - len(self.gone)
        self.product_table = table

    def _ref(self, column: str, key: int):
        """How a column names a product: by number where it is called so."""
        return key if self._ref_kind(column) == INTEGER else f"B{key:04d}"

    def _ref_kind(self, column: str) -> str:
        number = STYLES[self.style][0][1]
        return INTEGER if number and column in (number, f"{self.product_table.rstrip('s')}_id") else TEXT

    def _orders(self, count: int, start: int = 1) -> list:
        dice = self.dice
        for number in range(start, start + count):
            day = f"2024-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
            keys = dice.sample(sorted(self.levels), dice.randint(1, 4))
            yield number, day, [(key, dice.randint(1, 9), dice.randint(5, 900) * 600) for key in keys]

    def _state(self) -> tuple[list, list]:
        """Extra columns of an order and, for each of its states, whether it counts."""
        cancel, _deleted, status = STYLES[self.style][7]
        return {
            "none": ([], [((), True)]),
            "flag": ([(cancel, INTEGER)], [((0,), True), ((0,), True), ((1,), False)]),
            "words": ([(status, TEXT)], [(("lunas",), True), (("selesai",), True), (("batal",), False)]),
            "codes": ([(status, INTEGER)], [((1,), True), ((2,), True), ((9,), False)]),
            "unclear_words": ([(status, TEXT)], [(("OK",), True), (("tunda",), self.dice.random() < 0.5)]),
            "letters": ([(status, TEXT)], [(("L",), True), (("P",), True), (("B",), False)]),
        }[self.state]

    def _sales(self) -> None:
        head, number, date, who = STYLES[self.style][1]
        line, line_id, order, product, quantity, price, total = STYLES[self.style][2]
        extra, kinds = self._state()
        heads, lines, counted, sold, orders = [], [], 0, 0, set()
        for key, day, goods in self._orders(self.dice.randint(40, 160)):
            state, counts = self.dice.choice(kinds)
            heads.append(
                (self._order_no(number, key), day, f"Pelanggan {key % 7}", sum(q * p for _k, q, p in goods), *state)
            )
            for good, count, cost in goods:
                count = -count if self.returns == "negative" and self.dice.random() < 0.05 else count
                row = [self._order_no(number, key), self._ref(product, good), count, cost, count * cost]
                row = ([len(lines) + 1] if line_id else []) + row
                row += [day, *state] if self.is_alone else []
                row += [self.dice.randint(0, count)] if "second_quantity" in self.decoys and count > 0 else (
                    [0] if "second_quantity" in self.decoys else [])  # fmt: skip
                lines.append(tuple(row))
                if counts:
                    counted, sold = counted + 1, sold + count
                    orders.add(key)
        columns = ([(line_id, INTEGER)] if line_id else []) + [
            (order, self._order_kind(number)), (product, self._ref_kind(product)), (quantity, INTEGER),
            (price, DECIMAL),
            (total, DECIMAL)]  # fmt: skip
        columns += [(date, DATE), *extra] if self.is_alone else []
        columns += [("qty_kirim", INTEGER)] if "second_quantity" in self.decoys else []
        if "orphans" in self.decoys:
            lines.append(self._orphan(lines[-1], columns, product))
            counted, sold = counted + bool(counts), sold + (count if counts else 0)
        relations = self._relations(order, head, number, product)
        head_key = (number,) if self.has_keys else ()
        if not self.is_alone:
            whole = [(number, self._order_kind(number)), (date, DATE), (who, TEXT), ("grand_total", DECIMAL), *extra]
            self.made.add(head, whole, heads, head_key)
        key = ((line_id,) if line_id else (order, product)) if self.has_keys and "orphans" not in self.decoys else ()
        self.made.add(line, columns, lines, key, relations)
        self.truth |= {"sale_orders": len(orders), "sale_lines": counted, "quantity_sold": sold}
        self.lines, self.line_columns, self.heads = lines, columns, heads
        if self.returns == "table":
            self._return_table()

    def _orphan(self, row: tuple, columns: list, product: str) -> tuple:
        names = [name for name, _kind in columns]
        return tuple(99_999 if name in (product, "id") else value for name, value in zip(names, row, strict=True))

    def _relations(self, order: str, head: str, number: str, product: str) -> tuple:
        if not self.has_relations:
            return ()
        target = STYLES[self.style][0][1] if self._ref_kind(product) == INTEGER else STYLES[self.style][0][2]
        found = (ForeignKey((product,), self.product_table, (target,)),)
        return found if self.is_alone else (*found, ForeignKey((order,), head, (number,)))

    def _order_kind(self, name: str) -> str:
        return INTEGER if name in ("id", "id_transaksi", "id_pembelian") else TEXT

    def _order_no(self, name: str, key: int):
        return key if self._order_kind(name) == INTEGER else f"F24{key:05d}"

    def _return_table(self) -> None:
        product, quantity = STYLES[self.style][2][3:5]
        rows = [
            (n, "2024-06-01", self._ref(product, n), self.dice.randint(1, 3))
            for n in self.dice.sample(sorted(self.levels), 6)
        ]
        self.made.add(STYLES[self.style][6], [("id", INTEGER), ("tgl", DATE), (product, self._ref_kind(product)),
                                              (quantity, INTEGER)], rows, ("id",))  # fmt: skip
        if self.dice.random() < 0.5:  # whether the shop means net or gross, nobody can read
            self.truth["quantity_sold"] -= sum(row[3] for row in rows)
            self.truth["sale_lines"] += len(rows)

    def _stock(self) -> None:
        units = sum(one + two for key, (one, two) in self.levels.items() if key not in self.gone)
        everything = sum(one + two for one, two in self.levels.values())
        product = STYLES[self.style][2][3]
        table, place, quantity = STYLES[self.style][4]
        if self.stock in ("places", "two_differ", "two_agree"):
            rows = [
                (self._ref(product, key), f"G{side}", level[side])
                for key, level in self.levels.items()
                for side in (0, 1)
            ]
            self.made.add(table, [(product, self._ref_kind(product)), (place, TEXT), (quantity, INTEGER)], rows)
            self.truth["stock_units"] = everything
            if self.stock == "two_agree" and self.gone:
                self.truth["stock_units"] = units
        elif self.stock in ("in_out", "signed", "typed", "opening"):
            self._ledger(product)
            self.truth["stock_units"] = everything
        elif self.stock == "column":
            self.truth["stock_units"] = units

    def _ledger(self, product: str) -> None:
        table, date, inward, outward, kind, quantity = STYLES[self.style][5]
        moves = [(key, one + two + 20, 20) for key, (one, two) in self.levels.items()]
        columns = [("id", INTEGER), (date, DATE), (product, self._ref_kind(product))]
        if self.stock in ("in_out", "opening"):
            columns += [(inward, INTEGER), (outward, INTEGER)]
            pairs = [(key, (came, 0)) for key, came, _went in moves] + [(key, (0, went)) for key, _came, went in moves]
        elif self.stock == "signed":
            columns += [(quantity, INTEGER)]
            pairs = [(key, (came,)) for key, came, _went in moves] + [(key, (-went,)) for key, _came, went in moves]
        else:
            words = self.dice.choice(
                (("masuk", "keluar"), ("IN", "OUT"), ("beli", "jual"), ("pembelian", "penjualan"), ("1", "2"))[
                    : 5 if self.is_riddle else 4
                ]
            )
            columns += [(kind, TEXT), (quantity, INTEGER)]
            pairs = [(key, (words[0], came)) for key, came, _went in moves] + [
                (key, (words[1], went)) for key, _c, went in moves
            ]
        rows = [(n, "2024-01-02", self._ref(product, key), *rest) for n, (key, rest) in enumerate(pairs, 1)]
        self.made.add(table, columns, rows, ("id",) if self.has_keys else ())

    def _purchases(self) -> None:
        head, number, date, who, line = STYLES[self.style][3]
        _line, _line_id, _order, product, quantity, price, total = STYLES[self.style][2]
        orders = list(self._orders(25))
        heads = [(self._order_no(number, key), day, f"CV {key % 5}") for key, day, _goods in orders]
        rows = [(self._order_no(number, key), self._ref(product, good), count, cost, count * cost)
                for key, _day, goods in orders for good, count, cost in goods]  # fmt: skip
        self.made.add(head, [(number, self._order_kind(number)), (date, DATE), (who, TEXT)], heads)
        reference = number if number != "id" else "purchase_id"
        self.made.add(line, [(reference, self._order_kind(number)), (product, self._ref_kind(product)),
                             (quantity, INTEGER), (price, DECIMAL), (total, DECIMAL)], rows)  # fmt: skip

    # === DECOYS === #

    def _copy(self, name: str, table: str, share: float, *, others: bool) -> int:
        """Copy rows of a table; with ``others``, under keys that the table has not."""
        rows = self.made.rows[table][: int(len(self.made.rows[table]) * share)]
        place = 0
        if others:
            rows = [tuple((value + 50_000 if isinstance(value, int) else f"Z{value}") if at == place else value
                          for at, value in enumerate(row)) for row in rows]  # fmt: skip
        self.made.add(name, [(column.name, column.type) for column in self.made.tables[table].columns], rows)
        return len(rows)

    def _decoy_product_copy(self) -> None:
        self._copy(self.dice.choice(("{}_backup", "{}_bak2023", "bkp_{}", "temp_{}")).format(self.product_table),
                   self.product_table, self.dice.choice((0.5, 1)), others=False)  # fmt: skip

    def _decoy_sale_copy(self) -> None:
        line = STYLES[self.style][2][0]
        self._copy(f"{line}_bak", line, 0.8, others=False)

    def _decoy_archive(self) -> None:
        line = STYLES[self.style][2][0]
        rows = self._copy(f"arsip_{line}", line, 0.5, others=True)
        if self.dice.random() < 0.5:
            self.truth["sale_lines"] += rows

    def _decoy_old_year(self) -> None:
        line = STYLES[self.style][2][0]
        rows = self._copy(f"{line}_2023", line, 0.7, others=True)
        if self.dice.random() < 0.5:
            self.truth["sale_lines"] += rows

    def _decoy_log(self) -> None:
        self.made.add("log_aktivitas", [("id", INTEGER), ("waktu", DATE), ("keterangan", TEXT)],
                      [(n, "2024-01-01", "ubah barang") for n in range(60)])  # fmt: skip

    def _small(self, name: str, columns: list, count: int) -> list:
        product = STYLES[self.style][2][3]
        rows = [
            (n, self._ref(product, n), self.dice.randint(1, 9)) for n in self.dice.sample(sorted(self.levels), count)
        ]
        self.made.add(name, [("id", INTEGER), (product, self._ref_kind(product)), *columns], rows, ("id",))
        return rows

    def _decoy_cart(self) -> None:
        self._small(self.dice.choice(("keranjang", "cart_items")), [("qty", INTEGER)], 9)

    def _decoy_quotation(self) -> None:
        self._small("penawaran_detail", [("qty", INTEGER)], 15)

    def _decoy_count(self) -> None:
        self._small("stok_opname", [("qty_fisik", INTEGER)], 20)

    def _decoy_stock_history(self) -> None:
        self._small("stok_harian", [("stok", INTEGER)], 25)

    def _decoy_online(self) -> None:
        """Another channel sells, too; whether the truth has it, nobody can read."""
        rows = self._small("penjualan_online", [("qty", INTEGER)], 18)
        if self.dice.random() < 0.7:
            self.truth["sale_lines"] += len(rows)
            self.truth["quantity_sold"] += sum(row[2] for row in rows)

    def _decoy_carton(self) -> None:
        """Stock is kept in cartons of 12: the shop has twelve times as many pieces."""
        if self.stock == "column":
            self.truth["stock_units"] *= 12

    def _decoy_jasa_flag(self) -> None:
        self.made.add("jasa", [("id", INTEGER), ("nama_jasa", TEXT), ("tarif", DECIMAL)], [(1, "Servis", 50_000)])

    def _others(self) -> None:
        self.made.add("pelanggan", [("id", INTEGER), ("nama", TEXT), ("alamat", TEXT), ("telp", TEXT)],
                      [(n, f"Pelanggan {n}", "Jl. Mawar", "021") for n in range(7)], ("id",))  # fmt: skip
        self.made.add("users", [("id", INTEGER), ("username", TEXT), ("password", TEXT)], [(1, "admin", "x")], ("id",))
        self.made.add(
            "kategori", [("id", INTEGER), ("nama_kategori", TEXT)], [(1, "Aksesoris"), (2, "Printer")], ("id",)
        )
