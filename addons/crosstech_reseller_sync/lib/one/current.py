"""What all resellers have now, as one table per subject: the SQL that the screens and the analysts' views share.

Only what is not gone counts. Every row says whose it is, where, since when, through what, and when it was last read.
"""

# ruff: noqa: S608 – table and column names are those of lib.entities; nothing typed by anybody is in here

from ..entities import PRICE, PRODUCT, PURCHASE_LINE, SALE_LINE, STOCK, Entity
from ..pull import names

_WHOSE = (
    "c.id, c.key AS row_key, c.source_id, s.partner_id, s.company_id, co.currency_id, "
    "coalesce(c.place, s.place_name) AS place, "
    "c.activity, c.valid_from AS valid_datetime, c.recorded_at AS recorded_datetime, "
    f"(SELECT r.recorded_at FROM {names.RUN} r WHERE r.source_id = c.source_id AND r.state = 'done' "
    "ORDER BY r.run_id DESC LIMIT 1) AS read_datetime"
)
_OURS = "m.product_id, t.id AS product_tmpl_id, t.categ_id"
_THEIRS = "p.name, p.sku, p.barcode, p.category, p.brand"


def products() -> str:
    """Write the SELECT of all products of all resellers."""
    own = (
        f"{_THEIRS.replace('p.', 'c.')}, c.key AS their_key, c.unit, c.price, t.list_price AS our_price, "
        "c.active AS is_offered"
    )
    return _select(PRODUCT, own, key="c.key")


def listings() -> str:
    """Write the SELECT of our products at each reseller: his stock, his pace, and what he has on order with us."""
    level = (
        f"(SELECT sum(k.quantity) FROM {names.current(STOCK)} k "
        "WHERE k.source_id = c.source_id AND k.product_key = c.key AND NOT k.is_deleted)"
    )
    ordered = (
        "(SELECT sum(l.product_uom_qty - l.qty_delivered) FROM sale_order_line l "
        "JOIN sale_order o ON o.id = l.order_id JOIN res_partner b ON b.id = o.partner_id "
        "WHERE l.product_id = m.product_id AND l.product_uom_qty > l.qty_delivered AND o.state = 'sale' "
        "AND o.company_id = s.company_id AND b.commercial_partner_id = s.partner_id)"
    )
    own = (
        f"{_THEIRS.replace('p.', 'c.')}, c.key AS their_key, c.price, t.list_price AS our_price, "
        f"{level} AS quantity, u.last_sold_date, u.rate, u.cover_days, u.stock_out_date, {ordered} AS ordered_quantity"
    )
    outlook = "LEFT JOIN crosstech_reseller_outlook u ON u.source_id = c.source_id AND u.their_key = c.key"
    return f"{_select(PRODUCT, own, key='c.key', more=outlook)} AND m.product_id IS NOT NULL"


def stock() -> str:
    """Write the SELECT of all stock levels, with the name and price of the product each belongs to."""
    own = f"{_THEIRS}, c.product_key AS their_key, c.quantity, p.price, c.quantity * p.price AS amount"
    return _select(STOCK, own, product=True)


def sales() -> str:
    """Write the SELECT of all lines sold."""
    own = (
        f"{_THEIRS}, c.product_key AS their_key, c.order_ref, "
        "coalesce(c.sold_at, c.valid_from) AS moved_datetime, c.quantity, c.unit_price, "
        "c.quantity * c.unit_price AS amount"
    )
    return _select(SALE_LINE, own, product=True)


def purchases() -> str:
    """Write the SELECT of all lines bought, from whomever."""
    own = (
        f"{_THEIRS}, c.product_key AS their_key, c.order_ref, "
        "coalesce(c.bought_at, c.valid_from) AS moved_datetime, c.quantity, c.unit_price, "
        "c.quantity * c.unit_price AS amount, c.supplier"
    )
    return _select(PURCHASE_LINE, own, product=True)


def prices() -> str:
    """Write the SELECT of all prices: those on price lists, and the plain one of each product, beside our own."""
    ours = (
        "t.list_price AS our_price, "
        "CASE WHEN t.list_price > 0 THEN 100 * ({0} - t.list_price) / t.list_price END AS difference_percent"
    )
    listed = f"'price' AS entity, {_THEIRS}, c.product_key AS their_key, c.price_list, c.price, " + ours.format(
        "c.price"
    )
    plain = (
        f"'product' AS entity, {_THEIRS.replace('p.', 'c.')}, c.key AS their_key, "
        "NULL::text AS price_list, c.price, " + ours.format("c.price")
    )
    return (
        f"{_select(PRICE, listed, product=True)} UNION ALL "
        f"{_select(PRODUCT, plain, key='c.key')} AND c.price IS NOT NULL"
    )


def _select(entity: Entity, own: str, *, key: str = "c.product_key", product: bool = False, more: str = "") -> str:
    joins = [
        "JOIN crosstech_reseller_source s ON s.id = c.source_id",
        "JOIN res_company co ON co.id = s.company_id",
    ]
    if product:
        joins.append(f"LEFT JOIN {names.current(PRODUCT)} p ON p.source_id = c.source_id AND p.key = {key}")
    joins += [
        f"LEFT JOIN crosstech_reseller_match m ON m.source_id = c.source_id AND m.their_key = {key}",
        "LEFT JOIN product_product v ON v.id = m.product_id",
        "LEFT JOIN product_template t ON t.id = v.product_tmpl_id",
        more,
    ]
    return f"SELECT {_WHOSE}, {_OURS}, {own} FROM {names.current(entity)} c {' '.join(joins)} WHERE NOT c.is_deleted"
