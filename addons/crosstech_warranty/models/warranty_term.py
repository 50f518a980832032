"""Reusable terms of warranty: what the company covers and what its supplier covers, side by side (S0.77, S0.78)."""

from odoo import api, fields, models

from ..lib import warranty_terms

# What a customer was promised: units sold before a change keep it as it was.
PROMISE = {
    "start_basis", "company_parts_months", "company_labour_months", "company_travel_months", "supplier_id",
    "supplier_months", "supplier_start_basis", "on_replacement", "excluded_fault_ids", "region_ids",
}  # fmt: skip


class WarrantyTerm(models.Model):
    _name = "crosstech.warranty.term"
    _description = "Warranty Terms"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    start_basis = fields.Selection(
        [("delivery", "Delivery"), ("invoice", "Invoice"), ("registration", "Registration by the customer")],
        default="delivery", required=True, string="Starts With",
    )  # fmt: skip
    company_parts_months = fields.Integer(string="Parts (months)", help="0: the company does not cover parts.")
    company_labour_months = fields.Integer(string="Labour (months)")
    company_travel_months = fields.Integer(string="Travel (months)")
    supplier_id = fields.Many2one("res.partner", index="btree_not_null")
    supplier_months = fields.Integer(string="Supplier Covers (months)", help="0: no official warranty of the supplier.")
    supplier_start_basis = fields.Selection(
        [("delivery", "Delivery to the customer"), ("receipt", "Receipt from the supplier")],
        default="delivery", required=True,
    )  # fmt: skip
    supplier_claim_days = fields.Integer(
        string="Filing Window (days)", default=30, help="Days after a failure is reported to claim at the supplier."
    )
    on_replacement = fields.Selection(
        [("carry_over", "Carries over what is left"), ("restart", "Starts again")],
        default="carry_over", required=True, string="A Replacement",
    )  # fmt: skip
    excluded_fault_ids = fields.Many2many("crosstech.fault.code", string="Not Covered")
    region_ids = fields.Many2many("crosstech.region", string="Only In", help="Empty: everywhere.")
    unit_ids = fields.One2many("crosstech.warranty.unit", "term_id", string="Units")
    unit_count = fields.Integer(compute="_compute_counts", string="Units Sold")
    product_count = fields.Integer(compute="_compute_counts", string="Products")
    summary = fields.Char(compute="_compute_summary", string="What the Customer Gets")

    _months_within_a_century = models.Constraint(
        f"""CHECK(company_parts_months BETWEEN 0 AND {warranty_terms.MOST_MONTHS}
        AND company_labour_months BETWEEN 0 AND {warranty_terms.MOST_MONTHS}
        AND company_travel_months BETWEEN 0 AND {warranty_terms.MOST_MONTHS}
        AND supplier_months BETWEEN 0 AND {warranty_terms.MOST_MONTHS})""",
        "A warranty lasts 0 to 1,200 months.",
    )
    _claim_days_positive = models.Constraint("CHECK(supplier_claim_days >= 0)", "A filing window has 0 days or more.")

    # === COMPUTE METHODS === #

    @api.depends(
        "company_parts_months", "company_labour_months", "company_travel_months", "supplier_months", "supplier_id"
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for term in self:
            term.summary = "; ".join(filter(None, (term._company_summary(), term._supplier_summary()))) or self.env._(
                "no warranty"
            )

    def _compute_counts(self):
        units = self.env["crosstech.warranty.unit"]._read_group([("term_id", "in", self.ids)], ["term_id"], ["__count"])
        by_term = dict(units)
        for term in self:
            term.unit_count = by_term.get(term._origin, 0)
            term.product_count = self.env["product.template"].search_count(term._products_domain())

    def _products_domain(self):
        self.ensure_one()
        return [("warranty_term_id", "in", self._origin.ids)]

    def _company_summary(self):
        rows = (
            (self.env._("parts"), self.company_parts_months),
            (self.env._("labour"), self.company_labour_months),
            (self.env._("travel"), self.company_travel_months),
        )
        by_months = {}
        for word, months in rows:
            if months > 0:
                by_months.setdefault(months, []).append(word)
        return ", ".join(
            self.env._("%(kinds)s %(months)s months", kinds=" + ".join(words), months=months)
            for months, words in by_months.items()
        )

    def _supplier_summary(self):
        if not self.supplier_months:
            return ""
        if self.supplier_id:
            return self.env._(
                "official warranty of %(supplier)s %(months)s months",
                supplier=self.supplier_id.sudo().name,
                months=self.supplier_months,
            )
        return self.env._("official warranty of the supplier %(months)s months", months=self.supplier_months)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override so that units already registered keep the terms they were sold with."""
        if not PROMISE & vals.keys():
            return super().write(vals)
        promised = [(term, term._get_promise()) for term in self]
        done = super().write(vals)
        for term, promise in promised:
            if term._get_promise() != promise:
                term._keep_for_units(promise)
        return done

    def _get_promise(self):
        """:return: dict of what was promised, as ``create`` takes it"""
        self.ensure_one()
        return {name: self._fields[name].convert_to_write(self[name], self) for name in PROMISE}

    def _keep_for_units(self, promise):
        """Move the units sold under these terms to an archived copy that says what they said."""
        units = self.env["crosstech.warranty.unit"].sudo()
        if not units.search_count([("term_id", "=", self.id)], limit=1):
            return
        day = self.company_id._get_today().isoformat()
        name = self.env._("%(name)s (until %(day)s)", name=self.name, day=day)
        kept = self.sudo().copy({**promise, "active": False, "name": name})
        self.env.cr.execute("UPDATE crosstech_warranty_unit SET term_id = %s WHERE term_id = %s", (kept.id, self.id))
        units.invalidate_model(["term_id"])

    # === BUSINESS METHODS === #

    def _get_terms(self):
        """The months, as ``lib.warranty_terms.Terms``; none of no terms at all."""
        return warranty_terms.Terms(
            self.company_parts_months, self.company_labour_months, self.company_travel_months, self.supplier_months
        )

    # === ACTION METHODS === #

    def action_view_products(self):
        """Open the products that name these terms themselves."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.product_without_terms_action")
        return {**action, "domain": self._products_domain(), "context": {"create": False}}

    def action_view_units(self):
        """Open the units sold under these terms."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_warranty.warranty_unit_action")
        return {**action, "domain": [("term_id", "=", self.id)], "context": {}}
