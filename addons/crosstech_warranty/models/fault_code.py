"""Words for what is wrong and what was done about it: symptoms, faults found, resolutions."""

from odoo import fields, models


class FaultCode(models.Model):
    _name = "crosstech.fault.code"
    _description = "Fault Code"
    _order = "kind, sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(
        [("symptom", "Symptom"), ("fault", "Fault"), ("resolution", "Resolution")],
        default="symptom", required=True, index=True,
    )  # fmt: skip
    sequence = fields.Integer(default=10)
    categ_ids = fields.Many2many("product.category", string="Product Categories", help="Empty: all.")
    is_physical_damage = fields.Boolean(help="Caused from outside: no warranty covers it (S0.81).")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(kind, code)", "This code exists already.")
