"""Indexes for the periods of the dashboards."""

from odoo import models


class Transfer(models.Model):
    _inherit = "crosstech.transfer"

    _asked_idx = models.Index("(asked_datetime)")
    _paid_idx = models.Index("(paid_datetime) WHERE state = 'paid'")
