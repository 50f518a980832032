"""What follows from a pull: products are matched, the outlook is computed, gaps are found."""

from odoo import api, fields, models

CHANNEL = "root.crosstech_insight"


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    match_ids = fields.One2many("crosstech.reseller.match", "source_id", string="Matched Products")
    waiting_match_count = fields.Integer(compute="_compute_match_counts", string="Matches to Review")
    matched_percent = fields.Float(
        compute="_compute_match_counts", string="Matched", help="Of his products that are ours."
    )
    match_precision = fields.Float(
        compute="_compute_match_counts", string="Right by Itself",
        help="Of the pairs that were accepted by themselves and then looked at by a person: how many were right.",
    )  # fmt: skip
    match_checked_count = fields.Integer(compute="_compute_match_counts", string="Checked by a Person")

    # === COMPUTE METHODS === #

    @api.depends("match_ids.state", "match_ids.product_id", "match_ids.auto_product_id")
    def _compute_match_counts(self):
        Match = self.env["crosstech.reseller.match"]
        counts = {}
        for source, state, number in Match._read_group(
            [("source_id", "in", self.ids)], ["source_id", "state"], ["__count"]
        ):
            counts.setdefault(source, {})[state] = number
        for source in self:
            by_state = counts.get(source, {})
            held = by_state.get("accepted", 0) + by_state.get("confirmed", 0)
            candidates = held + by_state.get("waiting", 0)
            source.waiting_match_count = by_state.get("waiting", 0)
            source.matched_percent = 100 * held / candidates if candidates else 0.0
            source.match_precision, source.match_checked_count = Match._measured_precision(
                [("source_id", "in", source.ids)]
            )

    # === BUSINESS METHODS === #

    def _after_pull(self, run):
        """What is done with new values; called at the end of each successful pull. Subjects extend it.

        :param run: the run log of the pull
        """
        for source in self:
            source.sudo().with_delay(
                channel=CHANNEL, identity_key=source._insight_key(),
                description=self.env._("Insight from the data of %s", source.name),
            )._refresh_insight()  # fmt: skip

    def _insight_key(self):
        return f"crosstech_insight_{self.id}"

    def _refresh_insight(self):
        """Match what is new; once a day compute the outlook and the gaps from scratch."""
        self.ensure_one()
        self._match_products()
        today = self.company_id._get_today()
        if self._outlook_is_due(today):
            self._compute_outlook(today)
            self._compute_gaps(today)

    def _outlook_is_due(self, today):
        latest = self.env["crosstech.reseller.outlook"].search(
            [("source_id", "=", self.id)], order="computed_date desc", limit=1
        )
        return not latest or latest.computed_date < today

    # === ACTION METHODS === #

    def action_refresh_insight(self):
        """Match and compute again, now."""
        for source in self:
            source.check_access("write")
            source.sudo()._match_products(again=True)
            today = source.company_id._get_today()
            source.sudo()._compute_outlook(today)
            source.sudo()._compute_gaps(today)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_view_matches(self):
        """Show the matched products of this reseller, those to review first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_match_action")
        action["domain"] = [("source_id", "=", self.id)]
        if not self.waiting_match_count:
            action["context"] = {}
        return action

    def action_view_outlook(self):
        """Show what this reseller will run out of."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_outlook_action")
        return {**action, "domain": [("source_id", "=", self.id)]}
