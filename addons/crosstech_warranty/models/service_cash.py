"""Cash a customer paid for a repair when he got his goods: at every moment it is somebody's (S1.20, X16)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ServiceCash(models.Model):
    _name = "crosstech.service.cash"
    _description = "Cash of a Repair"
    _order = "id desc"

    order_id = fields.Many2one("crosstech.work.order", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary(required=True, readonly=True)
    collected_datetime = fields.Datetime(
        string="Collected On", required=True, readonly=True, default=fields.Datetime.now
    )
    payment_id = fields.Many2one("account.payment", required=True, readonly=True, index=True, ondelete="restrict")
    cash_holder_id = fields.Many2one(
        "res.users", string="Cash Is With", required=True, readonly=True, index=True, ondelete="restrict",
        help="Who has the money: who collected it, or took it over, until Finance acknowledges it.",
    )  # fmt: skip
    handover_id = fields.Many2one(
        "crosstech.cash.handover", string="Cash Hand-over", readonly=True, index="btree_not_null"
    )
    is_cash_acknowledged = fields.Boolean(string="Acknowledged", readonly=True)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "Cash is more than nothing.")

    # === COMPUTE METHODS === #

    @api.depends("order_id.name")
    def _compute_display_name(self):
        for cash in self:
            cash.display_name = self.env._("Cash of %s", cash.order_id.sudo().name)

    # === ACTION METHODS === #

    def action_take_over(self):
        """Take the money from the technician who brings it; from now on it is with the acting user."""
        self._lock_open()
        self.sudo().cash_holder_id = self.env.user
        return True

    def action_hand_over(self):
        """Bring the money to Finance, who counts and acknowledges it."""
        self._lock_open()
        if any(cash.cash_holder_id != self.env.user for cash in self):
            raise UserError(self.env._("Hand over what is with you. Next step: take the technician's cash over."))
        if len(self.company_id) != 1:
            raise UserError(self.env._("Choose cash of one company."))
        self.sudo().handover_id = self.env["crosstech.cash.handover"]._open(self.company_id, sum(self.mapped("amount")))
        return True

    # === BUSINESS METHODS === #

    def _lock_open(self):
        """:raises UserError: when it is on its way to Finance already; AccessError for anybody but the Repair Team"""
        self.check_access("read")
        if not {"repair_team", "system"} & self.env["res.users"]._acting_roles():
            raise AccessError(self.env._("Cash of repairs goes through the Repair Team to Finance."))
        self.sudo().lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["cash_holder_id", "handover_id"])
        if not self or self.handover_id:
            raise UserError(self.env._("This cash is on its way to Finance, or was acknowledged, already."))


class CashHandover(models.Model):
    _inherit = "crosstech.cash.handover"

    service_cash_ids = fields.One2many("crosstech.service.cash", "handover_id", string="Cash of Repairs", readonly=True)

    def _acknowledge(self):
        super()._acknowledge()
        self.service_cash_ids.write({"cash_holder_id": self.env.uid, "is_cash_acknowledged": True})

    def _refuse(self):
        cash = self.service_cash_ids
        super()._refuse()
        cash.handover_id = False
