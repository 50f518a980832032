"""Rows that did not fit and were set aside, with the reason and as they came; they can be tried again."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.pull import names

REASONS = [
    ("required", "A value is missing that every row needs"),
    ("too_long", "A text is longer than 300 characters"),
    ("not_a_number", "This is no number"),
    ("too_large", "A number is larger than any price or quantity"),
    ("not_a_moment", "This is no date"),
    ("far_moment", "The date is before 1900 or after 2199"),
    ("not_a_flag", "This is neither yes nor no"),
    ("columns", "The row has more or fewer values than its table"),
    ("doubled_key", "Another row has the same key"),
]


class ResellerQuarantine(models.Model):
    _name = "crosstech.reseller.quarantine"
    _description = "Row Set Aside"
    _auto = False
    _order = "id desc"
    _rec_name = "row_key"

    source_id = fields.Many2one("crosstech.reseller.source", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Reseller", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    entity = fields.Selection(
        [
            ("product", "Products"),
            ("stock", "Stock"),
            ("sale_line", "Sales"),
            ("price", "Prices"),
            ("purchase_line", "Purchases"),
        ],
        string="Kind", readonly=True,
    )  # fmt: skip
    row_key = fields.Char(string="Key", readonly=True)
    field_name = fields.Char(string="Field", readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    value = fields.Char(string="As It Came", readonly=True)
    original = fields.Json(readonly=True)
    row_text = fields.Text(string="The Whole Row", compute="_compute_row_text")
    read_datetime = fields.Datetime(string="Set Aside On", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            f"SELECT q.id, q.source_id, s.partner_id, s.company_id, q.entity, q.original ->> 'key' AS row_key, "  # noqa: S608
            f"q.field AS field_name, q.reason, q.original ->> q.field AS value, q.original, "
            f"r.recorded_at AS read_datetime "
            f"FROM {names.QUARANTINE} q JOIN crosstech_reseller_source s ON s.id = q.source_id "
            f"LEFT JOIN {names.RUN} r ON r.source_id = q.source_id AND r.run_id = q.run_id"
        )

    @api.depends("original")
    def _compute_row_text(self):
        for row in self:
            row.row_text = "\n".join(f"{name}: {value or '–'}" for name, value in (row.original or {}).items())

    def action_try_again(self):
        """Read everything of the kinds these rows belong to once more, now: for when the reseller has mended them."""
        sources = self.source_id
        for source in sources:
            source.check_access("write")
            source._readable_columns()
            source._pull_now("replay")
        return self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_pull_action")
