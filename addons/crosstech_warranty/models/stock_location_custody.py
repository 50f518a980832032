"""Places of goods that customers gave away for repair: outside of every warehouse, so nobody takes them for stock."""

from odoo import api, fields, models

from ..lib import custody
from .custody_handover import KINDS

KIND_OF_USAGE = {
    "customer": custody.CUSTOMER,
    "supplier": custody.SUPPLIER,
    "inventory": custody.SCRAP,
    "transit": custody.COURIER,
    "production": custody.WORKSHOP,
}


class StockLocation(models.Model):
    _inherit = "stock.location"

    custody_kind = fields.Selection(
        KINDS,
        string="Holds Units for Repair", copy=False, help="Who has the customers' goods that are here.",
    )  # fmt: skip
    custody_partner_id = fields.Many2one("res.partner", string="Held By", index="btree_not_null", copy=False)

    _custody_uniq = models.UniqueIndex(
        "(company_id, custody_kind) WHERE custody_kind IS NOT NULL AND custody_partner_id IS NULL",
        "There is a place for these units already.",
    )

    @api.model
    def _get_custody_place(self, company, kind, partner=None):
        """Return the place where a kind of holder keeps units, made at its first use.

        :param partner: the technician or supplier; everybody of these has a place of his own
        """
        if kind == custody.CUSTOMER:
            return partner.with_company(company).property_stock_customer
        if kind == custody.SCRAP:
            domain = [("company_id", "=", company.id), ("usage", "=", "inventory")]
            return self.search(domain, order="id", limit=1)  # the one core's scrap orders take
        place = self._find_or_make_custody_place(company, kind)
        if kind in custody.NAMED_KINDS and partner:
            return self._find_or_make_custody_place(company, kind, partner=partner, parent=place)
        return place

    def _find_or_make_custody_place(self, company, kind, *, partner=None, parent=None):
        partner_id = partner.id if partner else False
        domain = [
            ("company_id", "=", company.id),
            ("custody_kind", "=", kind),
            ("custody_partner_id", "=", partner_id),
        ]
        return self.search(domain, limit=1) or self.create(
            {
                "name": partner.name if partner else self._custody_place_names()[kind],
                "usage": "internal",
                "company_id": company.id,
                "location_id": (parent or company._get_custody_root()).id,
                "custody_kind": kind,
                "custody_partner_id": partner_id,
            }
        )

    def _custody_place_names(self):
        return {
            custody.WORKSHOP: self.env._("Workshop"),
            custody.COURIER: self.env._("With Couriers"),
            custody.TECHNICIAN: self.env._("With Technicians"),
            custody.SUPPLIER: self.env._("At Suppliers"),
            custody.STOCK: self.env._("Defective Units"),
        }

    def _get_custody_kind(self):
        """Return who has what is here, of any place there is."""
        self.ensure_one()
        return self.custody_kind or KIND_OF_USAGE.get(self.usage, custody.STOCK)
