"""What the tests of transfers share: bank accounts, an order that waits for its transfer, bank lines."""

from .common import CrosstechCommon


class TransferCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.journal"].search([("type", "=", "bank")]).accepts_transfers = False
        cls.bank = cls._create_bank("Bank Uji Satu", "1110001111", "TBU1", sequence=1)
        cls.other_bank = cls._create_bank("Bank Uji Dua", "2220002222", "TBU2", sequence=2)
        cls.provider = cls.env["payment.provider"].search(
            [("custom_mode", "=", "wire_transfer"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.product = cls._create_product(list_price=100_000)
        cls._stock(cls.product, 100)
        cls.buyer = cls._create_buyer()

    @classmethod
    def _create_bank(cls, name, number, code, **values):
        bank = cls.env["res.bank"].create({"name": name})
        account = cls.env["res.partner.bank"].create(
            {"acc_number": number, "bank_id": bank.id, "partner_id": cls.company.partner_id.id}
        )
        return cls.env["account.journal"].create(
            {
                "name": name,
                "code": code,
                "type": "bank",
                "bank_account_id": account.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_transaction(cls, order, **values):
        """Create the transaction that the shop creates when the customer chooses the bank transfer."""
        return cls.env["payment.transaction"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.provider.payment_method_ids[:1].id,
                "reference": cls.env["payment.transaction"]._compute_reference("custom", prefix=order.name),
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_redirect",
                "sale_order_ids": [(6, 0, order.ids)],
                **values,
            }
        )

    @classmethod
    def _create_waiting(cls, partner=None, quantity=1, **values):
        """Place an order as the shop does, up to where we wait for its transfer."""
        order = cls._create_order(partner or cls.buyer, cls.product, quantity, require_payment=True, **values)
        cls._choose_transfer(order)
        return order.waiting_transfer_id

    @classmethod
    def _choose_transfer(cls, order):
        transaction = cls._create_transaction(order)
        transaction._set_pending()
        transaction._post_process()
        return transaction

    @classmethod
    def _create_bank_line(cls, amount, journal=None, **values):
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": (journal or cls.bank).id,
                "amount": amount,
                "date": cls.company._get_today(),
                "payment_ref": "TRSF E-BANKING CR",
                **values,
            }
        )

    @classmethod
    def _order_of(cls, transfer):
        return cls.env["sale.order"].browse(transfer.res_id)
