"""Products of an offer, what became of them, and products that were not offered."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ResellerOfferLine(models.Model):
    _name = "crosstech.reseller.offer.line"
    _description = "Offered Product"
    _inherit = ["crosstech.reseller.offer.words"]
    _order = "amount desc, id"
    _rec_name = "product_id"

    offer_id = fields.Many2one("crosstech.reseller.offer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="offer_id.company_id", store=True)
    partner_id = fields.Many2one(related="offer_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="offer_id.currency_id")
    state = fields.Selection(related="offer_id.state")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="restrict")
    quantity = fields.Integer(required=True)
    case_size = fields.Integer(default=1, readonly=True)
    price = fields.Monetary(readonly=True, help="His price for one piece, with taxes.")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    expected_units = fields.Float(
        digits=(16, 1), readonly=True, help="What he could not sell otherwise until the delivery after this one."
    )
    rate = fields.Float(string="Sold a Day", digits=(16, 3), readonly=True)
    stock = fields.Float(string="His Stock", digits=(16, 2), readonly=True)
    accepted_quantity = fields.Integer(readonly=True, copy=False)
    forecast_units = fields.Float(
        digits=(16, 1), readonly=True, copy=False, help="What he would have sold of his own stock."
    )
    sold_units = fields.Float(digits=(16, 1), readonly=True, copy=False, help="What he sold in the same time.")
    measured_date = fields.Date(readonly=True, copy=False)

    _quantity_range = models.Constraint(
        "CHECK (quantity >= 0 AND quantity <= 99999)", "The quantity is between 0 and 99,999."
    )
    _once = models.UniqueIndex("(offer_id, product_id)", "This product is in the offer already.")

    # === COMPUTE METHODS === #

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price

    @api.depends("reason", "facts_json")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        """Override to say when it is computed anew."""
        return super()._compute_reason_text()

    # === CRUD METHODS === #

    def write(self, vals):
        """Override: a person changes the quantity of what was not sent yet, nothing else."""
        if not self.env.su:
            self._check_draft()
            if vals.keys() - {"quantity"}:
                raise UserError(self.env._("Only the quantity of an offered product can be changed."))
            self.offer_id.sudo().is_touched = True
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if not self.env.su:
            self._check_draft()
            self.offer_id.sudo().is_touched = True

    # === BUSINESS METHODS === #

    def _check_draft(self):
        if any(line.offer_id.state != "draft" for line in self):
            raise UserError(self.env._("This offer was sent. Withdraw it, and a new one is proposed tomorrow."))


class ResellerWithheld(models.Model):
    _name = "crosstech.reseller.withheld"
    _description = "Product Not Offered"
    _inherit = ["crosstech.reseller.offer.words"]
    _order = "partner_id, reason, id"
    _rec_name = "product_id"

    partner_id = fields.Many2one(
        "res.partner", string="Reseller", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="cascade")

    @api.depends("reason", "facts_json")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        """Override to say when it is computed anew."""
        return super()._compute_reason_text()
