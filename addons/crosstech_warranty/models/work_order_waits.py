"""A visit that ends for want of a part, or a quote that waits for its answer, makes the request wait."""

from odoo import api, models


class WorkOrderVisit(models.Model):
    _inherit = "crosstech.work.order.visit"

    @api.model_create_multi
    def create(self, vals_list):
        """Override so that the clocks follow."""
        visits = super().create(vals_list)
        visits.order_id.sudo().ticket_id._tick()
        return visits

    def write(self, vals):
        """Override so that the clocks follow."""
        done = super().write(vals)
        if "outcome" in vals:
            self.order_id.sudo().ticket_id._tick()
        return done


class WorkOrderQuote(models.Model):
    _inherit = "crosstech.work.order.quote"

    @api.model_create_multi
    def create(self, vals_list):
        """Override so that the clocks follow."""
        quotes = super().create(vals_list)
        quotes.order_id.sudo().ticket_id._tick()
        return quotes

    def write(self, vals):
        """Override so that the clocks follow."""
        done = super().write(vals)
        if "state" in vals:
            self.order_id.sudo().ticket_id._tick()
        return done
