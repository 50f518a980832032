"""Suppliers, goods that sell, and the desks a stock check crosses."""

from datetime import timedelta

from odoo import Command, fields

from .common import CrosstechCommon


class PurchaseCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"stock_cover_days": 30, "stock_safety_days": 7})
        cls.term = cls.env.ref("account.account_payment_term_30days")
        cls.supplier = cls._create_supplier("Pemasok Uji")
        cls.keyboard = cls._create_product("Papan Ketik Laris", supplier=cls.supplier, price=80_000)
        cls._stock(cls.keyboard, 4)
        cls._sell(cls.keyboard, 26, days=3)

    @classmethod
    def _create_supplier(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "supplier_rank": 1, "property_supplier_payment_term_id": cls.term.id, **values}
        )

    @classmethod
    def _create_product(cls, name="Barang Uji", supplier=None, price=80_000, delay=5, min_qty=0, **values):
        product = super()._create_product(name, purchase_method="receive", supplier_taxes_id=False, **values)
        if supplier:
            cls.env["product.supplierinfo"].create(
                {
                    "partner_id": supplier.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "price": price,
                    "delay": delay,
                    "min_qty": min_qty,
                }
            )
        return product

    @classmethod
    def _sell(cls, product, quantity, days=1):
        """Sell some days ago and a week before, half each; delivered already, so that nothing is promised any more."""
        for day in (days, days + 7):
            order = cls._create_order(product=product, quantity=quantity / 2)
            order.action_confirm()
            order.picking_ids.action_cancel()
            order.date_order = fields.Datetime.now() - timedelta(days=day)

    def _as(self, record, role):
        return record.with_user(self.users[role])

    def _check_stock(self):
        """Inventory's one click."""
        action = self._as(self.env["crosstech.stock.report"], "inventory").action_check_stock()
        return self.env["crosstech.stock.report"].browse(action["res_id"])

    def _passed_report(self):
        report = self._check_stock()
        self._as(report, "inventory").action_submit()
        self._as(report, "operational_manager").action_pass_on()
        return report

    def _line(self, report, product=None):
        return report.line_ids.filtered(lambda line: line.product_id == (product or self.keyboard))

    def _keep_only(self, report, product=None):
        """Leave out what other products of the test database are short of."""
        (report.line_ids - self._line(report, product)).sudo().unlink()
        return self._line(report, product)

    @classmethod
    def _create_purchase(cls, product=None, quantity=10, price=80_000, supplier=None):
        order = (
            cls.env["purchase.order"]
            .with_user(cls.users["director"])
            .create(
                {
                    "partner_id": (supplier or cls.supplier).id,
                    "payment_term_id": (supplier or cls.supplier).property_supplier_payment_term_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": (product or cls.keyboard).id,
                                "product_qty": quantity,
                                "price_unit": price,
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        return order.sudo(False).with_user(cls.env.user)

    def _receive(self, purchase, quantity=None, reason=None, backorder=False):
        receipt = purchase.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        receipt = self._as(receipt, "inventory")
        for move in receipt.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        if reason:
            receipt.difference_reason = reason
        receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[] if backorder else receipt.ids
        ).button_validate()
        return receipt

    def _post_bill(self, bill, day=None):
        bill = self._as(bill, "finance_manager")
        bill.write({"invoice_date": day or self.company._get_today(), "ref": f"INV-{bill.id}"})
        bill.action_post()
        return bill

    def _pay(self, bill):
        register = self._as(self.env["account.payment.register"], "finance_manager")
        register.with_context(active_model="account.move", active_ids=bill.ids).create({}).action_create_payments()
