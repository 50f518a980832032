"""Finding the technician of a job: offered to the best, then to the next; never left lying (S1.12, S1.27)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import routing, working_hours

NO_TECHNICIAN = "crosstech_warranty.mail_activity_no_technician"
DEFAULT_ZONE = "Asia/Jakarta"


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    offer_ids = fields.One2many("crosstech.work.order.offer", "order_id", string="Offers")
    routing_datetime = fields.Datetime(
        string="Search Began", copy=False, readonly=True, help="Who was asked before may be asked again."
    )
    needs_technician = fields.Boolean(
        string="Nobody Found", copy=False, readonly=True, index=True, help="The Repair Team has to find a technician."
    )

    # === ACTION METHODS === #

    def action_route(self):
        """Look for a technician anew: everybody may be asked again."""
        self.check_access("write")
        for order in self:
            if order.state != "requested":
                raise UserError(
                    self.env._("%(order)s has a technician. Take it from him before you look anew.", order=order.name)
                )
            order.sudo()._close_offers()
            order.sudo().write({"routing_datetime": fields.Datetime.now()})
            order._route()
        return True

    def action_unassign(self):
        """Take the job from its technician and look for another one."""
        for order in self:
            order._apply("unassign")
        return True

    def action_choose_technician(self):
        """Show everybody who might do it, with the reasons."""
        self.ensure_one()
        self.check_access("write")
        return self.env["crosstech.work.order.candidate"]._open_list(self)

    # === BUSINESS METHODS: offers === #

    def _route(self):
        """Offer jobs on site that have no technician to the best who has not been asked yet.

        Where nobody is left, the Repair Team is told.
        """
        super()._route()
        for order in self.sudo():
            if order.state != "requested" or order.ticket_id.arrival_way != "on_site":
                continue
            open_offers = order.offer_ids.filtered(lambda offer: offer.state == "offered")
            missing = order.company_id.job_offers_at_once - len(open_offers)
            if missing <= 0:
                continue
            ranked = [one for one in order._rank() if one.key not in order._asked_ids()]
            for one in ranked[:missing]:
                order._offer(self.env["crosstech.technician"].sudo().browse(one.key), one)
            if not ranked and not open_offers:
                order._ask_for_technician()

    def _rank(self):
        """:return: list of ``routing.Ranked``, the best first"""
        return self.env["crosstech.technician"]._router(self.company_id).rank(self._routing_job())

    def _routing_job(self):
        region = self._job_region()
        path = self.product_id.categ_id.parent_path or ""
        return routing.Job(
            self.env["crosstech.technician"]._lineage(region),
            frozenset(int(part) for part in path.strip("/").split("/") if part),
        )

    def _job_region(self):
        """Where the unit failed; the customer's own region where nobody said."""
        return self.sudo().region_id or self.sudo().partner_id.region_id

    def _job_zone(self):
        return self._job_region().timezone or DEFAULT_ZONE

    def _asked_ids(self):
        """Technicians who had their chance since the search began."""
        since = self.routing_datetime
        return set(self.offer_ids.filtered(lambda one: not since or one.create_date >= since).technician_id.ids)

    def _offer(self, technician, ranked=None):
        """Offer this job to a technician and tell him.

        :param ranked: ``routing.Ranked``, where the rules chose him
        """
        now = fields.Datetime.now()
        offer = self.env["crosstech.work.order.offer"].sudo().create(
            {
                "order_id": self.id,
                "technician_id": technician.id,
                "deadline": working_hours.add(now, self.company_id.job_accept_hours, self._job_zone()),
                "score": ranked.score if ranked else 0,
                "reasons": technician._reason_facts(ranked) if ranked else False,
            }
        )  # fmt: skip
        self._found_somebody()
        region = self._job_region()
        technician._tell(
            offer,
            lambda env: env._("A job for you: %s", self.name),
            lambda env: env._(
                "%(product)s in %(region)s. Please accept or decline until %(deadline)s.",
                product=self.product_id.display_name or env._("A unit"),
                region=region.with_env(env).display_name or self.ticket_id.place or "",
                deadline=self.with_env(env)._clock(offer.deadline),
            ),
        )
        return offer

    def _offer_by_hand(self, technician):
        """Offer this job to somebody the Repair Team chose."""
        if self.state != "requested":
            raise UserError(self.env._("%(order)s has a technician already.", order=self.name))
        if self._job_offer_of(technician):
            raise UserError(self.env._("%(name)s has been asked and has not answered yet.", name=technician.name))
        self._offer(technician.sudo())

    def _close_offers(self, winner=None):
        """Withdraw what is still offered; others hear that it was taken.

        :param winner: the technician who has the job now
        """
        offers = self.sudo().offer_ids
        for offer in offers.filtered(lambda one: one.state == "offered" and one.technician_id != winner):
            offer._close("withdrawn")
            offer.technician_id._tell(
                offer,
                lambda env: env._("Job %s is taken", self.name),
                lambda env: env._("You need not answer any more. The next job comes to you as before."),
            )

    # === BUSINESS METHODS: nobody left === #

    def _ask_for_technician(self):
        """Put the job on the desk of the Repair Team, once."""
        self.needs_technician = True
        user = self.env["res.users"].sudo()._with_role("repair_team")
        if user and not self.activity_search([NO_TECHNICIAN]):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                NO_TECHNICIAN,
                user_id=user.id,
                note=self.env._(
                    "No technician has taken this job. Choose one, call him, or take it into the workshop."
                ),
            )

    def _found_somebody(self):
        if self.needs_technician:
            self.needs_technician = False
        self.activity_unlink([NO_TECHNICIAN])

    @api.model
    def _cron_route(self, limit=200):
        """Close offers nobody answered, ask the next, and let no job lie without a technician."""
        now = fields.Datetime.now()
        Cron = self.env["ir.cron"]
        offers = self.env["crosstech.work.order.offer"].search(
            [("state", "=", "offered"), ("deadline", "<", now)], limit=limit
        )
        failed = Cron._work_on_each(offers, lambda offer: offer._expire())
        waiting = [("state", "=", "requested"), ("ticket_id.arrival_way", "=", "on_site")]
        unasked = self.search(
            [*waiting, ("needs_technician", "=", False), ("offer_ids", "not any", [("state", "=", "offered")])],
            limit=limit,
        )
        failed += Cron._work_on_each(unasked, lambda order: order._route())
        for company in self.env["res.company"].search([]):
            before = now - timedelta(hours=company.job_unassigned_hours)
            late = self.search(
                [
                    *waiting, ("company_id", "=", company.id), ("needs_technician", "=", False),
                    ("state_datetime", "<", before),
                ],
                limit=limit,
            )  # fmt: skip
            failed += Cron._work_on_each(late, lambda order: order._ask_for_technician())
        Cron._commit_progress(len(offers) + len(unasked) - failed)

    # === BUSINESS METHODS: what follows a step === #

    def _after_assign(self, facts):
        """Extend: the job is this technician's now; those who were asked too are told."""
        super()._after_assign(facts)
        self._take_back(keeper=self.technician_id)
        self._close_offers(self.technician_id)
        self._found_somebody()
        self._note_assignment(self.technician_id)

    def _note_assignment(self, technician):
        """Keep who has the job since when; who was given it without an offer is told."""
        mine = self.offer_ids.filtered(lambda one: one.technician_id == technician)
        if mine.filtered(lambda one: one.state == "accepted"):
            return
        offered = mine.filtered(lambda one: one.state == "offered")
        if offered:
            offered._close("accepted")
            return
        now = fields.Datetime.now()
        values = {"order_id": self.id, "technician_id": technician.id, "deadline": now}
        offer = self.offer_ids.create({**values, "state": "accepted", "answered_datetime": now})
        technician._tell(
            offer,
            lambda env: env._("Job %s is yours", self.name),
            lambda env: env._("The Repair Team has given you this job. Please agree on a time with the customer."),
        )

    def _after_unassign(self, facts):
        """Extend: the technician is told, and the search goes on without him."""
        super()._after_unassign(facts)
        self._take_back()
        self._route()

    def _take_back(self, keeper=None):
        """Tell who had the job that it is no longer his, and call his planned visits off.

        :param keeper: the technician who has it from now on, who may be the same
        """
        for offer in self.offer_ids.filtered(lambda one: one.state == "accepted" and one.technician_id != keeper):
            offer._close("withdrawn")
            self.visit_ids.filtered(lambda visit, of=offer: visit.technician_id == of.technician_id)._call_off()
            offer.technician_id._tell(
                offer,
                lambda env: env._("Job %s is no longer yours", self.name),
                lambda env: env._("Please do not go there. Thank you for your work so far."),
            )

    def _after_cancel(self, facts):
        """Extend: nobody goes there in vain."""
        super()._after_cancel(facts)
        self._close_offers()
        self._found_somebody()
        self._take_back()

    def _after_receive(self, facts):
        """Extend: what is in the workshop needs no visit."""
        super()._after_receive(facts)
        self._close_offers()
        self._found_somebody()
        self.visit_ids._call_off()

    def _after_ship(self, facts):
        """Extend: what is on its way to the workshop needs no other technician."""
        super()._after_ship(facts)
        self._close_offers()
        self._found_somebody()
