from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    offer_review_days = fields.Integer(related="company_id.offer_review_days", readonly=False)
    offer_cover_days = fields.Integer(related="company_id.offer_cover_days", readonly=False)
    offer_declined_days = fields.Integer(related="company_id.offer_declined_days", readonly=False)
    offer_stopped_days = fields.Integer(related="company_id.offer_stopped_days", readonly=False)
    offer_courier_percent = fields.Float(related="company_id.offer_courier_percent", readonly=False)
    offer_valid_days = fields.Integer(related="company_id.offer_valid_days", readonly=False)
    vpn_host = fields.Char(related="company_id.vpn_host", readonly=False)
    vpn_port = fields.Integer(related="company_id.vpn_port", readonly=False)
    vpn_network = fields.Char(related="company_id.vpn_network", readonly=False)
    vpn_public_key = fields.Char(related="company_id.vpn_public_key")

    # === ACTION METHODS === #

    def action_make_vpn_keys(self):
        """Make our key pair for the VPN, in place of the one before."""
        self.check_access("write")
        self.company_id._make_vpn_keys()
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_download_vpn(self):
        """Download the configuration for our VPN server."""
        self.check_access("write")
        self.company_id._vpn_configuration()
        url = f"/crosstech/vpn/{self.company_id.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}
