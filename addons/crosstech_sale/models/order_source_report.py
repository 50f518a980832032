"""How many orders each source brings, how many of them are paid, and what they are worth."""

from odoo import fields, models
from odoo.tools import SQL


class OrderSourceReport(models.Model):
    _name = "crosstech.order.source.report"
    _description = "Orders by Source"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc"

    order_id = fields.Many2one("sale.order", readonly=True)
    order_source_id = fields.Many2one("utm.source", string="Came In By", readonly=True)
    customer_kind = fields.Selection([("buyer", "Buyer"), ("reseller", "Reseller")], readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Ordered On", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    paid_count = fields.Integer(string="Paid", readonly=True)
    received_count = fields.Integer(string="Received", readonly=True)
    cancelled_count = fields.Integer(string="Cancelled", readonly=True)
    conversion_percent = fields.Float(string="Paid, %", readonly=True, aggregator="avg", digits=(16, 1))
    revenue = fields.Monetary(readonly=True, help="Totals of the orders that are paid, in the company's currency.")

    @property
    def _table_query(self):
        """One row per order that was really placed; carts and offers count nowhere."""
        return SQL(
            """SELECT o.id, o.id AS order_id, o.order_source_id, o.customer_kind, o.company_id, c.currency_id,
                      o.placed_datetime::date AS date,
                      1 AS order_count,
                      CASE WHEN o.payment_confirmed_datetime IS NOT NULL THEN 1 ELSE 0 END AS paid_count,
                      CASE WHEN o.order_stage = 'received' THEN 1 ELSE 0 END AS received_count,
                      CASE WHEN o.order_stage = 'cancelled' THEN 1 ELSE 0 END AS cancelled_count,
                      CASE WHEN o.payment_confirmed_datetime IS NOT NULL THEN 100.0 ELSE 0.0 END AS conversion_percent,
                      CASE WHEN o.payment_confirmed_datetime IS NOT NULL
                           THEN o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) ELSE 0 END AS revenue
                 FROM sale_order o
                 JOIN res_company c ON c.id = o.company_id
                WHERE o.order_stage IS NOT NULL"""
        )
