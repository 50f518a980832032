"""What becomes of a unit: single pieces out of a line of many, a new one in its place."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ..lib import warranty_terms


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    def _split(self, quantity=1):
        """Take pieces out of a unit of several without serial numbers, to be followed on their own.

        :return: a unit of that many pieces with the same warranty; this one where it has no more than them
        :raises UserError: for less than nothing or more than there is
        """
        self.ensure_one()
        if quantity <= 0 or quantity > self.quantity:
            raise UserError(
                self.env._("%(unit)s has %(quantity)g pieces. Choose one of them.", unit=self.name,
                           quantity=self.quantity)
            )  # fmt: skip
        if quantity == self.quantity:
            return self
        self.quantity -= quantity
        return self.copy({"quantity": quantity, "state": self.state})

    def _replace_by(self, goods, order=None):
        """Put a new unit in the place of this one; its warranty carries over or starts again, as the terms say (X5).

        :param goods: the ``stock.lot`` handed out, or a ``product.product`` where it has no serial numbers
        :param order: the ``crosstech.work.order`` that decided it
        :return: the new unit
        :raises UserError: when this unit is in use no more
        """
        self.ensure_one()
        if self.state != "active":
            raise UserError(self.env._("%(unit)s is in use no more: it cannot be replaced again.", unit=self.name))
        if self.quantity > 1:
            return self._split(1)._replace_by(goods, order)
        lot = goods if goods._name == "stock.lot" else self.env["stock.lot"]
        self._end_earlier(lot)
        new = self.sudo().create(self._prepare_replacement(lot.product_id or goods, lot))
        self.write({"state": "replaced", "replaced_by_id": new.id})
        for unit, other in ((self, new), (new, self)):
            unit._tell_replacement(other, order)
        return new

    def _prepare_replacement(self, product, lot):
        term, today = self.sudo().term_id, self.company_id._get_today()
        restarts = term.on_replacement == "restart"
        ends = warranty_terms.replacement_cover(self._get_cover(), term._get_terms(), today, restarts=restarts)
        return {
            "company_id": self.company_id.id,
            "product_id": product.id,
            "lot_id": lot.id,
            "partner_id": self.partner_id.id,
            "sale_line_id": self.sale_line_id.id,
            "proof_reference": self.proof_reference,
            "term_id": term.id,
            "supplier_id": self.supplier_id.id,
            "start_date": today if restarts else self.start_date,
            "replaces_id": self.id,
            **self._cover_values(ends),
        }

    def _tell_replacement(self, other, order):
        link = Markup("%s %s") % (other._get_html_link(title=other.display_name), order.name if order else "")
        is_new = self.replaces_id == other
        text = self.env._("Replaces %s", link) if is_new else self.env._("Replaced by %s", link)
        self.message_post(body=text)
