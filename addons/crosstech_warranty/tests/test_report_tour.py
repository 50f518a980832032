from odoo.tests import HttpCase, tagged

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestReportTour(ReportCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_reports_a_failure_on_his_telephone_and_follows_it(self):
        self.buyer_user.partner_id.write(
            {
                "region_id": self.pontianak_selatan.id,
                "state_id": self.pontianak_selatan.state_id.id,
                "country_id": self.env.ref("base.id").id,
                "street": "Jalan Uji 1",
            }
        )
        self.start_tour("/service", "crosstech_service_report", login="lapor_pembeli")
        ticket = self.unit.ticket_ids
        self.assertEqual((ticket.verdict, ticket.place, len(ticket.work_order_ids)), ("company", "Jalan Uji 1", 1))
