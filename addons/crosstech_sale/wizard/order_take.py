"""An order by telephone or text message, in one screen (S0.12, S0.13): who, what, how it gets there, how it is paid."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OrderTake(models.TransientModel):
    _name = "crosstech.order.take"
    _description = "Order by Phone or SMS"

    order_source_id = fields.Many2one(
        "utm.source", string="Came In By", required=True, domain=[("is_order_source", "=", True)],
        default=lambda self: self.env.ref("crosstech_sale.utm_source_phone", raise_if_not_found=False),
    )  # fmt: skip
    order_source_url = fields.Char(string="Listing", help="The forum thread or listing, where there is one.")
    phone = fields.Char(required=True, help="An existing customer is found by it.")
    partner_id = fields.Many2one("res.partner", string="Customer", help="Empty for a new one.")
    name = fields.Char()
    email = fields.Char()
    street = fields.Char()
    region_id = fields.Many2one("crosstech.region", string="District", domain=[("level", "=", "district")])
    zip = fields.Char(string="Postcode")
    line_ids = fields.One2many("crosstech.order.take.line", "take_id", string="Goods")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one("sale.order", readonly=True)
    offer_ids = fields.One2many("crosstech.order.take.offer", "take_id", string="Delivery")
    carrier_id = fields.Many2one("delivery.carrier", string="Chosen Delivery", domain="[('id', 'in', offered_ids)]")
    offered_ids = fields.Many2many("delivery.carrier", compute="_compute_offered_ids")
    amount_goods = fields.Monetary(related="order_id.amount_total", string="Total So Far")

    # === COMPUTE METHODS === #

    @api.depends("offer_ids.carrier_id")
    def _compute_offered_ids(self):
        for take in self:
            take.offered_ids = take.offer_ids.carrier_id

    # === ONCHANGE METHODS === #

    @api.onchange("phone")
    def _onchange_phone(self):
        """Find the customer by his number, however he writes it."""
        if self.phone and not self.partner_id:
            self.partner_id = self._find_partner(self.phone)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        partner = self.partner_id
        if partner:
            self.name, self.email, self.street = partner.name, partner.email, partner.street
            self.region_id, self.zip = partner.region_id, partner.zip
            self.phone = self.phone or partner.phone

    # === ACTION METHODS === #

    def action_quote(self):
        """Make the order and show what each way of delivery costs; again after a change."""
        self.ensure_one()
        self._check_complete()
        if not self.order_id:
            self.order_id = self._create_order()
        else:
            self._rewrite_order()
        self._quote()
        return self._reopen()

    def action_finish(self):
        """Place the order: by transfer the customer gets the instructions, for a meeting Marketing arranges it."""
        self.ensure_one()
        order = self.order_id
        offer = self.offer_ids.filtered(lambda offer: offer.carrier_id == self.carrier_id)
        if not order or not offer:
            raise UserError(self.env._("Next step: ask for the delivery costs, then choose one."))
        order.set_delivery_line(self.carrier_id, offer.price)
        if self.carrier_id.is_cod_meeting:
            order.action_confirm()
        else:
            order.action_request_transfer()
        return order._get_records_action()

    # === BUSINESS METHODS === #

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(self.env._("Add at least one product."))
        if not self.partner_id and not (self.name and self.street and self.region_id):
            raise UserError(self.env._("A new customer needs a name, a street and a district."))

    @api.model
    def _find_partner(self, phone):
        """Return the customer with this number, compared by its last nine digits: 0812… and +62 812… are one."""
        digits = "".join(sign for sign in phone if sign.isdigit())[-9:]
        if len(digits) < 7:
            return self.env["res.partner"]
        candidates = self.env["res.partner"].search([("phone", "ilike", digits[-3:])], order="id")
        return candidates.filtered(lambda one: "".join(filter(str.isdigit, one.phone)).endswith(digits))[:1]

    def _ensure_partner(self):
        if not self.partner_id:
            region = self.region_id
            self.partner_id = self.env["res.partner"].create(
                {
                    "name": self.name,
                    "phone": self.phone,
                    "email": self.email,
                    "street": self.street,
                    "zip": self.zip,
                    "region_id": region.id,
                    "city": region.parent_id.name,
                    "state_id": region.state_id.id or region.parent_id.state_id.id,
                    "country_id": region.country_id.id,
                }
            )
        return self.partner_id

    def _create_order(self):
        return self.env["sale.order"].create(
            {
                "partner_id": self._ensure_partner().id,
                "company_id": self.company_id.id,
                "order_source_id": self.order_source_id.id,
                "order_source_url": self.order_source_url,
                "order_line": self._prepare_lines(),
            }
        )

    def _rewrite_order(self):
        self.order_id._remove_delivery_line()
        self.order_id.write({"order_line": [(5, 0, 0), *self._prepare_lines()]})

    def _prepare_lines(self) -> list:
        return [
            (0, 0, {"product_id": line.product_id.id, "product_uom_qty": line.quantity})
            for line in self.line_ids
            if line.quantity > 0
        ]

    def _quote(self):
        """Ask every way of delivery that serves this order for its price; cheapest first."""
        carriers = self.env["delivery.carrier"].sudo().search(
            [("is_published", "=", True), ("company_id", "in", (False, self.company_id.id))]
        )  # fmt: skip
        available = carriers.filtered(lambda carrier: carrier._is_available_for_order(self.order_id))
        rates = [(carrier, carrier.rate_shipment(self.order_id)) for carrier in available]
        offers = [
            {
                "take_id": self.id,
                "carrier_id": carrier.id,
                "price": rate["price"],
            }
            for carrier, rate in rates
            if rate["success"]
        ]
        self.offer_ids.unlink()
        created = self.env["crosstech.order.take.offer"].create(sorted(offers, key=lambda offer: offer["price"]))
        self.carrier_id = created.filtered(lambda offer: not offer.carrier_id.is_cod_meeting)[:1].carrier_id

    def _reopen(self) -> dict:
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("New Order by Phone or SMS"),
        }


class OrderTakeLine(models.TransientModel):
    _name = "crosstech.order.take.line"
    _description = "Goods of an Order by Phone or SMS"

    take_id = fields.Many2one("crosstech.order.take", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one("product.product", required=True, domain=[("sale_ok", "=", True)])
    quantity = fields.Float(default=1.0, digits="Product Unit")
    available = fields.Float(related="product_id.free_qty", string="In Stock")

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "A quantity must be above zero.")


class OrderTakeOffer(models.TransientModel):
    _name = "crosstech.order.take.offer"
    _description = "Delivery Offered for an Order by Phone or SMS"

    take_id = fields.Many2one("crosstech.order.take", required=True, ondelete="cascade", index=True)
    carrier_id = fields.Many2one("delivery.carrier", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="take_id.currency_id")
    price = fields.Monetary()
