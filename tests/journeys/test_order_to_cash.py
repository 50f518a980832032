"""A week at PD Cross Tech, through its pages only: orders come in, money is recognised, goods leave and arrive."""

import base64
import io

import pytest
from PIL import Image

REG = "REG"


# === WHAT THE JOURNEYS NEED === #


@pytest.fixture(scope="module")
def jne_prices(staff, shared_data):
    """The Operational Manager puts JNE's real price list in force; gives REG's price per kg by district name."""
    file = shared_data("courier/jne_tangerang_2015.csv")
    manager = staff("operasional")
    courier = manager.find("crosstech.courier", [("code", "=", "jne")], ["id"])[0]["id"]
    wizard = manager.make(
        "crosstech.courier.tariff.import",
        courier_id=courier,
        file=base64.b64encode(file.read_bytes()).decode(),
        filename=file.name,
    )
    manager.press("crosstech.courier.tariff.import", "action_read", wizard)
    manager.press("crosstech.courier.tariff.import", "action_match", wizard)
    manager.press("crosstech.courier.tariff.import", "action_apply", wizard)
    tariff = manager.find("crosstech.courier.tariff.import", [("id", "=", wizard)], ["tariff_id", "staged_count"])[0]
    assert tariff["staged_count"] > 10_000
    lines = manager.find(
        "crosstech.courier.tariff.line",
        [("tariff_id", "=", tariff["tariff_id"][0]), ("carrier_id.courier_service", "=", REG)],
        ["destination_id", "price_per_kg"],
    )
    return {line["destination_id"][1].split(",")[0]: line["price_per_kg"] for line in lines}


def a_photo(colour="white") -> bytes:
    """A picture as a phone would send it."""
    output = io.BytesIO()
    Image.effect_noise((600, 900), 60).convert("RGB").save(output, "JPEG")
    return output.getvalue()


def order_of(staff, name: str) -> dict:
    fields = ["id", "name", "state", "order_stage", "amount_total", "picking_ids", "transfer_ids"]
    return staff("operasional").find("sale.order", [("name", "=", name)], fields)[0]


def transfer_of(staff, order: dict) -> dict:
    fields = ["id", "name", "amount", "unique_code", "amount_to_pay", "journal_id", "state", "deadline"]
    return staff("keuangan").find("crosstech.transfer", [("id", "in", order["transfer_ids"])], fields)[-1]
