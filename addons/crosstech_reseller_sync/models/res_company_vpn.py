"""Our end of the VPN: where resellers find it, its keys, and its configuration with all of them."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.transport import wireguard
from ..lib.transport.errors import TransportError
from ..lib.ways import VPN_TRANSPORTS
from .source_words import problem


class ResCompany(models.Model):
    _inherit = "res.company"

    vpn_host = fields.Char(string="VPN Server", help="Public name or address that resellers call.")
    vpn_port = fields.Integer(string="VPN Port", default=wireguard.PORT, help="UDP; open it on your router.")
    vpn_network = fields.Char(
        string="VPN Network", default="10.77.0.0/16", required=True,
        help="Private addresses for the VPN alone; the first one is ours.",
    )  # fmt: skip
    vpn_public_key = fields.Char(string="Public Key of Our VPN Server", copy=False, readonly=True)
    vpn_private_key_encrypted = fields.Char(groups="base.group_system", copy=False, export_string_translation=False)

    # === CONSTRAINT METHODS === #

    @api.constrains("vpn_host", "vpn_port", "vpn_network")
    def _check_vpn(self):
        for company in self:
            try:
                wireguard.check_place(company.vpn_host or "vpn", company.vpn_port, company.vpn_network)
            except TransportError as error:
                raise ValidationError(str(problem(self.env, error))) from error
            given = company._vpn_sources([("vpn_address", "!=", False)]).mapped("vpn_address")
            if not all(wireguard.is_free_for_peers(address, company.vpn_network) for address in given):
                raise ValidationError(
                    self.env._(
                        "Resellers have addresses that lie outside %(network)s. Please choose a network that holds"
                        " them all, such as a larger one.",
                        network=company.vpn_network,
                    )
                )

    # === BUSINESS METHODS === #

    def _make_vpn_keys(self):
        """Make our key pair. What resellers downloaded names the old one, so their keys end with it."""
        self.ensure_one()
        keys = wireguard.make_keys()
        company = self.sudo()
        company.write(
            {"vpn_private_key_encrypted": company._encrypt_secret(keys.private), "vpn_public_key": keys.public}
        )
        self._vpn_sources([("vpn_public_key", "!=", False)])._end_vpn_key()

    def _vpn_hub(self):
        """:raises UserError: when our VPN server is not set up"""
        self.ensure_one()
        company = self.sudo()
        if not company._has_vpn():
            raise UserError(
                self.env._(
                    "Our VPN server is not set up yet. An administrator enters its public name in the general"
                    " settings, under “VPN for Resellers”, and makes our key pair."
                )
            )
        return wireguard.Hub(company.vpn_host, company.vpn_public_key, company.vpn_network, company.vpn_port)

    def _has_vpn(self):
        """Whether our VPN server is set up."""
        company = self.sudo()
        return bool(company.vpn_host and company.vpn_public_key and company.vpn_private_key_encrypted)

    def _vpn_configuration(self):
        """Write the configuration of our VPN server with every reseller who has a key. It holds our private key.

        :raises UserError: when our VPN server is not set up
        """
        hub = self._vpn_hub()
        sources = self._vpn_sources(
            [("vpn_public_key", "!=", False), ("transport", "in", VPN_TRANSPORTS), ("active", "=", True)]
        )
        private = self._decrypt_secret(self.sudo().vpn_private_key_encrypted)
        return wireguard.hub_config(hub, private, [source._vpn_peer() for source in sources])

    def _vpn_sources(self, domain):
        sources = self.env["crosstech.reseller.source"].sudo().with_context(active_test=False)
        return sources.search([("company_id", "=", self.id), *domain])
