"""What a reseller sees first: what is under way, what is due, and how he bought."""

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..lib import charts

MONTHS = 12
TOP = 5


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _reseller_dashboard_cards(self, partner):
        """The cards of a reseller's dashboard; addons add theirs with ``super()``.

        :param partner: the partner of the portal user who looks; the environment is his, so that record rules hold
        :return: list of dict(key: str, title: str, value: str, text: str, url: str, icon: name of Font Awesome,
            is_urgent: bool)
        """
        user = self.env.user
        rights = user._get_reseller_rights()
        cards = [self._orders_card()]
        if rights and rights.sees_prices:
            cards.append(self._payments_card(user))
        if rights:
            cards.append(self._approvals_card(partner, user, rights))
        cards.append(self._due_card(partner))
        territory = self._territory_card(partner)
        return cards + ([territory] if territory and rights and rights.sees_prices else [])

    def _orders_card(self):
        domain = [("order_stage", "in", ("ordered", "claimed", "paid", "released", "shipped"))]
        return {
            "key": "orders", "title": self.env._("Orders under way"), "icon": "truck", "url": "/my/orders",
            "value": str(self.env["sale.order"].search_count(domain)), "text": self.env._("See where they are"),
            "is_urgent": False,
        }  # fmt: skip

    def _payments_due(self):
        """Transfers this person's orders wait for, the nearest deadline first, as superuser."""
        orders = self.env["sale.order"].search([("order_stage", "in", ("ordered", "claimed"))])
        return orders.sudo().waiting_transfer_id.filtered(lambda one: not one.is_claimed).sorted("deadline")

    def _payments_card(self, user):
        transfers = self._payments_due()
        first = transfers[:1]
        text = self.env._("Nothing to pay")
        if first:
            text = self.env._("first until %s", first._local_text(first.deadline))
        return {
            "key": "payments", "title": self.env._("To pay"), "icon": "credit-card", "url": "/my/reseller#payments",
            "value": first.currency_id.format(sum(transfers.mapped("amount_to_pay"))) if first else "0", "text": text,
            "is_urgent": bool(first),
        }  # fmt: skip

    def _approvals_card(self, partner, user, rights):
        domain = [
            ("partner_id", "child_of", partner.commercial_partner_id.id), ("approval_state", "=", "waiting"),
            ("state", "=", "sent"),
        ]  # fmt: skip
        waiting = self.env["sale.order"].sudo().search(domain)
        if rights.is_approver():
            count = len(waiting.filtered(lambda order: rights.covers(round(order.amount_total))))
            text = self.env._("Colleagues wait for you") if count else self.env._("Nobody waits for you")
        else:
            count = len(waiting.filtered(lambda order: order.approval_asked_by_id == user))
            text = self.env._("You wait for a colleague") if count else self.env._("Nothing waits")
        return {
            "key": "approvals", "title": self.env._("Approvals"), "icon": "check-square-o", "url": "/my/approvals",
            "value": str(count), "text": text, "is_urgent": bool(count and rights.is_approver()),
        }  # fmt: skip

    def _due_card(self, partner):
        today = self.env.company._get_today()
        due = self.env["crosstech.reorder.reminder"]._due(partner.commercial_partner_id, today)
        return {
            "key": "reorder", "title": self.env._("Due to reorder"), "icon": "refresh", "url": "/my/reseller#reorder",
            "value": str(len(due)), "text": self.env._("Goods you buy regularly"), "is_urgent": False,
        }  # fmt: skip

    def _territory_card(self, partner):
        """The reseller's territories, where he has any."""
        summary = self.env["res.partner"]._portal_territory_summary(partner)
        if not summary["territories"]:
            return None
        return {
            "key": "territory", "title": self.env._("My territory"), "icon": "map-marker", "url": "/my/territory",
            "value": summary["currency"].format(summary["orders_amount"]),
            "text": self.env._("%s orders of buyers in 90 days", summary["orders_count"]),
            "is_urgent": bool(summary["offers_count"]),
        }  # fmt: skip

    def _reseller_purchases(self, partner):
        """Purchases of the last months for a chart: amounts, or numbers of orders for who sees no prices.

        :return: list of dict for the template ``chart_columns``
        """
        first = self.env.company._get_today().replace(day=1) - relativedelta(months=MONTHS - 1)
        hides = self.env.user.hides_prices
        groups = self.env["sale.order"]._read_group(
            [("placed_datetime", ">=", first), ("order_stage", "not in", (False, "cancelled"))],
            ["placed_datetime:month"],
            ["__count"] if hides else ["amount_total:sum"],
        )
        values = {month.date().replace(day=1): value for month, value in groups}
        months = [first + relativedelta(months=number) for number in range(MONTHS)]
        return charts.columns(
            [
                {
                    "label": format_date(self.env, month, date_format="MMM"),
                    "value": values.get(month, 0),
                    "text": str(values.get(month) or "") if hides else self._short(values.get(month, 0)),
                }
                for month in months
            ]
        )

    def _short(self, amount):
        """An amount in millions, short enough for the top of a column on a telephone; empty for nothing."""
        return formatLang(self.env, amount / 1_000_000, digits=1) if amount else ""

    def _reseller_top_products(self, partner):
        """What was bought most in the last year, for the template ``chart_bars``."""
        since = self.env.company._get_today() - relativedelta(months=MONTHS)
        groups = self.env["sale.order.line"]._read_group(
            [
                ("order_id.placed_datetime", ">=", since), ("order_id.order_stage", "not in", (False, "cancelled")),
                ("product_id.type", "=", "consu"),
            ],
            ["product_id"],
            ["product_uom_qty:sum"],
            order="product_uom_qty:sum desc",
            limit=TOP,
        )  # fmt: skip
        return charts.bars(
            [
                {
                    "label": product.sudo().name, "value": quantity, "text": f"{quantity:g}",
                    "url": product.sudo().website_url,
                }
                for product, quantity in groups
            ]
        )  # fmt: skip
