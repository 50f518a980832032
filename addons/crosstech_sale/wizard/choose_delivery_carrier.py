from odoo import api, models


class ChooseDeliveryCarrier(models.TransientModel):
    _inherit = "choose.delivery.carrier"

    @api.onchange("carrier_id", "total_weight")
    def _onchange_carrier_id(self):
        """Override of `delivery` to quote our courier services at once: their prices are at hand."""
        if self.delivery_type != "crosstech_courier":
            return super()._onchange_carrier_id()
        self.delivery_message = False
        self.display_price = self.delivery_price = 0
        error = self._get_delivery_rate().get("error_message")
        if error:
            return {"warning": {"title": self.env._("No courier price"), "message": error, "type": "notification"}}
        return None
