"""Time passes for one request: all its moments move into the past together, as if the steps had taken days."""

from datetime import datetime, timedelta

from odoo.tools import SQL


def let_pass(ticket, days):
    """Move everything that happened to a request so many whole days back.

    :param ticket: ``helpdesk.ticket`` as superuser
    """
    env = ticket.env
    env.flush_all()
    for records in _parts(ticket):
        _shift(records, days)
    for order in ticket.work_order_ids:
        moments = order.stage_moments or {}
        order.stage_moments = {
            stage: (datetime.fromisoformat(moment) - timedelta(days=days)).isoformat()
            for stage, moment in moments.items()
        }
    for unit in _handovers(ticket).unit_id:
        unit.invalidate_recordset(["handover_ids"])  # the newest first
        unit.holder_since = unit.handover_ids[:1].moment
    ticket._tick()


def _parts(ticket):
    """Every record that belongs to the request."""
    env, orders = ticket.env, ticket.work_order_ids
    claims = env["crosstech.supplier.claim"].search([("order_id", "in", orders.ids)])
    handovers = _handovers(ticket)
    messages = env["mail.message"].search(
        [
            "|", "&", ("model", "=", ticket._name), ("res_id", "in", ticket.ids),
            "&", ("model", "=", orders._name), ("res_id", "in", orders.ids),
        ]
    )  # fmt: skip
    notices = env["crosstech.notification"].search([("res_model", "=", ticket._name), ("res_id", "in", ticket.ids)])
    defects = env["crosstech.defect"].search([("order_id", "in", orders.ids)])
    yield from (
        ticket, orders, orders.visit_ids, orders.offer_ids, orders.quote_ids, claims, handovers, messages, notices,
        defects, ticket.rating_ids,
    )  # fmt: skip


def _handovers(ticket):
    return ticket.env["crosstech.custody.handover"].search([("order_id", "in", ticket.work_order_ids.ids)])


def _shift(records, days):
    columns = [
        name for name, field in records._fields.items() if field.store and field.type in ("date", "datetime")
    ]  # fmt: skip
    if not records or not columns:
        return
    moves = SQL(", ").join(
        SQL("%s = %s - %s * interval '1 day'", SQL.identifier(name), SQL.identifier(name), days) for name in columns
    )
    table = SQL.identifier(records._table)
    records.env.cr.execute(SQL("UPDATE %s SET %s WHERE id IN %s", table, moves, tuple(records.ids)))
    records.invalidate_recordset(columns, flush=False)
