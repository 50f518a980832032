from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    delivering_reseller_id = fields.Many2one(related="sale_id.delivering_reseller_id")

    def _action_done(self):
        """Override of `stock`: a hand-over is done when all of its goods are on their way."""
        result = super()._action_done()
        for order in self.sudo().sale_id:
            accepted = order.territory_handover_ids.filtered(lambda one: one.state == "accepted")
            if accepted and order.shipped_datetime:
                accepted._apply("finish", {"system"})
        return result
