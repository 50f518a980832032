"""What a technician sees of his jobs: on the page, in his calendar."""

import secrets
from datetime import timedelta
from urllib.parse import quote_plus

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import agenda, job_actions

IN_HAND = ("assigned", "visiting")
TO_DO = (*IN_HAND, "solved", "settled")
MOST_PHOTOS = 40
NEVER = fields.Datetime.to_datetime("2100-01-01")
MAP = "https://www.google.com/maps/search/?api=1&query="


class Technician(models.Model):
    _inherit = "crosstech.technician"

    def _job_lists(self, most_done):
        """:return: dict of offers, jobs (soonest first) and done (latest first), as superuser"""
        technician = self.sudo()
        now = fields.Datetime.now()
        Order = self.env["crosstech.work.order"].sudo()
        mine = [("technician_id", "=", self.id)]
        to_do = [("state", "in", TO_DO), ("received_datetime", "=", False)]
        jobs = Order.search([*mine, *to_do])
        done = [*mine, ("state", "!=", "requested"), "!", "&", *to_do]
        return {
            "offers": self.env["crosstech.work.order.offer"].sudo().search(
                [("technician_id", "=", self.id), ("state", "=", "offered"), ("deadline", ">", now)],
                order="deadline",
            ),
            "jobs": jobs.sorted(lambda order: (order._planned_for(technician) or NEVER, order.id)),
            "done": Order.search(
                done, order="state_datetime desc", limit=most_done
            ),
        }  # fmt: skip

    def _job_agenda(self):
        """:return: list of dict as ``lib.agenda.calendar`` takes them"""
        visits = self.sudo().visit_ids.filtered(lambda one: one.planned_datetime and not one.outcome)
        host = self.get_base_url().partition("//")[2]
        return [
            {
                "uid": f"visit-{visit.id}@{host}",
                "start": visit.planned_datetime,
                "stop": visit.planned_datetime + timedelta(hours=agenda.VISIT_HOURS),
                "title": f"{visit.order_id.name} · {visit.order_id.product_id.display_name or ''}",
                "place": visit.place or "",
                "text": f"{self.get_base_url()}/my/jobs/{visit.order_id.id}",
            }
            for visit in visits
        ]


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _planned_for(self, technician):
        """When he is expected there; False when nothing is planned."""
        return self._waiting_visit(technician).planned_datetime

    def _waiting_visit(self, technician):
        return self.visit_ids.filtered(lambda one: one.technician_id == technician and not one.outcome)[:1]

    def _job_page(self, technician):
        """Everything his page shows of this job; the customer's name and address only once it is his."""
        order = self.sudo()
        is_mine = order._is_job_of(technician)
        visit = order._waiting_visit(technician)
        place = order._job_place()
        return {
            "job": order,
            "technician": technician,
            "is_mine": is_mine,
            "offer": order._job_offer_of(technician),
            "visit": visit,
            "planned_text": visit.planned_datetime and self._clock(visit.planned_datetime),
            "place": place,
            "map_url": MAP + quote_plus(place),
            "phone": order.ticket_id.phone or order.partner_id.phone or "",
            "photos": order._job_photos() if is_mine else self.env["ir.attachment"],
            "actions": order._job_actions(technician),
            "states": job_actions.ACTIONS,
            "resolutions": self.env["crosstech.fault.code"].sudo().search([("kind", "=", "resolution")]),
            "couriers": order._courier_prices() if is_mine and order.state in IN_HAND else [],
            "due": order.currency_id.format(order.amount_due) if order.amount_due else "",
            "limits": order._plan_limits(),
            "new_key": lambda: secrets.token_hex(16),
        }

    def _plan_limits(self):
        """The clock of the place as a browser's field for date and time takes it."""
        return {"min": self._local_input(fields.Datetime.now()), "zone": self._job_zone()}

    def _job_photos(self):
        """Pictures of this job and of the request it came from."""
        return self.env["ir.attachment"].sudo().search(
            [
                ("mimetype", "=like", "image/%"), ("res_field", "=", False),
                "|", "&", ("res_model", "=", self._name), ("res_id", "=", self.id),
                "&", ("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket_id.id),
            ],
            order="id",
        )  # fmt: skip

    def _add_job_photo(self, technician, key, file):
        """Keep a photo, once.

        :param file: ``proof_files.ProofFile`` or None
        :raises UserError: when there is none, or too many
        """
        order = self.sudo()
        if not job_actions.KEY.fullmatch(key) or not order._is_job_of(technician):
            raise UserError(self.env._("This page is out of date. Please load it again."))
        if file is None or not file.mimetype.startswith("image/"):
            raise UserError(self.env._("Choose a photo first."))
        if len(order._job_photos()) >= MOST_PHOTOS:
            raise UserError(self.env._("This job has %s photos; that is enough.", MOST_PHOTOS))
        try:
            done = self.env["crosstech.job.action"].sudo()._once(technician, order, key, "photo")
        except job_actions.JobError as error:
            raise UserError(self.env._("This page is out of date. Please load it again.")) from error
        if done:
            done.attachment_id = order._keep_photo(file, self.env._("Photo of the technician"))

    def _job_cover_words(self):
        """What the customer pays nothing for, in a sentence."""
        self.ensure_one()
        ticket = self.sudo().ticket_id
        verdict = ticket._get_verdict()
        labels = {"parts": self.env._("parts"), "labour": self.env._("labour"), "travel": self.env._("travel")}
        free = [label for what, label in labels.items() if ticket.is_goodwill or (verdict and getattr(verdict, what))]
        if len(free) == len(labels):
            return self.env._("Free for the customer: parts, labour and travel.")
        if free:
            return self.env._("Free for the customer: %s. Everything else is billable.", ", ".join(free))
        return self.env._("Billable: the customer pays. Promise no price: the Repair Team quotes.")

    def _job_cost_words(self):
        """How it stands with what the customer pays; "" where nothing is to be paid."""
        return {
            "draft": self.env._("The Repair Team is preparing the quote for the customer."),
            "offered": self.env._("The customer has the quote and has not answered yet."),
            "accepted": self.env._("The customer has accepted the quote: go on."),
            "declined": self.env._("The customer has declined the quote: do no work that costs."),
            "expired": self.env._("The quote has expired: ask the Repair Team for a new one."),
        }.get(self.sudo().quote_state, "")
