"""The prices of a courier for thousands of shipments at once."""

from odoo import api, models
from odoo.tools import SQL

from ..lib.price_book import PriceBook, PriceList


class CourierTariff(models.Model):
    _inherit = "crosstech.courier.tariff"

    @api.model
    def _price_book(self, courier, region_ids) -> PriceBook:
        """Load every applied list of a courier with its prices to some regions, in two queries.

        :param region_ids: ids of all destinations and of the regions around them
        """
        self.env.flush_all()
        lists = [
            PriceList(tariff.id, tariff.origin_id.id, tariff.valid_from, tariff.valid_to or None)
            for tariff in self.search([("courier_id", "=", courier.id), ("state", "=", "applied")])
        ]
        rows = self.env.execute_query(
            SQL(
                """SELECT tariff_id, destination_id, carrier_id, price_per_kg, minimum_weight_kg,
                          etd_min_days, etd_max_days, has_etd, is_embargo
                     FROM crosstech_courier_tariff_line
                    WHERE tariff_id = ANY(%s) AND destination_id = ANY(%s)""",
                [one.list_id for one in lists], list(region_ids),
            )
        )  # fmt: skip
        prices = {}
        for list_id, region_id, carrier_id, *values in rows:
            prices.setdefault((list_id, region_id), {})[carrier_id] = self._rule(*values)
        return PriceBook(lists, prices)
