"""What a decision sets in motion: the new unit handed out, the money back."""

from odoo import fields, models
from odoo.exceptions import UserError


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _after_finish(self, facts):
        """Extend: put the new unit in the place of the old one before anybody asks which one goes back."""
        if self.decision == "replace" and not self.replacement_unit_id:
            self.replacement_unit_id = self._hand_out_replacement()
        elif self.decision == "refund" and self.unit_id:
            self.unit_id.state = "refunded"
        super()._after_finish(facts)

    def _hand_out_replacement(self):
        """:return: the new unit; a piece without serial number leaves the shelf at once, as nothing else tells it"""
        if self.replacement_lot_id:
            return self.unit_id._replace_by(self.replacement_lot_id, self)
        self._take_from_shelf(self.replacement_product_id)
        return self.unit_id._replace_by(self.replacement_product_id, self)

    def _take_from_shelf(self, product):
        shelf = self._get_warehouse().lot_stock_id
        if product.is_storable and product.with_context(location=shelf.id).free_qty < 1:
            raise UserError(
                self.env._(
                    "No %(product)s is on the shelf. Wait for one, or decide anew.", product=product.display_name
                )
            )
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": 1,
                "quantity": 1,
                "picked": True,
                "location_id": shelf.id,
                "location_dest_id": self.partner_id.property_stock_customer.id
                or self.env.ref("stock.stock_location_customers").id,
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "origin": self.name,
            }
        )
        move._action_done()

    def _get_warehouse(self):
        """:return: the warehouse whose shelf parts and new units come from"""
        return self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)], limit=1)

    def _draft_credit_note(self):
        """Prepare the customer's money for Finance, who checks and posts it (S3.29)."""
        self.refund_move_id = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": (self.unit_id.order_id.partner_invoice_id or self.partner_id).id,
                "company_id": self.company_id.id,
                "currency_id": self.currency_id.id,
                "invoice_origin": self.name,
                "ref": self.name,
                "invoice_line_ids": [fields.Command.create(self._prepare_credit_line())],
            }
        )
        self._remind("finance_manager", self.env._("Check and post the credit note of %s", self.name))

    def _prepare_credit_line(self):
        """At the price and with the taxes of the sale, in the share that goes back."""
        sold = self.unit_id.sale_line_id
        paid = self._get_paid_price()
        share = self.refund_amount / paid if paid else 0
        return {
            "name": self.env._("Money back for %(unit)s (%(order)s)", unit=self.unit_id.display_name, order=self.name),
            "product_id": self.product_id.id,
            "quantity": 1,
            "price_unit": sold.price_unit * (1 - sold.discount / 100) * share if paid else self.refund_amount,
            "tax_ids": [fields.Command.set(sold.tax_ids.ids)],
        }
