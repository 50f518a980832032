"""How a reseller does among others, month by month; what keeps the others unknown is ``lib.insight.benchmark``."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.insight import benchmark

WAIT_DAYS = 3


class ResellerBenchmark(models.Model):
    _name = "crosstech.reseller.benchmark"
    _description = "Benchmark of Resellers"
    _order = "period_date desc, id desc"
    _rec_name = "period_date"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    period_date = fields.Date(string="Month", required=True, readonly=True, help="Its first day.")
    values_json = fields.Json(readonly=True, help="Reseller id to units sold a day, of the group alone.")
    shop_count = fields.Integer(compute="_compute_shop_count", string="Shops")
    withheld = fields.Selection(
        [("too_few", "Too Few Shops"), ("dominated", "One Shop Dominates"), ("changed", "The Group Changed")],
        readonly=True,
    )

    _once = models.UniqueIndex("(company_id, period_date)", "A month is told once and never counted again.")

    def _compute_shop_count(self):
        for row in self:
            row.shop_count = len(row.values_json or {})

    @api.model
    def _close_months(self, today):
        """Count the month that ended, once, when its sales have been read; a month that was told stays as told."""
        company = self.env.company
        period = today.replace(day=1) - relativedelta(months=1)
        if today.day <= WAIT_DAYS or self.search_count(
            [("company_id", "=", company.id), ("period_date", "=", period)], limit=1
        ):
            return self
        values = self._sold_a_day(period)
        told = self.search([("company_id", "=", company.id), ("withheld", "=", False)], limit=1)
        before = frozenset(map(int, told.values_json)) if told else None
        group = benchmark.cohort(frozenset(values), before)
        kept = {partner: values[partner] for partner in group or ()}
        withheld = benchmark.CHANGED if group is None else benchmark.refused(kept.values())
        return self.create(
            {
                "company_id": company.id, "period_date": period, "withheld": withheld or False,
                "values_json": {} if withheld else {str(partner): value for partner, value in kept.items()},
            }
        )  # fmt: skip

    def _sold_a_day(self, period):
        """:return: dict of partner id to units a day in a month, of resellers with an agreement in force"""
        end = period + relativedelta(months=1)
        self.env["crosstech.reseller.source"].flush_model()
        self.env["crosstech.reseller.agreement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT source.partner_id, greatest(sum(s.quantity), 0)::float / %(days)s
                  FROM crosstech_reseller_source source
                  JOIN crosstech_reseller_agreement agreement ON agreement.id = source.agreement_id
                  JOIN crosstech_sync_sale_line s ON s.source_id = source.id AND NOT s.is_deleted
                 WHERE source.active AND source.company_id = %(company)s AND agreement.state = 'active'
                   AND (s.sold_at AT TIME ZONE 'UTC' AT TIME ZONE source.timezone)::date >= %(start)s
                   AND (s.sold_at AT TIME ZONE 'UTC' AT TIME ZONE source.timezone)::date < %(end)s
                 GROUP BY 1
                """,
                days=(end - period).days, company=self.env.company.id, start=period, end=end,
            )
        )  # fmt: skip
        return dict(rows)

    @api.model
    def _forget_reseller(self, partner):
        """Take a reseller's name off the months that were told; the group stays as large as it was."""
        for row in self.search([]).filtered(lambda one: str(partner.id) in (one.values_json or {})):
            values = dict(row.values_json)
            nobody = min(0, *map(int, values)) - 1
            values[str(nobody)] = values.pop(str(partner.id))
            row.values_json = values

    @api.model
    def _compare(self, partner):
        """What a reseller may know of the last month that was told.

        :return: (``benchmark.Comparison``, first day of the month or None)
        """
        told = self.search([("company_id", "=", self.env.company.id), ("withheld", "=", False)], limit=1)
        if not told:
            return benchmark.Comparison(withheld=benchmark.TOO_FEW), None
        values = {int(key): value for key, value in told.values_json.items()}
        return benchmark.compare(partner.id, values), told.period_date
