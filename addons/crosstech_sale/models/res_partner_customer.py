"""The customer at a glance on the contact form: figures, timeline, WhatsApp."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import sms_gateway


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_overview = fields.Html(compute="_compute_customer_overview", sanitize=False)
    customer_notification_count = fields.Integer(compute="_compute_customer_notification_count")

    # === COMPUTE METHODS === #

    def _compute_customer_overview(self):
        """Render facts and timeline of all addons; nothing for a contact that is not saved yet."""
        hooks = self.env["crosstech.hooks"]
        for partner in self:
            origin = partner._origin
            if not origin:
                partner.customer_overview = False
                continue
            values = {"facts": hooks._customer_facts(origin), "events": hooks._customer_timeline(origin)}
            values["currency"] = self.env.company.currency_id
            partner.customer_overview = self.env["ir.qweb"]._render("crosstech_sale.customer_overview", values)

    def _compute_customer_notification_count(self):
        groups = (
            self.env["crosstech.notification"]
            .sudo()
            ._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"])
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.customer_notification_count = counts.get(partner.id, 0)

    # === ACTION METHODS === #

    def action_open_notifications(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.notification_action")
        return {**action, "domain": [("partner_id", "child_of", self.id)]}

    def action_whatsapp(self):
        """Open a WhatsApp chat with this contact; the person who clicks sends the text."""
        self.ensure_one()
        greeting = self.env._("Hello %(name)s,", name=self.name or "")
        return {"type": "ir.actions.act_url", "url": self._whatsapp_url(greeting), "target": "new"}

    # === BUSINESS METHODS === #

    def _whatsapp_url(self, text):
        """The address of a WhatsApp chat with this contact, with a text ready to send.

        :raises UserError: when the contact has no usable telephone number
        """
        self.ensure_one()
        try:
            return sms_gateway.whatsapp_url(self.phone or "", text)
        except sms_gateway.GatewayError as error:
            raise UserError(
                self.env._("%(name)s has no telephone number WhatsApp could use.", name=self.display_name)
            ) from error


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_whatsapp(self):
        """Open a WhatsApp chat with the customer about this order; the person who clicks sends the text."""
        self.ensure_one()
        text = self.env._("Hello %(name)s, about your order %(order)s:", name=self.partner_id.name, order=self.name)
        return {"type": "ir.actions.act_url", "url": self.partner_id._whatsapp_url(text), "target": "new"}
