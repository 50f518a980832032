from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _acting_roles(self) -> set[str]:
        """Return the roles in which somebody acts here, as the state machines in ``lib`` name them.

        :return: such as ``{"marketing_manager"}``; ``{"system"}`` for our own automation, which runs as superuser
        """
        if self.env.su:
            return {"system"}
        return set(self.env.user._get_company_roles())

    def _with_role(self, role):
        """Return the first active user with a role in the current company: whom a to-do goes to."""
        group = self.env.ref(f"crosstech_sale.group_{role}").sudo()
        users = group.all_user_ids.filtered(lambda user: user.active and self.env.company in user.company_ids)
        return users.sorted("id")[:1]
