"""Which unit somebody reports about, and whether he may know anything of it.

One answer for a serial that does not exist and for one whose proof does not fit: a guest learns nothing of either.
"""

from dataclasses import dataclass

from odoo import api, models

from ..lib import report_form

MOST_OFFERED = 60


@dataclass(frozen=True)
class Identity:
    """Whose unit it is.

    :ivar unit: ``crosstech.warranty.unit`` as superuser, empty when nothing was proved
    :ivar partner: who reports, empty for a guest who proved nothing of himself
    :ivar error: ``no_match``, ``too_many``, or nothing
    """

    unit: models.BaseModel
    partner: models.BaseModel
    error: str = ""


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def _reportable_units(self, partner):
        """:return: the units of a customer and his company, as superuser, newest first"""
        Unit = self.env["crosstech.warranty.unit"].sudo()
        company = partner.commercial_partner_id
        domain = [("partner_id", "child_of", company.id), ("state", "=", "active")]
        return Unit.search(domain, limit=MOST_OFFERED) if company else Unit

    @api.model
    def _identify(self, values, partner, offered=None, sender=""):
        """Find the unit that somebody means.

        :param dict values: of ``lib.report_form``; ``unit`` is the id of one that was offered to him
        :param partner: who is logged in; empty for a guest
        :param offered: units he has shown to be his: own ones, those of his order, the one whose label he scanned
        :param str sender: the network address
        :return: :class:`Identity`
        """
        Unit = self.env["crosstech.warranty.unit"].sudo()
        Attempt = self.env["crosstech.report.attempt"]
        if not Attempt._take("address", sender):
            return Identity(Unit, partner, "too_many")
        picked = (offered or Unit).filtered(lambda unit: str(unit.id) == values.get("unit"))
        if picked:
            return Identity(picked, partner)
        if not Attempt._take("serial", report_form.key(values["serial"])):
            return Identity(Unit, partner, "too_many")
        if not Attempt._take("proof", report_form.key(values["proof_number"])):
            return Identity(Unit, partner, "too_many")
        unit = Unit._find(values["serial"])
        if unit and partner and unit.partner_id.commercial_partner_id == partner.commercial_partner_id:
            return Identity(unit, partner)
        if unit._fits_proof(values["proof_number"], values["contact"]):
            return Identity(unit, partner or unit.partner_id)
        return Identity(Unit, partner, "no_match")
