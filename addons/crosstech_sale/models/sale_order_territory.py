"""A buyer's order knows whose territory it came from, and follows the policy of that territory (S0.36)."""

from odoo import api, fields, models

from ..lib import local_time, territory_orders
from .territory import POLICIES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    territory_id = fields.Many2one(
        "crosstech.territory", copy=False, readonly=True, index="btree_not_null", ondelete="restrict"
    )
    territory_reseller_id = fields.Many2one(
        "res.partner", string="Territory of", copy=False, readonly=True, index="btree_not_null", ondelete="restrict",
        help="As of the day of the order; what happens to the territory later does not change it.",
    )  # fmt: skip
    territory_policy = fields.Selection(POLICIES, copy=False, readonly=True)
    territory_region_id = fields.Many2one(
        "crosstech.region", string="District of the Order", copy=False, readonly=True, index="btree_not_null"
    )
    territory_datetime = fields.Datetime(copy=False, readonly=True)
    territory_handover_ids = fields.One2many("crosstech.territory.handover", "order_id", readonly=True)
    territory_credit_ids = fields.One2many("crosstech.territory.credit", "order_id", readonly=True)
    delivering_reseller_id = fields.Many2one(
        "res.partner", string="Delivered By", compute="_compute_delivering_reseller_id", compute_sudo=True
    )
    is_territory_stale = fields.Boolean(compute="_compute_is_territory_stale")

    # === COMPUTE METHODS === #

    @api.depends("territory_handover_ids.state")
    def _compute_delivering_reseller_id(self):
        for order in self:
            taken = order.territory_handover_ids.filtered(lambda one: one.state in ("accepted", "done"))
            order.delivering_reseller_id = taken[:1].reseller_id

    @api.depends("territory_datetime", "territory_region_id", "partner_shipping_id.region_id", "order_stage")
    def _compute_is_territory_stale(self):
        for order in self:
            order.is_territory_stale = (
                bool(order.territory_datetime)
                and order.order_stage in ("ordered", "claimed")
                and order.partner_shipping_id.region_id != order.territory_region_id
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state != "draft")._note_territory()
        return orders

    def write(self, vals):
        """Override of `sale` to note the territory at the moment an order is placed."""
        result = super().write(vals)
        if "state" in vals:
            self._note_territory()
        return result

    def _action_confirm(self):
        """Override of `sale`: a delivery that a reseller has accepted takes nothing from the warehouse."""
        result = super()._action_confirm()
        self.sudo().filtered("delivering_reseller_id")._deliver_from_reseller()
        return result

    def _action_cancel(self):
        """Override of `sale` to take the order back from the reseller; a credit already booked is told to Finance."""
        result = super()._action_cancel()
        orders = self.sudo()
        orders.territory_handover_ids.filtered(lambda one: one.state in territory_orders.OPEN)._apply(
            "withdraw", {"system"}
        )
        for order in orders.filtered(lambda order: "settled" in order.territory_credit_ids.mapped("state")):
            order._schedule_duty(
                "finance_manager", self.env._("Cancelled after the territory's reseller was credited: take it back")
            )
        return result

    # === ACTION METHODS === #

    def action_reassign_territory(self):
        """Find the territory anew, after the address of an order that is not paid yet has changed."""
        self.check_access("write")
        for order in self.filtered("is_territory_stale").sudo():
            order.lock_for_update(allow_referencing=True)
            order.territory_handover_ids.filtered(lambda one: one.state in territory_orders.OPEN)._apply(
                "withdraw", {"system"}
            )
            order.territory_credit_ids.filtered(lambda credit: credit.state != "settled")._void()
            order._assign_territory()
        return True

    # === BUSINESS METHODS: whose order === #

    def _note_territory(self):
        """Write down, once, whose territory a buyer's order comes from, as soon as it is placed."""
        placed = self.sudo().filtered(
            lambda order: (
                order.state in ("sent", "sale")
                and not order.territory_datetime
                and order.customer_kind == "buyer"
                and order.order_stage
            )
        )
        if placed:
            placed._assign_territory()

    def _assign_territory(self):
        """Find the territories of orders and follow their policies; any number of orders is one look-up."""
        found = self._find_territories()
        for order in self:
            territory = found[order.id]
            region = order.partner_shipping_id.region_id
            order.write(
                {
                    "territory_id": territory.id,
                    "territory_reseller_id": territory.reseller_id.id,
                    "territory_policy": territory.policy,
                    "territory_region_id": region.id,
                    "territory_datetime": fields.Datetime.now(),
                }
            )
            if territory:
                order._follow_policy()

    def _find_territories(self) -> dict:
        """Return order id → territory (empty where nobody serves) on the day each order was placed."""
        found = {}
        Territory = self.env["crosstech.territory"].sudo()
        for company, orders in self.grouped("company_id").items():
            zone = company.partner_id._get_timezone()
            codes = {order.id: order.partner_shipping_id.region_id.code for order in orders}
            index = Territory._index(codes.values(), company)
            for order in orders:
                day = local_time.local(order.placed_datetime or fields.Datetime.now(), zone).date()
                one = index.resolve(codes[order.id], day)
                found[order.id] = Territory.browse(one.id if one else ())
        return found

    def _follow_policy(self):
        """Credit the reseller or offer him the order, as his territory says."""
        self.ensure_one()
        territory = self.territory_id
        policy = territory_orders.applied_policy(
            self.territory_policy,
            is_reseller=bool(territory.reseller_id.grade_id),
            can_hand_over=self._can_hand_over(),
        )
        values = {"order_id": self.id, "reseller_id": territory.reseller_id.id, "territory_id": territory.id}
        if policy == "credit":
            self.env["crosstech.territory.credit"].create(
                {**values, "kind": "credit", "percent": territory.credit_percent}
            )
        elif policy == "hand_over":
            deadline = territory_orders.deadline(fields.Datetime.now(), territory.accept_hours)
            self.env["crosstech.territory.handover"].create({**values, "deadline": deadline})._offer()

    def _can_hand_over(self):
        """Whether somebody else could deliver this order: a parcel, not a meeting, and not on its way already."""
        is_parcel = self.carrier_id and not self.is_cod_meeting and self._has_deliverable_products()
        return bool(is_parcel and self.order_stage in ("ordered", "claimed", "paid"))

    # === BUSINESS METHODS: release waits for the answer === #

    def _open_offers(self):
        return self.sudo().territory_handover_ids.filtered(lambda one: one.state == "offered")

    def _release_if_automatic(self):
        """Override: while a reseller may still accept, the goods stay where they are."""
        now = fields.Datetime.now()
        waiting = self.filtered(lambda order: any(offer.deadline >= now for offer in order._open_offers()))
        return super(SaleOrder, self - waiting)._release_if_automatic()

    def _release(self):
        """Override: released before the reseller has answered, the order is the company's."""
        for offer in self.filtered(lambda order: order.order_stage == "paid")._open_offers():
            late = offer.deadline < fields.Datetime.now()
            offer._apply("expire" if late else "withdraw", {"system"})
        waiting = self.filtered(lambda order: not order.is_released)
        result = super()._release()
        accepted = waiting.filtered("is_released").sudo().territory_handover_ids
        accepted.filtered(lambda one: one.state == "accepted")._ask_to_send()
        return result

    # === BUSINESS METHODS: goods === #

    def _goods_lines(self):
        """The lines that are goods to deliver: no delivery charge, no reward, no section."""
        return self.order_line.filtered(
            lambda line: (
                line.product_id.type == "consu"
                and not line.is_delivery
                and not line.is_reward_line
                and not line.display_type
            )
        )

    def _reseller_price(self, reseller):
        """What a reseller would pay the company for the goods of this order, without taxes."""
        self.ensure_one()
        reseller = reseller.with_company(self.company_id)
        pricelist = reseller.property_product_pricelist
        total = 0.0
        for line in self._goods_lines():
            price = pricelist._get_product_price(line.product_id, line.product_uom_qty, uom=line.product_uom_id)
            price = pricelist.currency_id._convert(
                price, self.currency_id, self.company_id, self.company_id._get_today()
            )
            total += self.currency_id.round(price * line.product_uom_qty)
        return total

    def _delivery_charge(self):
        return sum(self.order_line.filtered("is_delivery").mapped("price_subtotal"))

    def _open_deliveries(self):
        return self._outgoing_pickings().filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _deliver_from_reseller(self):
        """Let open deliveries take nothing from the warehouse: what was reserved for them is free again."""
        self._move_deliveries_to(lambda picking: self.env.ref("stock.stock_location_suppliers"))

    def _deliver_from_warehouse(self):
        """Let open deliveries take their goods from the warehouse again."""
        self._move_deliveries_to(lambda picking: picking.picking_type_id.default_location_src_id)

    def _move_deliveries_to(self, source):
        for picking in self._open_deliveries():
            location = source(picking)
            moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
            moves._do_unreserve()
            picking.location_id = location
            moves.location_id = location
            if picking.sale_id.is_released:
                moves._action_assign()


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `payment`: an offer that the customer begins to pay is an order from then on."""
        transactions = super().create(vals_list)
        transactions.sale_order_ids._note_territory()
        return transactions
