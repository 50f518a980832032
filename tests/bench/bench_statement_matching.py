"""10,000 bank lines against 5,000 open transfers: deciding, and what deciding leaves to be booked."""

import time
from datetime import datetime, timedelta

import statement_set

from odoo.addons.crosstech_sale.lib import statement_matching

ORDERS, LINES, BOOKED = 5_000, 10_000, 20


def run(env) -> list[dict]:
    """Measure on a database with one bank account made for this; nothing is kept."""
    env = env(context={**env.context, "tracking_disable": True, "mail_create_nolog": True, "no_reset_password": True})
    journal = _journal(env)
    orders = statement_set.make_orders(ORDERS, seed=1, account=journal.id)
    printed = statement_set.make_lines(orders, LINES, seed=2)
    transfers = _transfers(env, journal, orders)
    imported = time.monotonic()
    lines = _bank_lines(env, journal, printed)
    imported = time.monotonic() - imported

    started = time.monotonic()
    decisions = env["account.bank.statement.line"].sudo()._decide_open_lines(journal.company_id, journal)
    env.flush_all()
    decided = time.monotonic() - started

    started = time.monotonic()
    statement_matching.match(
        [item.line for item in printed], statement_set.make_orders(ORDERS, seed=1, account=journal.id)
    )
    alone = time.monotonic() - started
    score = statement_set.score(_in_database(printed, lines, transfers), decisions)
    return [
        _entry("statement matching: 10,000 lines against 5,000 open orders, with reading and writing", decided, "s", 10,
               f"deciding alone {alone:.2f} s"),
        _entry("statement matching: lines that pay an order, matched without a person", 100 * score["share"], "%", 95,
               f"{score['paying']:,} paying lines", better="higher"),
        _entry("statement matching: wrong releases", score["wrong"] + score["doubled"], "releases", 0,
               f"{score['automatic']:,} automatic lines"),
        _entry("statement import: bank lines made per second (posted entries, in the background)", LINES / imported,
               "lines/s", None, "Odoo's own create() in batches", better="higher"),
        _booking(env),
    ]  # fmt: skip


def _entry(name, value, unit, goal, baseline, better="lower"):
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": baseline,
        "goal": goal,
        "better": better,
        "runs": 1,
    }


def _journal(env):
    account = env["res.partner.bank"].create({"acc_number": "99000111222", "partner_id": env.company.partner_id.id})
    return env["account.journal"].create(
        {"name": "Bench bank", "code": "BNCH", "type": "bank", "bank_account_id": account.id, "sequence": 0}
    )


def _transfers(env, journal, orders):
    """Transfers as the orders would have made them; the orders themselves are not needed to decide."""
    names = {name for order in orders for name in order.payers}
    partners = env["res.partner"].create([{"name": name} for name in sorted(names)])
    by_name = dict(zip(sorted(names), partners.ids, strict=True))
    transfers = env["crosstech.transfer"].create(
        [
            {
                "name": order.references[0],
                "description": order.references[1],
                "res_model": "sale.order",
                "res_id": -order.key,
                "partner_id": by_name[order.payers[0]],
                "company_id": journal.company_id.id,
                "currency_id": journal.company_id.currency_id.id,
                "journal_id": journal.id,
                "amount": float(order.amount),
                "unique_code": int(order.amount_to_pay - order.amount),
                "deadline": datetime.combine(order.opened, datetime.min.time()) + timedelta(days=3),
            }
            for order in orders
        ]
    )
    env.flush_all()
    days = [(transfer.id, order.opened) for transfer, order in zip(transfers, orders, strict=True)]
    env.cr.execute_values(
        """UPDATE crosstech_transfer SET create_date = day::timestamp + interval '1 hour'
           FROM (VALUES %s) AS given(id, day) WHERE crosstech_transfer.id = given.id""",
        days,
        page_size=1000,
    )
    transfers.invalidate_recordset()
    return dict(zip((order.key for order in orders), transfers.ids, strict=True))


def _bank_lines(env, journal, printed):
    """Make the lines in batches, each written and forgotten, as the scheduled action does."""
    ids = []
    for start in range(0, len(printed), 200):
        lines = env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": journal.id,
                    "date": item.line.date,
                    "payment_ref": item.line.text,
                    "amount": float(item.line.amount),
                    "match_state": "unmatched" if item.line.amount > 0 else "ignored",
                }
                for item in printed[start : start + 200]
            ]
        )
        ids += lines.ids
        env.flush_all()
        env.invalidate_all()
    env["account.bank.statement.line"]._refresh_statistics()
    return ids


def _in_database(printed, lines, transfers):
    """The truth in terms of database ids."""
    return [
        statement_set.Printed(
            statement_matching.BankLine(line, item.line.account, item.line.date, item.line.amount, item.line.text),
            transfers.get(item.order),
            item.behaviour,
        )
        for item, line in zip(printed, lines, strict=True)
    ]


def _booking(env) -> dict:
    """Seconds per order for what follows a match: payment, entries, confirmation, release, message."""
    product = env["product.product"].create(
        {"name": "Bench", "list_price": 77_000, "type": "consu", "is_storable": True, "taxes_id": False}
    )
    partner = env["res.partner"].create({"name": "Bench payer", "email": "bench@example.com"})
    orders = env["sale.order"].create(
        [{"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id})]} for _ in range(BOOKED)]
    )
    Line = env["account.bank.statement.line"].sudo()
    fresh = Line
    for order in orders:
        order._request_transfer()
        transfer = order.waiting_transfer_id
        values = {"payment_ref": transfer.name, "amount": transfer.amount_to_pay, "journal_id": transfer.journal_id.id}
        fresh |= Line.create(
            {**values, "transfer_id": transfer.id, "match_state": "proposed", "match_is_automatic": True}
        )
    env.flush_all()
    started = time.monotonic()
    for transfer in fresh.transfer_id:
        Line._post_certain(transfer)
        env.flush_all()
    seconds = (time.monotonic() - started) / BOOKED
    booked = sum(order.state == "sale" for order in orders)
    if booked != BOOKED:
        raise AssertionError(f"only {booked} of {BOOKED} were booked")
    return _entry("statement matching: one order booked, confirmed and released (in the background)", seconds * 1000,
                  "ms", None, f"{BOOKED} orders one by one; {seconds * ORDERS / 60:.0f} min for 5,000")  # fmt: skip
