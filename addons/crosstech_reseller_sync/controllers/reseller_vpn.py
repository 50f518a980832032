"""Configurations of the VPN, each given once: a reseller's own on his page, ours to the administrator."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .reseller_data import URL, ResellerDataPortal

FILE_NAME = "crosstech.conf"  # WireGuard names the tunnel after it


def _configuration(text):
    """Answer with a file that no browser keeps."""
    headers = [
        ("Content-Type", "application/octet-stream"), ("Content-Disposition", content_disposition(FILE_NAME)),
        ("Cache-Control", "no-store"),
    ]  # fmt: skip
    return request.make_response(text, headers=headers)


class ResellerVpnPortal(ResellerDataPortal):
    @http.route(f"{URL}/<int:source_id>/vpn", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def data_vpn(self, source_id, **post):
        """Make a reseller's key and give his configuration, this once."""
        member, source = self._own_source(source_id)
        if not source:
            return request.redirect(URL)
        try:
            with request.env.cr.savepoint():
                return _configuration(source._make_vpn_configuration(member))
        except UserError as refusal:
            source.invalidate_recordset()
            return self._source_page(member, source, error=str(refusal))

    @http.route("/crosstech/vpn/<int:company_id>", type="http", auth="user", methods=["GET"])
    def company_vpn(self, company_id, **kw):
        """Give the configuration of our VPN server to who may see the settings."""
        user = request.env.user
        company = user.company_ids.filtered(lambda one: one.id == company_id)
        if not user.has_group("base.group_system") or not company._has_vpn():
            raise request.not_found()
        return _configuration(company._vpn_configuration())
