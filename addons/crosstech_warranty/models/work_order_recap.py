"""What became of the work orders: one row for each, for pivots, charts, the recap per period and the weekly report."""

from odoo import api, fields, models
from odoo.tools import SQL

REPEAT_DAYS = 30


class WorkOrderRecap(models.Model):
    _name = "crosstech.work.order.recap"
    _description = "Work Order Recap"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"

    order_id = fields.Many2one("crosstech.work.order", string="Work Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Opened On", readonly=True)
    finished_date = fields.Date(string="Finished On", readonly=True)
    state = fields.Selection(
        lambda self: self.env["crosstech.work.order"]._fields["state"]._description_selection(self.env), readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    technician_id = fields.Many2one("crosstech.technician", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    supplier_id = fields.Many2one("res.partner", readonly=True)
    region_id = fields.Many2one("crosstech.region", readonly=True)
    province_id = fields.Many2one("crosstech.region", readonly=True)
    arrival_way = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["arrival_way"]._description_selection(self.env),
        string="How the Unit Arrives", readonly=True,
    )  # fmt: skip
    verdict = fields.Selection(
        lambda self: self.env["helpdesk.ticket"]._fields["verdict"]._description_selection(self.env), readonly=True
    )
    decision = fields.Selection(
        lambda self: self.env["crosstech.work.order"]._fields["decision"]._description_selection(self.env),
        readonly=True,
    )
    fault_id = fields.Many2one("crosstech.fault.code", readonly=True)
    resolution_id = fields.Many2one("crosstech.fault.code", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    finished_count = fields.Integer(string="Finished", readonly=True)
    turnaround_hours = fields.Float(
        string="Turn-around (hours)", readonly=True, aggregator="avg", digits=(16, 1),
        help="From the report to the end of the work, by the wall clock.",
    )  # fmt: skip
    in_time_percent = fields.Float(
        string="In Time, %", readonly=True, aggregator="avg", digits=(16, 1), help="Of the requests solved."
    )
    visit_count = fields.Integer(string="Visits", readonly=True)
    first_time_fix_percent = fields.Float(
        string="First-Time Fix, %", readonly=True, aggregator="avg", digits=(16, 1),
        help="Of the orders with a visit that are finished: solved by the first one, the unit not back in 30 days.",
    )  # fmt: skip
    rating = fields.Float(readonly=True, aggregator="avg", digits=(16, 1), help="Stars of the customer, of 5.")
    amount_billed = fields.Monetary(string="Billed", readonly=True)
    amount_free = fields.Monetary(string="Given Free", readonly=True)
    amount_cost = fields.Monetary(string="Cost", readonly=True)
    amount_recovered = fields.Monetary(string="Recovered", readonly=True, help="What suppliers made good.")

    @property
    def _table_query(self):
        """One row per work order; whatever it has many of is added up before it is joined."""
        return SQL(
            """
            SELECT o.id, o.id AS order_id, o.company_id, c.currency_id, o.state, o.partner_id, o.technician_id,
                   o.product_id, pt.categ_id, u.supplier_id, o.region_id, p.id AS province_id,
                   t.arrival_way, t.verdict, o.decision, o.fault_id, o.resolution_id,
                   (timezone(COALESCE(r.timezone, 'Asia/Jakarta'), timezone('UTC', o.create_date)))::date AS date,
                   (timezone(COALESCE(r.timezone, 'Asia/Jakarta'), timezone('UTC', o.finished_datetime)))::date
                       AS finished_date,
                   1 AS order_count,
                   CASE WHEN o.finished_datetime IS NULL THEN 0 ELSE 1 END AS finished_count,
                   EXTRACT(EPOCH FROM o.finished_datetime - t.create_date) / 3600.0 AS turnaround_hours,
                   CASE t.sla_state WHEN 'met' THEN 100.0 WHEN 'missed' THEN 0.0 END AS in_time_percent,
                   COALESCE(v.visits, 0) AS visit_count,
                   CASE WHEN v.visits > 0 AND o.finished_datetime IS NOT NULL THEN
                        CASE WHEN v.visits = 1 AND v.solved = 1 AND COALESCE(
                                  o.next_date > o.finished_datetime + %(repeat)s * interval '1 day', TRUE)
                             THEN 100.0 ELSE 0.0 END
                   END AS first_time_fix_percent,
                   s.rating,
                   COALESCE(l.billed, 0) AS amount_billed,
                   COALESCE(l.free, 0) AS amount_free,
                   COALESCE(l.cost, 0) AS amount_cost,
                   COALESCE(k.recovered, 0) AS amount_recovered
              FROM (SELECT *, CASE WHEN unit_id IS NOT NULL THEN
                              LEAD(create_date) OVER (PARTITION BY unit_id ORDER BY id) END AS next_date
                      FROM crosstech_work_order) o
              JOIN res_company c ON c.id = o.company_id
              JOIN helpdesk_ticket t ON t.id = o.ticket_id
              LEFT JOIN crosstech_warranty_unit u ON u.id = o.unit_id
              LEFT JOIN product_product pp ON pp.id = o.product_id
              LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
              LEFT JOIN crosstech_region r ON r.id = o.region_id
              LEFT JOIN crosstech_region p ON p.id = split_part(r.parent_path, '/', 1)::int
              LEFT JOIN (SELECT order_id, count(*) AS visits,
                                count(*) FILTER (WHERE outcome = 'solved') AS solved
                           FROM crosstech_work_order_visit
                          WHERE outcome IS DISTINCT FROM 'cancelled' GROUP BY order_id) v ON v.order_id = o.id
              LEFT JOIN (SELECT order_id, sum(amount) AS billed, sum(quantity * cost_unit) AS cost,
                                sum(quantity * price_unit) FILTER (WHERE is_free) AS free
                           FROM crosstech_work_order_line GROUP BY order_id) l ON l.order_id = o.id
              LEFT JOIN (SELECT order_id, sum(recovered_amount) AS recovered
                           FROM crosstech_supplier_claim GROUP BY order_id) k ON k.order_id = o.id
              LEFT JOIN (SELECT res_id, avg(rating) AS rating FROM rating_rating
                          WHERE res_model = 'helpdesk.ticket' AND consumed AND rating > 0
                          GROUP BY res_id) s ON s.res_id = t.id
             WHERE o.state != 'cancelled' OR o.finished_datetime IS NOT NULL
            """,
            repeat=REPEAT_DAYS,
        )

    # === BUSINESS METHODS === #

    @api.model
    def _figures(self, domain):
        """Sum up a period.

        :param domain: which rows
        :return: dict of number by field; averages are None where nothing was measured
        """
        sums = ("order_count", "finished_count", "amount_billed", "amount_free", "amount_cost", "amount_recovered")
        means = ("turnaround_hours", "in_time_percent", "first_time_fix_percent", "rating")
        wanted = [*(f"{name}:sum" for name in sums), *(f"{name}:avg" for name in means)]
        values = self._read_group(domain, [], wanted)[0]
        found = dict(zip((*sums, *means), values, strict=True))
        return {name: (value or 0) if name in sums else _measured(value) for name, value in found.items()}


def _measured(value):
    """None for an average of nothing, which the ORM tells as False."""
    return None if value is False else value
