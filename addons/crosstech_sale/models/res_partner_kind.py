from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _is_reseller(self) -> bool:
        """Whether this customer buys wholesale: his company holds a membership level, or his login is a reseller's."""
        company = self.commercial_partner_id.sudo()
        if company.grade_id:
            return True
        users = (company | self).user_ids
        return any(user.has_group("crosstech_sale.group_reseller") for user in users)
