"""What the tests of this addon share: a company in rupiah, a small map, one user per role, things to sell."""

from odoo.tests import TransactionCase, new_test_user

from ..lib.money import RUPIAH_ROUNDING

ROLES = ("director", "operational_manager", "marketing_manager", "finance_manager", "inventory", "repair_team")


class CrosstechCommon(TransactionCase):
    """Base of our tests; factories take overrides as keyword arguments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls._indonesian_company()
        cls._create_map()
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.warehouse.partner_id.region_id = cls.gambir
        cls.users = {role: cls._create_user(role) for role in ROLES}

    @classmethod
    def _indonesian_company(cls):
        """The test company, switched to rupiah and the Indonesian chart of accounts where it is not yet."""
        company = cls.env.company
        rupiah = cls.env.ref("base.IDR")
        rupiah.write({"active": True, "rounding": RUPIAH_ROUNDING})
        if company.chart_template != "id":
            company.write({"country_id": cls.env.ref("base.id").id, "currency_id": rupiah.id})
            cls.env["account.chart.template"].try_loading("id", company, install_demo=False)
        return company

    @classmethod
    def _create_region(cls, code, name, parent=None, **values):
        """Create a region; level and time zone follow from the code and the parent."""
        level = ("province", "regency", "district")[code.count(".")]
        return cls.env["crosstech.region"].create(
            {
                "code": code,
                "name": name,
                "level": level,
                "parent_id": parent.id if parent else False,
                "country_id": cls.env.ref("base.id").id,
                "state_id": parent.state_id.id if parent else False,
                "timezone": parent.timezone if parent else "Asia/Jakarta",
                **values,
            }
        )

    @classmethod
    def _create_map(cls):
        """Three provinces in three time zones; codes start with T so that they never collide with the real list."""
        state = cls.env.ref
        cls.jakarta = cls._create_region("T1", "Jakarta Uji", state_id=state("base.state_id_jk").id)
        cls.jakarta_pusat = cls._create_region("T1.71", "Kota Jakarta Pusat", cls.jakarta)
        cls.gambir = cls._create_region("T1.71.01", "Gambir", cls.jakarta_pusat)
        cls.kalimantan_barat = cls._create_region("T2", "Kalimantan Barat Uji", state_id=state("base.state_id_kb").id)
        cls.pontianak = cls._create_region("T2.71", "Kota Pontianak", cls.kalimantan_barat)
        cls.pontianak_selatan = cls._create_region("T2.71.01", "Pontianak Selatan", cls.pontianak)
        cls.sulawesi_selatan = cls._create_region(
            "T3", "Sulawesi Selatan Uji", state_id=state("base.state_id_sn").id, timezone="Asia/Makassar"
        )
        cls.makassar = cls._create_region("T3.71", "Kota Makassar", cls.sulawesi_selatan)
        cls.mariso = cls._create_region("T3.71.01", "Mariso", cls.makassar)

    @classmethod
    def _create_user(cls, role, login=None, **values):
        """Create a user with one company role, such as ``finance_manager`` or ``reseller``."""
        return new_test_user(cls.env, login or f"test_{role}", groups=f"crosstech_sale.group_{role}", **values)

    @classmethod
    def _create_buyer(cls, name="Pembeli Uji", region=None, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "email": "pembeli@example.com",
                "phone": "+62 812 0000 0001",
                "street": "Jalan Uji 1",
                "city": "Pontianak",
                "zip": "78121",
                "country_id": cls.env.ref("base.id").id,
                "state_id": (region or cls.pontianak_selatan).state_id.id,
                "region_id": (region or cls.pontianak_selatan).id,
                **values,
            }
        )

    @classmethod
    def _create_product(cls, name="Papan Ketik Uji", list_price=100_000.0, weight=1.0, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": list_price,
                "weight": weight,
                "is_storable": True,
                "type": "consu",
                "sale_ok": True,
                "taxes_id": False,
                "website_published": True,
                **values,
            }
        )

    @classmethod
    def _create_order(cls, partner=None, product=None, quantity=1, **values):
        """Create a quotation of one line, as the shop would."""
        product = product or cls._create_product()
        return cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls._create_buyer()).id,
                "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})],
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity):
        """Put a quantity of a product on the shelf."""
        cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, quantity)
