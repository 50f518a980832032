"""A courier's bill from the file to the vendor bill: what was charged wrongly is found, and nothing else."""

import base64
import io
from datetime import datetime
from unittest.mock import patch

import openpyxl
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import mute_logger

from ..lib import courier_audit
from ..models import courier_bill_audit
from .courier_bill_common import CHANGE, CourierBillCommon

BEFORE = datetime(2026, 2, 10, 5)  # noqa: DTZ001
AFTER = datetime(2026, 3, 10, 5)  # noqa: DTZ001


@tagged("post_install", "-at_install")
class TestCourierBillErrors(CourierBillCommon):
    def test_the_audit_finds_exactly_the_errors_that_were_made_and_no_others(self):
        for seed in (1, 2):
            wanted = self._shipments_with_errors(336, seed)
            self._create_shipments([one for one in wanted if one["error"] != courier_audit.UNKNOWN])
            rows, truth = self._rows_with_errors(wanted, seed)
            bill = self._create_bill(self._file(rows, str(seed)), f"INV-{seed}")
            self.assertEqual(bill.state, "audited")
            self.assertEqual(bill.line_count, len(rows))
            found = [(line.awb, line.cause, int(line.difference)) for line in bill.line_ids if line.status != "right"]
            self.assertEqual(sorted(found), sorted(truth))
            self.assertEqual({cause for _awb, cause, _difference in truth}, set(courier_audit.CAUSES[:12]))
            self.assertEqual(sum(amount for _c, _n, amount in bill._sums_by_cause()), bill.total_difference)
            self.assertEqual(bill.total_expected + bill.total_difference, bill.total_charged)

    def test_the_second_of_two_equal_lines_is_the_one_billed_twice(self):
        one = {"awb": "UJI0000001", "service": "REG", "place": self.mariso, "moment": BEFORE}
        self._create_shipments([one])
        row = self._row(one)
        bill = self._create_bill(self._file([row, {**row, "awb": " uji 0000001"}]))
        first, second = bill.line_ids
        self.assertEqual((first.status, second.cause), ("right", "twice"))
        self.assertIn(str(first.row), second.explanation)


@tagged("post_install", "-at_install")
class TestCourierBill(CourierBillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = {"awb": "UJI0000001", "service": "REG", "place": cls.mariso, "moment": BEFORE}
        cls.two = {"awb": "UJI0000002", "service": "OKE", "place": cls.pontianak_selatan, "moment": AFTER}
        cls.pickings = cls._create_shipments([cls.one, cls.two])

    def _heavy(self, one=None, kilos=3):
        one = one or self.one
        return self._row(one, kilos=kilos, freight=kilos * self._row(one)["freight"])

    # === WHAT COUNTS === #

    def test_each_shipment_is_priced_by_the_list_of_its_day(self):
        bill = self._create_bill(self._file([self._row(self.one), self._row(self.two)]))
        self.assertEqual(bill.line_ids.mapped("status"), ["right", "right"])
        self.assertEqual(bill.line_ids.mapped("tariff_id.valid_from"), [datetime(2026, 1, 1).date(), CHANGE.date()])  # noqa: DTZ001

    def test_the_price_book_says_for_every_day_and_place_what_the_checkout_says(self):
        tariffs = self.env["crosstech.courier.tariff"]
        self._create_tariff([(self.reg, self.kalimantan_barat, 77_000, 1, 2)], origin_id=self.gambir.id,
                            valid_from="2026-02-15", valid_to="2026-03-15")  # fmt: skip
        places = [*self.places, self.gambir]
        book = tariffs._price_book(self.courier, {i for place in places for i in place._lineage_ids()})
        for day in ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-03-15", "2026-03-16"):
            day = datetime.fromisoformat(day).date()
            for place in places:
                asked = tariffs._lines_in_force(self.gambir, place, day)
                wanted = {k: rule for k, (rule, _list) in asked.items() if k in self.courier.carrier_ids.ids}
                _list, found = book.look_up(tuple(self.gambir._lineage_ids()), tuple(place._lineage_ids()), day)
                self.assertEqual(found, wanted, (day, place.name))

    def test_the_weight_inventory_put_down_counts_before_the_products_own(self):
        self.pickings[0].with_user(self.users["inventory"]).shipping_weight = 2.9
        bill = self._create_bill(self._file([self._heavy()]))
        self.assertEqual((bill.line_ids.status, bill.line_ids.expected_weight_kg), ("right", 3.0))

    def test_a_shipment_mended_by_inventory_is_right_when_audited_again(self):
        bill = self._create_bill(self._file([self._heavy()]))
        self.assertEqual(bill.line_ids.cause, "weight")
        self.pickings[0].with_user(self.users["inventory"]).shipping_weight = 3
        bill.action_audit()
        self.assertEqual((bill.line_ids.status, bill.line_ids.difference), ("right", 0))

    def test_a_price_list_mended_is_seen_when_audited_again(self):
        row = self._row(self.one, freight=70_000)
        bill = self._create_bill(self._file([row]))
        self.assertEqual(bill.line_ids.cause, "tariff")
        self._create_tariff([(self.reg, self.mariso, 70_000, 1, 2)], valid_from="2026-02-01")
        bill.action_audit()
        self.assertEqual(bill.line_ids.status, "right")

    def test_the_size_of_the_boxes_counts_where_all_goods_are_in_one(self):
        kind = self.env["stock.package.type"].create(
            {"name": "Kotak", "packaging_length": 300, "width": 200, "height": 400}  # mm: 24,000 cm³, 4 kg
        )
        box = self.env["stock.package"].create({"name": "KOTAK-1", "package_type_id": kind.id})
        self.pickings[0].move_line_ids.result_package_id = box
        bill = self._create_bill(self._file([self._heavy(kilos=4)]))
        self.assertEqual((bill.line_ids.status, bill.line_ids.volumetric_weight_kg), ("right", 4.0))

    def test_a_shipment_without_a_price_is_not_judged(self):
        self.env["crosstech.courier.tariff"].search([("courier_id", "=", self.courier.id)]).action_withdraw()
        bill = self._create_bill(self._file([self._row(self.one)]))
        self.assertEqual((bill.line_ids.status, bill.total_difference, bill.total_to_pay), ("unchecked", 0, 0))
        bill.line_ids.action_let_stand()
        self.assertEqual(bill.total_to_pay, bill.total_charged)

    def test_a_consignment_of_another_courier_is_unknown_to_this_one(self):
        other = self.env["crosstech.courier"].create({"name": "Kurir Lain", "code": "lain"})
        bill = self._create_bill(self._file([self._row(self.one)]), courier_id=other.id)
        self.assertEqual((bill.line_ids.cause, bill.line_ids.picking_id.id), ("unknown", False))
        self.assertIn(self.reg.name, bill.line_ids.explanation)

    def test_a_number_that_lost_its_zeros_in_a_spreadsheet_is_found(self):
        self._create_shipments([{**self.one, "awb": "0011223344"}])
        bill = self._create_bill(self._file([{**self._row(self.one), "awb": "11223344"}]))
        self.assertEqual(bill.line_ids.status, "right")

    def test_the_wider_name_of_the_destination_is_no_other_destination(self):
        for number, place in enumerate(["Mariso", "MAKASSAR", "Kota Makassar", "Negeri Antah Berantah", ""], 1):
            bill = self._create_bill(self._file([{**self._row(self.one), "place": place}], place), f"W-{number}")
            bill.line_ids.sudo().unlink() if bill.line_ids.cause == "twice" else None
            self.assertNotEqual(bill.line_ids[:1].cause, "destination", place)

    def test_what_the_customer_paid_less_what_was_charged_is_the_margin(self):
        order = self._create_order(self._create_buyer("Pembeli Ongkir", self.mariso), self.light)
        self._stock(self.light, 10)
        order.set_delivery_line(self.reg, 50_000)
        order.sudo().action_confirm()
        picking = order.picking_ids
        picking.write({"carrier_tracking_ref": "UJI0000077", "carrier_id": self.reg.id})
        picking.move_ids.write({"quantity": 1, "picked": True})
        with patch.object(type(picking), "_check_may_ship"):
            picking._action_done()
        picking.date_done = BEFORE
        bill = self._create_bill(self._file([self._row({**self.one, "awb": "UJI0000077"})]))
        line = bill.line_ids
        self.assertEqual((line.order_id, line.customer_paid), (order, 50_000))
        self.assertEqual(line.margin, 50_000 - line.total)
        self.assertEqual(bill.total_margin, line.margin)

    # === THE SAME BILL TWICE === #

    def test_the_same_file_and_the_same_number_are_refused(self):
        content = self._file([self._row(self.one)])
        self._create_bill(content, "INV-1")
        other = self._file([self._row(self.two)])
        for again, number in ((content, "INV-2"), (other, " inv-1 ")):
            with self.assertRaises(UniqueViolation), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._create_bill(again, number, audit=False).flush_recordset()
        self.assertEqual(self.env["crosstech.courier.bill"].search_count([("courier_id", "=", self.courier.id)]), 1)

    def test_a_consignment_of_an_earlier_bill_is_billed_twice(self):
        row = self._row(self.one)
        first = self._create_bill(self._file([row]), "INV-1")
        second = self._create_bill(self._file([row], "again"), "INV-2")
        self.assertEqual((first.line_ids.status, second.line_ids.cause), ("right", "twice"))
        self.assertIn("INV-1", second.line_ids.explanation)
        first.action_audit()
        self.assertEqual(first.line_ids.status, "right", "a later bill does not make the earlier one wrong")

    def test_a_shipment_billed_before_it_left_is_right_on_the_later_bill(self):
        early = {**self.one, "awb": "UJI0000099", "state": "open"}
        picking = self._create_shipments([early])
        first = self._create_bill(self._file([self._row(early)]), "INV-1")
        self.assertEqual(first.line_ids.cause, "not_shipped")
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking._action_done()
        picking.date_done = BEFORE
        second = self._create_bill(self._file([self._row(early)], "again"), "INV-2")
        self.assertEqual(second.line_ids.status, "right")

    # === FILES === #

    def test_what_is_no_bill_is_refused_and_changes_nothing(self):
        for content in (b" ", b"MZ\x90\x00\x03\x00\x00", b"PK\x03\x04 no zip", b"<html><table></table></html>"):
            bill = self._create_bill(content, f"X-{len(content)}", audit=False)
            with self.assertRaises(UserError):
                bill.action_read()
            self.assertEqual((bill.state, len(bill.column_ids), len(bill.line_ids)), ("draft", 0, 0))
        with self.assertRaises(UserError):
            self._create_bill(b"", "X-0", audit=False).action_read()

    def test_a_bill_without_a_number_is_not_audited(self):
        bill = self._create_bill(self._file([self._row(self.one)]), False, audit=False)
        bill.action_read()
        with self.assertRaises(UserError):
            bill.action_audit()
        self.assertEqual((bill.state, len(bill.line_ids)), ("draft", 0))

    def test_columns_a_person_corrects_are_remembered_for_the_courier(self):
        content = b"Kode;Netto Rp\nUJI0000001;33.000\n"
        bill = self._create_bill(content, "INV-1", audit=False)
        bill.action_read()
        self.assertIn("AWB", bill.remarks)
        with self.assertRaises(UserError):
            bill.action_audit()
        for column, meaning in zip(bill.column_ids, ("awb", "total"), strict=True):
            column.meaning = meaning
        bill.action_audit()
        self.assertEqual(bill.line_ids.total, 33_000)
        later = self._create_bill(content + b"UJI0000002;1.000\n", "INV-2", audit=False)
        later.action_read()
        self.assertEqual(later.column_ids.mapped("meaning"), ["awb", "total"])

    def test_the_form_shows_a_preview_before_anything_is_audited(self):
        bill = self._create_bill(self._file([self._row(self.one)]), "INV-1", audit=False)
        bill.action_read()
        self.assertIn("UJI0000001", bill.preview)
        self.assertEqual(
            (bill.state, len(bill.line_ids), bill.stated_total), ("draft", 0, self._row(self.one)["total"])
        )

    def test_a_long_bill_is_audited_in_the_background(self):
        shipments = [{**self.one, "awb": f"UJI10000{number:02d}"} for number in range(12)]
        self._create_shipments(shipments)
        with patch.object(courier_bill_audit, "DIRECT_LINES", 5), patch.object(courier_bill_audit, "BATCH_LINES", 5):
            bill = self._create_bill(self._file([self._row(one) for one in shipments]))
            self.assertEqual((bill.state, bill.pending_count, bill.progress), ("draft", 12, 0))
            with self.enter_registry_test_mode():
                self.env.ref("crosstech_sale.ir_cron_audit_courier_bills").method_direct_trigger()
        bill.invalidate_recordset()
        self.assertEqual((bill.state, bill.pending_count, bill.progress), ("audited", 0, 100))
        self.assertEqual(set(bill.line_ids.mapped("status")), {"right"})

    # === OBJECTION AND PAYMENT === #

    def test_the_objection_lists_the_wrong_lines_step_by_step_and_runs_no_formula(self):
        evil = {**self._row(self.two), "awb": '=HYPERLINK("http://example.com")1', "service": "+REG"}
        bill = self._create_bill(self._file([self._heavy(), evil, self._row(self.two)]))
        for kind, read in (("xlsx", self._read_xlsx), ("csv", self._read_csv)):
            action = getattr(bill, f"action_download_{kind}")()
            attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
            self.assertEqual((attachment.res_model, attachment.res_id), (bill._name, bill.id))
            rows = read(attachment.raw)
            self.assertEqual(len(rows), 3, "heading and two wrong lines")
            self.assertIn("UJI0000001", [str(cell) for cell in rows[1]])

    def _read_xlsx(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        for row in sheet.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f")
        return list(sheet.iter_rows(values_only=True))

    def _read_csv(self, content):
        lines = content.decode("utf-8-sig").strip().split("\r\n")
        for line in lines:
            self.assertFalse([cell for cell in line.split(";") if cell.strip('"').startswith(("=", "+", "-", "@"))])
        return [line.split(";") for line in lines]

    def test_the_objection_is_a_mail_to_the_courier_with_the_file(self):
        bill = self._create_bill(self._file([self._heavy()]))
        action = bill.action_dispute()
        self.assertEqual(bill.state, "disputed")
        composer = Form(
            self.env["mail.compose.message"].with_user(self.finance).with_context(**action["context"])
        ).save()
        self.assertEqual(composer.partner_ids, self.vendor)
        self.assertEqual(composer.attachment_ids.mapped("name")[0].rpartition(".")[2], "xlsx")
        composer.action_send_mail()
        self.assertIn(self.vendor, bill.message_ids.partner_ids)

    def test_what_is_not_in_dispute_becomes_a_draft_vendor_bill_and_follows_the_answers(self):
        bill = self._create_bill(self._file([self._heavy(), self._row(self.two)]))
        right = self._row(self.one)["total"] + self._row(self.two)["total"]
        bill.action_make_vendor_bill()
        move = bill.move_id
        self.assertEqual((move.state, move.move_type, move.partner_id), ("draft", "in_invoice", self.vendor))
        self.assertEqual((move.amount_total, move.ref), (right, "INV-1"))
        bill.line_ids[0].action_let_stand()
        bill.action_make_vendor_bill()
        self.assertEqual((bill.move_id, move.amount_total), (move, bill.total_charged))
        self.assertEqual(len(move.invoice_line_ids), 1)
        move.action_post()
        bill.line_ids[0].action_agree()
        with self.assertRaises(UserError):
            bill.action_make_vendor_bill()
        self.assertEqual(move.amount_total, bill.total_charged)

    def test_a_bill_is_settled_when_every_objection_has_its_answer(self):
        bill = self._create_bill(self._file([self._heavy(), self._row(self.two)]))
        bill.action_dispute()
        with self.assertRaises(UserError):
            bill.action_settle()
        self.assertEqual(bill.state, "disputed")
        bill.line_ids.action_agree()
        self.assertEqual(bill.line_ids.mapped("answer"), ["agreed", False], "a right line needs no answer")
        self.assertEqual(bill.total_credited, bill.total_difference)
        bill.action_settle()
        self.assertEqual((bill.state, bill.total_to_pay), ("settled", bill.total_expected))
        with self.assertRaises(UserError):
            bill.line_ids[0].action_let_stand()
        with self.assertRaises(UserError):
            bill.action_audit()
        bill.action_reopen()
        self.assertEqual(bill.state, "disputed")

    def test_answered_lines_stay_when_the_bill_is_audited_again(self):
        bill = self._create_bill(self._file([self._heavy()]))
        bill.line_ids.action_agree()
        self.pickings[0].shipping_weight = 3
        bill.action_audit()
        self.assertEqual((bill.line_ids.cause, bill.line_ids.answer), ("weight", "agreed"))

    def test_a_credit_above_the_charge_or_below_nothing_is_refused(self):
        line = self._create_bill(self._file([self._heavy()])).line_ids
        line.action_agree()
        credited = line.credited_amount
        for amount in (line.total + 1, -1):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                line.credited_amount = amount
                line.flush_recordset()
        line.invalidate_recordset()
        self.assertEqual(line.credited_amount, credited)

    def test_a_bill_taken_back_forgets_its_lines_unless_there_is_a_vendor_bill(self):
        bill = self._create_bill(self._file([self._heavy()]))
        bill.action_make_vendor_bill()
        with self.assertRaises(UserError):
            bill.action_take_back()
        self.assertEqual(len(bill.line_ids), 1)
        bill.move_id.unlink()
        bill.action_take_back()
        self.assertEqual((bill.state, len(bill.line_ids)), ("draft", 0))

    def test_an_audited_bill_keeps_file_and_courier_and_is_not_deleted(self):
        bill = self._create_bill(self._file([self._heavy()]))
        file = bill.file
        with self.assertRaises(UserError):
            bill.file = base64.b64encode(b"AWB;Total\nUJI0000001;1\n")
        with self.assertRaises(UserError):
            bill.unlink()
        self.assertEqual((bill.exists(), bill.file), (bill, file))

    # === WHO === #

    def test_only_finance_uploads_audits_and_answers(self):
        bill = self._create_bill(self._file([self._heavy()]))
        before = bill.line_ids.read(["cause", "total", "answer"])
        for role in ("director", "operational_manager", "inventory", "marketing_manager", "repair_team"):
            seen = bill.with_user(self.users[role])
            with self.assertRaises(AccessError, msg=role):
                self.env["crosstech.courier.bill"].with_user(self.users[role]).create({"courier_id": self.courier.id})
            for button in ("action_audit", "action_dispute", "action_settle", "action_make_vendor_bill",
                           "action_take_back", "action_download_xlsx"):  # fmt: skip
                with self.assertRaises(AccessError, msg=f"{role} {button}"):
                    getattr(seen, button)()
            for button in ("action_agree", "action_let_stand", "action_forget_answer"):
                with self.assertRaises(AccessError, msg=f"{role} {button}"):
                    getattr(seen.sudo(False).env["crosstech.courier.bill.line"].browse(bill.line_ids.ids), button)()
        self.assertEqual((bill.state, bill.line_ids.read(["cause", "total", "answer"])), ("audited", before))

    def test_director_operational_manager_and_inventory_read(self):
        bill = self._create_bill(self._file([self._heavy()]))
        for role in ("director", "operational_manager", "inventory"):
            seen = bill.with_user(self.users[role])
            self.assertEqual(seen.line_ids.cause, "weight")
            self.assertIn("kg", seen.line_ids.explanation)
            self.assertEqual(seen.line_ids.action_open_shipment()["res_id"], self.pickings[0].id)

    def test_finance_does_not_change_what_was_charged_or_found(self):
        line = self._create_bill(self._file([self._heavy()])).line_ids
        for values in ({"total": 1}, {"status": "right"}, {"difference": 0}, {"bill_id": 0}):
            with self.assertRaises(AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.create({"bill_id": line.bill_id.id, "awb": "X", "awb_key": "X"})
        self.assertEqual((line.status, line.cause), ("wrong", "weight"))

    def test_a_shipment_shows_what_the_courier_charged_for_it(self):
        bill = self._create_bill(self._file([self._heavy()]))
        self.assertEqual(self.pickings[0].courier_bill_count, 1)
        action = self.pickings[0].with_user(self.users["inventory"]).action_open_courier_bill_lines()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), bill.line_ids)


@tagged("post_install", "-at_install")
class TestCourierBillRace(TransactionCase):
    """Two people, each with a connection of their own, upload one file at the same moment."""

    def _bills(self, cr):
        return self.env(cr=cr)["crosstech.courier.bill"].search([("filename", "=", "race.csv")])

    def _upload(self, cr, number, note=b""):
        env = self.env(cr=cr)
        courier = env.ref("crosstech_sale.courier_jne")
        content = base64.b64encode(b"AWB;Total\nRACE000001;1000\n" + note)
        values = {"courier_id": courier.id, "name": number, "file": content, "filename": "race.csv"}
        env["crosstech.courier.bill"].create(values)

    def _remove(self):
        with self.registry.cursor() as cr:
            self._bills(cr).unlink()

    def test_the_database_lets_only_the_first_of_two_uploads_through(self):
        self.addCleanup(self._remove)
        for number, note in (("RACE-2", b""), ("race-1 ", b"TOTAL;1000")):
            with self.registry.cursor() as first, self.registry.cursor() as second:
                self.assertFalse(self._bills(second), "its view of the data is from before the first")
                self._upload(first, "RACE-1")
                first.commit()
                with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                    self._upload(second, number, note)
                second.rollback()
            with self.registry.cursor() as cr:
                self.assertEqual(len(self._bills(cr)), 1)
            self._remove()
