"""The team of a reseller: its admins invite people, give rights and take people out."""

import re

from odoo import http
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib.reseller_team import Rights

FLAGS = ("may_order", "sees_prices", "sees_all_orders", "is_admin")
MAX_LIMIT = 10**13


def current_member():
    """The team member who asks, as superuser; empty for everybody who is in no reseller's team."""
    Member = request.env["crosstech.reseller.member"].sudo()
    return Member.search([("user_id", "=", request.env.uid)], limit=1)


def read_rights(post):
    """Read rights from a form; a limit that is no whole amount becomes -1, which is refused later with words."""
    text = re.sub(r"^(rp|idr)\.?\s*|[\s.]", "", str(post.get("approval_limit") or "0").strip().lower())
    limit = int(text) if text.isdecimal() and text.isascii() and len(text) < 15 and int(text) <= MAX_LIMIT else -1
    return Rights(
        approval_limit=None if post.get("has_no_limit") else limit, **{name: bool(post.get(name)) for name in FLAGS}
    )


class TeamPortal(CustomerPortal):
    def _team_page(self, member, error="", done="", form=None):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="team", member=member, error=error, done=done, form=form or {},
            team=member._team_of(member.reseller_id),
        )  # fmt: skip
        return request.render("crosstech_sale.portal_my_team", values)

    def _team_change(self, change, done, form=None):
        """Run a change as the acting member, all of it or nothing, and come back to the page.

        :param change: called with the acting member
        """
        member = current_member()
        if not member:
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                change(member)
        except LockError:
            error = request.env._("Somebody else is changing the team right now. Please try again.")
        except (UserError, ValidationError) as refusal:
            error = str(refusal)
        else:
            return request.redirect(f"/my/team?done={done}", code=303)
        return self._team_page(member, error=error, form=form)

    def _team_colleague(self, actor, member_id):
        """A member of the acting member's own company; an error for any other."""
        colleague = actor._team_of(actor.reseller_id).filtered(lambda one: one.id == member_id)
        if not colleague:
            raise UserError(request.env._("This person is not in your team any more."))
        return colleague

    @http.route("/my/team", type="http", auth="user", website=True, sitemap=False)
    def portal_my_team(self, done="", **kw):
        """Show who of the company may do what."""
        member = current_member()
        return self._team_page(member, done=done) if member else request.redirect("/my")

    @http.route("/my/team/invite", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def portal_team_invite(self, name="", email="", **post):
        """Invite somebody."""
        form = {"name": name, "email": email, **post}
        return self._team_change(lambda actor: actor._invite(actor, name, email, read_rights(post)), "invited", form)

    @http.route(
        "/my/team/<int:member_id>/rights", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_team_rights(self, member_id, **post):
        """Change somebody's rights."""
        return self._team_change(
            lambda actor: self._team_colleague(actor, member_id)._set_rights(read_rights(post), actor), "changed"
        )

    @http.route(
        "/my/team/<int:member_id>/remove", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_team_remove(self, member_id, **post):
        """Take somebody out of the team."""
        return self._team_change(lambda actor: self._team_colleague(actor, member_id)._remove(actor), "removed")
