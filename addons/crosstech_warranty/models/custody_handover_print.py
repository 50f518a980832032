"""The record of a hand-over on paper, with its signature."""

from odoo import models


class CustodyHandover(models.Model):
    _inherit = "crosstech.custody.handover"

    def action_print(self):
        """Print the record of the hand-over."""
        return self.env.ref("crosstech_warranty.custody_handover_report").report_action(self)

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "name": self.env._("Record of the Hand-over"),
            "view_mode": "form",
            "target": "new",
        }

    def _party_text(self, side):
        """Return one party in words: its kind and its name.

        :param str side: ``from`` or ``to``
        """
        self.ensure_one()
        kinds = dict(self._fields["to_kind"]._description_selection(self.env))
        kind, partner = self[f"{side}_kind"], self[f"{side}_partner_id"]
        courier = self.carrier if kind == "courier" else ""
        return ", ".join(filter(None, [kinds.get(kind, ""), partner.name or courier]))
