"""Our catalogue with a reseller's prices and our stock, for his own software: off until he and we agree on it."""

import hashlib
import secrets
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

READS_AN_HOUR = 12
FRESH_MINUTES = 15
COLUMNS = ("sku", "barcode", "name", "category", "unit", "price", "currency", "stock", "weight_kg")


class ResellerFeed(models.Model):
    _name = "crosstech.reseller.feed"
    _description = "Catalogue for a Reseller's Software"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Reseller", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    token_digest = fields.Char(
        required=True, readonly=True, groups="base.group_system", export_string_translation=False
    )
    token_end = fields.Char(string="Key Ends with", readonly=True)
    made_by_id = fields.Many2one("res.users", string="Made by", readonly=True)
    revoked_datetime = fields.Datetime(string="Revoked", readonly=True)
    read_datetime = fields.Datetime(string="Last Read", readonly=True)
    window_start = fields.Datetime(readonly=True)
    window_count = fields.Integer(readonly=True)
    rows_json = fields.Json(readonly=True, help="What was told last, good for a quarter of an hour.")
    rows_datetime = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(partner_id, company_id) WHERE revoked_datetime IS NULL", "This reseller has a key already."
    )
    _digest_uniq = models.UniqueIndex("(token_digest)", "Each key is made once.")

    def _is_agreed(self, partner):
        """Whether an agreement in force says that we publish, too."""
        return bool(
            self.env["crosstech.reseller.source"].sudo().search_count(
                [
                    ("partner_id", "=", partner.id), ("agreement_id.state", "=", "active"),
                    ("agreement_id.direction", "=", "both"),
                ],
                limit=1,
            )
        )  # fmt: skip

    def _open_of(self, partner):
        """:return: the key of a reseller that was not revoked"""
        return self.search(
            [
                ("partner_id", "=", partner.id), ("company_id", "=", self.env.company.id),
                ("revoked_datetime", "=", False),
            ]
        )  # fmt: skip

    def _make(self, partner, user):
        """Make a new key; the one before ends.

        :return: the key, which is shown once and kept as a digest alone
        :raises UserError: where no agreement in force says that we publish
        """
        if not self._is_agreed(partner):
            raise UserError(self.env._("The agreement in force does not include our catalogue. Ask us to offer it."))
        self._open_of(partner)._revoke()
        self.flush_model()
        token = secrets.token_urlsafe(32)
        self.create(
            {
                "partner_id": partner.id, "company_id": self.env.company.id, "token_digest": _digest(token),
                "token_end": token[-4:], "made_by_id": user.id,
            }
        )  # fmt: skip
        return token

    def _revoke(self):
        self.write({"revoked_datetime": fields.Datetime.now(), "rows_json": False})

    def _by_token(self, token):
        """:return: the open key of an agreement in force; empty for anything else"""
        feed = self.search([("token_digest", "=", _digest(token)), ("revoked_datetime", "=", False)])
        return feed if feed and self._is_agreed(feed.partner_id) else self.browse()

    def _take_turn(self):
        """Count a reading.

        :return: whether it is within what an hour allows
        """
        now = fields.Datetime.now()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE crosstech_reseller_feed SET read_datetime = %(now)s,
                       window_count = CASE WHEN window_start > %(hour)s THEN window_count + 1 ELSE 1 END,
                       window_start = CASE WHEN window_start > %(hour)s THEN window_start ELSE %(now)s END
                 WHERE id = %(id)s RETURNING window_count
                """,
                now=now, hour=now - timedelta(hours=1), id=self.id,
            )
        )  # fmt: skip
        self.invalidate_recordset(["read_datetime", "window_count", "window_start"])
        return rows[0][0] <= READS_AN_HOUR

    def _rows(self):
        """:return: list of lists in the order of ``COLUMNS``, at most a quarter of an hour old"""
        now = fields.Datetime.now()
        if not self.rows_datetime or self.rows_datetime < now - timedelta(minutes=FRESH_MINUTES):
            self.write({"rows_json": self._read_catalogue(), "rows_datetime": now})
        return self.rows_json

    def _read_catalogue(self):
        Offer = self.env["crosstech.reseller.offer"].with_company(self.company_id)
        website = Offer._website()
        products = self.env["product.product"].search(website._quick_order_domain(), order="default_code, id")
        prices = Offer._prices(self.partner_id, products)
        stock = website._quick_order_stock(products)
        currency = self.company_id.currency_id
        return [
            [
                one.default_code or "", one.barcode or "", one.with_context(display_default_code=False).display_name,
                (one.public_categ_ids[:1] or one.categ_id).name or "", one.uom_id.name,
                currency.round(prices.get(one.id, 0.0)), currency.name, self._told_stock(website, stock[one.id]),
                one.weight,
            ]
            for one in products
        ]  # fmt: skip

    def _told_stock(self, website, free):
        """A number where the company tells resellers numbers; else 1 for available and 0 for none."""
        if free is None:
            return 1
        return free if website.company_id.portal_stock_detail == "exact" else min(free, 1)


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
