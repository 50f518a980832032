"""Proposing offers: needs from the outlook, his prices, our free stock; the rules are ``lib.insight.offers``."""

from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..lib.insight import offers

FRESH_DAYS = 14
ARRIVAL_DAYS = 4
UNCOUNTED = 1_000_000


class ResellerOffer(models.Model):
    _inherit = "crosstech.reseller.offer"

    @api.model
    def _cron_propose(self):
        """End what expired, measure what became of older offers, and propose new ones, for each company."""
        for company in self.env["res.company"].search([]):
            company_self = self.with_company(company)
            today = company._get_today()
            company_self._expire(today)
            company_self._measure(today)
            company_self._propose(today)
            company_self.env["crosstech.reseller.benchmark"]._close_months(today)
            self.env["ir.cron"]._commit_progress(1)

    def action_propose(self):
        """Propose anew from what is known now; offers that somebody changed or sent stay."""
        self.browse().check_access("write")
        today = self.env.company._get_today()
        self.sudo().with_company(self.env.company)._propose(today)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _propose(self, today):
        """Replace the proposals of the company by those of today.

        :return: the new offers
        """
        company = self.env.company
        mine = Domain("company_id", "=", company.id)
        self.search(mine & Domain("state", "=", "draft") & Domain("is_touched", "=", False)).unlink()
        busy = self.search(mine & Domain("state", "in", ("draft", "sent"))).partner_id
        needs = self._needs(today, busy)
        proposed, withheld = offers.propose(
            needs, self._available([need.product for need in needs]), self._courier, today, company._offer_policy()
        )
        self.env["crosstech.reseller.withheld"].search(mine).unlink()
        self.env["crosstech.reseller.withheld"].create([self._prepare_withheld(one) for one in withheld])
        by_key = {(need.reseller, need.product): need for need in needs}
        created = self.create([self._prepare_offer(offer, by_key) for offer in proposed])
        for offer in created:
            offer._quote_courier()
        return created

    def _prepare_withheld(self, one):
        facts = self.env["crosstech.reseller.withheld"]._facts_to_json(one.facts)
        return {
            "partner_id": one.reseller, "product_id": one.product, "reason": one.reason, "facts_json": facts,
            "company_id": self.env.company.id,
        }  # fmt: skip

    def _prepare_offer(self, offer, needs):
        Line = self.env["crosstech.reseller.offer.line"]
        lines = []
        for line in offer.lines:
            need = needs[offer.reseller, line.product]
            lines.append({
                "product_id": line.product, "quantity": line.quantity, "price": float(line.price),
                "case_size": need.case_size, "expected_units": line.expected_units, "reason": line.reason,
                "facts_json": Line._facts_to_json(line.facts), "rate": need.rate, "stock": max(need.stock, 0),
            })  # fmt: skip
        return {
            "partner_id": offer.reseller, "company_id": self.env.company.id,
            "courier_cost": float(offer.courier.cost), "arrival_date": offer.courier.arrival,
            "line_ids": [(0, 0, values) for values in lines],
        }  # fmt: skip

    # === NEEDS === #

    def _needs(self, today, busy):
        """Read from the outlook what resellers with an agreement in force sell of ours.

        :param busy: partners who have an offer open already
        :return: list of ``offers.Need``; resellers and products are ids
        """
        rows = self.env["crosstech.reseller.outlook"].search(
            [
                ("company_id", "=", self.env.company.id), ("product_id", "!=", False), ("has_stock", "=", True),
                ("source_id.agreement_id.state", "=", "active"), ("partner_id", "not in", busy.ids),
                ("data_date", ">=", today - timedelta(days=FRESH_DAYS)),
            ]
        )  # fmt: skip
        grouped = rows.grouped(lambda row: (row.partner_id, row.product_id))
        declined, case_sizes = self._declined(rows.partner_id), self._case_sizes(rows.product_id)
        facts = {
            partner: (self._prices(partner, rows.product_id), self._courier_days(partner, today))
            for partner in rows.partner_id
        }
        return [
            self._need(partner, product, group, facts[partner], case_sizes[product], declined)
            for (partner, product), group in grouped.items()
        ]

    def _need(self, partner, product, rows, facts, case_size, declined):
        prices, courier_days = facts
        price = prices.get(product.id)
        return offers.Need(
            partner.id, product.id, sum(rows.mapped("rate")), sum(rows.mapped("stock")), courier_days,
            Decimal(str(price)) if price else None, case_size,
            on_the_way=max(rows.mapped("on_the_way")),
            last_sold=max((day for day in rows.mapped("last_sold_date") if day), default=None),
            sale_interval_days=min((days for days in rows.mapped("interval_days") if days), default=1),
            declined=declined.get((partner.id, product.id)), is_sold=product.sale_ok and product.active,
        )  # fmt: skip

    def _declined(self, partners):
        """:return: dict of (partner id, product id) to the day he declined it last, whole offers or single products"""
        lines = self.env["crosstech.reseller.offer.line"].search(
            [
                ("partner_id", "in", partners.ids), ("company_id", "=", self.env.company.id),
                "|", ("offer_id.state", "=", "declined"),
                "&", ("offer_id.state", "=", "accepted"), ("accepted_quantity", "=", 0),
            ],
            order="id",
        )  # fmt: skip
        return {
            (line.partner_id.id, line.product_id.id): line.offer_id.answered_datetime.date()
            for line in lines
            if line.offer_id.answered_datetime
        }

    def _case_sizes(self, products):
        """:return: dict of product to pieces in its smallest packaging, 1 without one"""
        sizes = {}
        for product in products:
            packs = [unit._compute_quantity(1, product.uom_id) for unit in product.uom_ids]
            sizes[product] = round(min((size for size in packs if size > 1), default=1))
        return sizes

    def _prices(self, partner, products):
        """:return: dict of product id to what the reseller pays for one piece, taxes included"""
        pricelist = partner.property_product_pricelist
        prices = pricelist._get_products_price(products, 1.0) if pricelist else {}
        position = self.env["account.fiscal.position"]._get_fiscal_position(partner)
        for product in products:
            taxes = position.map_tax(product.taxes_id._filter_taxes_by_company(self.env.company))
            if taxes and prices.get(product.id):
                totals = taxes.compute_all(prices[product.id], product=product, partner=partner)
                prices[product.id] = totals["total_included"]
        return prices

    def _available(self, product_ids):
        """:return: dict of product id to pieces of ours that nobody has yet, what waits for an answer taken off"""
        products = self.env["product.product"].browse(dict.fromkeys(product_ids))
        promised = dict(
            self.env["crosstech.reseller.offer.line"]._read_group(
                [("offer_id.state", "=", "sent"), ("product_id", "in", products.ids)],
                ["product_id"], ["quantity:sum"],
            )
        )  # fmt: skip
        products = products.with_context(warehouse_id=self._website().warehouse_id.id)
        return {
            one.id: max(one.free_qty - promised.get(one, 0), 0) if one.is_storable else UNCOUNTED for one in products
        }

    @api.model
    def _website(self):
        """:return: the shop in which resellers of the company order"""
        Website = self.env["website"].sudo()
        return Website.search([("company_id", "=", self.env.company.id)], limit=1) or Website.search([], limit=1)
