"""Which of our products a reseller's product is: found by ``lib.insight.matching``, decided by people where unsure."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lib.insight import matching

HOLDS = ("accepted", "confirmed")


class ResellerMatch(models.Model):
    _name = "crosstech.reseller.match"
    _description = "Matched Reseller Product"
    _order = "score desc, id"
    _rec_name = "their_name"

    source_id = fields.Many2one("crosstech.reseller.source", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="source_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="source_id.company_id", store=True)
    their_key = fields.Char(required=True, readonly=True)
    their_name = fields.Char(string="Their Product", readonly=True)
    their_sku = fields.Char(string="Their SKU", readonly=True)
    their_barcode = fields.Char(readonly=True)
    their_brand = fields.Char(readonly=True)
    product_id = fields.Many2one(
        "product.product", string="Our Product", index=True, readonly=True, ondelete="set null",
        help="Set only where the pair holds: accepted or confirmed.",
    )  # fmt: skip
    state = fields.Selection(
        [
            ("accepted", "Accepted by Itself"),
            ("waiting", "Waiting for Review"),
            ("confirmed", "Confirmed"),
            ("refused", "Not Ours"),
            ("none", "Nothing Similar"),
        ],
        default="none", required=True, index=True, readonly=True,
    )  # fmt: skip
    score = fields.Float(readonly=True, digits=(4, 2), help="1 is certain.")
    reason = fields.Selection(
        [
            (matching.ALIAS, "Confirmed Before"),
            (matching.BARCODE, "Same Barcode"),
            (matching.PART_NUMBER, "Same Part Number"),
            (matching.TEXT, "Similar Name"),
            (matching.NOTHING, "Nothing Similar"),
        ],
        readonly=True,
    )
    doubts = fields.Char(readonly=True, help="Why a person should look; codes of ``lib.insight.matching``.")
    auto_product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null",
        help="What was accepted without a person, kept to measure how often that was right.",
    )  # fmt: skip
    candidate_ids = fields.One2many("crosstech.reseller.match.candidate", "match_id", string="Candidates")
    chosen_product_id = fields.Many2one(
        "product.product", string="Other Product", compute="_compute_chosen_product_id",
        inverse="_inverse_chosen_product_id", domain=[("sale_ok", "=", True)],
    )  # fmt: skip
    doubt_text = fields.Char(compute="_compute_doubt_text", string="Look Because")
    queue_text = fields.Char(compute="_compute_queue_text", string="Progress")
    reviewed_by_id = fields.Many2one("res.users", readonly=True)
    reviewed_datetime = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(source_id, their_key)", "This product of the reseller is listed already.")
    _product_holds = models.Constraint(
        "CHECK (product_id IS NULL OR state IN ('accepted', 'confirmed'))", "Only a pair that holds names our product."
    )

    # === COMPUTE METHODS === #

    @api.depends("doubts", "state")
    @api.depends_context("lang")
    def _compute_doubt_text(self):
        # pylint: disable=prefer-env-translation
        _ = self.env._
        texts = {
            "variant": _("size, colour or version differ"),
            "brand": _("another brand"),
            "several": _("several of ours fit"),
            "name_differs": _("same number, but another name"),
            "weak": _("only a little alike"),
        }
        for match in self:
            words = [texts.get(code, code) for code in (match.doubts or "").split(",") if code]
            match.doubt_text = ", ".join(words) if match.state == "waiting" else ""

    @api.depends("source_id", "state")
    @api.depends_context("lang")
    def _compute_queue_text(self):
        for match in self:
            source = match.source_id
            if match.state != "waiting":
                match.queue_text = False
                continue
            text = self.env._(
                "%(waiting)s of %(reseller)s wait for you; %(percent)d %% of what looks like ours is matched. What is"
                " alike by at least %(limit)d %%, without a doubt, is accepted by itself.",
                waiting=source.waiting_match_count, reseller=source.partner_id.name, percent=source.matched_percent,
                limit=round(100 * matching.ACCEPT_SCORE),
            )  # fmt: skip
            if source.match_checked_count:
                text += " " + self.env._(
                    "Of %(checked)s of those that a person checked, %(right)d %% were right.",
                    checked=source.match_checked_count, right=source.match_precision,
                )  # fmt: skip
            match.queue_text = text

    @api.depends("product_id")
    def _compute_chosen_product_id(self):
        for match in self:
            match.chosen_product_id = match.product_id

    def _inverse_chosen_product_id(self):
        for match in self.filtered("chosen_product_id"):
            match._decide("confirmed", match.chosen_product_id)

    # === ACTION METHODS === #

    def action_accept(self):
        """Confirm the best guess, or the pair that was accepted by itself; then show the next one."""
        for match in self:
            product = match.product_id or match.candidate_ids[:1].product_id
            if not product:
                raise UserError(
                    self.env._("There is no candidate. Choose our product, or say that it is not one of ours.")
                )
            match._decide("confirmed", product)
        return self._next()

    def action_refuse(self):
        """Say that this is none of our products; then show the next one."""
        self._decide("refused", self.env["product.product"])
        return self._next()

    def action_skip(self):
        """Leave it for later and show the next one."""
        return self._next()

    def action_reopen(self):
        """Take a decision back: the product waits for review again."""
        for match in self:
            guess = match.product_id
            if guess and guess not in match.candidate_ids.product_id:
                match.sudo().candidate_ids = [(0, 0, {"product_id": guess.id, "score": match.score})]
        self.write({"state": "waiting", "product_id": False, "reviewed_by_id": False, "reviewed_datetime": False})

    # === BUSINESS METHODS === #

    @api.model
    def _measured_precision(self, domain):
        """How often the matching was right where it needed nobody and a person looked all the same.

        :return: percent, and of how many
        """
        looked = Domain(domain) & Domain([("auto_product_id", "!=", False), ("state", "in", ("confirmed", "refused"))])
        checked = self.search_fetch(looked, ["auto_product_id", "product_id"])
        right = checked.filtered(lambda one: one.product_id == one.auto_product_id)
        return (100 * len(right) / len(checked) if checked else 0.0), len(checked)

    def _decide(self, state, product):
        """Keep what a person decided; it teaches the matching of all resellers."""
        self.write(
            {
                "state": state, "product_id": product.id, "reviewed_by_id": self.env.uid,
                "reviewed_datetime": fields.Datetime.now(),
            }
        )  # fmt: skip

    def _next(self):
        """:return: the action that shows the next product waiting for review, of the same reseller if it can be"""
        waiting = Domain([("state", "=", "waiting"), ("id", "not in", self.ids)])
        same = waiting & Domain("source_id", "in", self.source_id.ids)
        later = Domain("score", "<", self[:1].score) | (
            Domain("score", "=", self[:1].score) & Domain("id", ">", self[:1].id)
        )
        found = self.search(same & later, limit=1) or self.search(same, limit=1) or self.search(waiting, limit=1)
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_match_action")
        if found and len(self) == 1:
            action.update(res_id=found.id, view_mode="form", views=[(False, "form")], target="main")
        return action


class ResellerMatchCandidate(models.Model):
    _name = "crosstech.reseller.match.candidate"
    _description = "Candidate for a Reseller Product"
    _order = "sequence, id"
    _rec_name = "product_id"

    match_id = fields.Many2one("crosstech.reseller.match", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="match_id.company_id", store=True)
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade", readonly=True)
    default_code = fields.Char(related="product_id.default_code", string="SKU")
    barcode = fields.Char(related="product_id.barcode")
    score = fields.Float(readonly=True, digits=(4, 2))
    sequence = fields.Integer(readonly=True, help="Best first.")

    def action_choose(self):
        """Confirm this candidate; then show the next product."""
        self.match_id._decide("confirmed", self.product_id)
        return self.match_id._next()
