"""The one door to a reseller's data: it asks the agreement first, and opens whatever the source is."""

import shutil
from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import config

from ..lib.dump.limits import UPLOAD_BYTES, DumpError
from ..lib.dump.load import PG_RESTORE
from ..lib.mapping.spec import Mapping
from ..lib.source.arrival import uploaded
from ..lib.source.errors import SourceError
from ..lib.source.opening import open_file
from ..lib.source.schema import Schema
from ..lib.transport.errors import TransportError
from .source_words import problem


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    @contextmanager
    def _open(self, *, look, previous=None):
        """Open the source for reading.

        :param bool look: whether structure and first rows are looked at, which the reseller has to permit; else what
            the agreement in force names is read, and nothing else can be
        :param previous: ``lib.source.arrival.Receipt`` of a file that need not be fetched again
        :return: context manager of an object with ``schema`` (as it is now), ``sampler`` and ``arrival``, see
            ``lib.source.opening``
        :raises NothingNew: when the file is the previous one
        :raises UserError: with what to do next, and with ``code`` and ``permanent`` of the error of ``lib``
        """
        self.ensure_one()
        columns = self._check_may_look() if look else self._readable_columns()[0]
        try:
            with self._opened(columns, previous) as opened:
                yield opened
        except (DumpError, SourceError, TransportError) as error:
            raise problem(self.env, error) from error

    @contextmanager
    def _opened(self, columns, previous=None):
        """Open what was uploaded; extended by every other way to reach a source.

        :param columns: set of (table, column) that may be read, ``None`` for all
        :param previous: see ``_open``; an upload is here anyway
        """
        with (
            self._upload_path() as path,
            uploaded(path, self.upload_name, limit_bytes=UPLOAD_BYTES) as arrived,
            self._opened_path(arrived.path, self.upload_name, columns) as opened,
        ):
            yield opened

    def _opened_path(self, path, name, columns):
        return open_file(
            path, name, columns=columns, known_sha256=self.last_read_sha256 or "",
            pg_restore=shutil.which(PG_RESTORE, path=config["pg_path"] or None),
        )  # fmt: skip

    def _check_may_look(self):
        """Nothing is looked at before the reseller has permitted it.

        :raises UserError: without a permission in force
        """
        if not self.sudo()._current_agreement()._is_lookable():
            raise UserError(
                self.env._(
                    "%(reseller)s has not permitted us to look at his data. Ask for permission first; he answers on"
                    " his portal page.",
                    reseller=self.partner_id.display_name,
                )
            )

    def _mapping(self):
        """:return: ``lib.mapping.spec.Mapping`` that was confirmed, or None"""
        return Mapping.from_json(self.mapping_json) if self.mapping_json else None

    def _schema(self):
        """:return: ``lib.source.schema.Schema`` as read last, or None"""
        return Schema.from_json(self.schema_json) if self.schema_json else None

    def _read_structure(self):
        """Read which tables and columns there are; needs the reseller's permission."""
        with self._open(look=True) as opened:
            self.schema_json = opened.schema.as_json()
