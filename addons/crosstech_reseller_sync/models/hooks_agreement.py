"""Agreements in the duties of the company and in what happened with a customer."""

from odoo import models

from odoo.addons.crosstech_sale.lib.duties import ANY, OPERATIONAL, Duty


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _duties(self):
        """Override: sources and agreements of resellers are the Operational Manager's."""
        models_of_data = (
            "crosstech.reseller.source", "crosstech.reseller.agreement", "crosstech.reseller.agreement.line",
        )  # fmt: skip
        duty = Duty("agreements about resellers' data", models_of_data, {OPERATIONAL: ANY}, "S0.63")
        return (*super()._duties(), duty)

    def _customer_events(self, partner, limit):
        """Override: add when he signed and when it ended."""
        return [*super()._customer_events(partner, limit), *self._agreement_events(partner, limit)]

    def _agreement_events(self, partner, limit):
        domain = [("reseller_signed_datetime", "!=", False)]
        model = "crosstech.reseller.agreement"
        states = dict(self.env[model]._fields["state"]._description_selection(self.env))
        for one in self._customer_records(partner, model, domain, "reseller_signed_datetime desc", limit):
            yield self._agreement_event(one, one.reseller_signed_datetime, self.env._("Shares his data"))
            if one.ended_datetime:
                yield self._agreement_event(one, one.ended_datetime, states[one.state])

    def _agreement_event(self, agreement, moment, title):
        return {
            "datetime": moment, "icon": "database", "title": title,
            "text": f"{agreement.name}: {agreement.source_id.name}",
            "res_model": agreement._name, "res_id": agreement.id,
        }  # fmt: skip
