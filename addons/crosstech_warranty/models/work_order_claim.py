"""A work order whose unit the supplier decides about has one claim at a time (S0.78, S0.79)."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib import supplier_claim
from .supplier_claim import OPEN_STATES, STATES


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    claim_ids = fields.One2many("crosstech.supplier.claim", "order_id", string="Supplier Claims")
    claim_state = fields.Selection(STATES, string="Supplier Claim", compute="_compute_claim_state")
    holder_text = fields.Char(related="unit_id.holder_text")

    # === COMPUTE METHODS === #

    @api.depends("claim_ids.state")
    def _compute_claim_state(self):
        for order in self:
            order.claim_state = order.claim_ids.sorted("id")[-1:].state

    # === ACTION METHODS === #

    def action_view_custody(self):
        """Open where the unit is and was."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.custody_handover_action")
        return {**action, "domain": [("unit_id", "=", self.unit_id.id)], "display_name": self.unit_id.display_name}

    def action_open_claim(self):
        """Open the claim at the supplier, making it where there is none."""
        self.ensure_one()
        self.check_access("read")
        claim = self.claim_ids.sorted("id")[-1:] or self._open_own_claim()
        return {
            "type": "ir.actions.act_window",
            "res_model": claim._name,
            "res_id": claim.id,
            "view_mode": "form",
            "name": claim.display_name,
        }

    # === BUSINESS METHODS === #

    def _open_own_claim(self):
        if supplier_claim.REPAIR not in self.env["res.users"]._acting_roles():
            raise UserError(self.env["crosstech.supplier.claim"]._refusal("role"))
        return self._open_claim()

    def _open_claim(self):
        """Return the claim of this order that is not decided, made with its evidence where there is none.

        :return: ``crosstech.supplier.claim``, as superuser
        :raises UserError: with physical damage, without a supplier, or after his warranty ended
        """
        self.ensure_one()
        order = self.sudo()
        running = order.claim_ids.filtered(lambda claim: claim.state in OPEN_STATES)
        return running[:1] or order.claim_ids.create(order._prepare_claim())

    def _prepare_claim(self):
        receipt = self._get_receipt()
        supplier = self.unit_id.supplier_id or receipt.partner_id.commercial_partner_id
        reported = fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id.partner_id._get_timezone()), self.ticket_id.create_date
        ).date()
        self._check_claim(supplier, reported)
        window = self.unit_id.term_id.supplier_claim_days or supplier_claim.WINDOW_DAYS
        return {
            "order_id": self.id,
            "company_id": self.company_id.id,
            "supplier_id": supplier.id,
            "opened_date": reported,
            "filing_deadline": supplier_claim.deadline(reported, window),
            "receipt_id": receipt.id,
            "purchase_order_id": receipt.purchase_id.id,
            "claimed_amount": self._get_cost_of_failure(),
            "attachment_ids": [(6, 0, self._get_evidence_files().ids)],
        }

    def _check_claim(self, supplier, reported):
        unit = self.unit_id
        if self.ticket_id.has_physical_damage or self.fault_id.is_physical_damage:
            raise UserError(self.env["crosstech.supplier.claim"]._refusal("damage"))
        if not supplier:
            raise UserError(
                self.env._("No supplier of %s is known. Next step: name him on the unit.", unit.display_name)
            )
        if unit.supplier_until and unit.supplier_until < reported:
            raise UserError(
                self.env._(
                    "The supplier's warranty of %(unit)s ended on %(date)s. Next step: decide otherwise.",
                    unit=unit.display_name,
                    date=fields.Date.to_string(unit.supplier_until),
                )
            )

    def _get_receipt(self):
        """Return the receipt the piece came with from its supplier, our proof of purchase towards him."""
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "=", self.unit_id.lot_id.id),
                ("lot_id", "!=", False),
                ("state", "=", "done"),
                ("picking_id.picking_type_code", "=", "incoming"),
                ("location_id.usage", "=", "supplier"),
            ],
            order="date desc",
            limit=1,
        )
        return lines.picking_id

    def _get_cost_of_failure(self):
        """Return what the company pays for this failure: what is free for the customer, else the piece itself."""
        free = sum(line.cost_unit * line.quantity for line in self.line_ids if line.is_free)
        return free or self.product_id.with_company(self.company_id).standard_price * (self.unit_id.quantity or 1)

    def _get_evidence_files(self):
        """Return the photos of the request, of the order and of its hand-overs."""
        of_ticket = Domain("res_model", "=", "helpdesk.ticket") & Domain("res_id", "=", self.ticket_id.id)
        of_order = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        is_picture = Domain("mimetype", "=like", "image/%") & Domain("res_field", "=", False)
        pictures = self.env["ir.attachment"].search((of_ticket | of_order) & is_picture)
        handovers = self.env["crosstech.custody.handover"].search([("order_id", "=", self.id)])
        return pictures | handovers.attachment_ids

    def _supplier_keeps_it(self):
        """Whether the last claim ended with the unit staying at the supplier."""
        last = self.claim_ids.sorted("id")[-1:]
        return last.outcome and last.outcome not in supplier_claim.COMES_BACK

    # === WHAT A STEP LOOKS AT AND WHAT FOLLOWS IT === #

    def _step_facts(self, said=None):
        """Override to say whether a supplier still has to decide, or to send back what he decided about."""
        is_open = any(
            claim.state in OPEN_STATES or (claim.state == "decided" and claim.outcome in ("replaced", "refused"))
            for claim in self.claim_ids
        )
        return replace(super()._step_facts(said), is_claim_open=is_open)

    def _after_decide(self, facts):
        """Where the supplier decides, there is a claim at once: its window runs."""
        super()._after_decide(facts)
        if facts.get("decision") == "supplier":
            self._open_claim()

    def _decide_anew(self):
        """Bring an order back to where the company decides further: the supplier repaired or replaced nothing."""
        if self.state == "at_supplier":
            self._apply("diagnose", roles={supplier_claim.REPAIR})
        self.decision = False

    def _after_send_to_supplier(self, facts):
        """A unit goes to a supplier with a claim that is filed."""
        claim = self._open_claim()
        if claim.state in ("draft", "missed"):
            claim._file(roles={supplier_claim.REPAIR})
        super()._after_send_to_supplier(facts)
        claim._apply("send", roles={supplier_claim.REPAIR})
