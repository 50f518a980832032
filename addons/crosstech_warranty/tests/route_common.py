"""What the tests of technicians share: three of them in one province, and a job in its capital."""

import uuid

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

ORDER = "crosstech.work.order"


class RouteCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crosstech.technician"].search([]).active = False
        cls.pontianak_utara = cls._create_region("T2.71.02", "Pontianak Utara", cls.pontianak)
        cls.customer = cls._create_buyer("Ibu Ratna Uji", email="ratna@example.com")
        cls.product = cls._create_product("Notebook Uji", weight=3.0)
        cls.resolution = cls.env["crosstech.fault.code"].create(
            {"name": "Cleaned", "code": "T-R9", "kind": "resolution"}
        )
        cls.near = cls._create_technician("teknisi_dekat", cls.pontianak_selatan)
        cls.beside = cls._create_technician("teknisi_sebelah", cls.pontianak_utara)
        cls.far = cls._create_technician("teknisi_jauh", cls.mariso)

    @classmethod
    def _create_technician(cls, login, region, **values):
        user = new_test_user(
            cls.env, login, groups="base.group_portal,crosstech_warranty.group_technician",
            email=f"{login}@example.com",
        )  # fmt: skip
        user.partner_id.phone = "+62 812 0000 7777"
        return cls.env["crosstech.technician"].create(
            {"partner_id": user.partner_id.id, "region_ids": [Command.set(region.ids)], **values}
        )

    @classmethod
    def _create_job(cls, **values):
        """A request for a visit, with its work order, which has looked for its technician."""
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "It does not start",
                "description": "It does not start",
                "partner_id": cls.customer.id,
                "product_id": cls.product.id,
                "region_id": cls.pontianak_selatan.id,
                "arrival_way": "on_site",
                **values,
            }
        )
        return cls.env[ORDER]._open(ticket)

    def _offer_of(self, order, technician):
        return order.offer_ids.filtered(lambda one: one.technician_id == technician)[:1]

    def _do(self, order, technician, action, key=None, **values):
        """Do what the page of a technician does, as his user."""
        user = technician.partner_id.user_ids
        key = key or uuid.uuid4().hex
        return order.with_user(user).sudo()._do_job(technician, {"key": key, "action": action, **values})

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("crosstech_warranty.ir_cron_route_jobs").method_direct_trigger()
        self.env.invalidate_all()

    def _taken_job(self, **values):
        order = self._create_job(**values)
        self._do(order, self.near, "accept")
        return order

    def _notices(self, partner):
        return self.env["crosstech.notification"].search([("partner_id", "=", partner.id)]).mapped("title")

    def _visit(self, order, technician, outcome, days_ago=1):
        moment = fields.Datetime.subtract(fields.Datetime.now(), days=days_ago)
        return self.env["crosstech.work.order.visit"].create(
            {
                "order_id": order.id, "technician_id": technician.id, "outcome": outcome,
                "started_datetime": moment, "ended_datetime": moment,
            }
        )  # fmt: skip
