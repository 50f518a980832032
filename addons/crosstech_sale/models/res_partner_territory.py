"""What a reseller has of his territories, and what becomes of them when he leaves."""

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    territory_ids = fields.One2many("crosstech.territory", "reseller_id", readonly=True)

    def write(self, vals):
        """Override: the territories of who loses his membership are put on the Operational Manager's desk.

        Whoever is a reseller again takes them off it.
        """
        if "grade_id" not in vals:
            return super().write(vals)
        resellers = self.filtered("grade_id")
        result = super().write(vals)
        (resellers - self.filtered("grade_id"))._report_territories_left()
        returned = (self.filtered("grade_id") - resellers).sudo().territory_ids
        returned.activity_unlink(["mail.mail_activity_data_todo"])
        return result

    def _report_territories_left(self):
        """Leave a to-do on each territory that is not over: transfer it or end it."""
        today = self.env.company._get_today()
        domain = [("reseller_id", "in", self.ids), "|", ("date_to", "=", False), ("date_to", ">=", today)]
        manager = self.env["res.users"].sudo()._with_role("operational_manager")
        for territory in self.env["crosstech.territory"].sudo().search(domain) if self and manager else ():
            territory.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("%s is no reseller any more: transfer or end", territory.reseller_id.name),
                user_id=manager.id,
            )

    @api.model
    def _portal_territory_summary(self, partner):
        """Figures and lists of the territories of one reseller, for his pages.

        :param partner: the reseller or one of his people; the caller has checked that it is the visitor himself
        :return: dict(territories, handovers_open, credits: recordsets as superuser; orders_count, orders_amount: of
            the last 90 days; waiting_amount, earned_amount, settled_amount; offers_count; currency)
        """
        reseller = partner.sudo().commercial_partner_id
        today = self.env.company._get_today()
        Order, Credit = self.env["sale.order"].sudo(), self.env["crosstech.territory.credit"].sudo()
        since = fields.Datetime.subtract(fields.Datetime.now(), days=90)
        [(count, amount)] = Order._read_group(
            [
                ("territory_reseller_id", "=", reseller.id),
                ("placed_datetime", ">=", since),
                ("order_stage", "!=", "cancelled"),
            ],
            aggregates=["__count", "amount_untaxed:sum"],
        )
        sums = dict(Credit._read_group([("reseller_id", "=", reseller.id)], ["state"], ["amount:sum"]))
        territories = reseller.territory_ids.filtered(lambda one: not one.date_to or one.date_to >= today)
        offers = self.env["crosstech.territory.handover"].sudo().search([("reseller_id", "=", reseller.id)], limit=50)
        handovers = offers.sorted(lambda one: (one.state != "offered", one.state != "accepted"))
        return {
            "territories": territories,
            "handovers": handovers,
            "offers_count": len(handovers.filtered(lambda one: one.state == "offered")),
            "to_send_count": len(handovers.filtered(lambda one: one.state == "accepted")),
            "credits": Credit.search([("reseller_id", "=", reseller.id), ("state", "!=", "void")], limit=50),
            "orders_count": count,
            "orders_amount": amount or 0.0,
            **{f"{state}_amount": sums.get(state, 0.0) for state in ("waiting", "earned", "settled")},
            "currency": (reseller.company_id or self.env.company).currency_id,
        }
