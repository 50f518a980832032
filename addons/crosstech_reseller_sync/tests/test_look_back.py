"""Looking back: what we knew at a moment, what was so at a moment, and how it compares with now."""

import base64
import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .one_database_common import OPENED, READ, OneDatabaseCommon

LATER = READ + timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestLookBack(OneDatabaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("DELETE FROM crosstech_sync_stock WHERE source_id = %s", [cls.north.id])
        cls._run(cls.north, 2, LATER)
        cls._put(cls.north, "stock", key="P1", product_key="P1", quantity=9, until=(LATER, 2))
        cls._put(
            cls.north, "stock", key="P1", product_key="P1", quantity=4,
            valid_from=OPENED + timedelta(days=2), recorded_at=LATER, run_id=2, activity="count",
        )  # fmt: skip

    def _look(self, role="operational_manager", **values):
        values.setdefault("source_ids", [(6, 0, (self.north | self.south).ids)])
        return self.env["crosstech.reseller.look.back"].with_user(self.users[role]).create(values)

    def _found(self, **values):
        return {(row["reseller"], row["then"], row["now"]) for row in self._look(**values)._rows(10)}

    def test_by_our_clock_a_moment_shows_what_we_knew_then(self):
        self.assertEqual(self._found(moment=READ), {("Toko Utara", 9, 4), ("Toko Selatan", 8, 8)})
        self.assertEqual(self._found(moment=LATER), {("Toko Utara", 4, 4), ("Toko Selatan", 8, 8)})
        self.assertEqual(self._found(moment=READ - timedelta(seconds=1)), set())

    def test_by_their_clock_what_was_told_later_corrects_what_was_told_before(self):
        moment = OPENED + timedelta(days=3)
        self.assertIn(("Toko Utara", 4, 4), self._found(moment=moment, clock="valid"))
        self.assertIn(("Toko Utara", 9, 4), self._found(moment=moment, clock="valid", known_datetime=READ))

    def test_a_row_that_is_gone_now_was_there_then(self):
        self.env.cr.execute(
            "UPDATE crosstech_sync_stock SET is_deleted = true, recorded_at = %s WHERE source_id = %s",
            [LATER + timedelta(hours=1), self.north.id],
        )
        self.assertIn(("Toko Utara", 9, None), self._found(moment=READ))

    def test_the_dialog_shows_totals_of_then_and_now(self):
        look = self._look("director", moment=READ)
        action = look.action_look()
        self.assertEqual((action["res_id"], action["target"]), (look.id, "new"))
        for words in ("Toko Utara", "9 (now 4)", "8 (now 8)", "Papan Ketik K120"):
            self.assertIn(words, look.result_html)

    def test_before_the_first_reading_the_dialog_says_what_to_do(self):
        look = self._look(moment=OPENED, source_ids=[(6, 0, self.north.ids)])
        self.env.cr.execute("DELETE FROM crosstech_sync_stock WHERE source_id = %s", [self.north.id])
        look.action_look()
        self.assertIn("Choose a later moment", look.result_html)

    def test_a_moment_to_come_is_refused(self):
        look = self._look(moment=READ + timedelta(days=90_000))
        with self.assertRaises(UserError):
            look.action_look()
        self.assertFalse(look.result_html)

    def test_every_subject_can_be_looked_at_by_both_clocks(self):
        for entity in ("stock", "product", "price", "sale_line", "purchase_line"):
            for clock in ("known", "valid"):
                self._look(entity=entity, clock=clock, moment=LATER).action_look()

    def test_the_export_is_a_table_that_runs_nothing(self):
        self._put(self.north, "product", key="X", name="=1+1", price=1)
        look = self._look(entity="product", moment=LATER)
        number = int(look.action_export()["url"].split("/")[3].split("?")[0])
        book = load_workbook(io.BytesIO(base64.b64decode(self.env["ir.attachment"].browse(number).datas)))
        cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
        self.assertIn("Papan Ketik K120", cells)
        self.assertNotIn("f", cells.values())

    def test_resellers_of_another_company_are_not_looked_at(self):
        self.south.company_id = self.env["res.company"].create({"name": "Perusahaan Lain"})
        self.assertNotIn(self.south, self._look("director", source_ids=False)._sources())
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self._look("director", moment=READ)

    def test_nobody_else_looks_back(self):
        for role in ("marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self._look(role)
