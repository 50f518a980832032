"""What other addons add to without importing each other: duties, facts and timeline of a customer, weekly report."""

from odoo import models, tools

from ..lib import duties


class Hooks(models.AbstractModel):
    """Extended with ``_inherit`` and ``super()``; an addon that is not installed leaves no hole."""

    _name = "crosstech.hooks"
    _description = "Hooks of the Crosstech Addons"

    # === DUTIES === #

    def _duties(self):
        """The duties of everybody with a company role; addons add those of their own documents.

        :rtype: tuple[duties.Duty, ...]
        """
        return duties.DUTIES

    @tools.ormcache()
    def _duties_by_model(self):
        return duties.by_model(self._duties())

    def _role_names(self):
        """Return the names of the roles in the language of the user, by their short name."""
        roles = (*duties.STAFF_ROLES, *duties.PORTAL_ROLES)
        return {role: self.env.ref(f"crosstech_sale.group_{role}").sudo().name for role in roles}
