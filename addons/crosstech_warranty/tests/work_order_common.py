"""What the tests of work orders share: a unit sold, a customer, a request and the people who work on it."""

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


class WorkOrderCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_buyer("Ibu Ratna Uji", email="ratna@example.com")
        cls.product = cls._create_product("Notebook Uji", tracking="serial", list_price=7_000_000.0)
        cls.fault = cls.env["crosstech.fault.code"].create({"name": "Board dead", "code": "T-F1", "kind": "fault"})
        cls.resolution = cls.env["crosstech.fault.code"].create(
            {"name": "Board replaced", "code": "T-R1", "kind": "resolution"}
        )
        cls.technician = cls.env["crosstech.technician"].create(
            {"partner_id": cls.env["res.partner"].create({"name": "Teknisi Uji", "email": "teknisi@example.com"}).id}
        )
        cls.repair_team = cls.users["repair_team"]

    @classmethod
    def _create_unit(cls, serial="UJI-0001", product=None, **values):
        product = product or cls.product
        lot = cls.env["stock.lot"].create({"name": serial, "product_id": product.id, "company_id": cls.company.id})
        return cls.env["crosstech.warranty.unit"].create(
            {"product_id": product.id, "lot_id": lot.id, "partner_id": cls.customer.id, **values}
        )

    @classmethod
    def _create_ticket(cls, unit=None, **values):
        unit = unit or cls._create_unit()
        return cls.env["helpdesk.ticket"].create(
            {
                "name": "It does not start",
                "description": "It does not start",
                "partner_id": unit.partner_id.id,
                "unit_id": unit.id,
                "product_id": unit.product_id.id,
                "region_id": cls.pontianak_selatan.id,
                **values,
            }
        )

    @classmethod
    def _open_order(cls, ticket=None, *, is_here=False, **values):
        """Open a work order and hand it to the Repair Team's user, without any technician yet."""
        ticket = ticket or cls._create_ticket(**values)
        order = cls.env["crosstech.work.order"]._open(ticket, is_here=is_here)
        return order.with_user(cls.repair_team)
