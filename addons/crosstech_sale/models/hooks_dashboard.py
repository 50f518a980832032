"""The tiles of the dashboards, with their titles; addons add tiles of their own."""

from dataclasses import replace

from odoo import models
from odoo.tools.translate import LazyTranslate

from ..lib import dashboards

_lt = LazyTranslate(__name__)

TITLES = {
    "my_todos": _lt("My to-dos until today"),
    "report_sections": _lt("My sections of the weekly report"),
    "reports_to_read": _lt("Weekly reports to read"),
    "testimonials": _lt("Complaints and ideas to answer"),
    "stock_reports": _lt("Stock checks waiting for me"),
    "courier_bills": _lt("Courier bills to audit"),
    "applications": _lt("Applications of resellers to check"),
    "offers_open": _lt("Orders offered to resellers"),
    "to_release": _lt("Paid orders to release"),
    "orders_waiting": _lt("Orders waiting for payment"),
    "courier_prices_asked": _lt("Courier prices asked for"),
    "addresses": _lt("Addresses without a district"),
    "weightless": _lt("Goods without a weight"),
    "tariffs_expiring": _lt("Courier price lists about to end"),
    "meetings_to_arrange": _lt("COD meetings to arrange"),
    "meetings_today": _lt("COD meetings until tonight"),
    "cash_with_me": _lt("COD cash to hand over"),
    "carts_left": _lt("Carts left behind"),
    "lines_to_match": _lt("Bank lines to match"),
    "proofs": _lt("Payment proofs to judge"),
    "cash_to_acknowledge": _lt("Cash to acknowledge"),
    "transfers_overdue": _lt("Transfers overdue"),
    "bills_due": _lt("To pay to suppliers within a week"),
    "to_ship": _lt("Released orders to ship"),
    "without_awb": _lt("Parcels without a consignment number"),
    "to_receive": _lt("Deliveries to receive"),
    "scarce": _lt("Goods sold out or promised away"),
    "purchases_to_confirm": _lt("Purchases to confirm"),
    "decisions": _lt("Decisions to carry out"),
    "orders": _lt("Orders"),
    "sales": _lt("Paid sales"),
    "received": _lt("Transfers received"),
    "cancelled": _lt("Orders cancelled"),
    "shipped": _lt("Parcels shipped"),
    "arrived": _lt("Deliveries received"),
    "bills": _lt("Supplier bills"),
    "serials": _lt("New serial numbers"),
    "sales_over_time": _lt("Paid sales over time"),
    "conversion": _lt("From cart to arrival"),
    "stages": _lt("Where open orders stand"),
    "sources": _lt("Orders by source"),
    "provinces": _lt("Orders by province"),
    "resellers": _lt("Paid sales by reseller"),
    "payments": _lt("Transfers asked for, by state"),
    "stock": _lt("Pieces in stock, by category"),
    "conversion.carts": _lt("Carts filled"),
    "conversion.placed": _lt("Ordered"),
    "conversion.paid": _lt("Paid"),
    "conversion.received": _lt("Received"),
}


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def _dashboard_tiles(self, role):
        """The tiles of a role, in order; addons extend it with ``super()`` and tiles that carry their own title.

        :param str role: one of ``lib.duties.STAFF_ROLES``
        :rtype: tuple[dashboards.Tile, ...]
        """
        return tuple(
            replace(tile, title=self._dashboard_title(tile.key)) for tile in dashboards.of_role(dashboards.TILES, role)
        )

    def _dashboard_title(self, key):
        return self.env._(TITLES[key])
