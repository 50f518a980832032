"""An order of a buyer offered to the reseller of the territory, who delivers it from his own stock (S0.36, S0.69)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import local_time, territory_orders

STATES = [
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("done", "Delivered"),
    ("declined", "Declined"),
    ("expired", "Not Answered in Time"),
    ("withdrawn", "Withdrawn"),
]


class TerritoryHandover(models.Model):
    _name = "crosstech.territory.handover"
    _description = "Order Offered to a Reseller"
    _order = "id desc"

    order_id = fields.Many2one("sale.order", required=True, index=True, readonly=True, ondelete="restrict")
    reseller_id = fields.Many2one("res.partner", required=True, index=True, readonly=True, ondelete="restrict")
    territory_id = fields.Many2one("crosstech.territory", required=True, index=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    state = fields.Selection(STATES, default="offered", required=True, index=True, readonly=True)
    deadline = fields.Datetime(string="Accept Until", required=True, readonly=True)
    answered_datetime = fields.Datetime(string="Answered On", readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    order_stage = fields.Selection(related="order_id.order_stage")

    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE state IN ('offered', 'accepted')", "This order is with a reseller already."
    )
    _deadline_idx = models.Index("(deadline) WHERE state = 'offered'")

    # === COMPUTE METHODS === #

    @api.depends("order_id.name", "reseller_id.name")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = f"{handover.order_id.name}: {handover.reseller_id.name}"

    # === ACTION METHODS === #

    def action_withdraw(self):
        """Take an order back: the company delivers it."""
        self.check_access("read")
        self.sudo()._apply("withdraw", self.env["res.users"]._acting_roles())
        return True

    # === BUSINESS METHODS === #

    def _apply(self, action, roles):
        """Take one step of ``lib.territory_orders``, once, whoever else tries at the same time.

        :raises UserError: when the step is not open to these roles, or not now
        :raises LockError: when somebody else is taking one right now
        """
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state", "deadline"])
        for handover in self:
            try:
                now = fields.Datetime.now()
                target = territory_orders.check(action, handover.state, roles, now, handover.deadline)
            except territory_orders.HandoverError as error:
                raise UserError(handover._refusal(error.code)) from error
            was_accepted = handover.state == "accepted"
            handover.write({"state": target, "answered_datetime": now, "answered_by_id": self.env.uid})
            handover._follow(target, was_accepted)

    def _follow(self, state, was_accepted):
        """Do what a new state means for the order."""
        order = self.order_id
        if state == "accepted":
            self._credit_delivery()
            order._deliver_from_reseller()
        elif state == "withdrawn" and was_accepted:
            self._take_back()
        order.message_post(body=self._step_text(state))
        if state in ("accepted", "declined", "expired", "withdrawn"):
            order._release_if_automatic()

    def _credit_delivery(self):
        self.env["crosstech.territory.credit"].create(
            {
                "order_id": self.order_id.id,
                "reseller_id": self.reseller_id.id,
                "territory_id": self.territory_id.id,
                "kind": "hand_over",
            }
        )

    def _take_back(self):
        """Owe the reseller nothing, deliver from the warehouse again, and tell him."""
        order = self.order_id
        order.territory_credit_ids.filtered(lambda credit: credit.state in ("waiting", "earned"))._void()
        order._deliver_from_warehouse()
        self._tell_reseller(
            lambda env: env._("Order %s is not yours to deliver any more", order.name),
            lambda env: env._("It was cancelled or taken back. Please do not send it; you are not charged anything."),
        )

    def _offer(self):
        """Tell the reseller what is offered, what he gets for it, and until when he can say yes."""
        for handover in self:
            order = handover.order_id
            place = order.partner_shipping_id.region_id.display_name
            handover._tell_reseller(
                lambda env, place=place: env._("An order from your territory: %s", place),
                lambda env, handover=handover: env._(
                    "A buyer of your territory has ordered. You can deliver it from your own stock; please accept or "
                    "decline until %s. Without an answer the company delivers.",
                    handover._reseller_clock(handover.deadline),
                ),
            )

    def _ask_to_send(self):
        """Tell the reseller that the money is there and the goods may go."""
        for handover in self:
            name = handover.order_id.name
            handover._tell_reseller(
                lambda env, name=name: env._("Order %s is paid: please send it", name),
                lambda env: env._("Please send the goods now, and enter the consignment number on the page."),
            )

    def _tell_reseller(self, title, body):
        """Notify the reseller in his own language.

        :param title: a function of an environment that returns the text, so does ``body``
        """
        self.ensure_one()
        env = self.with_context(lang=self.reseller_id.lang).env
        env["crosstech.notification"]._notify(self.reseller_id, title(env), body(env), record=self)

    def _reseller_clock(self, moment) -> str:
        """Return a moment as the reseller reads it: ``01/03/2026 14:30 WITA``."""
        zone = self.reseller_id._get_timezone()
        return f"{local_time.local(moment, zone):%d/%m/%Y %H:%M} {local_time.zone_name(zone)}" if moment else ""

    def _step_text(self, state):
        name = self.reseller_id.name
        return {
            "accepted": self.env._("%s delivers this order.", name),
            "declined": self.env._("%s has declined; the company delivers.", name),
            "expired": self.env._("%s has not answered in time; the company delivers.", name),
            "withdrawn": self.env._("Taken back from %s.", name),
            "done": self.env._("%s has sent the goods.", name),
        }[state]

    def _refusal(self, code):
        return {
            "role": self.env._("This step is another role's."),
            "state": self.env._("This was answered already, or the order is cancelled. Nothing was changed."),
            "late": self.env._("The time to answer is over; the company delivers this order."),
            "early": self.env._("The reseller still has time to answer."),
        }[code]

    def _ship(self, awb, *, is_in_person):
        """Note that the reseller has sent the goods, or handed them to the buyer himself.

        :param str awb: the consignment number of his courier
        :raises UserError: when the order is not released, or the number is none
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])
        if self.state != "accepted":
            raise UserError(self._refusal("state"))
        pickings = self.order_id._outgoing_pickings().filtered(lambda one: one.state not in ("done", "cancel"))
        if not pickings or not self.order_id.is_released:
            raise UserError(self.env._("Please wait with sending: the buyer's payment is not confirmed yet."))
        if is_in_person:
            pickings.carrier_id = False
        elif not awb:
            raise UserError(self.env._("Enter the consignment number, or choose “handed over in person”."))
        else:
            pickings.carrier_tracking_ref = awb
        for move in pickings.move_ids.filtered(lambda move: move.state != "cancel"):
            move.quantity = move.product_uom_qty
            move.picked = True
        pickings._action_done()

    @api.model
    def _cron_expire(self, limit=200):
        """End the offers nobody answered; the company delivers."""
        domain = [("state", "=", "offered"), ("deadline", "<", fields.Datetime.now())]
        offers = self.search(domain, limit=limit, order="deadline").try_lock_for_update(allow_referencing=True)
        failed = self.env["ir.cron"]._work_on_each(offers, lambda offer: offer._apply("expire", {"system"}))
        self.env["ir.cron"]._commit_progress(len(offers), remaining=max(self.search_count(domain) - failed, 0))

    # === PORTAL === #

    def get_portal_url(self, **kwargs):
        """Where the reseller answers; notifications lead there."""
        self.ensure_one()
        return f"/my/territory/handover/{self.id}"

    def _portal_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _expected_amounts(self):
        """What the reseller gets for delivering: goods at his price, the delivery charge, and both together."""
        order = self.order_id
        credit = order.territory_credit_ids.filtered(lambda one: one.kind == "hand_over" and not one.is_void)[:1]
        goods = credit.goods_amount if credit else order._reseller_price(self.reseller_id)
        delivery = credit.delivery_amount if credit else order._delivery_charge()
        return {"goods": goods, "delivery": delivery, "total": goods + delivery}
