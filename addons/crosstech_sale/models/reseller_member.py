"""The team of a reseller: who of a company may do what in the portal.

A model of its own, not fields of the contact: customers may write to their contact, and everybody who reads contacts
would read rights; here only staff read, and every change goes through one method.
"""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from ..lib import reseller_team
from ..lib.reseller_team import Rights


class ResellerMember(models.Model):
    _name = "crosstech.reseller.member"
    _description = "Reseller Team Member"
    _order = "reseller_id, is_admin desc, id"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True, domain=[("share", "=", True)])
    partner_id = fields.Many2one(related="user_id.partner_id", string="Person")
    reseller_id = fields.Many2one(
        related="user_id.partner_id.commercial_partner_id", string="Reseller", store=True, index=True
    )
    email = fields.Char(related="user_id.email")
    may_order = fields.Boolean(default=True)
    sees_prices = fields.Boolean(default=True)
    sees_all_orders = fields.Boolean(help="Otherwise only what this person has ordered.")
    is_admin = fields.Boolean(string="Team Admin", help="Invites and removes people and gives rights.")
    has_no_limit = fields.Boolean(string="Without Limit")
    approval_limit = fields.Monetary(
        help="Own orders up to this amount go through; orders of colleagues up to it can be approved."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    has_signed_in = fields.Boolean(compute="_compute_has_signed_in")

    _user_unique = models.Constraint("UNIQUE (user_id)", "This person is in the team already.")
    _limit_positive = models.Constraint("CHECK (approval_limit >= 0)", "The limit must not be negative.")

    # === COMPUTE METHODS === #

    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    def _compute_has_signed_in(self):
        for member in self:
            member.has_signed_in = bool(member.user_id.sudo().login_date)

    # === CONSTRAINT METHODS === #

    @api.constrains("is_admin", "sees_prices", "has_no_limit", "approval_limit")
    def _check_rights(self):
        try:
            for member in self:
                reseller_team.check_sound(member._get_rights())
        except reseller_team.TeamError as error:
            raise ValidationError(self._team_error(error)) from error
        for reseller in self.reseller_id:
            if not self.search_count([("reseller_id", "=", reseller.id), ("is_admin", "=", True)], limit=1):
                raise ValidationError(self._team_error(reseller_team.TeamError("last")))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self.env.registry.clear_cache()
        return members

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS === #

    def _get_rights(self):
        self.ensure_one()
        return Rights(
            may_order=self.may_order,
            approval_limit=None if self.has_no_limit else round(self.approval_limit),
            sees_prices=self.sees_prices,
            sees_all_orders=self.sees_all_orders,
            is_admin=self.is_admin,
        )

    @api.model
    @tools.ormcache("user_id")
    def _rights_of(self, user_id):
        """Rights of a user, ``None`` for everybody who is in no reseller's team. No query once known.

        :rtype: Rights | None
        """
        member = self.sudo().search([("user_id", "=", user_id)], limit=1)
        return member._get_rights() if member else None

    @api.model
    def _values_of_rights(self, rights):
        return {
            "may_order": rights.may_order,
            "has_no_limit": rights.approval_limit is None,
            "approval_limit": rights.approval_limit or 0,
            "sees_prices": rights.sees_prices,
            "sees_all_orders": rights.sees_all_orders,
            "is_admin": rights.is_admin,
        }

    @api.model
    def _team_of(self, partner):
        """The team of a company, as superuser."""
        return self.sudo().search(
            [("reseller_id", "=", partner.commercial_partner_id.id), ("user_id.active", "=", True)]
        )

    @api.model
    def _ensure_members(self, users=None):
        """Give each reseller user without rights the first ones; called for new users, and once for those of before."""
        group = self.env.ref("crosstech_sale.group_reseller").sudo()
        users = (users or group.all_user_ids).sudo().filtered(lambda user: user.active and group in user.group_ids)
        known = self.sudo().search([("user_id", "in", users.ids)]).user_id
        for user in (users - known).sorted("id"):
            colleagues = self.sudo().search_count([("reseller_id", "=", user.partner_id.commercial_partner_id.id)])
            rights = reseller_team.first_rights(colleagues)
            self.sudo().create({"user_id": user.id, **self._values_of_rights(rights)})

    def _other_admins(self):
        self.ensure_one()
        return len((self._team_of(self.reseller_id) - self).filtered("is_admin"))

    def _set_rights(self, rights, actor):
        """Change the rights of a member.

        :param actor: the ``crosstech.reseller.member`` who asks for it, of the same company
        :raises UserError: when he may not
        """
        self.ensure_one()
        self._lock_team()
        try:
            reseller_team.check_change(actor._get_rights(), self._get_rights(), rights, self._other_admins())
        except reseller_team.TeamError as error:
            raise UserError(self._team_error(error)) from error
        self.write(self._values_of_rights(rights))
        self.reseller_id.message_post(
            body=self.env._(
                "%(actor)s changed the portal rights of %(person)s.",
                actor=actor.user_id.name, person=self.user_id.name,
            )
        )  # fmt: skip

    def _lock_team(self):
        """Take the rows of the whole team, so that two admins cannot take each other's right at the same moment."""
        self._team_of(self.reseller_id).lock_for_update()

    @api.model
    def _invite(self, actor, name, email, rights):
        """Invite a person by e-mail, through the invitation of Odoo's portal.

        :raises UserError: for an address that cannot be used, or rights the admin may not give
        """
        name, email = " ".join((name or "").split())[:80], email_normalize((email or "").strip()[:120])
        if not name or not email:
            raise UserError(self.env._("Please enter a name and an e-mail address."))
        try:
            reseller_team.check_change(actor._get_rights(), Rights(), rights, 1)
        except reseller_team.TeamError as error:
            raise UserError(self._team_error(error)) from error
        if self.env["res.users"].sudo().with_context(active_test=False).search_count([("login", "=ilike", email)]):
            raise UserError(
                self.env._("This e-mail address cannot be invited: it has an account. Take another one, or ask us.")
            )
        reseller = actor.reseller_id.sudo()
        values = {"name": name, "email": email, "phone": reseller.phone, "lang": self.env.lang}
        partner = reseller.create({**values, "parent_id": reseller.id, "type": "contact"})
        wizard = self.env["portal.wizard"].sudo().create({"partner_ids": [(6, 0, partner.ids)]})
        line = wizard.user_ids.filtered(lambda one: one.partner_id == partner)
        line.action_grant_access()
        member = self.sudo().search([("user_id", "in", partner.user_ids.ids)])
        member.write(self._values_of_rights(rights))
        reseller.message_post(
            body=self.env._("%(actor)s invited %(person)s to the portal.", actor=actor.user_id.name, person=name)
        )
        return member

    def _remove(self, actor):
        """Take a person out: no access, no cart; his waiting orders become the admin's.

        :raises UserError: when he may not
        """
        self.ensure_one()
        self._lock_team()
        try:
            reseller_team.check_removal(actor._get_rights(), self._get_rights(), self._other_admins())
        except reseller_team.TeamError as error:
            raise UserError(self._team_error(error)) from error
        user, reseller = self.user_id, self.reseller_id
        if actor == self:
            raise UserError(self.env._("You cannot remove yourself. Ask another team admin."))
        self.env["sale.order"].sudo()._leave_to(user.partner_id, actor.user_id)
        user.partner_id.signup_type = False
        user.write({"active": False})
        self.unlink()
        reseller.message_post(
            body=self.env._("%(actor)s removed %(person)s.", actor=actor.user_id.name, person=user.name)
        )

    @api.model
    def _team_error(self, error):
        """:return: what is wrong with a change of rights, and what to do"""
        # pylint: disable=prefer-env-translation
        _ = self.env._
        return {
            "admin": _("Only a team admin changes rights."),
            "raise": _("Nobody can give more rights than he has himself. Ask a team admin who has them."),
            "last": _("A company keeps at least one team admin. Make somebody else admin first."),
            "blind": _("Who approves orders must see prices. Tick “sees prices”, or set the limit to 0."),
            "limit": _("Please enter the limit as a whole amount of rupiah, 0 or more."),
        }[error.code]


class ResUsers(models.Model):
    _inherit = "res.users"

    reseller_member_ids = fields.One2many("crosstech.reseller.member", "user_id")
    sees_only_own_orders = fields.Boolean(compute="_compute_reseller_rights", compute_sudo=True)
    hides_prices = fields.Boolean(compute="_compute_reseller_rights", compute_sudo=True)

    def _compute_reseller_rights(self):
        for user in self:
            rights = user._get_reseller_rights()
            user.sees_only_own_orders = bool(rights and not rights.sees_all_orders)
            user.hides_prices = bool(rights and not rights.sees_prices)

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["crosstech.reseller.member"]._ensure_members(users)
        return users

    def write(self, vals):
        """Override: whoever becomes a reseller's user gets his first rights."""
        result = super().write(vals)
        if "group_ids" in vals:
            self.env["crosstech.reseller.member"]._ensure_members(self)
        return result

    def _get_reseller_rights(self):
        """Rights of this user in his reseller's team; ``None`` for everybody else. Costs no query once known.

        :rtype: Rights | None
        """
        self.ensure_one()
        return self.env["crosstech.reseller.member"]._rights_of(self.id)


class ResPartner(models.Model):
    _inherit = "res.partner"

    reseller_member_ids = fields.One2many("crosstech.reseller.member", "reseller_id", string="Portal Team")
