"""What the tests of requests share: sold units with terms, their buyer, a stranger, files as telephones send them."""

import io

from PIL import Image

from .work_order_common import WorkOrderCommon


def picture(kind="JPEG", size=(64, 48)):
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def video():
    """The first bytes of an MP4."""
    return b"\x00\x00\x00\x18ftypmp42" + bytes(200)


class ReportCommon(WorkOrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.symptom = cls.env.ref("crosstech_warranty.symptom_dead")
        cls.buyer_user = cls._create_user("buyer", login="lapor_pembeli", password="lapor_pembeli")
        cls.buyer_user.partner_id.write({"email": "lapor@example.com", "phone": "+62 812 1111 2222"})
        cls.stranger_user = cls._create_user("buyer", login="lapor_asing", password="lapor_asing")
        cls.order = cls._create_order(cls.buyer_user.partner_id, cls.product)
        cls.order.action_confirm()
        cls.term = cls.env["crosstech.warranty.term"].create(
            {
                "name": "Garansi uji",
                "company_parts_months": 12,
                "company_labour_months": 12,
                "company_travel_months": 12,
            }
        )
        cls.unit = cls._create_sold_unit("PF3X9K0L")

    @classmethod
    def _create_sold_unit(cls, serial, **values):
        return cls._create_unit(
            serial,
            partner_id=cls.buyer_user.partner_id.id,
            sale_line_id=cls.order.order_line[:1].id,
            term_id=cls.term.id,
            start_date="2020-01-01",
            company_parts_until="2090-01-01",
            company_labour_until="2090-01-01",
            company_travel_until="2090-01-01",
            **values,
        )

    @classmethod
    def _report_values(cls, **values):
        return {
            "unit_id": cls.unit.id,
            "partner_id": cls.buyer_user.partner_id.id,
            "symptom_id": cls.symptom.id,
            "description": "It died on Sunday\n<b>night</b>",
            "region_id": cls.pontianak_selatan.id,
            **values,
        }

    @classmethod
    def _report(cls, **values):
        return cls.env["helpdesk.ticket"]._report(cls._report_values(**values))
