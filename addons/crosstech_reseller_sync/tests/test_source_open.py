import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.agreement import LOOK_STATES, STATES
from ..lib.mapping.spec import MappingError
from ..lib.source.errors import SourceError
from .source_common import SourceCommon


@tagged("post_install", "-at_install")
class TestSourceOpen(SourceCommon):
    def _count(self, opened, table):
        return opened.sampler.count(table)

    def test_a_file_is_looked_at_in_every_state_that_permits_it_and_in_no_other(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        agreement = self._create_agreement(source, "draft")
        for state in STATES:
            agreement.state = state
            if state in LOOK_STATES:
                with source._open(look=True) as opened:
                    self.assertEqual(
                        {table.name for table in opened.schema.tables}, {"barang", "jual", "jual_detail"}, state
                    )
                    self.assertEqual(self._count(opened, "barang"), 3)
            else:
                with self.assertRaises(UserError, msg=state), source._open(look=True):
                    pass

    def test_without_any_agreement_nothing_is_looked_at(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        with self.assertRaises(UserError):
            source._read_structure()
        self.assertFalse(source.schema_json)

    def test_reading_needs_an_agreement_in_force(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        agreement = self._create_agreement(source, "looking", [("barang", "nama_barang")])
        for state in set(STATES) - {"active"}:
            agreement.state = state
            with self.assertRaises(UserError, msg=state), source._open(look=False):
                pass

    def test_only_the_agreed_columns_of_a_file_are_ever_unpacked(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        self._create_agreement(source, "active", [("barang", "kode_barang"), ("barang", "stok"), ("jual", "tgl_jual")])
        with source._open(look=False) as opened:
            self.assertIn("telepon", opened.schema.table("jual").column_names, "the structure is known whole")
            self.assertEqual(opened.sampler.sample("barang", ["kode_barang", "stok"], 1), [("B1", 12)])
            with self.assertRaises(MappingError):
                opened.sampler.sample("jual", ["telepon"], 1)
            with self.assertRaises(SourceError):
                opened.sampler.count("jual_detail")

    def test_the_structure_is_kept_and_read_back_as_it_was(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        self._create_agreement(source, "looking")
        source._read_structure()
        with source._open(look=True) as opened:
            fresh = opened.schema
        source.flush_recordset()
        source.invalidate_recordset()
        self.assertEqual(source._schema(), fresh)

    def test_a_source_without_a_file_says_what_to_do(self):
        source = self._create_source()
        self._create_agreement(source, "looking")
        with self.assertRaisesRegex(UserError, "Upload"), source._open(look=True):
            pass

    def test_the_same_file_again_is_known_to_have_no_news(self):
        source = self._create_source()
        content = self._sqlite()
        source._receive_upload("kasir.sqlite", content)
        self._create_agreement(source, "looking")
        with source._open(look=True) as opened:
            self.assertTrue(opened.arrival.is_new)
            self.assertEqual(opened.arrival.sha256, hashlib.sha256(content).hexdigest())
            self.assertEqual(opened.arrival.name, "kasir.sqlite")
        source.sudo().last_read_sha256 = source.upload_sha256
        with source._open(look=True) as opened:
            self.assertFalse(opened.arrival.is_new)


@tagged("post_install", "-at_install")
class TestSourceUpload(SourceCommon):
    def test_a_file_typed_into_the_form_is_received_with_who_and_when(self):
        source = self._create_source()
        content = self._sqlite()
        source.write({"new_file": self._base64(content), "new_file_name": "kasir.sqlite"})
        self.assertEqual(source.upload_name, "kasir.sqlite")
        self.assertEqual(source.upload_size, len(content))
        self.assertEqual(source.upload_by_id, self.manager)
        self.assertTrue(source.upload_datetime)
        with source._upload_path() as path:
            self.assertEqual(path.read_bytes(), content)

    def test_a_file_given_with_a_new_source_keeps_its_name(self):
        source = self._create_source(new_file=self._base64(self._sqlite()), new_file_name="kasir.sqlite")
        self.assertEqual(source.upload_name, "kasir.sqlite")

    def test_a_file_we_cannot_read_is_refused_and_the_one_before_stays(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        before = source.upload_sha256
        for content in (b"", b"%PDF-1.7 not a table", b"\x89PNG\r\n\x1a\n" + bytes(100), b"MZ" + bytes(500)):
            with self.assertRaises(UserError):
                source._receive_upload("kasir.sqlite", content)
        self.assertEqual(source.upload_sha256, before)

    def test_the_content_tells_what_a_file_is_and_its_name_does_not(self):
        source = self._create_source()
        source._receive_upload("foto.jpg", self._sqlite())
        self._create_agreement(source, "looking")
        with source._open(look=True) as opened:
            self.assertTrue(opened.schema.table("barang"))

    def test_a_table_without_a_name_of_its_own_is_called_as_its_file(self):
        source = self._create_source()
        source._receive_upload("barang.csv", b"kode;nama;stok\nB1;Keyboard;3\nB2;Mouse;4\n")
        self._create_agreement(source, "looking")
        with source._open(look=True) as opened:
            self.assertEqual([table.name for table in opened.schema.tables], ["barang"])

    def test_a_name_that_no_system_has_is_refused(self):
        source = self._create_source()
        for name in ("", "..", "a\nb.csv", "x" * 300):
            with self.assertRaises(UserError):
                source._receive_upload(name, self._sqlite())
        self.assertFalse(source.upload_sha256)

    def test_a_path_in_a_name_is_cut_off(self):
        source = self._create_source()
        source._receive_upload("..\\..\\etc/passwd.sqlite", self._sqlite())
        self.assertEqual(source.upload_name, "passwd.sqlite")

    def test_a_new_file_replaces_the_one_before_and_none_is_left_behind(self):
        source = self._create_source()
        source._receive_upload("satu.sqlite", self._sqlite())
        source._receive_upload("dua.csv", b"kode;nama;stok\nB1;Keyboard;3\nB2;Mouse;4\n")
        self.assertEqual(len(self._attachments(source)), 1)
        source._forget_upload()
        self.assertFalse(self._attachments(source))
        self.assertFalse(source.upload_sha256)

    def test_nobody_of_the_staff_can_download_the_reseller_s_file(self):
        source = self._create_source()
        source._receive_upload("kasir.sqlite", self._sqlite())
        attachment = self._attachments(source)
        for role in ("operational_manager", "director", "finance_manager", "inventory"):
            user = self.users[role]
            with self.assertRaises(AccessError, msg=role):
                source.with_user(user).read(["upload"])
            with self.assertRaises(AccessError, msg=role):
                attachment.with_user(user).read(["datas"])

    def test_those_who_may_not_prepare_sources_cannot_send_a_file(self):
        source = self._create_source()
        for role in ("director", "marketing_manager", "finance_manager", "inventory", "repair_team"):
            with self.assertRaises(AccessError, msg=role):
                source.with_user(self.users[role]).write({"new_file": self._base64(self._sqlite())})
        self.assertFalse(source.upload_sha256)

    def _attachments(self, source):
        return self.env["ir.attachment"].search(
            [("res_model", "=", source._name), ("res_id", "=", source.id), ("res_field", "=", "upload")]
        )
