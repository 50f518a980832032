"""The customer's notifications in the portal."""

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class NotificationPortal(CustomerPortal):
    _notifications_per_page = 20

    def _own_notifications(self, domain=(), count=False, **search):
        """Search what was told to this user's own company; staff, who open /my too, have nothing of their own here."""
        Notification = request.env["crosstech.notification"]
        own = [("partner_id", "child_of", request.env.user.partner_id.commercial_partner_id.id)]
        if count:
            return Notification.sudo().search_count([*own, *domain])
        return Notification.sudo().search([*own, *domain], **search)

    def _count_unread_notifications(self):
        return self._own_notifications([("read_datetime", "=", False)], count=True)

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "notification_count" in counters:
            values["notification_count"] = self._count_unread_notifications()
        return values

    def _prepare_portal_layout_values(self):
        return {
            **super()._prepare_portal_layout_values(),
            "unread_notifications": self._count_unread_notifications(),
        }

    @http.route(["/my/notifications", "/my/notifications/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_notifications(self, page=1, **kw):
        """List what the company told the customer, newest first."""
        total = self._own_notifications(count=True)
        pager = portal_pager("/my/notifications", total, page=page, step=self._notifications_per_page)
        notifications = self._own_notifications(limit=self._notifications_per_page, offset=pager["offset"])
        values = self._prepare_portal_layout_values()
        timezone = request.env.user.partner_id.sudo()._get_timezone()
        values.update(notifications=notifications, pager=pager, page_name="notifications", timezone=timezone)
        return request.render("crosstech_sale.portal_my_notifications", values)

    @http.route("/my/notifications/<int:notification_id>", type="http", auth="user", website=True)
    def portal_my_notification(self, notification_id, **kw):
        """Open one notification: mark it read and go to its document."""
        notification = self._own_notifications([("id", "=", notification_id)])
        if not notification:
            return request.redirect("/my/notifications")
        notification._mark_read()
        return request.redirect(notification._get_document_url())

    @http.route("/my/notifications/read", type="http", auth="user", methods=["POST"], website=True)
    def portal_my_notifications_read(self, **kw):
        """Mark all of the customer's own notifications read."""
        self._own_notifications([("read_datetime", "=", False)])._mark_read()
        return request.redirect("/my/notifications")
