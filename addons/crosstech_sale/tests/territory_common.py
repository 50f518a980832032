"""What tests of territories share: two resellers, and regions to give them."""

from .fulfil_common import FulfilCommon


class TerritoryCommon(FulfilCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_today()
        cls.celebes = cls._create_reseller("Toko Celebes Uji", is_company=True)
        cls.borneo = cls._create_reseller("Borneo Uji", is_company=True)

    @classmethod
    def _create_territory(cls, region=None, reseller=None, **values):
        return cls.env["crosstech.territory"].create(
            {
                "region_id": (region or cls.kalimantan_barat).id,
                "reseller_id": (reseller or cls.celebes).id,
                "date_from": cls.today.replace(month=1, day=1),
                "policy": "credit",
                "credit_percent": 5,
                "accept_hours": 24,
                **values,
            }
        )
