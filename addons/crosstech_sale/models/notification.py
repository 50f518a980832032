"""What the company told a customer: a list of their own in the portal, since portal users cannot have Odoo's inbox."""

import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import html2plaintext, plaintext2html

_logger = logging.getLogger(__name__)


class Notification(models.Model):
    _name = "crosstech.notification"
    _description = "Customer Notification"
    _order = "id desc"
    _rec_name = "title"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    title = fields.Char(required=True)
    body = fields.Html(required=True, sanitize_attributes=True)
    res_model = fields.Char(string="Document Model", index=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    read_datetime = fields.Datetime(string="Read On", readonly=True)
    is_read = fields.Boolean(string="Read", compute="_compute_is_read", search="_search_is_read")

    _unread_idx = models.Index("(partner_id) WHERE read_datetime IS NULL")
    _document_idx = models.Index("(res_model, res_id)")

    # === COMPUTE METHODS === #

    @api.depends("read_datetime")
    def _compute_is_read(self):
        for notification in self:
            notification.is_read = bool(notification.read_datetime)

    def _search_is_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("read_datetime", "!=" if True in value else "=", False)]

    # === BUSINESS METHODS === #

    def _get_text(self) -> str:
        """The body without markup: the list shows it inside a link, where no other link may stand."""
        self.ensure_one()
        return html2plaintext(self.body, include_references=False)

    @api.model
    def _notify(self, partner, title, body, record=None, channels=("portal", "email")):
        """Tell a customer something, on the channels given. A channel that is down never stops what was being done.

        :param partner: one or more ``res.partner``; the text is sent in the language of the caller's environment
        :param str title: one line, also the subject of the e-mail
        :param body: plain text (``str``, is escaped) or ``Markup``
        :param record: the document this is about; the link leads to its portal page
        :param tuple channels: any of ``portal``, ``email``, ``sms``
        :return: the ``crosstech.notification`` records made (none without the channel ``portal``)
        """
        body = body if hasattr(body, "__html__") else plaintext2html(body)
        notifications = self.sudo()
        if "portal" in channels:
            notifications = notifications.create(
                [
                    {
                        "partner_id": one.id,
                        "title": title,
                        "body": body,
                        "res_model": record._name if record else False,
                        "res_id": record.id if record else False,
                    }
                    for one in partner
                ]
            )
        for channel in channels:
            if channel != "portal":
                self._send_safely(channel, partner, title, body, record)
        return notifications

    def _send_safely(self, channel, partner, title, body, record):
        """Send on one channel; a failure is logged and forgotten, except those that Odoo repeats by itself."""
        send = getattr(self.sudo(), f"_send_{channel}")
        try:
            with self.env.cr.savepoint():
                send(partner.sudo(), title, body, record)
        except OperationalError:
            raise
        except Exception:
            _logger.warning("Channel %s could not be used for partners %s", channel, partner.ids, exc_info=True)

    @api.model
    def _send_email(self, partner, title, body, record):
        """Send through Odoo's own mail queue, with the document's access button where it has one."""
        recipients = partner.filtered("email")
        if not recipients:
            return
        sender = self.env.company.partner_id
        thread, reference = self.env["mail.thread"], {}
        if record and hasattr(record, "message_notify"):
            thread = record.sudo()
        elif record:
            reference = {"model": record._name, "res_id": record.id}
        thread.message_notify(
            partner_ids=recipients.ids,
            subject=title,
            body=body,
            author_id=sender.id,
            email_from=self.env.company.email_formatted or sender.email_formatted or None,
            **reference,
        )

    @api.model
    def _send_sms(self, partner, title, body, record):
        """Queue a text message where the company has a gateway; Odoo's own scheduled action works off the queue."""
        if not self.env.company.sudo().sms_gateway_url:
            return
        text = f"{title}: {html2plaintext(body, include_references=False)}"
        self.env["sms.sms"].create(
            [{"partner_id": one.id, "number": one.phone, "body": text} for one in partner if one.phone]
        )

    def _mark_read(self):
        """Remember the first time the customer opened these."""
        self.filtered(lambda notification: not notification.read_datetime).write(
            {"read_datetime": fields.Datetime.now()}
        )

    def _get_document(self):
        """The document this is about, as superuser; empty when there is none or it is gone."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].sudo().browse(self.res_id).exists() or None

    def _get_document_url(self):
        """The address of the document in the portal, relative; the list of notifications where it has none.

        The link may carry the document's access token: it is for the customer this was addressed to, nobody else.
        """
        document = self._get_document()
        for method in ("_payable_url", "_portal_path", "get_portal_url"):
            if document and hasattr(document, method):
                return getattr(document, method)()
        return "/my/notifications"
