"""A job finds its technician: the best first, then the next, then the Repair Team; never lost."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .route_common import RouteCommon


@tagged("post_install", "-at_install")
class TestRoute(RouteCommon):
    def test_a_job_is_offered_to_the_nearest_who_is_told(self):
        order = self._create_job()
        offer = order.offer_ids
        self.assertEqual((offer.technician_id, offer.state), (self.near, "offered"))
        self.assertIn("district", offer.reason_text)
        self.assertTrue([title for title in self._notices(self.near.partner_id) if order.name in title])
        self.assertEqual(offer.get_portal_url(), f"/my/jobs/{order.id}")

    def test_parcels_and_walk_ins_are_offered_to_nobody(self):
        for way in ("parcel", "walk_in"):
            self.assertFalse(self._create_job(arrival_way=way).offer_ids)

    def test_who_accepts_has_the_job(self):
        order = self._taken_job()
        self.assertEqual((order.state, order.technician_id), ("assigned", self.near))
        self.assertEqual(order.offer_ids.state, "accepted")

    def test_who_declines_makes_way_for_the_next_and_is_not_asked_again(self):
        order = self._create_job()
        self._do(order, self.near, "decline", note="On holiday")
        self.assertEqual(self._offer_of(order, self.near).note, "On holiday")
        self.assertEqual(self._offer_of(order, self.beside).state, "offered")
        order._route()
        self.assertEqual(len(order.offer_ids), 2)

    def test_where_nobody_is_left_the_repair_team_is_told_once(self):
        order = self._create_job()
        self._do(order, self.near, "decline")
        self._do(order, self.beside, "decline")
        self.assertTrue(order.needs_technician)
        self.assertEqual(
            len(order.activity_ids.filtered(lambda one: one.summary == "No technician has taken this job")), 1
        )
        order._route()
        self.assertEqual(len(order.activity_ids), 1)
        self.assertFalse(self._offer_of(order, self.far))

    def test_an_offer_nobody_answers_expires_and_the_next_is_asked(self):
        order = self._create_job()
        deadline = order.offer_ids.deadline
        with freeze_time(deadline + timedelta(minutes=1)):
            self._run_cron()
        self.assertEqual(self._offer_of(order, self.near).state, "expired")
        self.assertEqual(self._offer_of(order, self.beside).state, "offered")

    def test_an_offer_within_its_time_is_left_alone(self):
        order = self._create_job()
        self._run_cron()
        self.assertEqual(order.offer_ids.mapped("state"), ["offered"])

    def test_a_job_without_a_technician_for_too_long_comes_to_the_repair_team(self):
        order = self._create_job()
        order.offer_ids.deadline = fields.Datetime.now() + timedelta(days=30)
        order.state_datetime = fields.Datetime.now() - timedelta(hours=self.company.job_unassigned_hours, minutes=1)
        self._run_cron()
        self.assertTrue(order.needs_technician)
        self.assertEqual(order.offer_ids.state, "offered")
        self._do(order, self.near, "accept")
        self.assertFalse(order.needs_technician)
        self.assertFalse(order.activity_ids)

    def test_too_late_is_too_late(self):
        order = self._create_job()
        order.offer_ids.deadline = fields.Datetime.now() - timedelta(minutes=1)
        with self.assertRaisesRegex(UserError, "time to answer is over"):
            self._do(order, self.near, "accept")
        self.assertEqual((order.state, order.offer_ids.state), ("requested", "offered"))

    def test_of_two_who_are_asked_the_second_is_told(self):
        self.company.job_offers_at_once = 2
        order = self._create_job()
        self.assertEqual(set(order.offer_ids.mapped("state")), {"offered"})
        self._do(order, self.beside, "accept")
        with self.assertRaisesRegex(UserError, "somebody else has taken it"):
            self._do(order, self.near, "accept")
        self.assertEqual((order.technician_id, self._offer_of(order, self.near).state), (self.beside, "withdrawn"))
        self.assertTrue([title for title in self._notices(self.near.partner_id) if "is taken" in title])

    def test_a_technician_of_another_place_accepts_nothing(self):
        order = self._create_job()
        with self.assertRaisesRegex(UserError, "not offered to you"):
            self._do(order, self.far, "accept")
        self.assertEqual(order.state, "requested")

    def test_skills_and_load_decide_who_is_asked(self):
        printers = self.env["product.category"].create({"name": "Printers"})
        self.near.categ_ids = printers
        self.assertEqual(self._create_job().offer_ids.technician_id, self.beside)
        self.near.write({"categ_ids": False, "capacity": 0})
        self.assertEqual(self._create_job().offer_ids.technician_id, self.beside)

    def test_repair_team_takes_a_job_back_with_one_click_and_it_goes_to_the_next(self):
        order = self._taken_job()
        order._plan_visit(self.near, fields.Datetime.now() + timedelta(hours=3))
        event = order.visit_ids.event_id
        order.with_user(self.users["repair_team"]).action_unassign()
        self.assertEqual((order.state, order.technician_id.id), ("requested", False))
        self.assertEqual(self._offer_of(order, self.beside).state, "offered")
        self.assertEqual(order.visit_ids.outcome, "cancelled")
        self.assertFalse(event.exists())
        self.assertTrue([title for title in self._notices(self.near.partner_id) if "no longer yours" in title])

    def test_search_again_asks_everybody_anew(self):
        order = self._create_job()
        self._do(order, self.near, "decline")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            order.with_user(self.users["repair_team"]).action_route()
        self.assertEqual(order.offer_ids.filtered(lambda one: one.state == "offered").technician_id, self.near)

    def test_the_list_to_choose_from_tells_why_and_why_not(self):
        order = self._create_job(region_id=self.mariso.id)
        staff = order.with_user(self.users["repair_team"])
        action = staff.action_choose_technician()
        found = self.env["crosstech.work.order.candidate"].search(action["domain"])
        reasons = {one.technician_id: (one.score, one.reason_text, one.is_asked) for one in found}
        self.assertGreater(reasons[self.far][0], 0)
        self.assertTrue(reasons[self.far][2])
        self.assertEqual((reasons[self.near][0], "no region near" in reasons[self.near][1]), (0, True))
        chosen = found.filtered(lambda one: one.technician_id == self.near).with_user(self.users["repair_team"])
        chosen.action_offer()
        self.assertEqual(self._offer_of(order, self.near).state, "offered")
        chosen.action_assign()
        self.assertEqual((order.state, order.technician_id), ("assigned", self.near))
        self.assertEqual(self._offer_of(order, self.far).state, "withdrawn")

    def test_nobody_but_the_repair_team_routes(self):
        order = self._create_job()
        for role in set(self.users) - {"repair_team"}:
            staff = order.with_user(self.users[role])
            for method in ("action_route", "action_unassign", "action_choose_technician"):
                with self.assertRaises(UserError):
                    getattr(staff, method)()
        self.assertEqual(order.offer_ids.mapped("state"), ["offered"])

    def test_a_cancelled_job_calls_everybody_off(self):
        order = self._taken_job()
        order._plan_visit(self.near, fields.Datetime.now() + timedelta(hours=3))
        order._apply("cancel", roles={"customer"})
        self.assertEqual((order.offer_ids.state, order.visit_ids.outcome), ("withdrawn", "cancelled"))
        self.assertFalse(order.visit_ids.event_id)
        self.assertTrue([title for title in self._notices(self.near.partner_id) if "no longer yours" in title])

    def test_the_dashboard_counts_jobs_nobody_took(self):
        order = self._create_job()
        order.needs_technician = True
        hooks = self.env["crosstech.hooks"].with_user(self.users["repair_team"])
        tiles = {tile.key: tile for tile in hooks._dashboard_tiles("repair_team")}
        self.assertIn(
            order,
            self.env[tiles["jobs_without_technician"].model].search(list(tiles["jobs_without_technician"].domain)),
        )
        self.assertFalse([one for one in hooks._dashboard_tiles("finance_manager") if one.key.startswith("jobs_")])


@tagged("post_install", "-at_install")
class TestTechnician(RouteCommon):
    def test_first_visits_are_counted_and_absent_customers_are_not(self):
        jobs = [self._create_job() for _number in range(4)]
        self._visit(jobs[0], self.near, "solved", 1)
        self._visit(jobs[1], self.near, "needs_part", 3)
        self._visit(jobs[1], self.near, "solved", 1)
        self._visit(jobs[2], self.near, "absent", 2)
        self._visit(jobs[3], self.beside, "needs_centre", 2)
        self._visit(jobs[3], self.near, "solved", 1)
        self.assertEqual((self.near.visited_count, self.near.first_fix_percent), (2, 50))
        self.assertEqual(self.near.revisit_count, 2)
        self.assertEqual((self.beside.visited_count, self.beside.first_fix_percent), (1, 0))
        self.assertEqual((self.far.visited_count, self.far.first_fix_percent, self.far.turn_around_days), (0, 0, 0))

    def test_visits_of_two_years_ago_count_no_more(self):
        self._visit(self._create_job(), self.near, "solved", 800)
        self.assertEqual(self.near.visited_count, 0)

    def test_jobs_in_hand_are_those_accepted_and_offered(self):
        self._taken_job()
        self._create_job()
        self.assertEqual((self.near.open_count, self.far.open_count), (2, 0))

    def test_access_is_given_by_one_button_and_taken_by_another(self):
        contact = self.env["res.partner"].create({"name": "Teknisi Baru", "email": "baru.uji@example.com"})
        technician = self.env["crosstech.technician"].create({"partner_id": contact.id})
        staff = technician.with_user(self.users["repair_team"])
        staff.action_grant_access()
        user = contact.user_ids
        self.assertTrue(user.has_group("crosstech_warranty.group_technician"))
        self.assertTrue(user.share and technician.has_portal_access)
        self.assertEqual(self.env["crosstech.technician"].with_user(user)._of_user(), technician)
        staff.action_revoke_access()
        user.invalidate_recordset()
        self.assertFalse(user.has_group("crosstech_warranty.group_technician"))
        self.assertTrue(user.active)

    def test_access_needs_an_address_and_is_not_for_staff(self):
        Technician = self.env["crosstech.technician"]
        nobody = Technician.create({"partner_id": self.env["res.partner"].create({"name": "Tanpa Surel"}).id})
        colleague = Technician.create({"partner_id": self.users["inventory"].partner_id.id})
        for technician, words in ((nobody, "no e-mail"), (colleague, "works here")):
            with self.assertRaisesRegex(UserError, words):
                technician.with_user(self.users["repair_team"]).action_grant_access()
            self.assertFalse(technician.has_portal_access)

    def test_nobody_but_the_repair_team_gives_access(self):
        for role in set(self.users) - {"repair_team"}:
            with self.assertRaises(AccessError):
                self.near.with_user(self.users[role]).action_revoke_access()
        self.assertTrue(self.near.has_portal_access)

    def test_a_technician_reads_nothing_by_rpc(self):
        self._taken_job()
        user = self.near.partner_id.user_ids
        for model in ("crosstech.work.order", "crosstech.work.order.line", "crosstech.work.order.offer",
                      "crosstech.work.order.visit", "crosstech.technician", "crosstech.job.action",
                      "crosstech.warranty.unit"):  # fmt: skip
            with self.assertRaises(AccessError):
                self.env[model].with_user(user).search_read([], ["id"])
        self.assertFalse(self.env["helpdesk.ticket"].with_user(user).search([]))
