"""A reseller's tables change between two pulls; rows that do not fit; the receipt of what was read."""

from odoo.tests import tagged

from ..lib.pull import drift
from ..models.reseller_pull import TODO
from .pull_common import PullCase

STOCK = "SELECT key, quantity::int FROM crosstech_sync_stock WHERE source_id = %(source)s AND NOT is_deleted ORDER BY 1"
QUARANTINE = "SELECT original ->> 'key' FROM crosstech_sync_quarantine WHERE source_id = %(source)s ORDER BY 1"


@tagged("post_install", "-at_install")
class TestPullDrift(PullCase):
    def setUp(self):
        super().setUp()
        self.put_stock(("A", 5))
        self._set(drift_json=False, mapping_json=self.mapping_json())
        with self.source() as source:
            source.activity_ids.unlink()
            source._receive_upload("s.db", self.path.read_bytes())
            source._read_structure()

    def _set(self, **values):
        with self.source() as source:
            source.write(values)

    def _set_policy(self, policy):
        with self.source() as source:
            source.env.cr.execute(
                "UPDATE crosstech_reseller_agreement SET drift_policy = %s WHERE id = %s",
                [policy, source.agreement_id.id],
            )

    def _read(self, *names):
        with self.source() as source:
            return [source[name] for name in names]

    def _has_todo(self):
        with self.source() as source:
            return bool(source.activity_search([TODO]))

    def test_tables_that_did_not_change_are_read_without_a_word(self):
        self.assertEqual(self.pull()["state"], "done")
        self.assertFalse(self._has_todo())
        self.assertFalse(self._read("drift_json")[0])

    def test_a_new_column_is_not_read_and_only_offered_where_the_policy_says_so(self):
        self.shop("ALTER TABLE stock ADD COLUMN catatan text")
        for policy, offered in ((drift.STOP, []), (drift.ADD, [drift.OFFER])):
            with self.source() as source:
                source.schema_json = self.schema_before(source)
            self._set_policy(policy)
            log = self.pull()
            self.assertEqual((log["state"], log["error_code"]), ("done", False))
            self.assertEqual([one["action"] for one in self._read("drift_json")[0] or []], offered)
            self.assertFalse(self._has_todo())

    def schema_before(self, source):
        schema = source.schema_json
        for table in schema["tables"]:
            table["columns"] = [column for column in table["columns"] if column["name"] != "catatan"]
        return schema

    def test_a_lost_column_no_row_needs_stops_its_kind_or_is_done_without(self):
        sources = self.registry["crosstech.reseller.source"]
        self.patch(sources, "_get_manager", lambda source: source.env.ref("base.user_admin"))
        self.shop("ALTER TABLE stock DROP COLUMN place")
        self._set_policy(drift.STOP)
        log = self.pull()
        self.assertEqual((log["state"], log["error_code"]), ("done", "waiting"))
        self.assertEqual(self.values(STOCK), [])
        self.assertTrue(self._has_todo())
        self._set_policy(drift.IGNORE)
        log = self.pull()
        self.assertEqual((log["state"], log["error_code"]), ("done", False))
        self.assertEqual(self.values(STOCK), [("A", 5)])
        self.assertFalse(self._has_todo())

    def test_a_lost_column_every_row_needs_stops_its_kind_and_the_others_are_read(self):
        self.shop("INSERT INTO product (key, name) VALUES ('A', 'Keyboard')")
        self.shop("ALTER TABLE stock DROP COLUMN quantity")
        self._set_policy(drift.IGNORE)
        pull_id = self.queue()
        self.run_job(pull_id)
        log = self.log(pull_id, "state", "error_code", "message", "rows_added")
        self.assertEqual((log["state"], log["error_code"], log["rows_added"]), ("done", "waiting", 1))
        self.assertIn("Stock", log["message"])
        self.assertIn("stock.quantity is gone", self._read("drift_text")[0])

    def test_a_new_name_waits_is_accepted_with_one_click_and_needs_a_signature(self):
        self.pull()
        self.shop("ALTER TABLE stock RENAME COLUMN quantity TO quantity_now")
        self._set_policy(drift.ADD)
        self.assertEqual(self.pull()["error_code"], "waiting")
        self.assertEqual(self._read("has_new_names"), [True])
        with self.source() as source:
            action = source.action_accept_new_names()
            self.assertEqual(action["res_model"], "crosstech.reseller.agreement")
            self.assertEqual(source._mapping().entities["stock"].fields["quantity"].column, "base.quantity_now")
            new = source.env["crosstech.reseller.agreement"].browse(action["res_id"])
            self.assertIn(("stock", "quantity_now"), new._agreed())
            self.assertEqual(source.agreement_id.state, "active")
        self.put_stock_as("quantity_now", "A", 4)
        self.assertEqual(self.pull()["error_code"], "waiting", "nobody has signed yet")
        self.assertEqual(self.values(STOCK), [("A", 5)])
        with self.source() as source:
            new = source.env["crosstech.reseller.agreement"].browse(action["res_id"])
            lines = new.line_ids.filtered(lambda line: line.column_name == "quantity_now")
            lines.copy({"agreement_id": source.agreement_id.id})
            new.unlink()
        self.assertEqual(self.pull()["error_code"], False)
        self.assertEqual(self.values(STOCK), [("A", 4)])

    def put_stock_as(self, column, key, quantity):
        self.shop(f"UPDATE stock SET {column} = ? WHERE key = ?", quantity, key)  # noqa: S608

    def test_when_every_kind_waits_the_pull_has_failed_and_says_so(self):
        self.shop("DROP TABLE stock")
        self.shop("DROP TABLE product")
        self.shop("DROP TABLE sale_line")
        self.shop("CREATE TABLE other (x text)")
        log = self.pull()
        self.assertEqual((log["state"], log["error_code"]), ("failed", "waiting"))

    def test_rows_set_aside_are_listed_once_and_tried_again(self):
        self.shop("INSERT INTO stock (key, product_key, quantity) VALUES ('B', 'B', 'banyak')")
        self.pull()
        self.pull()
        self.assertEqual(self.values(QUARANTINE), [("B",)])
        with self.real() as env:
            row = env["crosstech.reseller.quarantine"].search([("source_id", "=", self.source_id)])
            self.assertEqual((row.row_key, row.reason, row.field_name), ("B", "not_a_number", "quantity"))
            self.assertEqual((row.value, row.entity), ("banyak", "stock"))
            self.assertIn("quantity: banyak", row.row_text)
            self.assertEqual(row.source_id.quarantine_count, 1)
            row.action_try_again()
            pull = env["crosstech.reseller.pull"].search([("source_id", "=", self.source_id)], limit=1)
            self.assertEqual((pull.reason, pull.state), ("replay", "queued"))
            pull_id = pull.id
        self.shop("UPDATE stock SET quantity = 9 WHERE key = 'B'")
        self.run_job(pull_id)
        self.assertEqual(self.values(QUARANTINE), [])
        self.assertEqual(self.values(STOCK), [("A", 5), ("B", 9)])

    def test_the_receipt_is_genuine_until_somebody_changes_the_log(self):
        pull_id = self.queue()
        self.run_job(pull_id)
        with self.real() as env:
            pull = env["crosstech.reseller.pull"].browse(pull_id)
            self.assertTrue(pull._is_receipt_genuine())
            self.assertTrue(pull._is_receipt_genuine(pull.signature.replace(" ", "").upper()))
            self.assertFalse(pull._is_receipt_genuine("0000"))
            self.assertIn(["stock", "quantity"], pull.columns_read)
            self.assertEqual(len(pull.checksum), 64)
            pull.line_ids[0].rows_read += 1
            self.assertFalse(pull._is_receipt_genuine())
            env.cr.rollback()
            pull.rows_read += 1
            self.assertFalse(pull._is_receipt_genuine())
            env.cr.rollback()

    def test_a_file_that_was_read_before_is_no_news_on_schedule(self):
        self.pull()
        self.assertEqual(self.pull("schedule")["error_code"], "no_news")
        self.put_stock(("A", 1))
        self.assertEqual(self.pull("schedule")["error_code"], False)
        self.assertEqual(self.values(STOCK), [("A", 1)])
