"""Company roles of people: one per member of staff, and the right portal role for everybody outside."""

from odoo import Command, api, models
from odoo.exceptions import ValidationError

from ..lib import duties


class ResUsers(models.Model):
    _inherit = "res.users"

    # === CONSTRAINT METHODS === #

    @api.constrains("group_ids")
    def _check_one_company_role(self):
        staff = self.env.ref("crosstech_sale.privilege_company_role", raise_if_not_found=False)
        for user in self:
            if staff and len(user.all_group_ids & staff.sudo().group_ids) > 1:
                raise ValidationError(
                    self.env._("%(user)s can hold one company role only: duties are kept apart.", user=user.name)
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._assign_portal_role()
        return users

    def write(self, vals):
        result = super().write(vals)
        if "group_ids" in vals and not self.env.context.get("crosstech_portal_role"):
            self._assign_portal_role()
        return result

    # === BUSINESS METHODS === #

    def _get_company_roles(self):
        """The company roles of one user as named in ``lib.duties``; empty for everybody who is not staff.

        :rtype: tuple
        """
        self.ensure_one()
        return tuple(role for role in duties.STAFF_ROLES if self._has_group(f"crosstech_sale.group_{role}"))

    def _assign_portal_role(self):
        """Give portal users the role their partner has: reseller by membership, supplier by trade, else buyer.

        A role that was given by hand stays, except that a member is never a plain buyer.
        """
        groups = {role: self.env.ref(f"crosstech_sale.group_{role}") for role in duties.PORTAL_ROLES}
        for user in self.sudo().filtered(lambda user: user._has_group("base.group_portal")):
            role = user.partner_id._get_portal_role()
            held = {name for name in groups if groups[name] in user.group_ids}
            if role in held and "buyer" not in held - {role}:
                continue
            if held and role != "reseller":
                continue
            commands = [Command.link(groups[role].id), Command.link(self.env.ref("base.group_portal").id)]
            if role != "buyer":
                commands.append(Command.unlink(groups["buyer"].id))
            user.with_context(crosstech_portal_role=True).group_ids = commands
