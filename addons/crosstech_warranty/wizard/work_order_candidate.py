"""Everybody who might do a job, for the Repair Team to choose from, with what speaks for and against each."""

from odoo import fields, models


class WorkOrderCandidate(models.TransientModel):
    _name = "crosstech.work.order.candidate"
    _description = "Technician for a Job"
    _order = "score desc, id"

    order_id = fields.Many2one("crosstech.work.order", required=True, ondelete="cascade")
    technician_id = fields.Many2one("crosstech.technician", required=True, ondelete="cascade")
    score = fields.Float(digits=(5, 1))
    reason_text = fields.Char(string="Why")
    is_asked = fields.Boolean(string="Asked Already")

    def _open_list(self, order):
        """Work out the list for an order and return the action that shows it."""
        Technician = self.env["crosstech.technician"]
        ranked = Technician._router(order.company_id).explain(order.sudo()._routing_job())
        asked = set(order.sudo().offer_ids.technician_id.ids)
        candidates = self.create(
            [
                {
                    "order_id": order.id,
                    "technician_id": one.key,
                    "score": one.score,
                    "reason_text": Technician._reason_text(Technician._reason_facts(one)),
                    "is_asked": one.key in asked,
                }
                for one in ranked
            ]
        )
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.work_order_candidate_action"),
            "domain": [("id", "in", candidates.ids)],
        }

    # === ACTION METHODS === #

    def action_offer(self):
        """Ask this technician too; the first who accepts gets the job."""
        self.ensure_one()
        self.order_id.check_access("write")
        self.order_id.sudo()._offer_by_hand(self.technician_id)
        return {"type": "ir.actions.act_window_close"}

    def action_assign(self):
        """Give the job to this technician at once: he has said yes on the telephone."""
        self.ensure_one()
        self.order_id._apply("assign", technician=self.technician_id)
        return {"type": "ir.actions.act_window_close"}
