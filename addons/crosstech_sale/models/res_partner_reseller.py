"""The reseller as a partner: a level given or taken by hand opens or closes his membership; carts get new prices."""

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    membership_ids = fields.One2many("crosstech.reseller.membership", "partner_id", string="Memberships")
    is_listed_publicly = fields.Boolean(
        string="Show in the List of Resellers", help="Only with the reseller's consent.", copy=False
    )
    is_phone_public = fields.Boolean(string="Show the Telephone Number There", copy=False)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners.filtered("grade_id")._follow_level()
        return partners

    def write(self, vals):
        """Override to keep the membership in step with the level, and open carts with the prices."""
        changed = self.filtered(lambda partner: partner.grade_id.id != vals["grade_id"]) if "grade_id" in vals else self
        done = super().write(vals)
        if "grade_id" in vals:
            changed._follow_level()
            changed._reprice_carts()
        return done

    # === BUSINESS METHODS === #

    def _follow_level(self):
        """Open or close memberships by the levels these companies have now."""
        if self.env.context.get("crosstech_membership"):
            return
        Membership = self.env["crosstech.reseller.membership"].sudo()
        for partner in self.filtered(lambda partner: partner == partner.commercial_partner_id):
            opened = Membership._of(partner)
            if partner.grade_id and not (opened.state == "active" and opened.grade_id == partner.grade_id):
                today = self.env.company._get_today()
                last = {"date_to": opened.date_to} if opened.date_to and opened.date_to >= today else {}
                Membership._open(partner, partner.grade_id, **last)
            elif not partner.grade_id and opened.state == "active":
                opened._close("ended", self.env._("The level was taken away by hand"))

    def _reprice_carts(self):
        """Let open carts of these companies follow their price list; what is ordered keeps its price."""
        carts = (
            self.env["sale.order"]
            .sudo()
            .search([("partner_id", "child_of", self.ids), ("state", "=", "draft"), ("website_id", "!=", False)])
        )
        for cart in carts:
            before = cart.pricelist_id
            cart._compute_pricelist_id()
            if cart.pricelist_id != before:
                cart._recompute_prices()
                cart = cart.with_context(lang=cart.partner_id.lang)
                cart.shop_warning = cart.env._("The prices in your cart have changed with your membership.")
