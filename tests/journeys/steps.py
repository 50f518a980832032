"""What happens in more than one journey: an order is looked up, the bank's money comes in, a parcel leaves."""

import base64
import datetime
import importlib.util
import sys
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from scripts import paths

from .people import Refused

JAKARTA = ZoneInfo("Asia/Jakarta")


def _load(path):
    """Load a module by its file: the demo package itself needs Odoo."""
    spec = importlib.util.spec_from_file_location("statement_files", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


statement_files = _load(paths.ADDONS / "crosstech_sale" / "demo" / "statement_files.py")


def choose(methods: dict, word: str) -> int:
    return next(number for name, number in methods.items() if word in name)


def newest_order(staff, login: str) -> dict:
    """The newest order of a customer, as the Operational Manager sees it."""
    manager = staff("operasional")
    user = staff(login).info
    fields = ["name", "state", "order_stage", "amount_total", "picking_ids", "transfer_ids"]
    domain = [("partner_id", "child_of", user["partner_id"]), ("placed_datetime", "!=", False)]
    return manager.find("sale.order", domain, fields, limit=1, order="placed_datetime desc, id desc")[0]


def stage(staff, order: dict) -> str:
    return staff("operasional").find("sale.order", [("id", "=", order["id"])], ["order_stage"])[0]["order_stage"]


def transfer_of(staff, order: dict) -> dict:
    fields = ["name", "amount", "unique_code", "amount_to_pay", "journal_id", "state", "deadline"]
    domain = [("res_model", "=", "sale.order"), ("res_id", "=", order["id"])]
    return staff("keuangan").find("crosstech.transfer", domain, fields, limit=1, order="id desc")[0]


def import_statement(staff, journal: int, *movements) -> dict:
    """Finance uploads what the bank printed; gives what the import says."""
    finance, model = staff("keuangan"), "crosstech.statement.import"
    account = finance.find("account.journal", [("id", "=", journal)], ["bank_acc_number"])[0]["bank_acc_number"]
    printed = statement_files.bca_csv(movements, account, opening=Decimal(10_000_000))
    file = base64.b64encode(printed).decode()
    record = finance.make(model, file=file, name="mutasi.csv", journal_id=journal)
    finance.press(model, "action_read", record)
    finance.press(model, "action_import", record)
    return finance.find(model, [("id", "=", record)], ["state", "new_count", "known_count", "result"])[0]


def money_in(transfer: dict, text: str, amount=None):
    today = datetime.datetime.now(JAKARTA).date()
    return statement_files.Movement(today, Decimal(str(amount or transfer["amount_to_pay"])), text)


def to_ship(staff, order: dict) -> list[int]:
    domain = [("sale_id", "=", order["id"]), ("state", "not in", ("done", "cancel"))]
    return [picking["id"] for picking in staff("gudang").find("stock.picking", domain, ["id"])]


def ship(staff, order: dict, awb: str) -> None:
    """Inventory enters the consignment number and hands the parcel over."""
    inventory = staff("gudang")
    picking = to_ship(staff, order)[0]
    with pytest.raises(Refused):
        inventory.press("stock.picking", "action_ship", picking)
    inventory.do("stock.picking", "write", [picking], {"carrier_tracking_ref": awb})
    inventory.press("stock.picking", "action_ship", picking)
