"""Buyer's side of a COD meeting: propose place and time, agree, call off."""

from odoo import http
from odoo.exceptions import AccessError, LockError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import local_time
from .order_portal import acting_roles


class CodMeetingPortal(CustomerPortal):
    def _meeting_of(self, order_id, access_token):
        """Return the meeting of an order the visitor may see, as superuser; None when there is none for him."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return None
        return order.cod_meeting_ids[:1]

    def _render_page(self, meeting, access_token, **values):
        order = meeting.order_id
        page = {
            "sale_order": order,
            "meeting": meeting,
            "page_name": "order",
            "report_type": "html",
            **values,
        }
        values = self._get_page_view_values(order, access_token, page, "my_orders_history", False)
        return request.render("crosstech_sale.cod_meeting_page", values)

    def _try(self, meeting, access_token, step, **typed):
        """Take one step of a meeting; when it is refused, show why, with everything that was typed."""
        try:
            with request.env.cr.savepoint():
                step(acting_roles(meeting.order_id, access_token))
        except LockError:
            error = request.env._("Somebody else is changing this meeting right now. Please try again.")
        except (UserError, local_time.LocalTimeError) as refused:
            error = str(refused.args[0]) if isinstance(refused, UserError) else meeting._refusal("no_time")
        else:
            return request.redirect(meeting.order_id.get_portal_url(suffix="/meeting"))
        return self._render_page(meeting, access_token, error=error, typed=typed)

    @http.route("/my/orders/<int:order_id>/meeting", type="http", auth="public", website=True, sitemap=False)
    def portal_cod_meeting(self, order_id, access_token=None, **kw):
        """Show where and when we meet."""
        meeting = self._meeting_of(order_id, access_token)
        return self._render_page(meeting, access_token) if meeting else request.redirect("/my")

    @http.route(
        "/my/orders/<int:order_id>/meeting/propose",
        type="http", auth="public", methods=["POST"], website=True, sitemap=False,
    )  # fmt: skip
    def portal_cod_meeting_propose(self, order_id, access_token=None, place="", wished="", **kw):
        """Propose a place and a time, written on the buyer's own clock."""
        meeting = self._meeting_of(order_id, access_token)
        if not meeting:
            return request.redirect("/my")

        def propose(roles):
            moment = local_time.parse(wished, meeting.timezone).replace(tzinfo=None)
            meeting._propose(place, moment, roles)

        return self._try(meeting, access_token, propose, place=place, wished=wished)

    @http.route(
        "/my/orders/<int:order_id>/meeting/agree",
        type="http", auth="public", methods=["POST"], website=True, sitemap=False,
    )  # fmt: skip
    def portal_cod_meeting_agree(self, order_id, access_token=None, **kw):
        """Agree to what the Marketing Manager proposed."""
        meeting = self._meeting_of(order_id, access_token)
        return self._try(meeting, access_token, meeting._confirm) if meeting else request.redirect("/my")

    @http.route(
        "/my/orders/<int:order_id>/meeting/cancel",
        type="http", auth="public", methods=["POST"], website=True, sitemap=False,
    )  # fmt: skip
    def portal_cod_meeting_cancel(self, order_id, access_token=None, **kw):
        """Call the meeting off, and the order with it."""
        meeting = self._meeting_of(order_id, access_token)
        return self._try(meeting, access_token, meeting._cancel) if meeting else request.redirect("/my")
