"""Asking for a testimonial: once some days after arrival, reminded once, never those who do not want it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hash_sign, verify_hash_signed

from ..lib import testimonials

OPT_OUT = "crosstech_testimonial_opt_out"


class ResPartner(models.Model):
    _inherit = "res.partner"

    testimonial_opt_out = fields.Boolean(
        string="Never Ask for a Testimonial", help="The customer said so by the link in our e-mail, or to us."
    )

    def _get_testimonial_opt_out_url(self):
        """The address where a customer says, without logging in, that he does not want to be asked."""
        self.ensure_one()
        return f"/testimonials/stop/{hash_sign(self.env(su=True), OPT_OUT, self.id)}"

    @api.model
    def _from_testimonial_opt_out(self, token):
        """:return: the partner (superuser) whom a signed token names; empty for any other token"""
        try:
            partner_id = verify_hash_signed(self.env(su=True), OPT_OUT, token or "")
        except ValueError:  # no base64, or too short to hold a signature
            return self.sudo().browse()
        return self.sudo().browse(partner_id or ()).exists()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    testimonial_asked_datetime = fields.Datetime(copy=False, readonly=True)
    testimonial_reminded_datetime = fields.Datetime(copy=False, readonly=True)

    _testimonial_due_idx = models.Index(
        "(company_id, arrival_confirmed_datetime)"
        " WHERE order_stage = 'received' AND testimonial_reminded_datetime IS NULL"
    )

    def _get_testimonial_url(self, stars=None):
        """The address of the form, with the order's token; stars are chosen beforehand, nothing is kept by it."""
        self.ensure_one()
        chosen = f"&stars={stars}" if stars else ""
        return self.get_portal_url(suffix="/testimonial", query_string=chosen)

    @api.model
    def _cron_ask_for_testimonials(self, limit=200):
        """Ask and remind the customers of orders that have arrived."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("testimonial_ask_days", ">", 0)]):
            for order in self.search(self._testimonial_domain(company, now), limit=limit, order="id desc"):
                if order.try_lock_for_update(allow_referencing=True):
                    self.env["ir.cron"]._work_on_each(
                        order.with_company(company), lambda one: one._ask_for_testimonial_if_due(now)
                    )
                    self.env["ir.cron"]._commit_progress(1)

    def _testimonial_domain(self, company, now):
        """Orders whose question or reminder may be due; the rule decides about each of them."""
        terms = company._get_testimonial_terms()
        asked_before = now - timedelta(days=terms.remind_days)
        received_before = now - timedelta(days=terms.ask_days)
        too_old = received_before - timedelta(days=testimonials.ASK_WINDOW_DAYS)
        return [
            ("company_id", "=", company.id),
            ("order_stage", "=", "received"),
            ("arrival_confirmed_datetime", "<=", received_before),
            ("arrival_confirmed_datetime", ">=", too_old - timedelta(days=terms.remind_days)),
            ("testimonial_reminded_datetime", "=", False),
            ("testimonial_ids", "=", False),
            ("partner_id.testimonial_opt_out", "=", False),
            "|",
            ("testimonial_asked_datetime", "<=", asked_before if terms.remind_days else False),
            "&", ("testimonial_asked_datetime", "=", False), ("arrival_confirmed_datetime", ">=", too_old),
        ]  # fmt: skip

    def _ask_for_testimonial_if_due(self, now):
        due = testimonials.request_due(self._testimonial_facts(), self.company_id._get_testimonial_terms(), now)
        if not due:
            return
        self[{"ask": "testimonial_asked_datetime", "remind": "testimonial_reminded_datetime"}[due]] = now
        self._send_testimonial_request(is_reminder=due == "remind")

    def _testimonial_facts(self) -> testimonials.OrderFacts:
        self.ensure_one()
        return testimonials.OrderFacts(
            received=self.arrival_confirmed_datetime,
            asked=self.testimonial_asked_datetime or None,
            reminded=self.testimonial_reminded_datetime or None,
            has_testimonial=bool(self.testimonial_ids),
            is_refused=self._is_testimonial_refused(),
        )

    def _is_testimonial_refused(self):
        """Whether the customer wants no question, waits for our answer to a criticism, or sent goods back."""
        partner = self.partner_id
        if partner.testimonial_opt_out or partner.commercial_partner_id.testimonial_opt_out:
            return True
        returned = self.picking_ids.filtered(
            lambda picking: picking.picking_type_id.code == "incoming" and picking.state != "cancel"
        )
        complaint = [
            ("partner_id", "child_of", partner.commercial_partner_id.id),
            ("kind", "=", "criticism"),
            ("loop", "=", "open"),
        ]
        return bool(returned) or bool(self.env["crosstech.testimonial"].search_count(complaint, limit=1))

    def _send_testimonial_request(self, *, is_reminder):
        """Write to the customer in the portal and by e-mail, in his language."""
        order = self.with_context(lang=self.partner_id.lang or self.env.lang)
        notification = order.env["crosstech.notification"]
        title = (
            order.env._("One more time: how was order %(order)s?", order=order.name)
            if is_reminder
            else order.env._("How was order %(order)s?", order=order.name)
        )
        text = order.env._(
            "Tell us what was good and what was not: one minute, and everybody who buys here gains by it."
        )
        body = order.env["ir.qweb"]._render("crosstech_sale.testimonial_request_mail", {"order": order, "text": text})
        notification._notify(order.partner_id, title, text, record=order, channels=("portal",))
        notification._notify(order.partner_id, title, body, record=order, channels=("email",))
