"""From the goods that arrive to what visitors see: each step by the role it belongs to (S0.8, S3.2, S3.3)."""

import base64
import io

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestCatalogue(CrosstechCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product("Pencetak Uji Katalog", list_price=777_000.0, website_published=False)

    def _receive(self, quantity):
        """Inventory books an arrival of the product."""
        inventory = self.env["stock.picking"].with_user(self.users["inventory"])
        receipt = inventory.create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        },
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": quantity, "picked": True})
        receipt.button_validate()
        return receipt

    def _visitor_finds(self, text):
        self.authenticate(None, None)
        return self.url_open(f"/shop?search={text}").text.count("oe_product_image_link")

    def test_what_inventory_received_is_put_on_the_shop_by_the_operational_manager(self):
        self.assertFalse(self._visitor_finds("Katalog"))
        receipt = self._receive(12)
        self.assertEqual(receipt.state, "done")
        seen = self.product.with_user(self.users["operational_manager"])
        self.assertEqual(seen.qty_available, 12)
        seen.website_published = True
        self.assertTrue(self._visitor_finds("Katalog"))

    def test_texts_price_and_picture_change_for_visitors_at_once(self):
        picture = io.BytesIO()
        Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
        seen = self.product.product_tmpl_id.with_user(self.users["operational_manager"])
        seen.write(
            {
                "website_published": True,
                "list_price": 654_000,
                "description_ecommerce": "<p>Tangki tinta isi ulang</p>",
                "image_1920": base64.b64encode(picture.getvalue()),
            }
        )
        self.authenticate(None, None)
        page = self.url_open(seen.website_url).text
        self.assertIn("Tangki tinta isi ulang", page)
        self.assertIn("654", page)
        answer = self.url_open(f"/web/image/product.template/{seen.id}/image_512")
        self.assertEqual(answer.headers["Content-Type"], "image/png")

    def test_other_roles_leave_the_catalogue_alone(self):
        for role in ("finance_manager", "inventory", "repair_team", "director"):
            with self.assertRaises(AccessError):
                self.product.product_tmpl_id.with_user(self.users[role]).write({"list_price": 1})
        self.assertEqual(self.product.list_price, 777_000)
