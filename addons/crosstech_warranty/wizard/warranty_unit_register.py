"""Ask for units of past deliveries to be registered, and see how far that is."""

from odoo import api, fields, models


class WarrantyUnitRegister(models.TransientModel):
    _name = "crosstech.warranty.unit.register"
    _description = "Register Past Deliveries"

    move_count = fields.Integer(string="Deliveries Not Registered", compute="_compute_counts")
    termless_count = fields.Integer(string="Units Still Without Terms", compute="_compute_counts")
    unit_count = fields.Integer(string="Units Registered", compute="_compute_counts")
    is_running = fields.Boolean(compute="_compute_counts")

    @api.depends_context("uid")
    def _compute_counts(self):
        Unit = self.env["crosstech.warranty.unit"].sudo()
        for wizard in self:
            wizard.move_count = self.env["stock.move"].sudo().search_count(Unit._past_domain())
            wizard.termless_count = Unit.search_count(Unit._without_terms_domain())
            wizard.unit_count = Unit.search_count([])
            wizard.is_running = Unit._is_past_job_running()

    def action_start(self):
        """Start the work in the background and stay here to see how far it is."""
        self.check_access("write")
        self.env["crosstech.warranty.unit"]._start_past_job()
        return self.action_refresh()

    def action_refresh(self):
        """Show how far it is."""
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.warranty_unit_register_action"),
            "res_id": False,
        }
