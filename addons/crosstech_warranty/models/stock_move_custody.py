"""Transfers of Inventory move units, too: whatever moves a serial number, the record of custody says so."""

from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to put down where registered units went, whichever screen moved them."""
        done = super()._action_done(cancel_backorder=cancel_backorder)
        if not self.env.context.get("crosstech_hand_over"):
            done.sudo().move_line_ids._record_custody()
        return done


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        """Override of `stock`: what a hand-over rests on stays as it was.

        :raises UserError: naming the next step
        """
        if {"location_id", "location_dest_id", "lot_id", "quantity", "owner_id"} & vals.keys():
            done = self.filtered(lambda line: line.state == "done")
            if done and self.env["crosstech.custody.handover"].sudo().search_count(
                [("move_line_id", "in", done.ids)], limit=1
            ):
                raise UserError(
                    self.env._("This transfer is a hand-over on record. Next step: correct it on the unit.")
                )
        return super().write(vals)

    def _record_custody(self):
        lines = self.filtered(lambda line: line.lot_id and line.location_id != line.location_dest_id)
        if not lines:
            return
        units = self.env["crosstech.warranty.unit"].search([("lot_id", "in", lines.lot_id.ids)], order="id")
        by_lot = {unit.lot_id: unit for unit in units}
        for line in lines.filtered(lambda line: line.lot_id in by_lot):
            place = line.location_dest_id
            taker = place.custody_partner_id or line.picking_id.partner_id
            unit = by_lot[line.lot_id]
            if place._get_custody_kind() in ("workshop", "stock", "customer"):
                taker = None
            unit._add_handover(place, taker=taker, move_line_id=line.id, note=line.picking_id.name or line.reference)
