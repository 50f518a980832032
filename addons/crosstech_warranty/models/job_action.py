"""What technicians did on their page, by the key their browser made: sent twice over a weak line, done once."""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models

from ..lib import job_actions


class JobActionAgain(Exception):
    """The same action is being done by another request at this moment; ask again."""


class JobAction(models.Model):
    _name = "crosstech.job.action"
    _description = "Action of a Technician on His Page"
    _order = "id desc"
    _rec_name = "action"

    technician_id = fields.Many2one("crosstech.technician", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("crosstech.work.order", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    key = fields.Char(required=True)
    action = fields.Char(required=True)
    attachment_id = fields.Many2one("ir.attachment", string="Photo", ondelete="set null", index="btree_not_null")

    _key_uniq = models.UniqueIndex("(technician_id, key)", "This was done already.")

    @api.model
    def _once(self, technician, order, key, action):
        """Remember a key before its action is done; both are kept or neither.

        :return: the new record; empty when the action was done before
        :raises JobActionAgain: when another request is at it
        :raises job_actions.JobError: ``key`` for one that stands for another job or action
        """
        known = self.search([("technician_id", "=", technician.id), ("key", "=", key)], limit=1)
        if known:
            if (known.order_id, known.action) != (order, action):
                raise job_actions.JobError("key")
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return self.create({"technician_id": technician.id, "order_id": order.id, "key": key, "action": action})
        except UniqueViolation as error:
            raise JobActionAgain from error
