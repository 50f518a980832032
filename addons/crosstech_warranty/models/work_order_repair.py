"""The work itself as core's repair order: it takes the parts from the shelf and keeps the trace of the serial."""

from dataclasses import replace

from odoo import fields, models


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    # === STEPS === #

    def _before_step(self, action):
        """Extend: reserve what can be reserved before the guard asks whether parts are missing."""
        super()._before_step(action)
        if action == "finish":
            self._follow_part_lines()
            self._reserve_parts()

    def _step_facts(self, said=None):
        """Extend: whether the parts are reserved."""
        return replace(super()._step_facts(said), has_parts=not self._get_missing_moves())

    def _after_start_repair(self, facts):
        """Extend: the repair begins, and with it the reservation of its parts."""
        if not self.decision:
            self.write(self._prepare_decision("repair", ""))
        self._open_repair()
        super()._after_start_repair(facts)

    def _after_finish(self, facts):
        """Extend: the parts are used and the repair ends; one that was begun for nothing is called off."""
        if self.repair_id.state == "under_repair":
            self.repair_id.action_repair_end() if self.decision == "repair" else self.repair_id.action_repair_cancel()
        super()._after_finish(facts)

    def _after_diagnose(self, facts):
        """Extend: examined anew, the repair that was begun is called off and its parts are free again."""
        self._call_off_repair()
        super()._after_diagnose(facts)

    def _after_cancel(self, facts):
        """Extend: nothing stays reserved."""
        self._call_off_repair()
        super()._after_cancel(facts)

    def _after_solve(self, facts):
        """Extend: parts used on site leave the shelf."""
        if self._get_part_lines():
            self._open_repair()
            for move in self.repair_id.move_ids:
                move.quantity = move.product_uom_qty
            self.repair_id.action_repair_end()
        super()._after_solve(facts)

    # === ACTION METHODS === #

    def action_open_repair(self):
        """Show core's repair order: the parts it took from the shelf."""
        self.check_access("read")
        return self.repair_id._get_records_action()

    # === BUSINESS METHODS === #

    def _open_repair(self):
        """Begin the repair order, with a move per part; a unit on our bench is named with its serial number."""
        if self.repair_id.state not in ("confirmed", "under_repair"):
            self.repair_id = self.env["repair.order"].create(self._prepare_repair())
        self._follow_part_lines(is_new=True)
        self.repair_id.action_repair_start()
        self._reserve_parts()

    def _get_missing_moves(self):
        """:return: the moves of parts that are not reserved in full"""
        return self.repair_id.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )

    def _reserve_parts(self):
        """Reserve anew what is short: stock may have come, and a changed quantity does not do it by itself."""
        missing = self._get_missing_moves()
        missing._do_unreserve()
        missing._action_assign()

    def _call_off_repair(self):
        self.repair_id.filtered(lambda repair: repair.state not in ("done", "cancel")).action_repair_cancel()

    def _prepare_repair(self):
        values = {
            "picking_type_id": self._get_warehouse().repair_type_id.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "internal_notes": self.diagnosis,
        }
        unit = self.unit_id
        if unit.holder_kind != "workshop":
            return values
        place, owner = unit._get_current_place()
        # Core looks for the owner of the unit where components come from: the bench; each part names its own shelf.
        return {
            **values,
            "partner_id": owner.id or self.partner_id.id,
            "product_id": unit.product_id.id,
            "product_qty": unit.quantity,
            "lot_id": unit.lot_id.id,
            "location_id": place.id,
            "product_location_src_id": place.id,
            "product_location_dest_id": place.id,
        }

    def _get_part_lines(self):
        """:return: the lines of parts from the shelf, without what the customer declined"""
        return self.line_ids.filtered(
            lambda line: line.kind == "part" and line.product_id.type == "consu" and line.quote_id.state != "declined"
        )

    def _get_part_move(self, line):
        """:return: the move of the running or ended repair that takes a part"""
        return self.repair_id.move_ids.filtered(
            lambda move: move.work_order_line_id == line and move.state != "cancel"
        )[:1]

    def _follow_part_lines(self, *, is_new=False):
        """Make the moves of running repairs what the lines say."""
        for order in self:
            if not is_new and order.repair_id.state not in ("confirmed", "under_repair"):
                continue
            lines = order._get_part_lines()
            gone = order.repair_id.move_ids.filtered(lambda move, lines=lines: move.work_order_line_id not in lines)
            gone.filtered(lambda move: move.state != "done")._action_cancel()
            for line in lines:
                order._follow_part_line(line)

    def _follow_part_line(self, line):
        move = self._get_part_move(line)
        if move and (move.product_id != line.product_id or line.lot_id != move.lot_ids):
            move._action_cancel()
            move = move.browse()
        if not move:
            move = move.create(self._prepare_part_move(line))
        if move.product_uom_qty != line.quantity:
            move.product_uom_qty = line.quantity

    def _prepare_part_move(self, line):
        shelf = self._get_warehouse().lot_stock_id
        return {
            "repair_id": self.repair_id.id,
            "repair_line_type": "add",
            "work_order_line_id": line.id,
            "product_id": line.product_id.id,
            "product_uom": line.product_id.uom_id.id,
            "product_uom_qty": line.quantity,
            "location_id": shelf.id,
            "location_dest_id": self.repair_id.location_dest_id.id,
            "company_id": self.company_id.id,
        }


class StockMove(models.Model):
    _inherit = "stock.move"

    work_order_line_id = fields.Many2one(
        "crosstech.work.order.line", string="Line of a Work Order", index="btree_not_null", ondelete="set null"
    )
