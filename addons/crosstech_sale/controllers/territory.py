"""A reseller's territory in the portal: what he has, which orders are offered to him, what he is owed."""

from odoo import http
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

AWB_LENGTH = 60  # of what may be typed; the number itself is checked by the delivery


class TerritoryPortal(CustomerPortal):
    def _is_own(self, handover):
        """Whether an order was offered to the visitor's own company."""
        own = request.env.user.partner_id.commercial_partner_id
        return handover.exists() and handover.reseller_id == own

    def _own_handover(self, handover_id):
        """Return an order offered to the visitor's company, as superuser; None for everybody else's."""
        handover = request.env["crosstech.territory.handover"].sudo().browse(handover_id)
        return handover if self._is_own(handover) else None

    def _territory_rights(self):
        """What the visitor may do for his company: its team decides; without a team everybody may."""
        rights = request.env["crosstech.reseller.member"]._rights_of(request.env.uid)
        return {
            "may_answer": rights is None or rights.may_order,
            "sees_prices": rights is None or rights.sees_prices,
        }

    def _territory_summary(self):
        return request.env["res.partner"]._portal_territory_summary(request.env.user.partner_id)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "territory_count" in counters:
            reseller = request.env.user.partner_id.sudo().commercial_partner_id
            values["territory_count"] = len(reseller.territory_ids)
        return values

    @http.route("/my/territory", type="http", auth="user", website=True)
    def portal_my_territory(self, **kw):
        """Show a reseller his regions, the orders offered to him and his credits."""
        if not request.env.user.partner_id.sudo()._is_reseller():
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(self._territory_summary(), **self._territory_rights(), page_name="territory")
        return request.render("crosstech_sale.portal_my_territory", values)

    def _render_handover(self, handover, error=None, **typed):
        page = self._prepare_portal_layout_values()
        page.update(
            self._territory_rights(),
            handover=handover,
            buyer_order=handover.order_id,
            page_name="territory",
            error=error,
            typed=typed,
        )
        return request.render("crosstech_sale.portal_territory_handover", page)

    @http.route("/my/territory/handover/<int:handover_id>", type="http", auth="user", website=True)
    def portal_territory_handover(self, handover_id, **kw):
        """Show one order offered to the visitor."""
        handover = self._own_handover(handover_id)
        return self._render_handover(handover) if handover else request.redirect("/my/territory")

    def _try_handover(self, handover_id, step, **typed):
        """Take one step; when it is refused, say why and keep what was typed."""
        handover = self._own_handover(handover_id)
        if not handover:
            return request.redirect("/my/territory")
        if not self._territory_rights()["may_answer"]:
            return self._render_handover(handover, error=request.env._("Ask your team's admin for the right to order."))
        try:
            with request.env.cr.savepoint():
                step(handover)
        except LockError:
            error = request.env._("Somebody else is answering right now. Please look again in a moment.")
        except (UserError, ValidationError) as refused:
            error = str(refused.args[0])
        else:
            return request.redirect(handover.get_portal_url())
        handover.invalidate_recordset()
        return self._render_handover(handover, error=error, **typed)

    @http.route(
        "/my/territory/handover/<int:handover_id>/accept", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_territory_handover_accept(self, handover_id, **kw):
        """Take the order."""
        return self._try_handover(handover_id, lambda handover: handover._apply("accept", {"reseller"}))

    @http.route(
        "/my/territory/handover/<int:handover_id>/decline", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_territory_handover_decline(self, handover_id, **kw):
        """Leave the order to the company."""
        return self._try_handover(handover_id, lambda handover: handover._apply("decline", {"reseller"}))

    @http.route(
        "/my/territory/handover/<int:handover_id>/shipped", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_territory_handover_shipped(self, handover_id, awb="", in_person=None, **kw):
        """Note that the goods are on their way."""
        awb = str(awb).strip()[:AWB_LENGTH]
        return self._try_handover(
            handover_id, lambda handover: handover._ship(awb, is_in_person=bool(in_person)), awb=awb
        )
