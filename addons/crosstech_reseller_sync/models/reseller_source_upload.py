"""The file a reseller sent: one at a time, kept where nobody can download it, checked by its content."""

import base64
import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib.dump.limits import MEGABYTE, UPLOAD_BYTES, DumpError
from ..lib.dump.load import read_kinds
from ..lib.transport.errors import TransportError
from ..lib.transport.files import is_plain
from .source_words import problem


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    upload = fields.Binary(attachment=True, groups="base.group_system", copy=False, readonly=True)
    upload_name = fields.Char(string="File", copy=False, readonly=True, tracking=True)
    upload_size = fields.Integer(string="Size in Bytes", copy=False, readonly=True)
    upload_sha256 = fields.Char(copy=False, readonly=True, help="Digest of the content: tells one file from the next.")
    upload_datetime = fields.Datetime(string="Received", copy=False, readonly=True)
    upload_by_id = fields.Many2one("res.users", string="Received from", copy=False, readonly=True)
    last_read_sha256 = fields.Char(copy=False, readonly=True, help="Of the file read last: the same one has no news.")
    new_file = fields.Binary(
        compute="_compute_new_file", inverse="_inverse_new_file", store=False,
        help="A backup, a SQLite file, or tables as CSV, Excel or dBase, packed or not. It replaces the one before.",
    )  # fmt: skip
    new_file_name = fields.Char(compute="_compute_new_file", inverse="_inverse_new_file", store=False)

    def _compute_new_file(self):
        self.update({"new_file": False, "new_file_name": False})

    def _inverse_new_file(self):
        """One for both fields: a new record has only those at hand that share it."""
        for source in self.filtered("new_file"):
            source._receive_upload(source.new_file_name or source.env._("File"), base64.b64decode(source.new_file))

    # === BUSINESS METHODS === #

    def _receive_upload(self, name, content):
        """Keep a file a reseller sent, in place of the one before.

        :param str name: as its sender calls it; what the file is, is told by its content
        :param bytes content: at most ``UPLOAD_BYTES``
        :raises UserError: when it is too large or nothing we can read; the file before is kept then
        """
        self.ensure_one()
        if len(content) > UPLOAD_BYTES:
            raise UserError(
                self.env._(
                    "This file has more than %(megabytes)s MB. Please send it packed (zip), or let us fetch it over"
                    " SFTP.",
                    megabytes=UPLOAD_BYTES // MEGABYTE,
                )
            )
        name = Path(name.replace("\\", "/")).name
        if not is_plain(name):
            raise problem(self.env, TransportError("bad_name"))
        self._check_kind(content)
        self.sudo().write(
            {
                "upload": base64.b64encode(content),
                "upload_name": name,
                "upload_size": len(content),
                "upload_sha256": hashlib.sha256(content).hexdigest(),
                "upload_datetime": fields.Datetime.now(),
                "upload_by_id": self.env.uid,
            }
        )

    def _check_kind(self, content):
        with tempfile.NamedTemporaryFile(prefix="crosstech-") as file:
            file.write(content)
            file.flush()
            try:
                read_kinds(Path(file.name))
            except DumpError as error:
                raise problem(self.env, error) from error

    def _forget_upload(self):
        """Delete the file and what is known of it."""
        names = ("upload", "upload_name", "upload_size", "upload_sha256", "upload_datetime", "upload_by_id")
        self.sudo().write(dict.fromkeys((*names, "last_read_sha256", "last_file"), False))

    @contextmanager
    def _upload_path(self):
        """Give the path of the file, for reading.

        :raises UserError: when there is none
        """
        self.ensure_one()
        attachment = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "upload")], limit=1
        )  # fmt: skip
        if not attachment:
            raise problem(self.env, DumpError("no_upload"))
        if attachment.store_fname:
            yield Path(attachment._full_path(attachment.store_fname))
            return
        with tempfile.NamedTemporaryFile(prefix="crosstech-") as file:
            file.write(attachment.raw)
            file.flush()
            yield Path(file.name)
