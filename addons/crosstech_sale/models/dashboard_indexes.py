"""Indexes for periods: a dashboard counts the documents of some weeks, however long the history is."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    _placed_idx = models.Index("(placed_datetime) WHERE placed_datetime IS NOT NULL")
    _payment_confirmed_idx = models.Index("(payment_confirmed_datetime) WHERE payment_confirmed_datetime IS NOT NULL")
    _cancelled_idx = models.Index("(cancelled_datetime) WHERE cancelled_datetime IS NOT NULL")


class StockPicking(models.Model):
    _inherit = "stock.picking"

    _done_idx = models.Index("(date_done) WHERE state = 'done'")
