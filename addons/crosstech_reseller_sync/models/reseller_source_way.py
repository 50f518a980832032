"""How a source is reached: from its fields and secrets to the ways of ``lib.ways``, for reading and for the test."""

from contextlib import contextmanager
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..lib import connection_test, ways
from ..lib.source.address import Address
from ..lib.source.arrival import Wanted, fetched
from ..lib.source.engines import ENGINES
from ..lib.source.opening import open_database
from ..lib.transport.ssh import SshLogin

FETCH_BYTES = 20_000_000_000


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    # === ACTION METHODS === #

    def action_test(self):
        """Test the connection and show what came of it."""
        self.ensure_one()
        self.check_access("write")
        if not self._has_details():
            raise UserError(self.env._("Please fill in first how his data reach us."))
        test = self.env["crosstech.reseller.connection.test"]._run(self)
        return test._get_records_action(target="new", name=self.env._("Test of the Connection"))

    # === BUSINESS METHODS === #

    def _opened(self, columns, previous=None):
        """Override to reach running databases and file servers, too."""
        if self.transport == "upload":
            return super()._opened(columns)
        self._check_elsewhere()
        return self._opened_fetched(columns, previous) if self.is_file else self._opened_database(columns)

    @contextmanager
    def _opened_database(self, columns):
        with self._way() as (address, way):
            way.trust()
            with way.open() as endpoint, open_database(
                address.at(*endpoint), columns=columns, guard=self._guard()
            ) as opened:  # fmt: skip
                yield opened

    @contextmanager
    def _opened_fetched(self, columns, previous):
        wanted = Wanted(self.folder or "", self.file_pattern or "*", FETCH_BYTES, previous)
        with fetched(self._file_server().connect, wanted) as arrived, self._opened_path(
            arrived.path, arrived.receipt.name, columns
        ) as opened:  # fmt: skip
            opened.arrival = replace(opened.arrival, modified=arrived.receipt.modified)
            yield opened

    def _test_steps(self):
        """Test the connection; reads nothing of the reseller's data.

        :return: iterator of ``lib.connection_test.Step``
        """
        self.ensure_one()
        self._check_elsewhere()
        if self.is_file:
            yield from ways.file_steps(self._file_server(), self.folder or "", self.file_pattern or "*")
            return
        in_force = self.agreement_id.state == "active"
        policy = connection_test.Policy(
            agreed=frozenset(self.agreement_id._agreed()) if in_force else None, timezone=self.timezone
        )
        with self._way() as (address, way):
            yield from connection_test.steps(address, way, guard=self._guard(), policy=policy)

    @contextmanager
    def _way(self):
        """:return: context manager of (Address, way to it)"""
        port = self.port or ENGINES[self.engine].port
        address = Address(
            self.engine, self.host, port, self.database_name or "", self.user_name or "", self._secret("password")
        )
        if self.transport == "ssh":
            login = SshLogin(
                self.ssh_host, self.ssh_user, self.ssh_port or 22, self.pinned_host_key or "",
                self._secret("ssh_password"), self._secret("ssh_key"),
            )  # fmt: skip
            yield address, ways.Tunnelled(login, (self.host, port))
        elif self.transport == "wireguard":
            yield address, ways.InsideVpn((self.host, port), self._vpn_network())
        else:
            with ways.secured(self.engine, self.host, port, self.pinned_certificate or "") as (tls, check):
                yield replace(address, tls=tls), connection_test.Direct((self.host, port), check)

    def _file_server(self):
        """:return: ``lib.ways.FileServer``"""
        return ways.FileServer(
            transport=self.transport,
            host=self.host or "",
            user=self.user_name or "",
            port=self.port,
            password=self._secret("password"),
            private_key=self._secret("ssh_key"),
            pinned=(self.pinned_host_key if self.transport == "sftp" else self.pinned_certificate) or "",
            is_vpn_only=self.is_vpn_only,
            network=self._vpn_network(),
        )

    def _vpn_network(self):
        return self.company_id.sudo().vpn_network

    def _pin_field(self):
        """The field that holds the fingerprint of what this source connects to."""
        return "pinned_host_key" if self.transport in ("ssh", "sftp") else "pinned_certificate"
