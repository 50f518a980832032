"""Intake by the staff: brought in, sent by parcel, told on the telephone (S1.14). A scanner types the serial."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import report_form


class RequestEnter(models.TransientModel):
    _name = "crosstech.request.enter"
    _description = "Enter a Service Request"

    serial = fields.Char(string="Serial Number", help="Scan the label of the unit, or type it.")
    unit_id = fields.Many2one("crosstech.warranty.unit", compute="_compute_unit", store=True, readonly=False)
    suggestion = fields.Char(string="Did you mean", compute="_compute_suggestion")
    product_id = fields.Many2one("product.product", compute="_compute_from_unit", store=True, readonly=False)
    phone = fields.Char(help="Finds the customer.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", compute="_compute_partner", store=True, readonly=False
    )
    partner_name = fields.Char(string="Name", help="Where the customer is not in our contacts.")
    partner_email = fields.Char(string="Email")
    arrival_way = fields.Selection(
        [("walk_in", "Brought in"), ("parcel", "Sent by parcel"), ("on_site", "Visit the customer")],
        string="How the Unit Arrives", default="walk_in", required=True,
    )  # fmt: skip
    request_kind = fields.Selection(
        [("failure", "Failure"), ("return", "Return of a purchase")],
        string="Kind of Request", default="failure", required=True,
    )  # fmt: skip
    symptom_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'symptom')]", required=True)
    description = fields.Text(string="What Happened")
    has_physical_damage = fields.Boolean(string="Physical Damage")
    region_id = fields.Many2one("crosstech.region", compute="_compute_place", store=True, readonly=False)
    place = fields.Char(string="Address of the Place", compute="_compute_place", store=True, readonly=False)
    wished_datetime = fields.Datetime(string="Wished Time")

    # === COMPUTE METHODS === #

    @api.depends("serial")
    def _compute_unit(self):
        for wizard in self:
            found = self.env["crosstech.warranty.unit"]._find(wizard.serial) if wizard.serial else wizard.unit_id
            wizard.unit_id = found.with_env(self.env)

    @api.depends("serial", "unit_id")
    def _compute_suggestion(self):
        Unit = self.env["crosstech.warranty.unit"]
        for wizard in self:
            near = Unit._suggest(wizard.serial) if wizard.serial and not wizard.unit_id else Unit
            wizard.suggestion = ", ".join(near.mapped("display_name")) or False

    @api.depends("unit_id")
    def _compute_from_unit(self):
        for wizard in self:
            wizard.product_id = wizard.unit_id.product_id or wizard.product_id

    @api.depends("unit_id", "phone")
    def _compute_partner(self):
        for wizard in self:
            wizard.partner_id = wizard.unit_id.partner_id or wizard._find_by_phone() or wizard.partner_id

    @api.depends("partner_id")
    def _compute_place(self):
        for wizard in self:
            wizard.region_id = wizard.partner_id.region_id or wizard.region_id
            wizard.place = wizard.partner_id.street or wizard.place

    def _find_by_phone(self):
        """:return: the one customer with this number; nobody where it is not certain"""
        wanted = report_form.phone_key(self.phone)
        Partner = self.env["res.partner"]
        if not wanted:
            return Partner
        near = Partner.search([("phone_sanitized", "=like", f"%{wanted}")], limit=5) or Partner.search(
            [("phone", "like", wanted[-4:])], limit=500
        )
        found = near.filtered(lambda partner: report_form.phone_key(partner.phone) == wanted)
        return found if len(found.commercial_partner_id) == 1 else Partner

    # === ACTION METHODS === #

    def action_enter(self):
        """Take the request and show it; its receipt is printed from there."""
        ticket = self._enter()
        return {
            "type": "ir.actions.act_window",
            "res_model": ticket._name,
            "res_id": ticket.id,
            "views": [(self.env.ref("crosstech_warranty.helpdesk_ticket_view_form").id, "form")],
        }

    def action_enter_and_print(self):
        """Take the request and print the receipt for the customer."""
        ticket = self._enter()
        return self.env.ref("crosstech_warranty.request_receipt_action").report_action(ticket)

    # === BUSINESS METHODS === #

    def _enter(self):
        self.ensure_one()
        self.env["helpdesk.ticket"].check_access("create")
        if not (self.unit_id or self.product_id or self.serial):
            raise UserError(self.env._("Please scan the serial number, or choose the product."))
        if not (self.partner_id or self.partner_name):
            raise UserError(self.env._("Please choose the customer, or write a name and a telephone number."))
        ticket = self.env["helpdesk.ticket"]._report(self._prepare_report())
        if not ticket.unit_id:
            ticket._ensure_unit()
            ticket._open_work_order()
        return ticket.with_env(self.env)

    def _prepare_report(self):
        channel = "phone" if self.arrival_way == "on_site" else "other"
        partner = self.partner_id
        return {
            "unit_id": self.unit_id.id,
            "typed_serial": self.serial,
            "product_id": self.product_id.id,
            "partner_id": partner.id,
            "partner_name": partner.name or self.partner_name,
            "partner_email": self.partner_email or partner.email,
            "phone": self.phone or partner.phone,
            "arrival_way": self.arrival_way,
            "request_kind": self.request_kind,
            "symptom_id": self.symptom_id.id,
            "description": self.description,
            "has_physical_damage": self.has_physical_damage or self.symptom_id.is_physical_damage,
            "region_id": self.region_id.id,
            "place": self.place,
            "wished_datetime": self.wished_datetime,
            "channel_id": self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{channel}").id,
        }
