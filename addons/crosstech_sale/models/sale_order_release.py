"""From ordered to received: the stage of an order, its release to Inventory, its arrival."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import order_flow

STAGE_LABELS = [
    ("ordered", "Ordered"),
    ("claimed", "Payment Claimed"),
    ("paid", "Paid"),
    ("released", "Released"),
    ("shipped", "Shipped"),
    ("received", "Received"),
    ("cancelled", "Cancelled"),
]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    customer_kind = fields.Selection(
        [("buyer", "Buyer"), ("reseller", "Reseller")],
        compute="_compute_customer_kind", store=True, precompute=True, index=True,
        help="Fixed when the order is placed: a buyer who becomes a reseller later keeps his old orders as a buyer's.",
    )  # fmt: skip
    order_stage = fields.Selection(
        STAGE_LABELS,
        string="Progress",
        compute="_compute_order_stage",
        store=True,
        index=True,
        copy=False,
    )
    placed_datetime = fields.Datetime(compute="_compute_placed_datetime", store=True, copy=False)
    payment_claimed_datetime = fields.Datetime(copy=False, readonly=True)
    payment_confirmed_datetime = fields.Datetime(compute="_compute_payment_confirmed_datetime", store=True, copy=False)
    released_datetime = fields.Datetime(copy=False, readonly=True)
    released_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    is_released = fields.Boolean(compute="_compute_is_released", store=True, index=True, copy=False)
    shipped_datetime = fields.Datetime(compute="_compute_shipped_datetime", store=True, copy=False)
    arrival_confirmed_datetime = fields.Datetime(copy=False, readonly=True)
    cancelled_datetime = fields.Datetime(copy=False, readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("partner_id.commercial_partner_id.grade_id")
    def _compute_customer_kind(self):
        for order in self:
            if order.state in ("sale", "cancel") and order.customer_kind:
                continue
            order.customer_kind = "reseller" if order.partner_id._is_reseller() else "buyer"

    @api.depends("state", "website_id", "transaction_ids.state")
    def _compute_placed_datetime(self):
        for order in self:
            if order.state == "draft":
                order.placed_datetime = False
            elif not order.placed_datetime and order._is_placed():
                order.placed_datetime = fields.Datetime.now()

    @api.depends(
        "amount_total", "state", "transaction_ids.state", "transaction_ids.amount",
        "order_line.invoice_lines.move_id.payment_state", "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.amount_total",
    )  # fmt: skip
    def _compute_payment_confirmed_datetime(self):
        for order in self:
            if not order._is_payment_confirmed():
                order.payment_confirmed_datetime = False
            elif not order.payment_confirmed_datetime:
                order.payment_confirmed_datetime = fields.Datetime.now()

    @api.depends("payment_confirmed_datetime", "released_datetime", "state")
    def _compute_is_released(self):
        for order in self:
            order.is_released = bool(
                order.state == "sale" and order.payment_confirmed_datetime and order.released_datetime
            )

    @api.depends("picking_ids.state", "picking_ids.date_done", "picking_ids.picking_type_id.code")
    def _compute_shipped_datetime(self):
        for order in self:
            goods = order._outgoing_pickings().filtered(lambda picking: picking.state != "cancel")
            is_shipped = goods and all(picking.state == "done" for picking in goods)
            order.shipped_datetime = max(goods.mapped("date_done")) if is_shipped else False

    @api.depends(
        "state", "placed_datetime", "payment_claimed_datetime", "payment_confirmed_datetime",
        "is_released", "shipped_datetime", "arrival_confirmed_datetime",
    )  # fmt: skip
    def _compute_order_stage(self):
        for order in self:
            order.order_stage = order_flow.stage(order._flow_facts())

    # === CRUD METHODS === #

    def _action_cancel(self):
        """Override of `sale` to take the release back: a restored order is released anew."""
        result = super()._action_cancel()
        self.sudo().write(
            {
                "released_datetime": False,
                "released_by_id": False,
                "cancelled_datetime": fields.Datetime.now(),
            }
        )
        return result

    # === ACTION METHODS === #

    def action_release(self):
        """Let Inventory ship: the Operational Manager's word after Finance has confirmed the payment (S0.20, S0.23)."""
        for order in self:
            if order.is_released:
                continue
            order._check_step("release")
            order.sudo()._release()
        return True

    def action_confirm_arrival(self):
        """Note that the goods have arrived, as the customer told us."""
        for order in self:
            if order.order_stage == "received":
                continue
            order._check_step("confirm_arrival")
            order.sudo()._confirm_arrival()
        return True

    # === BUSINESS METHODS === #

    def _check_step(self, action, roles=None):
        """Refuse a step of ``lib.order_flow`` that is not open to the acting user or not open now.

        :param roles: roles that were proved otherwise, such as ``{"customer"}`` by the order's token
        :raises UserError: naming the next step
        """
        self.ensure_one()
        self.check_access("read")
        roles = self.env["res.users"]._acting_roles() if roles is None else roles
        try:
            order_flow.check(action, self.order_stage, self.customer_kind, roles)
        except order_flow.OrderFlowError as error:
            if error.code == "role":
                raise UserError(self.env._("This step is another role's: %s.", self._step_owner(action))) from error
            raise UserError(self._next_step_message()) from error

    def _step_owner(self, action):
        """Return the names of the roles a step belongs to, for people to read."""
        groups = [
            self.env.ref(f"crosstech_sale.group_{role}").sudo().name
            for role in order_flow.STEPS[action].roles(self.customer_kind)
            if role not in ("system", "customer")
        ]
        return ", ".join(groups)

    def _next_step_message(self):
        """Return one sentence that says where the order stands and who moves next."""
        self.ensure_one()
        name = self.name
        if self.is_cod_meeting and self.order_stage in ("ordered", "claimed"):
            return self.env._(
                "Order %s is paid at its COD meeting. Next step: the Marketing Manager meets the buyer, presses Done.",
                name,
            )
        return {
            "ordered": self.env._(
                "Order %s is not paid yet. Next step: Finance confirms the payment.",
                name,
            ),
            "claimed": self.env._(
                "The customer says that order %s is paid. Next step: Finance matches the transfer with a bank line.",
                name,
            ),
            "paid": self.env._(
                "Order %s is paid. Next step: the Operational Manager releases it.",
                name,
            ),
            "released": self.env._("Order %s is released. Next step: Inventory ships it.", name),
            "shipped": self.env._(
                "Order %s is shipped. Next step: the customer confirms its arrival.",
                name,
            ),
            "received": self.env._("Order %s has arrived; nothing is left to do.", name),
            "cancelled": self.env._(
                "Order %s is cancelled. Next step: restore it, if it is still wanted.",
                name,
            ),
        }.get(self.order_stage, self.env._("Quotation %s is not ordered yet.", name))

    def _release(self):
        """Release paid orders to Inventory; what is released already, or not paid, stays as it is.

        Rows are locked first, so that two clicks or a click and a matched payment release once.
        """
        waiting = self.filtered(lambda order: order.state == "sale" and not order.is_released)
        waiting.lock_for_update(allow_referencing=True)
        waiting.invalidate_recordset(["released_datetime", "is_released"])
        for order in waiting:
            if order.is_released or not order.payment_confirmed_datetime:
                continue
            order.write(
                {
                    "released_datetime": fields.Datetime.now(),
                    "released_by_id": self.env.uid,
                }
            )
            order._outgoing_pickings().move_ids._action_assign()
            order._clear_duties("operational_manager")
            order.message_post(body=self.env._("Released to Inventory."))

    def _release_if_automatic(self):
        """Release what is paid, or tell the Operational Manager that it waits for him."""
        for order in self.filtered(lambda order: order.order_stage == "paid"):
            if order.company_id.auto_release_paid_orders:
                order._release()
            else:
                order._schedule_duty(
                    "operational_manager",
                    self.env._("Paid: release order %s to Inventory", order.name),
                )

    def _confirm_arrival(self):
        self.write({"arrival_confirmed_datetime": fields.Datetime.now()})
        for order in self:
            order.message_post(body=self.env._("The goods have arrived."))

    def _schedule_duty(self, role, summary):
        """Put a to-do on the desk of a role, once: the same open to-do is not written twice."""
        self.ensure_one()
        user = self.env["res.users"].sudo()._with_role(role)
        if user and summary not in self.sudo().activity_ids.mapped("summary"):
            self.sudo().activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)

    def _clear_duties(self, role):
        """Take the to-dos this order put on the desk of a role away: they are done, or there is nothing left to do."""
        todos = self.sudo().activity_ids.filtered("automated")
        todos.filtered(lambda todo: todo.user_id.has_group(f"crosstech_sale.group_{role}")).unlink()

    @api.model
    def _cron_take_arrival_for_granted(self, limit=200):
        """Close orders whose customer never said that the parcel came, after the company's number of days."""
        for company in self.env["res.company"].search([("auto_arrival_days", ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=company.auto_arrival_days)
            domain = [
                ("company_id", "=", company.id),
                ("order_stage", "=", "shipped"),
                ("shipped_datetime", "<", before),
            ]
            orders = self.search(domain, limit=limit)
            failed = self.env["ir.cron"]._work_on_each(orders, lambda order: order._confirm_arrival())
            remaining = self.search_count(domain) - failed
            self.env["ir.cron"]._commit_progress(len(orders) - failed, remaining=remaining)

    # === TOOLING === #

    def _flow_facts(self) -> order_flow.OrderFacts:
        self.ensure_one()
        return order_flow.OrderFacts(
            is_placed=self.state == "sale" or (self.state == "sent" and bool(self.placed_datetime)),
            is_cancelled=self.state == "cancel",
            is_claimed=bool(self.payment_claimed_datetime),
            is_paid=bool(self.payment_confirmed_datetime),
            is_released=self.is_released,
            is_shipped=bool(self.shipped_datetime),
            is_received=bool(self.arrival_confirmed_datetime),
        )

    def _is_placed(self):
        """Whether the customer has ordered: a quotation that staff sent is an offer until he accepts or pays it."""
        self.ensure_one()
        return self.state == "sale" or (self.state == "sent" and bool(self.website_id or self.transaction_ids))

    def _is_payment_confirmed(self):
        """Whether money for the whole order is confirmed; an order of 0 rupiah needs none.

        It came by transactions (bank lines, meetings) or on invoices, where Finance registered it.
        """
        self.ensure_one()
        if self.state != "sale":
            return False
        done = sum(self.transaction_ids.filtered(lambda tx: tx.state == "done").mapped("amount"))
        invoices = self.order_line.invoice_lines.move_id.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.state == "posted"
                and move.payment_state in ("in_payment", "paid")
            )
        )
        paid = max(done, sum(invoices.mapped("amount_total")))
        return self.currency_id.compare_amounts(paid, self.amount_total) >= 0

    def _outgoing_pickings(self):
        """Return the deliveries to the customer, without returns and steps inside the warehouse."""
        return self.picking_ids.filtered(lambda picking: picking.picking_type_id.code == "outgoing")
