"""A technician's click path in Chromium, on a phone of 390 px, with and without the network."""

from odoo.tests import tagged

from .test_job_portal import JobPortalCommon


@tagged("post_install", "-at_install")
class TestJobTour(JobPortalCommon):
    browser_size = "390x844"
    touch_enabled = True

    def _walk(self, url, tour):
        self.start_tour(url, tour, login=self.near.partner_id.user_ids.login)
        self.env.invalidate_all()

    def test_a_technician_takes_a_job_and_solves_it_on_a_phone(self):
        order = self._create_job()
        self._walk("/my/jobs", "crosstech_job")
        self.assertEqual(order.state, "closed")
        self.assertEqual((order.work_done, order.line_ids.name), ("Cleaned the contacts", "fan"))
        names = order._job_photos().mapped("name")
        self.assertEqual(len(names), 2)
        self.assertTrue([name for name in names if name.startswith("Signature")])
        self.assertLess(len(order._job_photos()[0].raw), 200_000)

    def test_without_network_actions_wait_and_are_done_once(self):
        order = self._taken_job()
        self._walk(f"/my/jobs/{order.id}", "crosstech_job_offline")
        self.assertEqual((order.state, len(order.visit_ids), len(order._job_photos())), ("visiting", 1, 1))
        self.assertTrue(order.visit_ids.on_way_datetime)
        actions = self.env["crosstech.job.action"].search([("order_id", "=", order.id)])
        self.assertEqual(sorted(actions.mapped("action")), ["accept", "on_way", "photo", "start"])
