"""Technicians: partner technicians of a region, and those at the centre (S1.8, S1.30)."""

from odoo import api, fields, models


class Technician(models.Model):
    _name = "crosstech.technician"
    _description = "Technician"
    _inherit = ["mail.thread"]
    _order = "name"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    name = fields.Char(related="partner_id.name", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    active = fields.Boolean(default=True)
    is_central = fields.Boolean(string="At the Centre", help="Works in our own workshop.")
    region_ids = fields.Many2many("crosstech.region", string="Regions", help="Where he visits; wider regions count.")
    categ_ids = fields.Many2many("product.category", string="Skills", help="Categories he repairs; empty: all.")
    capacity = fields.Integer(string="Jobs at a Time", default=5)
    order_ids = fields.One2many("crosstech.work.order", "technician_id", string="Work Orders")
    visit_ids = fields.One2many("crosstech.work.order.visit", "technician_id", string="Visits")

    _partner_uniq = models.UniqueIndex("(partner_id, company_id)", "This person is a technician already.")

    @api.model
    def _of_user(self):
        """:return: the technician the current user is, as superuser; empty for everybody else"""
        return self.sudo().search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)

    # === ACTION METHODS === #

    def action_view_jobs(self):
        """Open his work orders."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.work_order_action")
        return {**action, "domain": [("technician_id", "in", self.ids)], "context": {}}

    def action_view_visits(self):
        """Open his visits."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.work_order_visit_action")
        return {**action, "domain": [("technician_id", "in", self.ids)], "context": {}}
