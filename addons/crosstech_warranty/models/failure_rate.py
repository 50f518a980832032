"""How often products, batches and suppliers' goods fail, worked out every night; alarms go to the Director."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ..lib import failure_rate

TODO = "mail.mail_activity_data_todo"
WATCHED_MONTHS = 36
FULL = 100.0


class FailureRate(models.Model):
    _name = "crosstech.failure.rate"
    _description = "Failure Rate"
    _order = "excess desc, id"

    name = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(
        [("product", "Product"), ("batch", "Batch"), ("supplier", "Supplier")], required=True, readonly=True
    )
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null", ondelete="cascade")
    categ_id = fields.Many2one(related="product_id.categ_id", string="Category", store=True, index="btree_not_null")
    supplier_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null", ondelete="cascade")
    batch = fields.Char(readonly=True, help="The receipt that brought it, or how its serial numbers begin.")
    units = fields.Float(string="Units Sold", readonly=True, digits=(16, 0))
    months = fields.Float(string="Months in Use", readonly=True, digits=(16, 1), help="Of all its units together.")
    failures = fields.Integer(readonly=True, help="Without damage from outside, and without what had no fault.")
    rate = fields.Float(
        string="Fails per 100 a Year", readonly=True, digits=(16, 1), aggregator="avg",
        help="Failures of a hundred units in a year of use.",
    )  # fmt: skip
    lower = fields.Float(string="At Least", readonly=True, digits=(16, 1), aggregator=None)
    upper = fields.Float(string="At Most", readonly=True, digits=(16, 1), aggregator=None)
    usual_rate = fields.Float(string="Usual", readonly=True, digits=(16, 1), aggregator=None)
    usual_upper = fields.Float(string="Usual at Most", readonly=True, digits=(16, 1), aggregator=None)
    excess = fields.Float(
        string="Surely above the Usual", readonly=True, digits=(16, 1), aggregator=None, index=True,
        help="How far the lower bound is above what is usual at most; negative where it may be chance.",
    )  # fmt: skip
    state = fields.Selection(
        [("alert", "Fails too often"), ("watch", "To watch"), ("ok", "As usual")], required=True, readonly=True,
        index=True,
    )  # fmt: skip
    decision_id = fields.Many2one("crosstech.decision", string="Proposed Decision", readonly=True, ondelete="set null")
    bar_start = fields.Float(compute="_compute_bar")
    bar_width = fields.Float(compute="_compute_bar")
    bar_rate = fields.Float(compute="_compute_bar")
    bar_usual = fields.Float(compute="_compute_bar")
    rate_text = fields.Char(compute="_compute_bar")

    _key_uniq = models.UniqueIndex("(company_id, key)", "This rate is there already.")

    # === COMPUTE METHODS === #

    @api.depends("rate", "lower", "upper", "usual_upper")
    @api.depends_context("lang")
    def _compute_bar(self):
        """Where the interval is drawn, in percent of the scale that all rows shown share."""
        top = max((max(2 * row.rate, row.lower, row.usual_upper) for row in self), default=0.0) or 1.0
        for row in self:
            start, end, rate, usual = (
                min(FULL * value / top, FULL) for value in (row.lower, row.upper, row.rate, row.usual_upper)
            )
            row.bar_start, row.bar_width, row.bar_rate, row.bar_usual = start, max(end - start, 1.0), rate, usual
            row.rate_text = row._words()

    def _words(self):
        numbers = {
            name: formatLang(self.env, self[name], digits=1) for name in ("rate", "lower", "upper", "usual_rate")
        }
        return self.env._("%(rate)s of 100 a year (between %(lower)s and %(upper)s); usual: %(usual_rate)s", **numbers)

    # === SCHEDULED === #

    @api.model
    def _cron_calculate(self):
        """Work the rates out anew for every company, and put forward what has come to fail too often."""
        companies = self.env["res.company"].sudo().search([])
        self.env["ir.cron"]._work_on_each(companies, lambda company: self._calculate(company))

    @api.model
    def _calculate(self, company):
        known = {row.key: row for row in self.sudo().search([("company_id", "=", company.id)])}
        findings = failure_rate.judge(self._groups(company))
        seen = self.browse()
        for finding in findings:
            values = self._prepare_row(company, finding)
            row = known.get(values["key"])
            was_alert = row and row.state == failure_rate.ALERT
            if row:
                row.write(values)
            else:
                row = self.sudo().create(values)
            seen |= row
            if finding.state == failure_rate.ALERT and not was_alert:
                row._propose_stop()
        (self.sudo().search([("company_id", "=", company.id)]) - seen).unlink()

    # === BUSINESS METHODS === #

    def _groups(self, company):
        """Add up units, months and failures by product, by its batch, and by supplier.

        :return: list of ``lib.failure_rate.Group``; keys are (kind, product id, supplier id, batch)
        """
        sums = defaultdict(lambda: [0.0, 0.0, 0])
        categories = {}
        for product, categ, supplier, receipt, prefix, units, months, failures in self._read_units(company):
            batch = receipt or (f"{prefix}…" if prefix else "")
            categories[product] = categ
            keys = [("product", product, None, "")]
            keys += [("batch", product, None, batch)] if batch else []
            keys += [("supplier", None, supplier, "")] if supplier else []
            for key in keys:
                for place, number in enumerate((units, months, failures)):
                    sums[key][place] += number
        return [
            failure_rate.Group(key, self._peers(key, categories), units, months, failures)
            for key, (units, months, failures) in sums.items()
        ]

    def _peers(self, key, categories):
        """What a product is compared with: its category; a batch: the product's other batches; a supplier: all."""
        kind, product = key[:2]
        return (kind, {"product": categories.get(product), "batch": product}.get(kind))

    def _read_units(self, company):
        """Read per product, supplier and batch; a unit counts until it was replaced, and for three years at most.

        :return: list of (product id, category id, supplier id, receipt, serial prefix, units, months, failures)
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH receipt AS (
                    SELECT DISTINCT ON (l.lot_id) l.lot_id, p.name
                      FROM stock_move_line l
                      JOIN stock_picking p ON p.id = l.picking_id
                      JOIN stock_picking_type k ON k.id = p.picking_type_id
                     WHERE l.lot_id IS NOT NULL AND l.state = 'done' AND k.code = 'incoming'
                       AND p.return_id IS NULL
                     ORDER BY l.lot_id, l.date, l.id
                ), failure AS (
                    SELECT o.unit_id, o.create_date::date AS day,
                           CASE WHEN o.decision IN ('replace', 'refund') THEN o.create_date::date END AS ended
                      FROM crosstech_work_order o
                      JOIN helpdesk_ticket t ON t.id = o.ticket_id
                      LEFT JOIN crosstech_fault_code f ON f.id = o.fault_id
                     WHERE o.unit_id IS NOT NULL AND o.state != 'cancelled'
                       AND COALESCE(o.decision, '') != 'return'
                       AND (o.decision IS NOT NULL OR o.finished_datetime IS NOT NULL)
                       AND t.has_physical_damage IS NOT TRUE AND f.is_physical_damage IS NOT TRUE
                ), ended AS (
                    SELECT unit_id, min(ended) AS day FROM failure GROUP BY unit_id
                ), unit AS (
                    SELECT u.id, u.product_id, u.supplier_id, u.lot_id, u.quantity, u.start_date,
                           LEAST(%(today)s::date, (u.start_date + %(watched)s * interval '1 month')::date,
                                 e.day) AS end_date
                      FROM crosstech_warranty_unit u
                      LEFT JOIN ended e ON e.unit_id = u.id
                     WHERE u.company_id = %(company)s AND u.start_date <= %(today)s
                ), failed AS (
                    SELECT u.id, count(*) AS times
                      FROM unit u
                      JOIN failure f ON f.unit_id = u.id AND f.day BETWEEN u.start_date AND u.end_date
                     GROUP BY u.id
                )
                SELECT u.product_id, pt.categ_id, u.supplier_id, r.name,
                       CASE WHEN r.name IS NULL AND length(l.name) > 6 THEN upper(left(l.name, 6)) END,
                       sum(u.quantity),
                       sum(u.quantity * GREATEST(u.end_date - u.start_date, 0)) / %(days)s,
                       COALESCE(sum(x.times), 0)
                  FROM unit u
                  LEFT JOIN failed x ON x.id = u.id
                  JOIN product_product pp ON pp.id = u.product_id
                  JOIN product_template pt ON pt.id = pp.product_tmpl_id
                  LEFT JOIN stock_lot l ON l.id = u.lot_id
                  LEFT JOIN receipt r ON r.lot_id = u.lot_id
                 GROUP BY 1, 2, 3, 4, 5
                """,
                today=company._get_today(),
                watched=WATCHED_MONTHS,
                company=company.id,
                days=failure_rate.DAYS_PER_MONTH,
            )
        )
        return [(*row[:5], float(row[5]), float(row[6]), int(row[7])) for row in self.env.cr.fetchall()]

    def _prepare_row(self, company, finding):
        kind, product, supplier, batch = finding.group.key
        env = self.with_context(lang=company.partner_id.lang or self.env.lang).env
        names = {
            "product": env["product.product"].browse(product or ()).display_name,
            "supplier": env["res.partner"].browse(supplier or ()).display_name,
        }
        names["batch"] = f"{names['product']} · {batch}"
        usual = finding.usual
        return {
            "key": f"{kind}/{product or ''}/{supplier or ''}/{batch}",
            "name": names[kind],
            "company_id": company.id,
            "kind": kind,
            "product_id": product,
            "supplier_id": supplier,
            "batch": batch,
            "units": finding.group.units,
            "months": finding.group.months,
            "failures": finding.group.failures,
            "rate": finding.rate.value,
            "lower": finding.rate.lower,
            "upper": min(finding.rate.upper, 1e6),
            "usual_rate": usual.value if usual else 0.0,
            "usual_upper": min(usual.upper, 1e6) if usual else 0.0,
            "excess": finding.rate.lower - min(usual.upper, 1e6) if usual else -1e6,
            "state": finding.state,
        }

    def _propose_stop(self):
        """Put a stop of the sale before the Director as a draft; he announces it or throws it away."""
        self.ensure_one()
        director = self.env["res.users"].with_company(self.company_id)._with_role("director")
        row = self.with_context(lang=director.lang or self.env.lang)
        env = row.env
        facts = env._(
            "%(failures)s of %(units)s units failed: %(rate)s. With this certainty it is not chance. Nothing was"
            " stopped: you decide.",
            failures=row.failures, units=formatLang(env, row.units, digits=0), rate=row._words(),
        )  # fmt: skip
        self.decision_id = env["crosstech.decision"].sudo().create(
            {
                "name": env._("Stop selling %(name)s?", name=row.name),
                "description": Markup("<p>%s</p>") % facts,
                "company_id": self.company_id.id,
                "decision_date": self.company_id._get_today(),
            }
        )  # fmt: skip
        if director:
            self.decision_id.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, summary=env._("Fails too often: decide on its sale"), user_id=director.id,
                date_deadline=self.company_id._get_today(),
            )  # fmt: skip
