"""How fast each product sells at a reseller and when he runs out of it; computed by ``lib.insight.demand``."""

from datetime import timedelta

from odoo import api, fields, models

from ..lib.insight import demand

BAR_DAYS = 60


class ResellerOutlook(models.Model):
    _name = "crosstech.reseller.outlook"
    _description = "Outlook of a Reseller's Product"
    _order = "stock_out_date, early_date, rate desc, id"
    _rec_name = "their_name"

    source_id = fields.Many2one("crosstech.reseller.source", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="source_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    their_key = fields.Char(required=True, readonly=True)
    their_name = fields.Char(string="Their Product", readonly=True)
    match_id = fields.Many2one("crosstech.reseller.match", readonly=True, index=True, ondelete="set null")
    product_id = fields.Many2one(related="match_id.product_id", string="Our Product", store=True, index=True)
    computed_date = fields.Date(required=True, readonly=True)
    data_date = fields.Date(string="Data up to", readonly=True, help="The last day that his data tell of.")
    rate = fields.Float(string="Sold a Day", digits=(16, 2), readonly=True)
    method = fields.Selection(
        [
            (demand.NAIVE, "As Much as Lately"),
            (demand.AVERAGE, "Average of a Quarter"),
            (demand.SBA, "Croston, Corrected"),
            (demand.TSB, "Teunter-Syntetos-Babai"),
            (demand.TOO_SHORT, "Plain Mean: Too Little Is Known"),
        ],
        readonly=True,
    )
    error = fields.Float(digits=(16, 2), readonly=True, help="Mean absolute error of the units of four weeks.")
    naive_error = fields.Float(
        string="Error of Naive", digits=(16, 2), readonly=True, help="The same of “as much as lately”."
    )
    origins = fields.Integer(string="Tried", readonly=True, help="On how many stretches of its own past.")
    events = fields.Integer(string="Days with a Sale", readonly=True)
    stock = fields.Float(digits=(16, 2), readonly=True)
    has_stock = fields.Boolean(string="Stock Known", readonly=True)
    on_the_way = fields.Float(digits=(16, 2), readonly=True, help="Ordered from us and not yet there.")
    cover_days = fields.Float(string="Days of Cover", digits=(16, 1), readonly=True, aggregator="avg")
    stock_out_date = fields.Date(string="Runs Out", readonly=True, help="The middle of the simulated futures.")
    early_date = fields.Date(string="At the Earliest", readonly=True, help="One future in ten is earlier.")
    late_date = fields.Date(string="At the Latest", readonly=True, help="One in ten is later.")
    last_sold_date = fields.Date(string="Last Sold", readonly=True)
    interval_days = fields.Float(string="Days between Sales", digits=(16, 1), readonly=True)
    urgency = fields.Selection(
        [
            ("out", "Out"),
            ("soon", "Soon"),
            ("later", "Later"),
            ("fine", "Enough"),
            ("still", "Still"),
        ],
        readonly=True,
        index=True,
    )
    beats_naive = fields.Boolean(compute="_compute_notes", string="Better than Naive")
    note = fields.Char(compute="_compute_notes")
    bar_html = fields.Html(compute="_compute_bar_html", string="From … to", sanitize=False)

    _once = models.UniqueIndex("(source_id, their_key)", "The outlook of this product exists already.")

    # === COMPUTE METHODS === #

    @api.depends("method", "error", "naive_error", "has_stock")
    @api.depends_context("lang")
    def _compute_notes(self):
        for row in self:
            row.beats_naive = row.method in (demand.AVERAGE, demand.SBA, demand.TSB)
            if row.method == demand.TOO_SHORT:
                row.note = self.env._("Too little is known to prove a forecast: a plain mean.")
            elif not row.has_stock:
                row.note = self.env._("His stock is not known: no date.")
            elif row.beats_naive and row.naive_error:
                better = round(100 * (1 - row.error / row.naive_error))
                row.note = self.env._("%s %% nearer than “as much as lately” on its own past.", better)
            else:
                row.note = self.env._("No method was better than “as much as lately”, so that is used.")

    @api.depends("early_date", "late_date", "stock_out_date", "data_date")
    def _compute_bar_html(self):
        for row in self:
            row.bar_html = self.env["ir.qweb"]._render("crosstech_reseller_sync.outlook_bar", row._bar_values())

    def _bar_values(self):
        """Where the interval stands on a line of ``BAR_DAYS`` days.

        :return: dict(start, middle, width: percent of the line; is_open: whether it goes on beyond it)
        """
        self.ensure_one()
        if not self.early_date or not self.data_date:
            return {"start": None, "middle": None, "width": None, "is_open": False}
        end = self.data_date + timedelta(days=BAR_DAYS)
        start, middle, late = (
            min(max(((day or end) - self.data_date).days, 0), BAR_DAYS) * 100 / BAR_DAYS
            for day in (self.early_date, self.stock_out_date, self.late_date)
        )
        return {
            "start": start, "middle": middle, "width": max(late - start, 1.5),
            "is_open": not self.late_date or self.late_date > end,
        }  # fmt: skip

    # === ACTION METHODS === #

    def action_view_match(self):
        """Show which of our products this is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "crosstech.reseller.match", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.match_id.id,
        }  # fmt: skip
