"""A reseller's end of the VPN: his address, which he keeps, and his key, of which we know the public half alone."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.agreement import OPEN_STATES
from ..lib.transport import wireguard
from ..lib.transport.errors import TransportError
from ..lib.ways import VPN_TRANSPORTS
from .source_words import problem


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    vpn_address = fields.Char(string="VPN Address", copy=False, readonly=True)
    vpn_public_key = fields.Char(string="VPN Key", copy=False, readonly=True, help="The public half of his key.")
    vpn_key_datetime = fields.Datetime(string="VPN Key Made", copy=False, readonly=True)
    is_in_vpn = fields.Boolean(compute="_compute_is_in_vpn")
    vpn_note = fields.Char(string="State of the VPN", compute="_compute_vpn_note", compute_sudo=True)

    _vpn_address_uniq = models.UniqueIndex(
        "(company_id, vpn_address) WHERE vpn_address IS NOT NULL",
        "Another reseller got this VPN address at the same moment. Please try again.",
    )
    _vpn_key_uniq = models.UniqueIndex(
        "(company_id, vpn_public_key) WHERE vpn_public_key IS NOT NULL", "This VPN key belongs to another source."
    )

    # === COMPUTE METHODS === #

    @api.depends("transport")
    def _compute_is_in_vpn(self):
        for source in self:
            source.is_in_vpn = source.transport in VPN_TRANSPORTS

    @api.depends("transport", "vpn_public_key", "company_id.vpn_host", "company_id.vpn_public_key")
    def _compute_vpn_note(self):
        for source in self:
            if source.transport not in VPN_TRANSPORTS:
                source.vpn_note = False
            elif not source.company_id._has_vpn():
                source.vpn_note = self.env._(
                    "Our VPN server is not set up: ask your administrator to do it in the general settings, under"
                    " “VPN for Resellers”."
                )
            elif source.vpn_public_key:
                source.vpn_note = self.env._(
                    "Ready: he has his configuration. Our VPN server lets him in as soon as your administrator has put"
                    " our configuration there again."
                )
            else:
                source.vpn_note = self.env._(
                    "No key yet: ask him to press “Download VPN configuration” on his portal page."
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of the ORM: who is reached through the VPN gets his address there."""
        sources = super().create(vals_list)
        sources._take_vpn_address()
        return sources

    def write(self, vals):
        """Override of the ORM: who is reached through the VPN gets his address there, in another company another."""
        if "company_id" in vals:
            self.filtered(lambda source: source.company_id.id != vals["company_id"])._forget_vpn()
        done = super().write(vals)
        if {"transport", "company_id"} & set(vals):
            self._take_vpn_address()
        return done

    # === BUSINESS METHODS === #

    def _take_vpn_address(self):
        """Give an address of the VPN to those who need one; it is their server's unless another one was entered.

        :raises UserError: when all are taken
        """
        for source in self.sudo().filtered(lambda source: source.is_in_vpn and not source.vpn_address):
            taken = source.company_id._vpn_sources([("vpn_address", "!=", False)]).mapped("vpn_address")
            try:
                address = wireguard.next_address(source.company_id.vpn_network, taken)
            except TransportError as error:
                raise problem(self.env, error) from error
            source.write({"vpn_address": address, "host": source.host or address})

    def _make_vpn_configuration(self, member):
        """Make a reseller's key and write his configuration; what he had before stops working.

        :param member: who asks, see ``_check_signer``
        :return: text with his private key, which is kept nowhere
        :raises UserError: when he may not, or our VPN server is not set up
        """
        self.ensure_one()
        self._check_signer(member)
        source = self.sudo()
        if not source.is_in_vpn or source.agreement_id.state not in OPEN_STATES:
            raise UserError(self.env._("These data do not come through the VPN now. Please load the page again."))
        hub = source.company_id._vpn_hub()
        keys = wireguard.make_keys()
        source._take_vpn_address()
        source.write({"vpn_public_key": keys.public, "vpn_key_datetime": fields.Datetime.now()})
        source.message_post(body=self.env._("%s made a VPN key and downloaded the configuration.", member.user_id.name))
        source._ask_manager(
            lambda env: env._(
                "%s has a new VPN key: have our configuration put on the VPN server again", member.reseller_id.name
            )
        )
        return wireguard.peer_config(hub, source._vpn_peer(), keys.private)

    def _vpn_peer(self):
        """:rtype: wireguard.Peer"""
        name = f"{self.partner_id.name}: {self.name}"
        return wireguard.Peer("".join(filter(str.isprintable, name)), self.vpn_public_key, self.vpn_address)

    def _end_vpn_key(self):
        """Forget the key: he has to download a new configuration."""
        self.write({"vpn_public_key": False, "vpn_key_datetime": False})

    def _forget_vpn(self):
        """Delete a reseller's key and address; the address is free for another one then."""
        for source in self.sudo().filtered("vpn_address"):
            if source.vpn_public_key:
                source.message_post(
                    body=self.env._(
                        "His VPN key is deleted. Our VPN server shuts him out as soon as our configuration is put"
                        " there again."
                    )
                )
            host = False if source.host == source.vpn_address else source.host
            source._end_vpn_key()
            source.write({"vpn_address": False, "host": host})
