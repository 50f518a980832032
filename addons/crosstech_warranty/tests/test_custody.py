"""Exactly one holder at any time, and the books of the warehouse say the same."""

import base64

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crosstech_warranty.lib import custody

from .custody_common import CustodyCommon

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestCustody(CustodyCommon):
    def test_a_new_unit_is_with_its_owner(self):
        self.assertEqual((self.unit.holder_kind, self.unit.holder_id), ("customer", self.buyer))

    def test_a_hand_over_moves_the_goods_and_says_who_has_them(self):
        handover = self.unit._hand_over("courier", awb="jne 1234567", carrier="JNE", note="Dus besar")
        self.assertEqual((handover.from_kind, handover.to_kind, handover.awb), ("customer", "courier", "JNE1234567"))
        self.assertEqual(self.unit.holder_kind, "courier")
        self.assertEqual(handover.picking_id.state, "done")
        self.assertEqual(list(self._quantities(self.unit).values()), [1])
        self.assertEqual(next(iter(self._quantities(self.unit))).custody_kind, "courier")

    def test_goods_of_customers_are_neither_our_stock_nor_our_value(self):
        before = self.laptop.qty_available
        handover = self.unit._hand_over("workshop")
        self.assertEqual(self.laptop.qty_available, before)
        self.assertFalse(handover.move_line_id.move_id.is_in)
        self.assertEqual(handover.move_line_id.owner_id, self.buyer)

    def test_each_technician_has_a_place_of_his_own(self):
        self.unit._hand_over("technician", partner=self.technician.partner_id)
        place = self.unit._get_handover().location_id
        self.assertEqual(place.custody_partner_id, self.technician.partner_id)
        other = self._create_technician("Teknisi Lain")
        self.unit._hand_over("technician", partner=other.partner_id)
        self.assertEqual(self.unit.holder_id, other.partner_id)
        self.assertNotIn(place, self._quantities(self.unit))

    def test_a_unit_goes_only_from_who_has_it(self):
        for kind, giver in (("scrap", None), ("supplier", None), ("customer", None), ("courier", "workshop")):
            with self.assertRaises(UserError, msg=kind):
                self.unit._hand_over(kind, partner=self.supplier if kind == "supplier" else None, giver=giver)
        self.assertFalse(self.unit.handover_ids)
        self.assertFalse(self._quantities(self.unit))

    def test_nobody_takes_a_unit_without_a_name_where_names_count(self):
        with self.assertRaises(UserError):
            self.unit._hand_over("technician")
        self.assertEqual(self.unit.holder_kind, "customer")

    def test_a_wrong_consignment_number_is_refused(self):
        with self.assertRaises(UserError):
            self.unit._hand_over("courier", awb="??")
        self.assertEqual(self.unit.holder_kind, "customer")

    def test_photos_are_kept_and_anything_else_is_refused(self):
        handover = self.unit._hand_over("workshop", files=[("foto.png", PNG)], signature=base64.b64encode(PNG))
        self.assertEqual(handover.attachment_ids.mimetype, "image/png")
        with self.assertRaises(UserError):
            self.unit._hand_over("courier", files=[("foto.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")])
        self.assertEqual(self.unit.holder_kind, "workshop")

    def test_pieces_without_a_serial_number_move_by_quantity(self):
        first, second = self._create_unit(quantity=3), self._create_unit(quantity=2)
        first._hand_over("workshop")
        second._hand_over("workshop")
        self.assertEqual(list(self._quantities(first).values()), [5])
        first._hand_over("customer")
        self.assertEqual(list(self._quantities(first).values()), [2])

    def test_a_piece_whose_serial_number_nobody_knows_gets_ours(self):
        unit = self._create_unit(product=self.laptop)
        unit._hand_over("workshop")
        self.assertEqual(unit.lot_id.name, unit.name)

    def test_hand_overs_are_never_changed_or_deleted(self):
        handover = self.unit._hand_over("workshop")
        for change in (lambda: handover.write({"note": "x"}), handover.unlink, lambda: handover.sudo().unlink()):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(UserError):
            handover.move_line_id.quantity = 0

    def test_a_mistake_is_taken_back_with_a_reason_and_stays_on_record(self):
        self.unit._hand_over("workshop")
        self.unit._hand_over("scrap")
        with self.assertRaises(UserError):
            self.unit._correct_custody(" ")
        self.unit._correct_custody("Salah pindai.")
        self.assertEqual(self.unit.holder_kind, "workshop")
        self.assertEqual(len(self.unit.handover_ids), 3)
        with self.assertRaises(UserError):
            self.unit._correct_custody("Sekali lagi.")

    def test_custody_follows_a_transfer_of_inventory(self):
        self.unit._hand_over("workshop")
        workshop = self.unit._get_handover().location_id
        shelf = self.warehouse.lot_stock_id
        line = {
            "product_id": self.laptop.id, "lot_id": self.unit.lot_id.id, "quantity": 1, "owner_id": self.buyer.id,
            "location_id": workshop.id, "location_dest_id": shelf.id, "picked": True,
        }  # fmt: skip
        move = self.env["stock.move"].create(
            {
                "product_id": self.laptop.id, "product_uom_qty": 1, "location_id": workshop.id,
                "location_dest_id": shelf.id, "picked": True, "move_line_ids": [(0, 0, line)],
            }
        )  # fmt: skip
        move._action_done()
        self.assertEqual(self.unit.holder_kind, "stock")
        self.unit._hand_over("customer")
        self.assertEqual(self.unit.holder_id, self.buyer)
        self.assertFalse(self._quantities(self.unit))

    def test_a_scrap_order_of_core_is_a_hand_over(self):
        self.unit._hand_over("workshop")
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.laptop.id, "lot_id": self.unit.lot_id.id, "owner_id": self.buyer.id,
                "location_id": self.unit._get_handover().location_id.id,
            }
        )  # fmt: skip
        scrap.do_scrap()
        self.assertEqual(self.unit.holder_kind, "scrap")

    def test_a_new_piece_on_our_shelf_is_in_stock(self):
        unit = self._create_new_piece("SN-BARU")
        self.assertEqual(unit.holder_kind, "stock")
        handover = unit._hand_over("courier", awb="JNE1234567")
        self.assertFalse(handover.move_line_id.owner_id)

    def test_custody_stays_true_when_customers_are_merged(self):
        self.unit._hand_over("workshop")
        other = self._create_buyer("Pembeli Uji Lagi")
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        with mute_logger("odoo.addons.base.wizard.base_partner_merge"):
            merge._merge((self.buyer | other).ids, other, extra_checks=False)
        self.env.invalidate_all()
        self.unit._hand_over("customer")
        self.assertEqual(self.unit.holder_id, other)
        self.assertFalse(self._quantities(self.unit))

    def test_a_customer_whose_goods_we_have_cannot_be_deleted(self):
        self.unit._hand_over("workshop")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.buyer.unlink()
        self.assertEqual(self.unit.partner_id, self.buyer)

    def test_who_buys_a_used_unit_has_it(self):
        other = self._create_buyer("Pemilik Baru")
        self.unit.partner_id = other
        self.assertEqual(self.unit.holder_id, other)

    def test_a_new_company_has_its_places(self):
        company = self.env["res.company"].create({"name": "Cabang Uji"})
        kinds = self.env["stock.location"].search([("company_id", "=", company.id)]).mapped("custody_kind")
        self.assertLessEqual({"workshop", "courier", "technician", "supplier", "stock"}, set(kinds))

    def test_nobody_of_the_staff_adds_a_hand_over_by_hand(self):
        for role, user in self.users.items():
            Handover = self.env["crosstech.custody.handover"].with_user(user)
            self.assertFalse(any(Handover.has_access(operation) for operation in ("create", "write", "unlink")), role)

    def test_every_kind_of_holder_has_a_word(self):
        words = dict(self.env["crosstech.custody.handover"]._fields["to_kind"].selection)
        self.assertEqual(tuple(words), custody.KINDS)


@tagged("post_install", "-at_install")
class TestCustodyOfOrders(CustodyCommon):
    def _order(self, **values):
        order = self._create_work_order(**values)
        self._take(order, "assign", technician=self.technician)
        return order

    def _take(self, order, *actions, **facts):
        for action in actions:
            order._apply(action, roles={"repair_team"}, **facts)

    def _kinds(self):
        return self.unit.handover_ids.sorted("id").mapped("to_kind")

    def test_a_unit_sent_to_the_centre_passes_through_every_hand(self):
        order = self._order()
        self._take(order, "ship", awb="JNE1234567")
        self._take(order, "receive", serial="sn-0001")
        self._take(order, "diagnose", diagnosis="Papan mati")
        self._take(order, "send_to_supplier")
        self._take(order, "diagnose", serial="SN-0001")
        order.decision = "return"
        self._take(order, "finish", resolution=self.resolution)
        self._take(order, "send_back", awb="JNE7654321")
        self._take(order, "close")
        self.assertEqual(
            self._kinds(),
            ["technician", "courier", "workshop", "supplier", "workshop", "courier", "customer"],
        )
        self.assertEqual(self.unit.handover_ids.order_id, order)

    def test_what_is_repaired_on_site_never_leaves_the_customer(self):
        order = self._order()
        self._take(order, "visit")
        self._take(order, "solve", resolution=self.resolution)
        self._take(order, "close")
        self.assertEqual(order.state, "closed")
        self.assertFalse(self._kinds())

    def test_a_unit_brought_in_goes_straight_to_the_workshop_and_back(self):
        order = self._create_work_order()
        self._take(order, "receive", "diagnose")
        order.decision = "return"
        self._take(order, "finish", resolution=self.resolution)
        self._take(order, "close")
        self.assertEqual(self._kinds(), ["workshop", "customer"])

    def test_a_parcel_nobody_took_is_in_the_workshop_again(self):
        order = self._create_work_order()
        self._take(order, "receive", "diagnose")
        order.decision = "return"
        self._take(order, "finish", resolution=self.resolution)
        self._take(order, "send_back", awb="JNE7654321")
        self._take(order, "come_back")
        self.assertEqual(self._kinds(), ["workshop", "courier", "workshop"])

    def test_another_serial_number_than_the_one_that_came_in_is_refused(self):
        order = self._order()
        with self.assertRaisesRegex(UserError, "SN-9999"):
            self._take(order, "receive", serial="SN-9999")
        self.assertFalse(self._kinds())

    def test_a_replaced_unit_is_kept_and_the_new_one_goes_to_the_customer(self):
        order = self._order()
        self._take(order, "receive")
        new = self._create_new_piece("SN-0002")
        self.unit.write({"state": "replaced", "replaced_by_id": new.id})
        order._give(self.unit, "stock", {})
        self.assertEqual((self.unit.holder_kind, new.holder_kind), ("stock", "stock"))
        order.sudo().state = "settled"
        self._take(order, "close", serial="SN-0002")
        self.assertEqual(new.holder_kind, "customer")
        self.assertEqual(self.unit.holder_kind, "stock")

    def test_nothing_is_cancelled_while_somebody_else_has_the_unit(self):
        order = self._order()
        self.unit._hand_over("courier")
        with self.assertRaisesRegex(UserError, "bring it back"):
            self._take(order, "cancel", reason="Tidak jadi")
        self.unit._hand_over("customer")
        self._take(order, "cancel", reason="Tidak jadi")
        self.assertEqual(order.state, "cancelled")
