"""Units delivered before this addon was there, registered in the background, a batch at a time."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

JOB = "crosstech_warranty.past_job"  # parameter: what the background still has to do
BATCH = 1000


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    @api.model
    def _past_domain(self):
        """Deliveries of sold goods that no unit stands for."""
        return Domain(
            [
                ("state", "=", "done"),
                ("sale_line_id", "!=", False),
                ("location_dest_id.usage", "=", "customer"),
                ("location_id.usage", "!=", "customer"),
                ("quantity", ">", 0),
                ("move_line_ids", "not any", [("warranty_unit_ids", "!=", False)]),
            ]
        )

    @api.model
    def _without_terms_domain(self):
        """Units registered before their product had terms."""
        return Domain(
            [
                ("state", "=", "active"),
                ("term_id", "=", False),
                ("move_line_id", "!=", False),
                ("product_id.product_tmpl_id", "any", [("has_warranty", "=", True)]),
            ]
        )

    @api.model
    def _start_past_job(self):
        """Let the background register the past."""
        self.env["ir.config_parameter"].sudo().set_param(JOB, "1")
        self.env.ref("crosstech_warranty.ir_cron_register_past").sudo()._trigger()

    @api.model
    def _is_past_job_running(self):
        return bool(self.env["ir.config_parameter"].sudo().get_param(JOB))

    @api.model
    def _cron_register_past(self):
        """Register deliveries of the past and give units their terms, if somebody asked for it."""
        if not self._is_past_job_running():
            return
        moves = self.env["stock.move"].sudo().search(self._past_domain(), order="date, id")
        units = self.sudo().search(self._without_terms_domain())
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(moves) + len(units))
        for work, records in ((self._register_past, moves), (self._give_terms, units)):
            for ids in split_every(BATCH, records.ids):
                work(records.browse(ids))
                if not cron._commit_progress(len(ids)):
                    return  # time is up; the next run goes on
        self.env["ir.config_parameter"].sudo().set_param(JOB, False)

    def _register_past(self, moves):
        self._register_moves(moves)
        domain = [("sale_line_id", "in", moves.sale_line_id.ids), ("location_id.usage", "=", "customer")]
        self._end_returned(self.env["stock.move"].sudo().search([*domain, ("state", "=", "done")], order="date, id"))

    def _give_terms(self, units):
        """Give units the terms their product has now, counted from their delivery."""
        receipts = self._receipt_days(units.lot_id)
        for unit in units:
            values = self._prepare_unit(unit.move_line_id, unit.quantity, receipts)
            unit.write(
                {name: values[name] for name in values if name in ("term_id", "start_date", "supplier_id")
                 or name.endswith("_until")}
            )  # fmt: skip
