"""Six resellers whose tills are read, and one who permits to look: the pulls run when the server starts."""

import tempfile
from pathlib import Path

from odoo.addons.crosstech_sale.demo import orders, people

from ..lib.mapping.propose import propose
from .till import Good, Till, write

TILLS = {
    "reseller_1": Till("CLB", 0.8, 1.3),
    "reseller_2": Till("BRN", 0.6, 0.9),
    "reseller_3": Till("ARK", 0.9, 1.6),
    "reseller_4": Till("MNG", 0.5, 0.7, keeps_barcodes=False),
    "reseller_5": Till("MHK", 0.6, 1.0),
    "reseller_6": Till("CDW", 0.5, 0.6, keeps_barcodes=False),
    "reseller_7": Till("SGR", 0.6, 0.8),
}
LOGINS = {"reseller_1": "reseller", "reseller_2": "reseller2"}
ONLY_LOOKED_AT = "reseller_7"


def make_reseller_data(demo):
    """Let resellers share what they sell, as they would: permit, send a backup, sign."""
    goods = _goods(demo)
    for key, till in TILLS.items():
        member = _member(demo, key)
        source = _make_source(demo, key, member)
        _send_backup(demo, source, till, goods)
        if key != ONLY_LOOKED_AT:
            _agree(demo, source, member)
    orders.forget_mails(demo)


def _goods(demo):
    products = demo.env["product.product"].with_context(lang="id_ID").search(
        [("sale_ok", "=", True), ("type", "=", "consu"), ("default_code", "!=", False)], order="default_code"
    )  # fmt: skip
    return [
        Good(
            product.default_code, product.barcode or "", product.name, product.name.split()[0],
            product.categ_id.name, int(product.list_price),
        )
        for product in products
    ]  # fmt: skip


def _member(demo, key):
    """Who signs for a reseller; gets a login of the reseller's name where he has none."""
    partner = demo.ref(key)
    login = LOGINS.get(key) or key.replace("_", "")
    user = demo.ref(f"user_{login}", required=False)
    if not user:
        group = "crosstech_sale.group_reseller"
        user = people._make_user(demo, login, group, {"partner_id": partner.id, "name": partner.name})
    return user.reseller_member_ids


def _make_source(demo, key, member):
    partner = demo.ref(key)
    values = {
        "name": f"Kasir {partner.name}",
        "partner_id": partner.id, "engine": "file", "transport": "upload",
        "timezone": partner.region_id.timezone or "Asia/Jakarta", "place_name": partner.city or "",
    }  # fmt: skip
    source = demo.create(f"source_{key}", "crosstech.reseller.source", values)
    agreement = demo.create(f"agreement_{key}", "crosstech.reseller.agreement", {"source_id": source.id})
    agreement.purpose = agreement.with_context(lang="id_ID")._default_purpose()
    agreement._apply("permit_look", member=member, address="127.0.0.1")
    return source


def _send_backup(demo, source, till, goods):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kasir.sqlite"
        write(path, till, goods, demo.company._get_today())
        source._receive_upload(f"kasir-{till.prefix.lower()}.sqlite", path.read_bytes())
    source._read_structure()


def _agree(demo, source, member):
    """The proposal as it is, signed by both."""
    with source._open(look=True) as opened:
        source.mapping_json = propose(opened.schema, opened.sampler).mapping.as_json()
    agreement = source.agreement_id
    agreement._take_columns()
    agreement.with_user(demo.ref("user_operasional"))._apply("offer")
    agreement._apply(
        "sign", member=member, address="127.0.0.1", has_consented=True, signed_name=member.user_id.name,
        seen_terms=agreement._fingerprint(),
    )  # fmt: skip
