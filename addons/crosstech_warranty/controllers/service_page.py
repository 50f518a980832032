"""The customer's own service requests: the list, and the page of each; guests come by its address."""

from odoo import http
from odoo.exceptions import AccessError, LockError, MissingError, UserError
from odoo.http import request

from odoo.addons.crosstech_sale.controllers.order_portal import acting_roles
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PER_PAGE = 20


class ServicePage(CustomerPortal):
    def _own_domain(self):
        return [("partner_id", "child_of", request.env.user.partner_id.commercial_partner_id.id)]

    def _own_ticket(self, ticket_id, access_token):
        """:return: the request as superuser where the visitor may see it, else nothing"""
        try:
            return self._document_check_access("helpdesk.ticket", ticket_id, access_token)
        except (AccessError, MissingError):
            return request.env["helpdesk.ticket"].sudo()

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_count" in counters:
            values["service_count"] = request.env["helpdesk.ticket"].sudo().search_count(self._own_domain())
        return values

    @http.route(["/my/service", "/my/service/page/<int:page>"], type="http", auth="user", website=True)
    def my_services(self, page=1, **kw):
        """List the customer's own requests, the newest first."""
        Ticket = request.env["helpdesk.ticket"].sudo()
        pager = portal_pager("/my/service", Ticket.search_count(self._own_domain()), page=page, step=PER_PAGE)
        tickets = Ticket.search(self._own_domain(), order="id desc", limit=PER_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values()
        return request.render(
            "crosstech_warranty.my_services", {**values, "tickets": tickets, "pager": pager, "page_name": "services"}
        )

    @http.route("/my/service/<int:ticket_id>", type="http", auth="public", website=True, sitemap=False)
    def my_service(self, ticket_id, access_token=None, **kw):
        """Show one request."""
        ticket = self._own_ticket(ticket_id, access_token)
        return self._render_ticket(ticket, access_token) if ticket else request.redirect("/my/service")

    def _render_ticket(self, ticket, access_token, error="", **values):
        response = request.render(
            "crosstech_warranty.my_service",
            {
                "case": ticket,
                "work_order": ticket._get_work_order(),
                "object": ticket,
                "token": access_token or "",
                "is_customer": acting_roles(ticket, access_token) == {"customer"},
                "error": error,
                "said": request.params.get("said", ""),
                "page_name": "service",
                **values,
            },
        )
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _do(self, ticket_id, access_token, work, said):
        """Do something for the customer and show the page again; staff looks at it, but does not act for him here."""
        ticket = self._own_ticket(ticket_id, access_token)
        if not ticket or acting_roles(ticket, access_token) != {"customer"}:
            return request.redirect("/my/service")
        try:
            with request.env.cr.savepoint():
                target = work(ticket)
        except (UserError, LockError) as error:
            text = str(error) if isinstance(error, UserError) else request.env._("Please try again in a moment.")
            return self._render_ticket(ticket, access_token, error=text)
        query = f"&said={said}" if access_token else f"?said={said}"
        page = f"/my/service/{ticket.id}" + (f"?access_token={access_token}" if access_token else "")
        return request.redirect(target or page + query, code=303)

    @http.route(
        "/my/service/<int:ticket_id>/quote", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def my_service_quote(self, ticket_id, access_token=None, quote_id="", answer="", **kw):
        """Take the customer's yes or no to the quote he saw."""

        def work(ticket):
            order = ticket._get_work_order()
            quote = order.quote_ids.filtered(lambda one: str(one.id) == quote_id)
            if not quote or answer not in ("accept", "decline"):
                raise UserError(request.env._("This quote was replaced by another. Please look at the new one."))
            getattr(order, f"_{answer}_quote")(quote, roles={"customer"})

        return self._do(ticket_id, access_token, work, "accepted" if answer == "accept" else "declined")

    @http.route(
        "/my/service/<int:ticket_id>/pay", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def my_service_pay(self, ticket_id, access_token=None, way="", **kw):
        """Let the customer choose how he pays."""

        def work(ticket):
            order = ticket._get_work_order()
            if way == "transfer":
                return order._request_transfer()._get_page_url()
            return order._choose_cash()

        return self._do(ticket_id, access_token, work, "cash")

    @http.route(
        "/my/service/<int:ticket_id>/cancel", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def my_service_cancel(self, ticket_id, access_token=None, reason="", **kw):
        """Let the customer cancel while nobody has begun."""
        return self._do(ticket_id, access_token, lambda ticket: ticket._cancel_by_customer(reason[:200]), "cancelled")

    @http.route(
        "/my/service/<int:ticket_id>/limit", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def my_service_limit(self, ticket_id, access_token=None, limit="", **kw):
        """Let the customer allow cost up to an amount without being asked."""
        return self._do(ticket_id, access_token, lambda ticket: ticket._set_limit_by_customer(limit), "limit")

    @http.route(
        "/my/service/<int:ticket_id>/confirm", type="http", auth="public", methods=["POST"], website=True,
        sitemap=False,
    )  # fmt: skip
    def my_service_confirm(self, ticket_id, access_token=None, **kw):
        """Let the customer tell that he has his unit and that it works."""
        return self._do(ticket_id, access_token, lambda ticket: ticket._confirm_by_customer(), "confirmed")

    @http.route(
        "/my/service/<int:ticket_id>/rate", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def my_service_rate(self, ticket_id, access_token=None, stars="", text="", **kw):
        """Take the customer's stars."""
        given = int(stars) if stars in ("1", "2", "3", "4", "5") else 0
        return self._do(ticket_id, access_token, lambda ticket: ticket._rate_by_customer(given, text), "rated")

    @http.route(
        "/my/service/<int:ticket_id>/file/<int:file_id>", type="http", auth="public", website=True, sitemap=False
    )
    def my_service_file(self, ticket_id, file_id, access_token=None, **kw):
        """Send a file of the request, to who may see the request."""
        ticket = self._own_ticket(ticket_id, access_token)
        attachment = ticket._get_shared_files().filtered(lambda one: one.id == file_id) if ticket else None
        if not attachment:
            raise request.not_found()
        is_image = (attachment.mimetype or "").startswith("image/")
        stream = request.env["ir.binary"]._get_stream_from(attachment)
        return stream.get_response(as_attachment=not is_image, content_security_policy="default-src 'none'")

    @http.route("/my/service/<int:ticket_id>/print", type="http", auth="public", website=True, sitemap=False)
    def my_service_print(self, ticket_id, access_token=None, **kw):
        """Print the service report: what was reported, found, done and charged."""
        ticket = self._own_ticket(ticket_id, access_token)
        if not ticket:
            return request.redirect("/my/service")
        return request.render(
            "crosstech_warranty.service_report_print", {"case": ticket, "work_order": ticket._get_work_order()}
        )
