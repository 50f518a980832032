"""Find a unit by the serial number somebody typed; for staff, also those he may have meant."""

from odoo import api, fields, models

from ..lib import serials


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    serial_fold = fields.Char(compute="_compute_serial_fold", store=True, index=True)

    @api.depends("lot_id.name", "serial_text")
    def _compute_serial_fold(self):
        for unit in self:
            unit.serial_fold = serials.fold(unit.lot_id.name or unit.serial_text) or False

    def _get_serial(self):
        """The serial number as printed, or an empty text."""
        self.ensure_one()
        return self.sudo().lot_id.name or self.serial_text or ""

    @api.model
    def _find(self, serial, product=None):
        """Find the unit with a serial number (or our own number of the unit); signs that differ are another serial.

        :param product: a ``product.product`` to tell two makers' equal serials apart
        :return: one unit, as superuser: the one in use, or the newest that ended; none where it is not certain
        """
        units = self.sudo()
        wanted = serials.key(serial)
        if not wanted:
            return units
        own_number = [("name", "=", serial.strip().upper())]
        units = units.search([("serial_fold", "=", serials.fold(serial))]) or units.search(own_number, limit=1)
        units = units.filtered(lambda unit: wanted in (serials.key(unit._get_serial()), serials.key(unit.name)))
        if product:
            units = units.filtered(lambda unit: unit.product_id == product)
        units = units.filtered(lambda unit: unit.state == "active") or units
        return units[:1] if len(units.product_id) < 2 else units.browse()

    @api.model
    def _suggest(self, serial, most=5):
        """Units in use whose serial somebody may have meant. For staff: to a guest it would name serials."""
        domain = [("serial_fold", "in", serials.near(serial)), ("state", "=", "active")]
        return self.search(domain, limit=most)
