"""Quick order and price list of a reseller."""

import csv
import io
import json
import re
import time

import openpyxl

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import tagged

from .reseller_common import ResellerCommon


@tagged("post_install", "-at_install")
class TestQuickOrder(ResellerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keyboard = cls._create_product("Papan Ketik Cepat", 200_000, default_code="QO-3001", barcode="8990001")
        cls.mouse = cls._create_product("Tetikus Cepat", 50_000, default_code="QO-3101")
        cls._stock(cls.keyboard, 100)
        cls._stock(cls.mouse, 10)
        cls.mouse.allow_out_of_stock_order = cls.keyboard.allow_out_of_stock_order = False

    def _preview(self, text="", content=None, filename="order.csv"):
        files = {"file": (filename, content)} if content is not None else {"file": ("", b"")}
        data = {"csrf_token": Request.csrf_token(self), "text": text}
        return self.url_open("/my/quick-order/preview", data=data, files=files)

    def _add(self, *pairs, **data):
        data.update(key=[key for key, _q in pairs], quantity=[str(quantity) for _k, quantity in pairs])
        return self._post("/my/quick-order/add", **data)

    def _cart_of(self, user):
        domain = [("partner_id", "=", user.partner_id.id), ("state", "=", "draft")]
        return self.env["sale.order"].search(domain, limit=1)

    def test_a_pasted_list_is_shown_with_own_price_and_availability(self):
        self._login(self.seller)
        page = self._preview("SKU\tqty\nQO-3001\t10\nqo3101;5\n8990001, 2").text
        self.assertIn("3 lines ready", re.sub("<[^>]+>", "", page))
        self.assertEqual(page.count("data-error"), 0)
        self.assertIn("180,000", page)
        self.assertIn("Papan Ketik Cepat", page)

    def test_errors_stay_with_their_lines_and_can_be_mended(self):
        self._login(self.seller)
        bad = "QO-301 2\nQO-3101 500\nQO-3001 1.000\n=cmd|' /C calc'!A0 1\n<script>x</script> 1"
        page = self._preview(f"QO-3001 3\n{bad}").text
        for error in ("unknown", "stock", "ambiguous"):
            self.assertIn(f'data-error="{error}"', page)
        self.assertIn("Do you mean", page)
        self.assertNotIn("<script>x", page)
        self.assertIn('value="QO-301"', page)

    def test_all_good_lines_go_to_the_cart_with_quantities_summed(self):
        self._login(self.seller)
        answer = self._add(("QO-3001", 3), ("8990001", 2), ("QO-3101", 4))
        self.assertIn("/shop/cart", answer.headers["Location"])
        cart = self._cart_of(self.seller)
        lines = {line.product_id: (line.product_uom_qty, line.price_reduce_taxinc) for line in cart.order_line}
        self.assertEqual(lines, {self.keyboard: (5, 180_000), self.mouse: (4, 45_000)})
        self._add(("QO-3001", 1), ("QO-3101", 9))
        lines = {line.product_id: line.product_uom_qty for line in cart.order_line}
        self.assertEqual(lines, {self.keyboard: 6, self.mouse: 10}, "No more than there is")

    def test_bad_lines_do_not_hold_up_the_good_ones(self):
        self._login(self.seller)
        page = self._add(("QO-3001", 3), ("NIX-1", 2), ("QO-3101", "many"))
        self.assertEqual(page.status_code, 200)
        self.assertIn('value="NIX-1"', page.text)
        self.assertNotIn('value="QO-3001"', page.text)
        self.assertEqual(self._cart_of(self.seller).order_line.product_id, self.keyboard)

    def test_checking_again_adds_nothing(self):
        self._login(self.seller)
        self._add(("QO-3001", 3), check="1")
        self.assertFalse(self._cart_of(self.seller).order_line)

    def test_files_of_all_kinds_are_read(self):
        book = openpyxl.Workbook()
        book.active.append(["No", "Kode Barang", "Nama", "Jumlah"])
        book.active.append([1, "QO-3001", "Papan", 7])
        buffer = io.BytesIO()
        book.save(buffer)
        self._login(self.seller)
        for content, filename in (
            (buffer.getvalue(), "pesanan.xlsx"),
            ('\ufeffSKU;Qty\r\n"QO-3001";"7"\r\n'.encode(), "bom.csv"),
            ("Kode,Jumlah\nQO-3001,7\n".encode("cp1252"), "windows.csv"),
            (b"QO-3001\t7\n", "tab.txt"),
        ):
            page = self._preview(content=content, filename=filename).text
            self.assertIn("Papan Ketik Cepat", page, filename)
            self.assertIn('value="7"', page, filename)
            self.assertNotIn("data-error", page, filename)

    def test_what_is_no_list_is_refused_with_words(self):
        self._login(self.seller)
        long_list = "".join(f"QO-{number} 1\n" for number in range(50_000))
        for text, content, said in (
            ("", None, "nothing in it"),
            ("", b"", "nothing in it"),
            (long_list, None, "too"),
            ("", long_list.encode(), "at most 1000 lines"),
            ("", b"PK\x03\x04broken", "cannot be read"),
            ("", b"<html><table><tr><td>QO-3001</td></tr></table></html>", "web page"),
        ):
            page = self._preview(text, content)
            self.assertEqual(page.status_code, 200)
            self.assertIn(said, page.text)
        self.assertFalse(self._cart_of(self.seller))

    def test_five_hundred_lines_take_little_more_than_the_order_itself(self):
        products = self.env["product.product"].create(
            [
                {"name": f"Barang {n}", "default_code": f"QX-{n:04}", "list_price": 1000 + n, "type": "consu",
                 "is_storable": True, "website_published": True, "sale_ok": True, "taxes_id": False}
                for n in range(500)
            ]
        )  # fmt: skip
        self.env["stock.quant"].create(
            [
                {"product_id": one.id, "location_id": self.warehouse.lot_stock_id.id, "quantity": 1000}
                for one in products
            ]
        )
        pairs = [(f"QX-{n:04}", 1 + n % 7) for n in range(500)]
        self._login(self.seller)
        text = "\n".join(f"{key}\t{quantity}" for key, quantity in pairs)
        lines = [(0, 0, {"product_id": one.id, "product_uom_qty": 1}) for one in products]
        order = self._took(lambda: self.env["sale.order"].create({"partner_id": self.shop.id, "order_line": lines}))
        for step in (lambda: self._preview(text), lambda: self._add(*pairs)):
            self.assertLess(self._took(step), 2 * order)
        self.assertEqual(len(self._cart_of(self.seller).order_line), 500)

    def _took(self, step):
        """:return: seconds of this process, which is the server too: other programs do not count"""
        start = time.process_time()
        step()
        self.env.flush_all()
        return time.process_time() - start

    def test_who_may_not_order_and_strangers_add_nothing(self):
        self._member(self.seller).may_order = False
        self._login(self.seller)
        self.assertIn("not order", self._add(("QO-3001", 3)).text)
        self.assertFalse(self._cart_of(self.seller).order_line)
        buyer = self._create_user("buyer", password="test_buyer")
        self._login(buyer)
        self._add(("QO-3001", 3))
        self.assertFalse(self._cart_of(buyer))

    def test_goods_that_are_not_sold_are_not_found(self):
        self.keyboard.website_published = False
        self._login(self.seller)
        self.assertIn('data-error="unknown"', self._preview("QO-3001 1").text)
        self.assertEqual(json.loads(self.url_open("/my/quick-order/suggest?term=QO-3001").text), [])
        with self.assertRaises(UserError):
            self._cart(self.seller)._quick_add({self.keyboard.id: 1})

    def test_suggestions_name_goods_without_prices(self):
        self._login(self.clerk)
        found = json.loads(self.url_open("/my/quick-order/suggest?term=qo-3").text)
        self.assertEqual([one["key"] for one in found], ["QO-3001", "QO-3101"])
        self.assertEqual(set(found[0]), {"key", "name"})
        self.assertEqual(json.loads(self.url_open("/my/quick-order/suggest?term=%25").text), [])

    def test_the_price_list_has_own_prices_as_numbers_and_runs_nothing(self):
        self.mouse.write({"name": '=HYPERLINK("http://x")', "default_code": "-QO", "barcode": "@SUM(A1)"})
        self._login(self.seller)
        answer = self.url_open("/my/price-list.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        by_sku = {row["SKU"]: row for row in rows}
        self.assertEqual(by_sku["QO-3001"]["Price"], "180000")
        evil = by_sku["'-QO"]
        self.assertEqual((evil["Name"][:2], evil["Barcode"][:2]), ("'=", "'@"))
        sheet = openpyxl.load_workbook(io.BytesIO(self.url_open("/my/price-list.xlsx").content)).active
        cells = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
        self.assertEqual((cells["QO-3001"][5].value, cells["QO-3001"][5].data_type), (180_000, "n"))
        self.assertEqual(cells["-QO"][2].data_type, "s")
        self.assertNotIn("f", {cell.data_type for row in sheet.iter_rows() for cell in row})

    def test_stock_is_coarse_or_exact_as_the_company_wants(self):
        self._login(self.seller)
        for detail, expected in (("coarse", "Available"), ("exact", "100")):
            self.company.portal_stock_detail = detail
            text = self.url_open("/my/price-list.csv").content.decode("utf-8-sig")
            row = next(row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["SKU"] == "QO-3001")
            self.assertEqual(row["Availability"], expected)

    def test_the_price_list_is_for_who_sees_prices(self):
        buyer = self._create_user("buyer", password="test_buyer")
        for user in (self.clerk, buyer, self.users["repair_team"]):
            if user == self.users["repair_team"]:
                user.password = user.login
            self._login(user)
            for kind in ("csv", "xlsx", "exe"):
                self.assertEqual(self.url_open(f"/my/price-list.{kind}", allow_redirects=False).status_code, 303)
