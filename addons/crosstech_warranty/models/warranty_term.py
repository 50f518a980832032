"""Reusable terms of warranty: what the company covers and what its supplier covers, side by side (S0.77, S0.78)."""

from odoo import fields, models


class WarrantyTerm(models.Model):
    _name = "crosstech.warranty.term"
    _description = "Warranty Terms"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    start_basis = fields.Selection(
        [("delivery", "Delivery"), ("invoice", "Invoice"), ("registration", "Registration by the customer")],
        default="delivery", required=True, string="Starts With",
    )  # fmt: skip
    company_parts_months = fields.Integer(string="Parts (months)", help="0: the company does not cover parts.")
    company_labour_months = fields.Integer(string="Labour (months)")
    company_travel_months = fields.Integer(string="Travel (months)")
    supplier_id = fields.Many2one("res.partner", string="Supplier", index="btree_not_null")
    supplier_months = fields.Integer(string="Supplier Covers (months)", help="0: no official warranty of the supplier.")
    supplier_start_basis = fields.Selection(
        [("delivery", "Delivery to the customer"), ("receipt", "Receipt from the supplier")],
        default="delivery", required=True,
    )  # fmt: skip
    supplier_claim_days = fields.Integer(
        string="Filing Window (days)", default=30, help="Days after a failure is reported to claim at the supplier."
    )
    on_replacement = fields.Selection(
        [("carry_over", "Carries over what is left"), ("restart", "Starts again")],
        default="carry_over", required=True, string="A Replacement",
    )  # fmt: skip
    excluded_fault_ids = fields.Many2many("crosstech.fault.code", string="Not Covered")
    region_ids = fields.Many2many("crosstech.region", string="Only In", help="Empty: everywhere.")
