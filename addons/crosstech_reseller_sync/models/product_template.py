"""Which resellers have a product of ours, one click from the product."""

from odoo import fields, models

READERS = "crosstech_sale.group_director,crosstech_sale.group_operational_manager"


class ProductTemplate(models.Model):
    _inherit = "product.template"

    reseller_count = fields.Integer(string="Resellers", compute="_compute_reseller_count", groups=READERS)

    # === COMPUTE METHODS === #

    def _compute_reseller_count(self):
        """How many resellers have one of the variants among their products."""
        groups = self.env["crosstech.reseller.match"]._read_group(
            [("product_id.product_tmpl_id", "in", self.ids)], ["product_id"], ["partner_id:recordset"]
        )
        resellers = dict.fromkeys(self.ids, self.env["res.partner"])
        for product, partners in groups:
            resellers[product.product_tmpl_id.id] |= partners
        for template in self:
            template.reseller_count = len(resellers.get(template.id, ()))

    # === ACTION METHODS === #

    def action_open_resellers(self):
        """Show this product at every reseller."""
        self.ensure_one()
        self.env["crosstech.reseller.listing"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_listing_action")
        name = self.env._("%(product)s at Resellers", product=self.name)
        return {**action, "name": name, "domain": [("product_tmpl_id", "=", self.id)], "context": {}}
