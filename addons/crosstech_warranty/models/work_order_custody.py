"""Steps of a work order that move the unit: each is a hand-over, and none is taken while somebody else has it."""

from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..lib import custody

EVIDENCE = ("awb", "carrier", "signature", "signed_by", "files", "note")


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    # === WHAT FOLLOWS A STEP === #

    def _after_ship(self, facts):
        """The technician takes the unit; with a consignment number, the courier has it from him."""
        super()._after_ship(facts)
        technician = self.technician_id.partner_id
        if technician and self.unit_id.holder_kind == custody.CUSTOMER:
            self._give(self.unit_id, custody.TECHNICIAN, {}, partner=technician)
        if not technician or facts.get("awb") or facts.get("carrier"):
            self._give(self.unit_id, custody.COURIER, facts)

    def _after_receive(self, facts):
        """The workshop has it: brought in, sent by parcel, or by the technician."""
        super()._after_receive(facts)
        self._check_serial(self.unit_id, facts.get("serial"))
        self._give(self.unit_id, custody.WORKSHOP, facts)

    def _after_send_to_supplier(self, facts):
        """The supplier has it; which one, the claim says."""
        super()._after_send_to_supplier(facts)
        self._give(self.unit_id, custody.SUPPLIER, facts, partner=self._open_claim().supplier_id)

    def _after_diagnose(self, facts):
        """Back on the bench: from the supplier, the same piece that went there."""
        super()._after_diagnose(facts)
        if self.unit_id.holder_kind == custody.SUPPLIER and not self._supplier_keeps_it():
            self._check_serial(self.unit_id, facts.get("serial"))
            self._give(self.unit_id, custody.WORKSHOP, facts)

    def _after_finish(self, facts):
        """What was replaced or paid back is ours now and is kept apart; what the supplier repaired is here again."""
        super()._after_finish(facts)
        unit = self.unit_id
        if unit.state == "active" and unit.holder_kind == custody.SUPPLIER:
            self._check_serial(unit, facts.get("serial"))
            self._give(unit, custody.WORKSHOP, facts)
        elif unit.state in ("replaced", "refunded") and unit.holder_kind == custody.WORKSHOP:
            self._give(unit, custody.STOCK, {"note": self.name})

    def _after_send_back(self, facts):
        """The courier or the technician has what goes back: the same piece, or the one that replaces it."""
        super()._after_send_back(facts)
        unit = self._get_unit_to_return()
        self._check_serial(unit, facts.get("serial"))
        if unit and facts.get("technician"):
            self._give(unit, custody.TECHNICIAN, facts, partner=facts["technician"].partner_id)
        elif unit:
            self._give(unit, custody.COURIER, facts)

    def _after_close(self, facts):
        """The customer has it, by whichever way it went back."""
        super()._after_close(facts)
        unit = self._get_unit_to_return()
        self._check_serial(unit, facts.get("serial"))
        if unit:
            self._give(unit, custody.CUSTOMER, facts)

    def _after_come_back(self, facts):
        """A parcel nobody took is in the workshop again."""
        super()._after_come_back(facts)
        unit = self._get_unit_to_return()
        self._check_serial(unit, facts.get("serial"))
        self._give(unit, custody.WORKSHOP, facts)

    # === BUSINESS METHODS === #

    def _step_facts(self, said=None):
        """Override to say who really has the unit."""
        facts = super()._step_facts(said)
        return replace(facts, holder=self.unit_id.holder_kind) if self.unit_id else facts

    # === TOOLING === #

    def _get_unit_to_return(self):
        """Return the piece the customer gets: his own, the one that replaces it, or none where he got his money."""
        self.ensure_one()
        unit = self.unit_id
        while unit.replaced_by_id:
            unit = unit.replaced_by_id
        return unit.filtered(lambda unit: unit.state == "active")

    def _give(self, unit, kind, facts, partner=None):
        """Hand a unit over for this order; nothing where that holder has it already."""
        if not unit or (unit.holder_kind == kind and kind not in custody.NAMED_KINDS):
            return unit.handover_ids.browse()
        evidence = {key: facts[key] for key in EVIDENCE if facts.get(key)}
        return unit._hand_over(kind, partner=partner, order=self, **evidence)

    def _check_serial(self, unit, serial):
        """Refuse a piece that is not the one on record: the same unit comes back (S0.79)."""
        self._check_same_serial(unit.lot_id.name, serial)

    def _check_same_serial(self, expected, serial):
        """Compare serial numbers.

        :param serial: as scanned or typed; empty where nobody looked
        :raises UserError: when it is another one
        """
        serial = (serial or "").strip()
        if serial and expected and serial.casefold() != expected.casefold():
            raise UserError(
                self.env._(
                    "Serial number %(serial)s is not the one of this order: %(expected)s is. Next step: look for that"
                    " one, or record a replacement.",
                    serial=serial,
                    expected=expected,
                )
            )
