"""What a partner is to the company: buyer, reseller by membership, supplier; and whose duty its record is."""

from odoo import Command, api, models
from odoo.exceptions import AccessError

from ..lib import duties


class ResPartner(models.Model):
    _inherit = "res.partner"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("grade_id") for vals in vals_list):
            self._check_may_set_level()
        return super().create(vals_list)

    def write(self, vals):
        if "grade_id" in vals:
            self._check_may_set_level()
        result = super().write(vals)
        if "grade_id" in vals:
            self._update_membership_users()
        return result

    # === ACTION METHODS === #

    def action_make_reseller(self):
        """Make a customer a reseller of the first level; the Operational Manager serves it from then on."""
        if not self.env.user._has_group("crosstech_sale.group_operational_manager"):
            raise AccessError(self.env._("The Operational Manager decides who becomes a reseller."))
        grade = self.env["res.partner.grade"]._first_level()
        self.check_access("read")
        self.sudo().commercial_partner_id.grade_id = grade

    # === BUSINESS METHODS === #

    def _check_may_set_level(self):
        """A membership brings wholesale prices and another division: the Operational Manager's word alone.

        :raises AccessError: for everybody else with a company role
        """
        roles = self.env.user._get_company_roles()
        if not self.env.su and roles and duties.OPERATIONAL not in roles:
            raise AccessError(self.env._("The Operational Manager decides who becomes a reseller."))

    def _get_customer_kind(self):
        """``reseller`` for members (the company's membership counts for all its contacts), else ``buyer``."""
        self.ensure_one()
        return "reseller" if self._is_reseller() else "buyer"

    def _get_portal_role(self):
        """The role a portal user of this partner gets."""
        company = self.commercial_partner_id
        if self._get_customer_kind() == "buyer" and company.supplier_rank and not company.customer_rank:
            return "supplier"
        return self._get_customer_kind()

    def _has_portal_role(self, role):
        return any(user._has_group(f"crosstech_sale.group_{role}") for user in self.sudo().user_ids)

    def _get_duty_kind(self):
        """Override of the duties: ``self``, ``staff``, ``reseller``, ``supplier``, ``buyer``, or ``contact``.

        A contact is a partner nobody has traded with yet.
        """
        self.ensure_one()
        company = self.commercial_partner_id
        if self == self.env.user.partner_id:
            return "self"
        if any(user._is_internal() for user in self.user_ids) or self.ref_company_ids:
            return "staff"
        if self._get_customer_kind() == "reseller":
            return "reseller"
        if company.customer_rank or company.sale_order_ids or self.user_ids:
            return "supplier" if self._has_portal_role("supplier") else "buyer"
        return "supplier" if company.supplier_rank else "contact"

    def _update_membership_users(self):
        """Give the portal users of these partners and of their contacts the role that goes with the membership."""
        partners = self.sudo().search([("id", "child_of", self.ids)])
        users = partners.user_ids.filtered(lambda user: user._has_group("base.group_portal"))
        members = users.filtered(lambda user: user.partner_id.commercial_partner_id.grade_id)
        (users - members).with_context(crosstech_portal_role=True).group_ids = [
            Command.link(self.env.ref("base.group_portal").id),
            Command.unlink(self.env.ref("crosstech_sale.group_reseller").id),
        ]
        users._assign_portal_role()
