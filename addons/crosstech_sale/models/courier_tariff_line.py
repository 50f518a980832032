"""One price of a courier's list: to a region, by a service, per kilogram."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class CourierTariffLine(models.Model):
    _name = "crosstech.courier.tariff.line"
    _description = "Courier Price"
    _order = "tariff_id desc, destination_id, carrier_id"
    _rec_name = "destination_id"

    tariff_id = fields.Many2one("crosstech.courier.tariff", required=True, ondelete="cascade")
    carrier_id = fields.Many2one(
        "delivery.carrier", string="Service", required=True, index=True, ondelete="restrict",
        domain=[("delivery_type", "=", "crosstech_courier")],
    )  # fmt: skip
    destination_id = fields.Many2one(
        "crosstech.region", required=True, index=True, ondelete="restrict",
        help="A district, or a regency or province whose districts have no price of their own.",
    )  # fmt: skip
    currency_id = fields.Many2one(related="tariff_id.currency_id")
    price_per_kg = fields.Monetary(string="Price per kg")
    minimum_weight_kg = fields.Float(string="Minimum weight (kg)", digits=(16, 3))
    etd_min_days = fields.Integer(string="Days from")
    etd_max_days = fields.Integer(string="Days to")
    has_etd = fields.Boolean(
        string="States days", compute="_compute_has_etd", store=True, readonly=False, precompute=True,
        help="Off when the courier does not say how long it takes.",
    )  # fmt: skip
    is_embargo = fields.Boolean(string="Embargo", help="The service does not go there at present.")

    _tariff_destination_carrier_uniq = models.UniqueIndex(
        "(tariff_id, destination_id, carrier_id)", "This list has a price for this service and destination already."
    )
    _price_is_positive = models.Constraint(
        "CHECK (COALESCE(price_per_kg, 0) > 0 OR COALESCE(is_embargo, false))",
        "A courier never carries for nothing: enter a price above zero.",
    )
    _weight_is_not_negative = models.Constraint(
        "CHECK (minimum_weight_kg IS NULL OR minimum_weight_kg >= 0)", "A minimum weight cannot be negative."
    )
    _days_are_ordered = models.Constraint(
        "CHECK (etd_min_days IS NULL OR etd_max_days IS NULL OR etd_min_days BETWEEN 0 AND etd_max_days)",
        "The shortest time cannot be longer than the longest.",
    )

    # === COMPUTE METHODS === #

    @api.depends("etd_max_days")
    def _compute_has_etd(self):
        for line in self:
            line.has_etd = line.etd_max_days > 0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_list_is_open()
        return lines

    def write(self, vals):
        self._check_list_is_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        self._check_list_is_open()

    # === TOOLING === #

    def _check_list_is_open(self):
        """Prices change in a draft only; what was applied stays as evidence."""
        self.env["crosstech.courier.tariff"]._forget_lines()
        if any(tariff.state != "draft" for tariff in self.tariff_id):
            raise UserError(self.env._("Prices of an applied list stay as they are. Import a list of changes instead."))
