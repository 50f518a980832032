"""Bank statements to try the import with: the transfers that are awaited, and what else a bank prints."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from .statement_files import Movement, bca_csv, mandiri_csv, mt940

PRINTERS = {"bca": (bca_csv, "csv"), "mdr": (mandiri_csv, "csv"), "bni": (mt940, "sta")}


def make_statements(demo):
    """Write one file for each bank into the output folder; without a folder nothing is written."""
    if not demo.output:
        return
    folder, today = Path(demo.output), demo.company._get_today()
    folder.mkdir(parents=True, exist_ok=True)
    for code, (printer, ending) in PRINTERS.items():
        journal = demo.ref(f"journal_{code}")
        transfers = demo.env["crosstech.transfer"].search(
            [("journal_id", "=", journal.id), ("state", "=", "waiting")], order="id"
        )
        content = printer(_movements(transfers, today), journal.bank_acc_number, opening=Decimal(48_500_000))
        (folder / f"{code}-{today:%Y-%m-%d}.{ending}").write_bytes(content)


def _movements(transfers, today) -> list:
    """What came in for the transfers, a payment by somebody unknown, one that is short, fees and a supplier paid."""
    lines = [
        Movement(today, Decimal(int(transfer.amount_to_pay)), f"TRSF E-BANKING CR {transfer.partner_id.name.upper()}")
        for transfer in transfers[:-1]
    ]
    for transfer in transfers[-1:]:
        short = Decimal(int(transfer.amount_to_pay) - 50_000)
        lines.append(Movement(today, short, f"TRSF E-BANKING CR {transfer.partner_id.name.upper()}"))
    lines += [
        Movement(today - timedelta(days=1), Decimal(275_000), "SETORAN TUNAI"),
        Movement(today - timedelta(days=1), Decimal(-6_500), "BIAYA TRANSFER"),
        Movement(today, Decimal(-12_350_000), "TRSF E-BANKING DB PT NUSANTARA KOMPUTA"),
    ]
    return lines
