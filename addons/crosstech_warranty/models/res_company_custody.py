"""Each company has its own places and its own kind of transfer for units under repair."""

from odoo import api, fields, models

from ..lib import custody

PLACES = (custody.WORKSHOP, custody.COURIER, custody.TECHNICIAN, custody.SUPPLIER, custody.STOCK)


class ResCompany(models.Model):
    _inherit = "res.company"

    custody_location_id = fields.Many2one("stock.location", string="Units for Repair", copy=False, readonly=True)
    custody_picking_type_id = fields.Many2one(
        "stock.picking.type", string="Hand-overs of Repairs", copy=False, readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override to give new companies their places."""
        companies = super().create(vals_list)
        companies.sudo()._make_custody_places()
        return companies

    @api.model
    def _make_all_custody_places(self):
        self.search([])._make_custody_places()

    def _make_custody_places(self):
        for company in self:
            for kind in PLACES:
                self.env["stock.location"]._get_custody_place(company, kind)
            company._get_custody_picking_type()

    def _get_custody_root(self):
        """Return the place above all of them, made at its first use."""
        self.ensure_one()
        if not self.custody_location_id:
            self.custody_location_id = self.env["stock.location"].create(
                {"name": self.env._("Repairs"), "usage": "view", "company_id": self.id}
            )
        return self.custody_location_id

    def _get_custody_picking_type(self):
        """Return the kind of transfer hand-overs are; archived, so that Inventory's own boards stay as they are."""
        self.ensure_one()
        if not self.custody_picking_type_id:
            workshop = self.env["stock.location"]._get_custody_place(self, custody.WORKSHOP)
            self.custody_picking_type_id = self.env["stock.picking.type"].create(
                {
                    "name": self.env._("Hand-over of Repairs"),
                    "code": "internal",
                    "sequence_code": "ST",
                    "company_id": self.id,
                    "warehouse_id": False,
                    "default_location_src_id": workshop.id,
                    "default_location_dest_id": workshop.id,
                    "use_create_lots": False,
                    "use_existing_lots": True,
                    "reservation_method": "manual",
                    "active": False,
                }
            )
        return self.custody_picking_type_id
