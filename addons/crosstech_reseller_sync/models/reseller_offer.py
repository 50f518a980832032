"""What we offer a reseller because it runs out at his place: reviewed, sent, accepted or declined once."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STEP_FIELDS = {
    "state", "order_id", "sent_datetime", "sent_by_id", "answered_datetime", "answered_by_id", "decline_reason",
    "partner_id", "company_id",
}  # fmt: skip
DECLINE_REASONS = [
    ("enough", "I have enough"),
    ("price", "The price is too high"),
    ("elsewhere", "I buy it elsewhere"),
    ("stopped", "I no longer sell it"),
    ("other", "Another reason"),
]


class ResellerOffer(models.Model):
    _name = "crosstech.reseller.offer"
    _description = "Offer to a Reseller"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, copy=False, default=lambda self: self.env._("New"))
    partner_id = fields.Many2one(
        "res.partner", string="Reseller", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "To Review"),
            ("sent", "Waiting for the Reseller"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft", required=True, index=True, tracking=True, copy=False, readonly=True,
    )  # fmt: skip
    line_ids = fields.One2many("crosstech.reseller.offer.line", "offer_id", string="Products")
    is_touched = fields.Boolean(readonly=True, help="A person changed it: proposing leaves it alone.")
    goods_amount = fields.Monetary(compute="_compute_amounts", store=True, string="Goods")
    courier_cost = fields.Monetary(string="Shipping", readonly=True)
    total_amount = fields.Monetary(compute="_compute_amounts", store=True, string="Total")
    carrier_id = fields.Many2one("delivery.carrier", string="Courier", readonly=True, ondelete="set null")
    arrival_date = fields.Date(string="Arrives", readonly=True, help="If it is shipped the day it is offered.")
    expire_date = fields.Date(string="Good until", tracking=True, copy=False)
    sent_datetime = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_datetime = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decline_reason = fields.Selection(DECLINE_REASONS, readonly=True, copy=False)
    decline_note = fields.Char(readonly=True, copy=False)
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    withheld_ids = fields.Many2many(
        "crosstech.reseller.withheld", compute="_compute_withheld_ids", string="Not Offered"
    )

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('draft', 'sent')", "This reseller has an open offer already."
    )
    _order_uniq = models.UniqueIndex("(order_id) WHERE order_id IS NOT NULL", "An order belongs to one offer.")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.amount", "courier_cost")
    def _compute_amounts(self):
        for offer in self:
            offer.goods_amount = sum(offer.line_ids.mapped("amount"))
            offer.total_amount = offer.goods_amount + offer.courier_cost

    def _compute_withheld_ids(self):
        for offer in self:
            offer.withheld_ids = self.env["crosstech.reseller.withheld"].search(
                [("partner_id", "=", offer.partner_id.id), ("company_id", "=", offer.company_id.id)]
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for offer in self:
            offer.access_url = f"/my/reseller/offers/{offer.id}"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("name", self.env["ir.sequence"].sudo().next_by_code("crosstech.reseller.offer"))
        return super().create(vals_list)

    def write(self, vals):
        """Override: what steps write is written by steps only."""
        if not self.env.su and STEP_FIELDS & vals.keys():
            raise AccessError(self.env._("An offer is sent and answered by its buttons; that cannot be written."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_send(self):
        """Send the offer: the reseller's people who order read of it on the portal and by mail."""
        for offer in self:
            offer.check_access("write")
            offer.sudo()._send(self.env.user)

    def action_withdraw(self):
        """Take an offer back that nobody has answered yet."""
        for offer in self:
            offer.check_access("write")
            offer.sudo()._take_answer("withdrawn", self.env.user, ("draft", "sent"))

    def action_view_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.order_id.id,
        }  # fmt: skip

    # === BUSINESS METHODS === #

    def _send(self, user):
        self.ensure_one()
        lines = self.line_ids.filtered("quantity")
        if self.state != "draft" or not lines:
            raise UserError(self.env._("Only an offer with products that was not sent yet can be sent."))
        (self.line_ids - lines).unlink()
        today = self.company_id._get_today()
        if not self.expire_date or self.expire_date < today:
            self.expire_date = today + timedelta(days=self.company_id.offer_valid_days)
        self._quote_courier()
        self.write({"state": "sent", "sent_datetime": fields.Datetime.now(), "sent_by_id": user.id})
        self._tell_reseller()

    def _tell_reseller(self):
        """Tell the people of the reseller who order; the amount stands on the page, which knows who may see it."""
        team = self.env["crosstech.reseller.member"]._team_of(self.partner_id).filtered("may_order")
        for partner in team.partner_id:
            offer = self.with_context(lang=partner.lang or self.env.lang)
            offer.env["crosstech.notification"]._notify(
                partner,
                offer.env._("Before it runs out: an offer for you"),
                offer.env._(
                    "%(count)s of your products run out soon, such as %(product)s. We have them ready for you; one"
                    " click orders them. Good until %(day)s.",
                    count=len(offer.line_ids),
                    product=offer.line_ids[:1].product_id.name,
                    day=offer._day_text(offer.expire_date),
                ),
                record=offer,
            )

    def _day_text(self, day):
        return self.env["ir.qweb.field.date"].value_to_html(day, {}) if day else ""

    def _take_answer(self, state, user, allowed=("sent",)):
        """End the offer; of two answers at once only the first one counts.

        :raises UserError: when it was answered already
        """
        self._lock_offer()
        if self.state not in allowed:
            raise UserError(self.env._("Offer %s was answered already. Open it to see how.", self.name))
        self.write({"state": state, "answered_datetime": fields.Datetime.now(), "answered_by_id": user.id})

    def _lock_offer(self):
        """Take the row, so that of two people who answer at once only the first one does."""
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Offer %s is being answered right now. Open it again in a moment.", self.name))
        self.invalidate_recordset(["state", "order_id"])

    def _decline(self, user, reason, note=""):
        """Decline the offer for a reseller's person.

        :raises UserError: without a reason, or when it was answered already
        """
        if reason not in dict(DECLINE_REASONS):
            raise UserError(self.env._("Please choose why, so that the next offer fits better."))
        self._take_answer("declined", user)
        self.write({"decline_reason": reason, "decline_note": " ".join((note or "").split())[:200]})
        self.message_post(body=self.env._("Declined by %s.", user.name))

    @api.model
    def _expire(self, today):
        """End what nobody answered in time."""
        self.search([("state", "=", "sent"), ("expire_date", "<", today)]).write({"state": "expired"})
