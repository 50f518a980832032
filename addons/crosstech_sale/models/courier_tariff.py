"""Dated price lists of couriers. In force is the applied one with the latest start; older ones stay as evidence."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..lib import courier_rates

_CACHE = "crosstech_courier_tariff_lines"


class CourierTariff(models.Model):
    _name = "crosstech.courier.tariff"
    _description = "Courier Price List"
    _order = "valid_from desc, id desc"
    _inherit = ["mail.thread"]

    courier_id = fields.Many2one("crosstech.courier", required=True, index=True, ondelete="restrict")
    origin_id = fields.Many2one(
        "crosstech.region", required=True, index=True, ondelete="restrict",
        help="Where parcels start: the warehouse's district, or the regency or province it lies in.",
    )  # fmt: skip
    valid_from = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    valid_to = fields.Date(tracking=True, help="Last day of this list; empty: until a later list replaces it.")
    state = fields.Selection(
        [("draft", "Draft"), ("applied", "Applied"), ("withdrawn", "Withdrawn")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip
    is_amendment = fields.Boolean(readonly=True, help="Made from the list before it by changing some prices.")
    line_ids = fields.One2many("crosstech.courier.tariff.line", "tariff_id", string="Prices")
    line_count = fields.Integer(compute="_compute_line_count")
    is_in_force = fields.Boolean(compute="_compute_is_in_force")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    import_report = fields.Text(string="Remarks of the import", readonly=True)

    _in_force_idx = models.Index("(origin_id, courier_id, valid_from DESC) WHERE state = 'applied'")
    _dates_ordered = models.Constraint("CHECK (valid_to >= valid_from)", "A price list cannot end before it starts.")

    # === COMPUTE METHODS === #

    @api.depends("courier_id", "origin_id", "valid_from")
    def _compute_display_name(self):
        for tariff in self:
            parts = (tariff.courier_id.name, tariff.origin_id.name, tariff.valid_from and str(tariff.valid_from))
            tariff.display_name = " · ".join(part for part in parts if part)

    @api.depends("line_ids")
    def _compute_line_count(self):
        lines = self.env["crosstech.courier.tariff.line"]
        counts = dict(lines._read_group([("tariff_id", "in", self.ids)], ["tariff_id"], ["__count"]))
        for tariff in self:
            tariff.line_count = counts.get(tariff, 0)

    @api.depends("state", "valid_from", "valid_to")
    def _compute_is_in_force(self):
        today = self.env.company._get_today()
        for tariff in self:
            tariff.is_in_force = bool(tariff.id) and tariff == self._in_force(
                tariff.courier_id, tariff.origin_id, today
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("courier_id", "origin_id", "valid_from", "currency_id")
    def _check_applied_list_is_unchanged(self):
        """An applied list says what was asked on a day: correct it with an amendment."""
        if any(tariff.state == "applied" for tariff in self) and not self.env.context.get("courier_tariff_applying"):
            raise ValidationError(self.env._("An applied price list stays as it is. Withdraw it first."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._forget_lines()
        return super().create(vals_list)

    def write(self, vals):
        self._forget_lines()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if any(tariff.state == "applied" for tariff in self):
            raise UserError(self.env._("An applied price list is evidence of past prices. Withdraw it instead."))

    # === ACTION METHODS === #

    def action_apply(self):
        """Put the list in force from its start on."""
        for tariff in self:
            if tariff.state == "applied":
                continue
            if not tariff.line_count:
                raise UserError(self.env._("This price list has no price yet."))
            tariff.with_context(courier_tariff_applying=True).state = "applied"
            tariff._publish_services()

    def action_withdraw(self):
        """Take the list back: the one before it is in force again."""
        self.filtered(lambda tariff: tariff.state == "applied").state = "withdrawn"

    def action_view_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.courier_tariff_line_action")
        return {**action, "domain": [("tariff_id", "=", self.id)], "display_name": self.display_name}

    # === BUSINESS METHODS === #

    def _publish_services(self):
        """Show the priced services in the shop; until a list names them they would only say 'no price'."""
        self.ensure_one()
        lines = self.env["crosstech.courier.tariff.line"]
        carriers = self.env["delivery.carrier"].sudo().browse(
            [carrier.id for (carrier,) in lines._read_group([("tariff_id", "=", self.id)], ["carrier_id"])]
        )  # fmt: skip
        carriers.filtered(lambda carrier: not carrier.website_published).website_published = True

    @api.model
    def _in_force(self, courier, origin, on_date):
        """Return the list in force for exactly this origin on a day, or none."""
        return self.search(
            [
                ("courier_id", "=", courier.id), ("origin_id", "=", origin.id), ("state", "=", "applied"),
                ("valid_from", "<=", on_date), "|", ("valid_to", "=", False), ("valid_to", ">=", on_date),
            ],
            order="valid_from DESC, id DESC", limit=1,
        )  # fmt: skip

    @api.model
    def _lines_in_force(self, origin, destination, on_date) -> dict:
        """Return the price of every service of every courier between two regions, from one query.

        The nearest region wins at both ends: a price to the district over one to its regency, over one to its province.

        :return: dict carrier id -> (lib Tariff, tariff id); kept for the rest of the transaction
        """
        if not origin or not destination:
            return {}
        cache = self.env.cr.cache.setdefault(_CACHE, {})
        key = (origin.id, destination.id, on_date)
        if key not in cache:
            self.flush_model()
            self.env["crosstech.courier.tariff.line"].flush_model()
            rows = self.env.execute_query(
                self._lines_in_force_query(origin._lineage_ids(), destination._lineage_ids(), on_date)
            )
            cache[key] = {row[0]: (self._rule(*row[2:]), row[1]) for row in rows}
        return cache[key]

    @api.model
    def _lines_in_force_query(self, origin_ids, destination_ids, on_date) -> SQL:
        return SQL(
            """
            WITH in_force AS MATERIALIZED (
                SELECT DISTINCT ON (courier_id) id
                  FROM crosstech_courier_tariff
                 WHERE state = 'applied' AND origin_id = ANY(%(origins)s)
                   AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
              ORDER BY courier_id, array_position(%(origins)s, origin_id), valid_from DESC, id DESC
            )
            SELECT DISTINCT ON (line.carrier_id)
                   line.carrier_id, line.tariff_id, line.price_per_kg, line.minimum_weight_kg,
                   line.etd_min_days, line.etd_max_days, line.has_etd, line.is_embargo
              FROM in_force
              JOIN crosstech_courier_tariff_line line ON line.tariff_id = in_force.id
             WHERE line.destination_id = ANY(%(destinations)s)
          ORDER BY line.carrier_id, array_position(%(destinations)s, line.destination_id)
            """,
            origins=list(origin_ids), destinations=list(destination_ids), day=on_date,
        )  # fmt: skip

    @api.model
    def _rule(self, price, minimum, etd_min, etd_max, has_etd, is_embargo):
        return courier_rates.Tariff(
            Decimal(str(price or 0)), Decimal(str(minimum or 0)),
            (etd_min or 0, etd_max or 0) if has_etd else None, bool(is_embargo),
        )  # fmt: skip

    @api.model
    def _forget_lines(self):
        """Drop the prices kept for this transaction; whoever changes them calls this."""
        self.env.cr.cache.pop(_CACHE, None)
