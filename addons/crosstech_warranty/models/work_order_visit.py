"""Visits: a technician at a place at a time; an order may need several, by several people (S1.29, S1.30)."""

from odoo import fields, models


class WorkOrderVisit(models.Model):
    _name = "crosstech.work.order.visit"
    _description = "Visit"
    _order = "planned_datetime, id"

    order_id = fields.Many2one("crosstech.work.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    technician_id = fields.Many2one("crosstech.technician", required=True, index=True, ondelete="restrict")
    region_id = fields.Many2one("crosstech.region", index="btree_not_null", ondelete="restrict")
    place = fields.Char()
    planned_datetime = fields.Datetime(string="Planned")
    started_datetime = fields.Datetime(string="Started")
    ended_datetime = fields.Datetime(string="Ended")
    outcome = fields.Selection(
        [
            ("solved", "Solved"),
            ("needs_part", "A part is needed"),
            ("needs_centre", "Cannot be done on site"),
            ("absent", "Nobody there"),
            ("cancelled", "Called off"),
        ],
        index=True,
    )  # fmt: skip
    note = fields.Text()
    event_id = fields.Many2one("calendar.event", readonly=True, copy=False)
