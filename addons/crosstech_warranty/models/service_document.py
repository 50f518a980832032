"""The service document of a unit: who uses it where, filled in by the customer after the purchase (S1.3, S1.10)."""

from odoo import api, fields, models


class ServiceDocument(models.Model):
    _name = "crosstech.service.document"
    _description = "Service Document"
    _order = "id desc"

    unit_id = fields.Many2one("crosstech.warranty.unit", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    partner_id = fields.Many2one(related="unit_id.partner_id")
    product_id = fields.Many2one(related="unit_id.product_id")
    lot_id = fields.Many2one(related="unit_id.lot_id")
    user_name = fields.Char(required=True, help="Who uses the unit.")
    phone = fields.Char(required=True)
    region_id = fields.Many2one("crosstech.region", string="District", required=True, index=True, ondelete="restrict")
    place = fields.Char(string="Address of Use", required=True)
    purchase_date = fields.Date(required=True)
    accessories = fields.Char()
    filled_datetime = fields.Datetime(default=fields.Datetime.now, readonly=True, help="With consent to keep it.")

    _unit_uniq = models.UniqueIndex("(unit_id)", "This unit has its service document already.")

    @api.depends("unit_id.display_name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._("Service document of %s", document.unit_id.display_name)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a warranty that begins with the customer's registration begins now."""
        documents = super().create(vals_list)
        documents.unit_id.sudo()._begin_by_registration()
        return documents
