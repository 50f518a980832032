"""A service request is a ticket: failure report and work request of one unit (S1.4, S1.31)."""

from odoo import api, fields, models

JUDGED_BY = {"unit_id", "symptom_id", "region_id", "has_physical_damage", "failure_date"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    unit_id = fields.Many2one("crosstech.warranty.unit", index="btree_not_null", ondelete="restrict", tracking=True)
    product_id = fields.Many2one(
        "product.product", compute="_compute_product_id", store=True, readonly=False, index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    typed_serial = fields.Char(string="Serial as Typed", index="btree_not_null", copy=False)
    proof_number = fields.Char(string="Proof of Purchase", copy=False, groups="base.group_user")
    request_kind = fields.Selection(
        [("failure", "Failure"), ("return", "Return of a purchase")],
        string="Kind of Request", default="failure", required=True, index=True,
    )  # fmt: skip
    failure_date = fields.Date(default=lambda self: self.env.company._get_today(), copy=False)
    report_key = fields.Char(copy=False, groups="base.group_system", help="Given to the form: sent twice, taken once.")
    symptom_id = fields.Many2one("crosstech.fault.code", domain="[('kind', '=', 'symptom')]", ondelete="restrict")
    region_id = fields.Many2one(
        "crosstech.region", string="Place of the Failure", index="btree_not_null", ondelete="restrict"
    )
    place = fields.Char(string="Address of the Place")
    phone = fields.Char()
    wished_datetime = fields.Datetime(string="Wished Time")
    arrival_way = fields.Selection(
        [("on_site", "Visit the customer"), ("parcel", "Sent by parcel"), ("walk_in", "Brought in")],
        string="How the Unit Arrives", default="on_site", index=True,
    )  # fmt: skip
    has_physical_damage = fields.Boolean(string="Physical Damage", tracking=True)
    verdict = fields.Selection(
        [("company", "Company warranty"), ("supplier", "Supplier warranty"), ("none", "No warranty")],
        tracking=True, index=True, copy=False,
    )  # fmt: skip
    verdict_reason = fields.Char(compute="_compute_verdict_reason")
    work_order_ids = fields.One2many("crosstech.work.order", "ticket_id", string="Work Orders")

    _report_key_uniq = models.UniqueIndex("(report_key) WHERE report_key IS NOT NULL", "This report was sent already.")

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_product_id(self):
        for ticket in self:
            ticket.product_id = ticket.unit_id.product_id or ticket.product_id

    @api.depends("unit_id", "symptom_id", "region_id", "has_physical_damage", "failure_date", "verdict")
    @api.depends_context("lang")
    def _compute_verdict_reason(self):
        for ticket in self:
            ticket.verdict_reason = ticket._get_verdict_text()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to judge at once."""
        tickets = super().create(vals_list)
        tickets.filtered("unit_id")._judge()
        return tickets

    def write(self, vals):
        """Override so that the verdict follows what it was made from."""
        done = super().write(vals)
        if not JUDGED_BY.isdisjoint(vals):
            self._judge()
        return done

    # === BUSINESS METHODS === #

    def _judge(self):
        """Decide, or decide again, who answers for the failure; without a unit nothing can be said yet."""
        for ticket in self.sudo():
            verdict = ticket._get_verdict()
            coverage = verdict.coverage if verdict else False
            if coverage != ticket.verdict:
                ticket.verdict = coverage

    def _get_verdict(self):
        """:return: ``lib.verdict.Verdict`` of the unit and what was reported; None while the unit is unknown"""
        self.ensure_one()
        ticket = self.sudo()
        if not ticket.unit_id:
            return None
        return ticket.unit_id._get_verdict(
            region=ticket.region_id,
            fault=ticket.symptom_id,
            has_physical_damage=ticket.has_physical_damage,
            on_date=ticket.failure_date,
        )

    def _get_verdict_text(self) -> str:
        """Why the verdict is what it is, for the customer, in the language of the context."""
        verdict = self._get_verdict()
        if not verdict:
            return self.env._("We first check the serial number and the proof of purchase.")
        return self.sudo().unit_id._verdict_text(verdict)
