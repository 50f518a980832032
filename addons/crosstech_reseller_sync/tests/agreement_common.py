"""What the tests of agreements share: a reseller with a team, his source, and a mapping of two tables."""

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon

MAPPING = {
    "entities": {
        "product": {
            "entity": "product", "table": "barang", "cursor": "base.diubah",
            "fields": {
                "key": {"column": "base.id"}, "name": {"column": "base.nama"}, "price": {"column": "base.harga"},
                "category": {"column": "base.golongan"}, "changed": {"column": "base.diubah"},
            },
        },
        "stock": {
            "entity": "stock", "table": "stok",
            "fields": {
                "key": {"column": "base.id_barang"}, "product_key": {"column": "base.id_barang"},
                "quantity": {"column": "base.sisa"},
            },
        },
    }
}  # fmt: skip


class AgreementCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.director = cls.users["operational_manager"], cls.users["director"]
        cls.grade = cls.env["res.partner.grade"].create({"name": "Perak"})
        cls.shop = cls._create_buyer("Toko Data", is_company=True, grade_id=cls.grade.id, email="data@example.com")
        cls.rival_shop = cls._create_buyer("Toko Saingan", is_company=True, grade_id=cls.grade.id)
        cls.boss = cls._create_user(
            "reseller", "bos.data", partner_id=cls.shop.id, email="data@example.com", name="Toko Data"
        )
        clerk = cls._create_buyer("Pegawai", parent_id=cls.shop.id, email="pegawai@example.com")
        cls.clerk = cls._create_user("reseller", "pegawai.data", partner_id=clerk.id, email="pegawai@example.com")
        cls.rival = cls._create_user("reseller", "saingan", partner_id=cls.rival_shop.id, email="rival@example.com")
        cls.source = cls._create_source()
        cls.agreement = cls._create_agreement()

    @classmethod
    def _create_source(cls, **values):
        return cls.env["crosstech.reseller.source"].create(
            {
                "name": "Toko Data: kasir", "partner_id": cls.shop.id, "engine": "file", "transport": "upload",
                "mapping_json": MAPPING, "schema_json": {"tables": []}, **values,
            }
        )  # fmt: skip

    @classmethod
    def _create_agreement(cls, **values):
        return (
            cls.env["crosstech.reseller.agreement"]
            .with_user(cls.manager)
            .create({"source_id": cls.source.id, **values})
        )

    @classmethod
    def _member(cls, user):
        return cls.env["crosstech.reseller.member"].search([("user_id", "=", user.id)])

    def _permit(self, agreement=None):
        (agreement or self.agreement)._apply("permit_look", member=self._member(self.boss))

    def _offer(self, agreement=None):
        agreement = agreement or self.agreement
        agreement._take_columns()
        agreement._apply("offer", address="192.0.2.1")

    def _sign(self, agreement=None, user=None, **facts):
        agreement = agreement or self.agreement
        facts = {
            "signed_name": "Budi Data", "has_consented": True, "seen_terms": agreement._fingerprint(),
            "address": "192.0.2.2", **facts,
        }  # fmt: skip
        agreement._apply("sign", member=self._member(user or self.boss), **facts)

    def _activate(self):
        self._permit()
        self._offer()
        self._sign()
