"""What this addon knows of a customer: figures, and what happened when."""

from odoo import models

TIMELINE_LIMIT = 50


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _customer_facts(self, partner):
        """Figures about a customer, for people who serve him.

        :param partner: one ``res.partner`` the caller may read; its whole company is counted
        :return: list of dict(key: str, label: str, type: ``integer``, ``monetary`` or ``datetime``, value)
        :raises AccessError: when the caller may not read the partner
        """
        partner.ensure_one()
        partner.check_access("read")
        orders = self._customer_records(partner, "sale.order", [("placed_datetime", "!=", False)])
        valid = orders.filtered(lambda order: order.order_stage != "cancelled")
        paid = valid.filtered("payment_confirmed_datetime")
        transfers = self._customer_records(partner, "crosstech.transfer", [("state", "=", "waiting")])
        return [
            _fact("orders", self.env._("Orders"), "integer", len(valid)),
            _fact("paid_total", self.env._("Paid in Total"), "monetary", sum(paid.mapped("amount_total"))),
            _fact(
                "last_order", self.env._("Last Order"), "datetime", max(valid.mapped("placed_datetime"), default=False)
            ),
            _fact("waiting_payments", self.env._("Payments Waited For"), "integer", len(transfers)),
            _fact(
                "waiting_amount", self.env._("Amount Waited For"), "monetary", sum(transfers.mapped("amount_to_pay"))
            ),
        ]

    def _customer_timeline(self, partner, limit=TIMELINE_LIMIT):
        """What happened with a customer, newest first.

        :return: list of dict(datetime: naive UTC, icon: str, title: str, text: str, res_model: str, res_id: int)
        :raises AccessError: when the caller may not read the partner
        """
        partner.ensure_one()
        partner.check_access("read")
        entries = self._customer_events(partner, limit)
        return sorted(entries, key=lambda entry: entry["datetime"], reverse=True)[:limit]

    def _customer_events(self, partner, limit):
        """The entries of the timeline in any order; addons add theirs. Called after the access check.

        :param int limit: how many of each kind can be of use at most
        """
        return [
            *self._order_events(partner, limit),
            *self._payment_events(partner, limit),
            *self._shipment_events(partner, limit),
            *self._notification_events(partner, limit),
        ]

    def _order_events(self, partner, limit):
        domain = [("placed_datetime", "!=", False)]
        for order in self._customer_records(partner, "sale.order", domain, "placed_datetime desc", limit):
            amount = order.currency_id.format(order.amount_total)
            yield _event(
                order, order.placed_datetime, "shopping-cart", self.env._("Ordered"), f"{order.name}: {amount}"
            )
            if order.cancelled_datetime:
                yield _event(order, order.cancelled_datetime, "times", self.env._("Cancelled"), order.name)
            if order.arrival_confirmed_datetime:
                yield _event(order, order.arrival_confirmed_datetime, "check", self.env._("Arrived"), order.name)

    def _payment_events(self, partner, limit):
        domain = [("state", "=", "paid")]
        for transfer in self._customer_records(partner, "crosstech.transfer", domain, "paid_datetime desc", limit):
            amount = transfer.currency_id.format(transfer.amount_to_pay)
            text = f"{transfer.description or transfer.name}: {amount}"
            yield _event(transfer, transfer.paid_datetime, "money", self.env._("Paid"), text)

    def _shipment_events(self, partner, limit):
        domain = [("state", "=", "done"), ("picking_type_code", "=", "outgoing")]
        for picking in self._customer_records(partner, "stock.picking", domain, "date_done desc", limit):
            text = " ".join(filter(None, [picking.origin or picking.name, picking.carrier_tracking_ref]))
            yield _event(picking, picking.date_done, "truck", self.env._("Shipped"), text)

    def _notification_events(self, partner, limit):
        for one in self._customer_records(partner, "crosstech.notification", [], "id desc", limit):
            title = self.env._("Told and read") if one.read_datetime else self.env._("Told")
            yield _event(one, one.create_date, "bell-o", title, one.title)

    def _customer_records(self, partner, model, domain, order=None, limit=None):
        """Search documents of a customer's whole company as superuser, within the companies of the caller."""
        own = [
            ("partner_id", "child_of", partner.commercial_partner_id.id),
            ("company_id", "in", self.env.companies.ids),
        ]
        return self.env[model].sudo().search([*own, *domain], order=order, limit=limit)


def _fact(key, label, kind, value):
    return {"key": key, "label": label, "type": kind, "value": value}


def _event(record, moment, icon, title, text):
    return {
        "datetime": moment or record.create_date,
        "icon": icon,
        "title": title,
        "text": text,
        "res_model": record._name,
        "res_id": record.id,
    }
