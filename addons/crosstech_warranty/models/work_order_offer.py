"""A job offered to a technician: he accepts or declines in time; the first who accepts gets it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN = "offered"


class WorkOrderOffer(models.Model):
    _name = "crosstech.work.order.offer"
    _description = "Job Offered to a Technician"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("crosstech.work.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    technician_id = fields.Many2one("crosstech.technician", required=True, index=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Not Answered"),
            ("withdrawn", "Withdrawn"),
        ],
        default="offered", required=True, index=True, readonly=True,
    )  # fmt: skip
    deadline = fields.Datetime(required=True, index=True, readonly=True)
    answered_datetime = fields.Datetime(readonly=True)
    score = fields.Float(digits=(5, 1), readonly=True)
    reasons = fields.Json(readonly=True)
    reason_text = fields.Char(string="Why He", compute="_compute_reason_text")
    note = fields.Char(string="Why Declined", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(order_id, technician_id) WHERE state = 'offered'", "This job is offered to this technician already."
    )
    _accepted_uniq = models.UniqueIndex("(order_id) WHERE state = 'accepted'", "This job has its technician already.")

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for offer in self:
            facts = offer.reasons
            offer.reason_text = (
                offer.technician_id._reason_text(facts) if facts else self.env._("Chosen by the Repair Team.")
            )

    # === BUSINESS METHODS === #

    def _accept(self):
        """Take the job: the row of the work order is locked, so that of two who accept at once one is told.

        :raises UserError: when it is too late
        """
        self.ensure_one()
        self.order_id.lock_for_update(allow_referencing=True)
        self._check_open()
        self.order_id._apply("assign", roles={"system"}, technician=self.technician_id)

    def _decline(self, note=""):
        """Leave the job to others; the next best is asked at once."""
        self.ensure_one()
        self.order_id.lock_for_update(allow_referencing=True)
        self._check_open()
        self._close("declined", note=note)
        self.order_id._route()

    def _expire(self):
        """Close an offer nobody answered in time, and ask the next."""
        self.ensure_one()
        self._close("expired")
        self.technician_id._tell(
            self,
            lambda env: env._("Job %s went to somebody else", self.order_id.name),
            lambda env: env._("The time to answer was over. The next job comes to you as before."),
        )
        self.order_id._route()

    def _close(self, state, **values):
        self.write({"state": state, "answered_datetime": fields.Datetime.now(), **values})

    def _check_open(self):
        """:raises UserError: when there is nothing left to answer"""
        self.invalidate_recordset(["state"])
        if self.state == "accepted":
            raise UserError(self.env._("You have accepted this job already."))
        if self.state != OPEN:
            raise UserError(self.env._("This job is no longer offered to you: somebody else has taken it."))
        if self.deadline < fields.Datetime.now():
            raise UserError(self.env._("The time to answer is over; the job is offered to somebody else."))

    def get_portal_url(self, **_kwargs):
        """Where the technician sees the job; notices lead there."""
        self.ensure_one()
        self.check_access("read")
        return f"/my/jobs/{self.order_id.id}"
