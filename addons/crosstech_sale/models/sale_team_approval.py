"""Orders beyond the limit of who places them wait for a colleague's approval; the rules are ``lib.order_approval``."""

from decimal import Decimal

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..lib import order_approval, reseller_team

APPROVAL_LABELS = [
    ("none", "Not Needed"), ("waiting", "Waiting for Approval"), ("approved", "Approved"), ("refused", "Refused"),
]  # fmt: skip
STEP_FIELDS = {
    "approval_state", "approval_asked_by_id", "approval_asked_datetime", "approval_decided_by_id",
    "approval_decided_datetime", "approval_fingerprint",
}  # fmt: skip


class SaleOrder(models.Model):
    _inherit = "sale.order"

    approval_state = fields.Selection(APPROVAL_LABELS, default="none", required=True, readonly=True, copy=False)
    approval_asked_by_id = fields.Many2one("res.users", readonly=True, copy=False, index="btree_not_null")
    approval_asked_datetime = fields.Datetime(readonly=True, copy=False)
    approval_decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approval_decided_datetime = fields.Datetime(readonly=True, copy=False)
    approval_note = fields.Char(readonly=True, copy=False, help="What the asker wrote, or why it was refused.")
    approval_fingerprint = fields.Char(readonly=True, copy=False)

    _approval_waiting_idx = models.Index("(partner_id) WHERE approval_state = 'waiting'")

    # === CRUD METHODS === #

    def _check_only_steps_write(self, *vals_list):
        """Override: approval is a step too, it is not written by hand."""
        super()._check_only_steps_write(*vals_list)
        if not self.env.su and any(
            STEP_FIELDS & vals.keys() and vals.get("approval_state") != "none" for vals in vals_list
        ):
            raise AccessError(self.env._("An approval is given on the page of the order, it cannot be written."))

    def _is_placed(self):
        """Override: what waits for a colleague, or was refused by him, is not ordered."""
        return self.approval_state not in ("waiting", "refused") and super()._is_placed()

    def _follow_transfers(self):
        """Override: an approval holds for what was approved; what was changed afterwards waits again."""
        super()._follow_transfers()
        if not self.env.context.get("crosstech_keep_transfer"):
            self.sudo()._lapse_changed_approvals()

    # === BUSINESS METHODS === #

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        """Override of `website_sale`: not everybody of a reseller's team orders."""
        self._check_may_order()
        return super()._cart_add(product_id, quantity, uom_id=uom_id, **kwargs)

    def _cart_update_line_quantity(self, line_id, quantity, **kwargs):
        """Override of `website_sale`: like adding."""
        self._check_may_order()
        return super()._cart_update_line_quantity(line_id, quantity, **kwargs)

    @api.model
    def _check_may_order(self):
        """Refuse to fill a cart.

        :raises UserError: for people of a reseller's team without the right to order
        """
        rights = self.env.user._get_reseller_rights()
        if rights and not rights.may_order:
            raise UserError(self.env._("You may look, but not order. Ask the team admin of your company."))

    def _choose_cheapest_delivery(self):
        """Choose how the goods go for somebody who sees no prices; the approver sees what it costs."""
        self.ensure_one()
        rates = [(method, method.rate_shipment(self)) for method in self._get_delivery_methods()]
        rates = [(method, rate) for method, rate in rates if rate.get("success")]
        if rates:
            self._set_delivery_method(*min(rates, key=lambda pair: pair[1]["price"]))

    @api.model
    def _leave_to(self, partner, user):
        """Hand over what a person who leaves has open: carts are dropped, waiting orders become somebody else's.

        :param user: the ``res.users`` who takes the waiting orders over
        """
        mine = [("partner_id", "=", partner.id), ("website_id", "!=", False)]
        self.search([*mine, ("state", "=", "draft")]).unlink()
        for order in self.search(
            Domain("approval_state", "in", ("waiting", "refused"))
            & (Domain("partner_id", "=", partner.id) | Domain("approval_asked_by_id", "in", partner.user_ids.ids))
        ):
            order._change_buyer(user.partner_id)
            order.write({"approval_asked_by_id": user.id})
            order.message_post(
                body=self.env._("%(new)s took this order over from %(old)s.", new=user.name, old=partner.name)
            )

    def _change_buyer(self, partner):
        """Make another person of the same company the customer, and leave addresses and prices as they are."""
        kept = ("partner_shipping_id", "partner_invoice_id", "pricelist_id", "fiscal_position_id", "payment_term_id")
        for order in self:
            order.write({"partner_id": partner.id, **{name: order[name].id for name in kept}})

    def _get_buyer_user(self):
        self.ensure_one()
        return self.sudo().partner_id.user_ids.filtered("active")[:1]

    def _acting_user(self):
        """The user of the request, also where the portal works as the superuser; anybody else cannot say who he is."""
        uid = self.env.context.get("crosstech_acting_uid") if self.env.uid == SUPERUSER_ID else None
        return self.env["res.users"].sudo().browse(uid) if uid else self.env.user

    def _needs_approval(self, user=None):
        """Whether this order may not be paid before a colleague approves it.

        The acting user's limit counts where he is of the same company, else that of whoever placed the order.
        """
        self.ensure_one()
        if self.approval_state == "approved" and self.approval_fingerprint == self._get_approval_fingerprint():
            return False
        amount, user = round(self.amount_total), user or self._acting_user()
        rights = user._get_reseller_rights()
        if rights and user.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id:
            return not (rights.orders_alone(amount) if user.partner_id == self.partner_id else rights.covers(amount))
        buyer = self._get_buyer_user()
        rights = buyer._get_reseller_rights() if buyer else None
        return bool(rights) and not rights.orders_alone(amount)

    def _has_to_be_paid(self):
        """Override: the order's page offers payment to nobody whose limit does not cover it."""
        return super()._has_to_be_paid() and not self._needs_approval()

    def _has_to_be_signed(self):
        """Override: accepting by signature is ordering too."""
        return super()._has_to_be_signed() and not self._needs_approval()

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale`: an order beyond the limit goes to a colleague first."""
        if self._needs_approval():
            raise ValidationError(self.env._("This order needs the approval of a colleague. Ask for it in the cart."))
        return super()._check_cart_is_ready_to_be_paid()

    def _get_approval_fingerprint(self):
        self.ensure_one()
        lines = [
            (
                line.product_id.id,
                Decimal(str(line.product_uom_qty)).normalize(),
                Decimal(str(line.price_unit)).normalize(),
                Decimal(str(line.discount)).normalize(),
            )
            for line in self.order_line
            if not line.display_type
        ]
        total = Decimal(str(self.amount_total)).normalize()
        return order_approval.fingerprint(lines, str(total), self.partner_shipping_id.id)

    def _get_approvers(self):
        """Who of the company may let this order go through: ``res.users``."""
        self.ensure_one()
        team = self.env["crosstech.reseller.member"]._team_of(self.partner_id)
        rights = [(member.user_id.id, member._get_rights()) for member in team]
        return self.env["res.users"].sudo().browse(reseller_team.approvers(rights, round(self.amount_total)))

    def _approval_step(self, action, user=None):
        """Where a step of the approval leads.

        :raises UserError: when it is not open now, or not to this user
        """
        rights = user and user._get_reseller_rights()
        is_colleague = user and user.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        is_covered = bool(rights and is_colleague and rights.is_approver() and rights.covers(round(self.amount_total)))
        try:
            return order_approval.target(action, self.approval_state, is_covered=is_covered)
        except order_approval.ApprovalError as error:
            if error.code == "limit":
                raise UserError(
                    self.env._("Your limit does not cover order %s. Ask a colleague whose limit does.", self.name)
                ) from error
            raise UserError(self.env._("Order %s does not wait for this any more.", self.name)) from error

    def _ask_approval(self, user, note=""):
        """Send a cart to the colleagues who may approve it.

        :raises UserError: when it is empty, has no delivery, or nobody in the company may approve it
        """
        self.ensure_one()
        self._lock_approval()
        state = self._approval_step("ask")
        if self.state != "draft" or not self.website_order_line:
            raise UserError(self.env._("Your cart is empty. Choose some goods first."))
        if not self.only_services and not self.carrier_id:
            raise UserError(self.env._("Choose how the goods are delivered first."))
        approvers = self._get_approvers() - user
        if not approvers:
            raise UserError(
                self.env._("Nobody in your company may approve this amount. Ask your team admin to raise a limit.")
            )
        self.with_context(tracking_disable=True).write(
            {
                "state": "sent",
                "approval_state": state,
                "approval_asked_by_id": user.id,
                "approval_asked_datetime": fields.Datetime.now(),
                "approval_decided_by_id": False,
                "approval_decided_datetime": False,
                "approval_note": " ".join((note or "").split())[:200],
                "approval_fingerprint": self._get_approval_fingerprint(),
            }
        )
        self._tell_approvers(approvers)

    def _tell_approvers(self, approvers):
        for partner in approvers.partner_id:
            order = self.with_context(lang=partner.lang or self.env.lang)
            order.env["crosstech.notification"]._notify(
                partner,
                order.env._("Order %s waits for your approval", order.name),
                order.env._(
                    "%(person)s asks for your approval of %(amount)s. Open “Approvals” in your account.",
                    person=order.approval_asked_by_id.name,
                    amount=order.currency_id.format(order.amount_total),
                ),
                record=order,
            )

    def _lock_approval(self):
        """Take the row, so that of two people who decide at once only the first one does."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else is deciding about order %s right now.", self.name))
        self.invalidate_recordset(["approval_state", "approval_fingerprint"])

    def _approve(self, user, seen):
        """Let a waiting order go through, and ask for its payment.

        :param str seen: the fingerprint of what the approver saw
        :return: False when it changed since; the approver must look again
        :raises UserError: when it does not wait, the limit does not cover it, or goods are missing
        """
        self.ensure_one()
        self._lock_approval()
        self._approval_step("approve", user)
        self._recompute_prices()
        fingerprint = self._get_approval_fingerprint()
        if fingerprint != seen:
            self.approval_fingerprint = fingerprint
            return False
        missing = self.order_line.filtered(lambda line: not line._check_availability())
        if missing:
            names = ", ".join(missing.product_id.mapped("display_name"))
            raise UserError(
                self.env._("No longer in stock as ordered: %s. Refuse the order and say what to change.", names)
            )
        self._decide(self._approval_step("approve", user), user)
        if self.approval_asked_by_id.hides_prices:
            self._change_buyer(user.partner_id)  # payment and its mails are the business of who sees prices
        if self.amount_total:
            self._request_transfer()
        else:
            self._validate_order()
        self._tell_asker(self.env._("Order %s is approved", self.name))
        return True

    def _refuse(self, user, reason):
        """Send a waiting order back to who asked, with the reason."""
        self.ensure_one()
        self._lock_approval()
        state = self._approval_step("refuse", user)
        reason = " ".join((reason or "").split())[:200]
        if not reason:
            raise UserError(self.env._("Please say why, so that your colleague knows what to change."))
        self._decide(state, user)
        self.approval_note = reason
        self._tell_asker(self.env._("Order %s is not approved", self.name), reason)

    def _decide(self, state, user):
        self.write(
            {
                "approval_state": state,
                "approval_decided_by_id": user.id,
                "approval_decided_datetime": fields.Datetime.now(),
            }
        )

    def _tell_asker(self, title, reason=""):
        """Tell who asked; a mail about the order shows its amount, so not to somebody who sees no prices."""
        asker, person = self.approval_asked_by_id, self.approval_decided_by_id.name
        self.env["crosstech.notification"]._notify(
            asker.partner_id,
            title,
            self.env._("%(person)s decided. %(reason)s", person=person, reason=reason),
            record=None if asker.hides_prices else self,
        )

    def _take_back(self):
        """Make a waiting or refused order a cart again."""
        self.ensure_one()
        self._lock_approval()
        state = self._approval_step("take_back")
        self.write({"approval_state": state, "approval_decided_by_id": False, "approval_decided_datetime": False})
        self.action_draft()

    def _lapse_changed_approvals(self):
        """Let the approval of orders changed afterwards lapse; a customer who paid already is left in peace."""
        for order in self.filtered(lambda one: one.approval_state == "approved" and one.state == "sent"):
            transfer = order.waiting_transfer_id
            if order.approval_fingerprint == order._get_approval_fingerprint() or transfer.is_claimed:
                continue
            transfer._cancel()
            order.transaction_ids.filtered(lambda tx: tx.state in ("draft", "pending"))._set_canceled()
            order.write({"approval_state": order._approval_step("lapse"), "placed_datetime": False})
            order.message_post(body=self.env._("Changed after it was approved: it waits for approval again."))
            order._tell_approvers(order._get_approvers())


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.constrains("sale_order_ids", "operation")
    def _check_orders_are_approved(self):
        """Whatever a browser sends, an order beyond the limit is not paid before it is approved."""
        for tx in self.filtered(lambda tx: (tx.operation or "").startswith("online")):
            if any(order._needs_approval() for order in tx.sale_order_ids):
                raise ValidationError(self.env._("This order needs the approval of a colleague first."))
