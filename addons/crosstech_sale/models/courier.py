"""The courier companies that carry our parcels."""

from urllib.parse import quote, urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Courier(models.Model):
    _name = "crosstech.courier"
    _description = "Courier"
    _order = "sequence, name"

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short name in lower case, such as jne.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    tracking_url = fields.Char(
        help="Page that shows where a parcel is; {awb} stands for its air waybill number.",
    )
    carrier_ids = fields.One2many("delivery.carrier", "courier_id", string="Services")
    tariff_ids = fields.One2many("crosstech.courier.tariff", "courier_id", string="Price Lists")
    service_count = fields.Integer(compute="_compute_counts")
    tariff_count = fields.Integer(compute="_compute_counts")

    _code_uniq = models.UniqueIndex("(lower(code))", "There is a courier with this code already.")

    # === COMPUTE METHODS === #

    @api.depends("carrier_ids", "tariff_ids")
    def _compute_counts(self):
        for courier in self:
            courier.service_count = len(courier.carrier_ids)
            courier.tariff_count = len(courier.tariff_ids)

    # === CONSTRAINT METHODS === #

    @api.constrains("tracking_url")
    def _check_tracking_url(self):
        for courier in self.filtered("tracking_url"):
            url = urlsplit(courier.tracking_url)
            if url.scheme not in ("http", "https") or not url.netloc or "{awb}" not in courier.tracking_url:
                raise ValidationError(
                    self.env._("A tracking link starts with https:// and has {awb} where the waybill number goes.")
                )

    # === ACTION METHODS === #

    def action_view_tariffs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.courier_tariff_action")
        return {**action, "domain": [("courier_id", "=", self.id)], "context": {"default_courier_id": self.id}}

    # === BUSINESS METHODS === #

    def _get_tracking_link(self, awb) -> str:
        """Return the page that shows where a parcel is; empty without a number or a link."""
        self.ensure_one()
        if not awb or not self.tracking_url:
            return ""
        return self.tracking_url.replace("{awb}", quote(awb.strip(), safe=""))
