"""What tests of the reseller programme share: a level with prices, applications, the people who decide."""

import io

from PIL import Image

from ..lib import proof_files
from .common import CrosstechCommon

NPWP, OTHER_NPWP = "0013121660091000", "0016090524017000"


def reseller_values(region, **values):
    """An application as the form would make it."""
    return {
        "company_name": "Toko Uji Komputer",
        "legal_form": "ud",
        "contact_name": "Budi Uji",
        "email": "toko.uji@example.com",
        "phone": "+62 812 0000 0900",
        "npwp": NPWP,
        "street": "Jalan Uji 9",
        "zip": "78121",
        "region_id": region.id,
        "bank_name": "Bank Uji",
        "account_number": "1234567890",
        "account_holder": "Budi Uji",
        "monthly_volume": "10_to_50",
        "business_description": "Laptop dan printer",
        "is_listed_publicly": True,
        "is_phone_public": False,
        **values,
    }


def picture(kind="PNG", size=(40, 30)):
    """A real picture as bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#3366cc").save(buffer, format=kind)
    return buffer.getvalue()


class ProgrammeCommon(CrosstechCommon):
    """Base of tests of the reseller programme."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["operational_manager"]
        cls.silver, cls.gold = (cls._create_level(name, percent) for name, percent in (("Perak", 10), ("Emas", 20)))
        cls.product = cls._create_product(list_price=100_000)

    @classmethod
    def _create_level(cls, name, percent):
        item = {"applied_on": "3_global", "compute_price": "percentage", "percent_price": percent}
        pricelist = cls.env["product.pricelist"].create({"name": name, "item_ids": [(0, 0, item)]})
        return cls.env["res.partner.grade"].create({"name": name, "default_pricelist_id": pricelist.id})

    @classmethod
    def _submit(cls, sender="192.0.2.1", user=None, files=None, **values):
        """Apply as the website does."""
        files = [("nib", proof_files.clean(picture()))] if files is None else files
        application = cls.env["crosstech.reseller.application"]
        return application._submit(reseller_values(cls.pontianak_selatan, **values), files, sender, user)

    def _price(self, partner):
        return partner.property_product_pricelist._get_product_price(self.product, 1.0)

    def _mails_to(self, address):
        return self.env["mail.mail"].search([]).filtered(lambda mail: address in (mail.email_to or ""))

    def _as(self, record, role):
        return record.with_user(self.users[role])
