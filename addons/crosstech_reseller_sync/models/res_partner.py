"""What we know of a reseller's own business, one click from his contact."""

from odoo import fields, models

READERS = "crosstech_sale.group_director,crosstech_sale.group_operational_manager"


class ResPartner(models.Model):
    _inherit = "res.partner"

    reseller_source_ids = fields.One2many("crosstech.reseller.source", "partner_id", groups=READERS)

    # === ACTION METHODS === #

    def action_open_reseller_data(self):
        """Show what this reseller has."""
        self.ensure_one()
        self.env["crosstech.reseller.stock"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_stock_action")
        name = self.env._("Stock of %(reseller)s", reseller=self.name)
        return {**action, "name": name, "domain": [("partner_id", "=", self.id)], "context": {}}
