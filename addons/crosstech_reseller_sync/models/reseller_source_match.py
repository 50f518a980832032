"""Matching after a pull: new and changed products of a reseller, in bounded batches."""

from odoo import models
from odoo.tools import SQL

from ..lib.insight import matching

BATCH = 2_000
UNDECIDED = ("none", "waiting")


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    def _match_products(self, *, again=False):
        """Match products that are new or whose texts changed; what a person decided stays.

        :param again: also those that nothing was found for or that wait, since our catalogue grew or people taught us
        :return: number of products looked at
        """
        self.ensure_one()
        matcher = aliases = None
        after, done = "", 0
        while rows := self._products_to_match(after, again=again):
            matcher = matcher or matching.Matcher(self._our_catalogue())
            aliases = aliases or self._match_aliases()
            theirs = [matching.Theirs(key, name, sku, barcode, brand) for key, name, sku, barcode, brand in rows]
            self._keep_matches(theirs, matcher.match(theirs, aliases))
            after, done = rows[-1][0], done + len(rows)
        return done

    def _products_to_match(self, after, *, again):
        """:return: list of (key, name, sku, barcode, brand), empty text for nothing, by key"""
        self.env["crosstech.reseller.match"].flush_model()
        states = UNDECIDED if again else ("",)
        return self.env.execute_query(
            SQL(
                """
                SELECT p.key, p.name, coalesce(p.sku, ''), coalesce(p.barcode, ''), coalesce(p.brand, '')
                  FROM crosstech_sync_product p
                  LEFT JOIN crosstech_reseller_match m ON m.source_id = p.source_id AND m.their_key = p.key
                 WHERE p.source_id = %(source)s AND NOT p.is_deleted AND p.key > %(after)s
                   AND (m.id IS NULL OR m.state IN %(states)s OR m.state NOT IN ('confirmed', 'refused') AND
                        (p.name, coalesce(p.sku, ''), coalesce(p.barcode, ''), coalesce(p.brand, ''))
                        IS DISTINCT FROM (coalesce(m.their_name, ''), coalesce(m.their_sku, ''),
                                          coalesce(m.their_barcode, ''), coalesce(m.their_brand, '')))
                 ORDER BY p.key LIMIT %(limit)s
                """,
                source=self.id, after=after, states=states, limit=BATCH,
            )
        )  # fmt: skip

    def _our_catalogue(self):
        """:return: iterator of ``matching.Ours``, keyed by ``product.product`` id"""
        self.env["product.template"].flush_model()
        self.env["product.product"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, coalesce(t.name->>'en_US', ''), coalesce(p.default_code, ''), coalesce(p.barcode, '')
                  FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND t.active AND t.sale_ok AND t.type = 'consu'
                   AND (t.company_id IS NULL OR t.company_id = %s)
                """,
                self.company_id.id,
            )
        )
        return (matching.Ours(key, name, sku, barcode=barcode) for key, name, sku, barcode in rows)

    def _match_aliases(self):
        """What people decided: keys are this reseller's own, names teach the matching of all."""
        Match = self.env["crosstech.reseller.match"]
        confirmed = Match.search_fetch(
            [("state", "=", "confirmed"), ("company_id", "=", self.company_id.id), ("product_id", "!=", False)],
            ["source_id", "their_key", "their_name", "product_id"],
        )
        own = confirmed.filtered(lambda one: one.source_id == self)
        learned = matching.Aliases.learned(
            (matching.Theirs(one.their_key, one.their_name or ""), one.product_id.id) for one in confirmed
        )
        return matching.Aliases({one.their_key: one.product_id.id for one in own}, learned.by_name)

    def _keep_matches(self, theirs, found):
        """Write what was found; one row for each product of theirs."""
        Match = self.env["crosstech.reseller.match"]
        known = {
            one.their_key: one
            for one in Match.search(
                [("source_id", "=", self.id), ("their_key", "in", [product.key for product in theirs])]
            )
        }
        new = []
        for product, match in zip(theirs, found, strict=True):
            values = self._match_values(product, match)
            row = known.get(product.key)
            if row and row.state in ("confirmed", "refused"):
                continue
            if row:
                row.candidate_ids.unlink()
                row.write(values)
            else:
                new.append({"source_id": self.id, "their_key": product.key, **values})
        Match.create(new)

    def _match_values(self, product, match):
        state = "accepted" if match.is_accepted else "waiting" if match.our_key else "none"
        holds = match.our_key if match.is_accepted else False
        guesses = () if match.is_accepted or not match.our_key else (match.our_key, *match.others)
        return {
            "their_name": product.name, "their_sku": product.sku, "their_barcode": product.barcode,
            "their_brand": product.brand, "state": state, "product_id": holds, "auto_product_id": holds,
            "score": match.score, "reason": match.reason, "doubts": ",".join(match.doubts),
            "candidate_ids": [
                (0, 0, {"product_id": key, "score": match.score if not place else 0.0, "sequence": place})
                for place, key in enumerate(guesses)
            ],
        }  # fmt: skip
