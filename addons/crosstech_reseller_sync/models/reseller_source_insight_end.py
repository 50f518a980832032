"""When a reseller's values are deleted, what was worked out from them goes too."""

from odoo import SUPERUSER_ID, models


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    def _forget(self, *, keeps_values):
        """Extend to delete what was derived, unless the values may stay."""
        super()._forget(keeps_values=keeps_values)
        if not keeps_values:
            self.sudo()._forget_insight()
            self.env.cr.postcommit.add(self._forget_insight_anew)

    def _forget_insight_anew(self):
        """Delete what was worked out while the deletion waited for it: this transaction did not see it any more."""
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr, user=SUPERUSER_ID))._forget_insight()

    def _forget_insight(self):
        """Delete matches, outlook and gaps; offers keep what was offered and ordered, not what we knew of his shop."""
        for source in self:
            partner = source.partner_id
            for model in ("outlook", "gap", "match"):
                self.env[f"crosstech.reseller.{model}"].search([("source_id", "=", source.id)]).unlink()
            self.env["crosstech.reseller.withheld"].search([("partner_id", "=", partner.id)]).unlink()
            offers = self.env["crosstech.reseller.offer"].search([("partner_id", "=", partner.id)])
            offers.filtered(lambda one: one.state in ("draft", "sent")).state = "withdrawn"
            offers.line_ids.write(
                {
                    "rate": 0, "stock": 0, "expected_units": 0, "forecast_units": 0, "sold_units": 0,
                    "facts_json": False, "measured_date": False,
                }
            )  # fmt: skip
            self.env["crosstech.reseller.benchmark"]._forget_reseller(partner)
