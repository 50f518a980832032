"""Regions in the hands of resellers; the database itself refuses two that exclude each other (S0.36)."""

import re

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..lib import territories

POLICIES = [
    ("keep", "The company serves"),
    ("credit", "The company serves, the reseller is credited"),
    ("hand_over", "Offered to the reseller"),
]
# What stays as it is once orders were taken under a territory.
IDENTITY_FIELDS = {"reseller_id", "region_id", "company_id"}
# A code and everything below it: "." sorts before "/", "/" before the digits.
REGION_RANGE = "crosstech_region_range(region_code::text, region_code::text || '/')"
COMPANY_RANGE = "int4range(company_id, company_id, '[]')"
# An end before the beginning is left to the check that has a message for it.
PERIOD = "daterange(date_from, CASE WHEN date_to < date_from THEN date_from ELSE date_to END, '[]')"
# Always true between two rows: it tells the ids of both in the detail of the error.
WHO = "int4range(0, id, '[]')"


class RangeConstraint(models.Constraint):
    """A constraint that needs our range of region codes; PostgreSQL makes it without an extension."""

    def apply_to_database(self, model):
        """Override to make the type first."""
        model.env.cr.execute("SELECT 1 FROM pg_type WHERE typname = 'crosstech_region_range'")
        if not model.env.cr.rowcount:
            model.env.cr.execute('CREATE TYPE crosstech_region_range AS RANGE (subtype = text, collation = "C")')
        super().apply_to_database(model)


class Territory(models.Model):
    _name = "crosstech.territory"
    _description = "Territory"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "region_code, date_from desc, id"

    reseller_id = fields.Many2one(
        "res.partner", required=True, index=True, tracking=True, ondelete="restrict",
        domain=[("grade_id", "!=", False), ("parent_id", "=", False)],
    )  # fmt: skip
    region_id = fields.Many2one("crosstech.region", required=True, index=True, tracking=True, ondelete="restrict")
    region_code = fields.Char(related="region_id.code", store=True, precompute=True, index=True)
    region_level = fields.Selection(related="region_id.level")
    date_from = fields.Date(string="From", required=True, tracking=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", tracking=True, help="The last day; empty as long as no end is agreed on.")
    is_exclusive = fields.Boolean(
        string="Exclusive", default=True, tracking=True,
        help="Nobody else has a territory in this region, around it or inside it at the same time.",
    )  # fmt: skip
    policy = fields.Selection(
        POLICIES, string="Orders of Buyers", required=True, default="credit", tracking=True,
        help="What happens when a buyer of this territory orders from the company.",
    )  # fmt: skip
    credit_percent = fields.Float(
        digits=(5, 2), tracking=True, aggregator=None,
        default=lambda self: self.env.company.territory_credit_percent,
        help="Of the goods, without taxes and delivery.",
    )  # fmt: skip
    accept_hours = fields.Integer(
        string="Hours to Accept", tracking=True, aggregator=None,
        default=lambda self: self.env.company.territory_accept_hours
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True, help="Archived: entered by mistake. A territory that is over has an end.")
    state = fields.Selection(
        [("upcoming", "Upcoming"), ("running", "In Force"), ("ended", "Ended")], compute="_compute_state"
    )
    note = fields.Text()

    _overlap_excl = RangeConstraint(
        f"EXCLUDE USING gist ({COMPANY_RANGE} WITH &&, {REGION_RANGE} WITH &&, {PERIOD} WITH &&, "
        f"(CASE WHEN is_exclusive THEN int4range(NULL, NULL) ELSE int4range(id, id, '[]') END) WITH &&, {WHO} WITH &&) "
        "WHERE (active AND region_code IS NOT NULL)",
        lambda env, diagnostics: env["crosstech.territory"]._overlap_message(diagnostics),
    )
    _twice_excl = RangeConstraint(
        f"EXCLUDE USING gist ({COMPANY_RANGE} WITH =, {REGION_RANGE} WITH =, {PERIOD} WITH &&, "
        f"int4range(reseller_id, reseller_id, '[]') WITH =, {WHO} WITH &&) "
        "WHERE (active AND region_code IS NOT NULL)",
        lambda env, diagnostics: env["crosstech.territory"]._overlap_message(diagnostics),
    )
    _dates_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A territory cannot end before it begins."
    )
    _credit_percent_range = models.Constraint(
        "CHECK(credit_percent >= 0 AND credit_percent <= 100)", "The credit is between 0 and 100 percent."
    )
    _accept_hours_range = models.Constraint(
        "CHECK(policy != 'hand_over' OR (accept_hours > 0 AND accept_hours <= 720))",
        "Give the reseller between 1 hour and 720 hours (30 days) to accept an order.",
    )

    # === COMPUTE METHODS === #

    @api.depends("region_id.display_name", "reseller_id.name")
    def _compute_display_name(self):
        for territory in self:
            territory.display_name = f"{territory.region_id.display_name}: {territory.reseller_id.name}"

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        today = self.env.company._get_today()
        for territory in self:
            if not territory.date_from or territory.date_from > today:
                territory.state = "upcoming"
            else:
                territory.state = "ended" if territory.date_to and territory.date_to < today else "running"

    # === CONSTRAINT METHODS === #

    @api.constrains("reseller_id")
    def _check_reseller(self):
        for territory in self:
            partner = territory.reseller_id
            if partner != partner.commercial_partner_id or not partner.grade_id:
                raise ValidationError(
                    self.env._(
                        "%s is not a reseller. Next step: give the company a membership level, then the territory.",
                        partner.display_name,
                    )
                )

    @api.constrains("policy", "credit_percent")
    def _check_credit_percent(self):
        for territory in self:
            if territory.policy == "credit" and territory.credit_percent <= 0:
                raise ValidationError(self.env._("Enter how many percent the reseller is credited."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return self._with_overlap_named(super().create, vals_list)

    def write(self, vals):
        """Refuse to rewrite history; name the territory that is in the way."""
        if IDENTITY_FIELDS & vals.keys() and self._taken_under():
            raise UserError(
                self.env._("Orders were taken under this territory. Next step: “Transfer” it from a day on, or end it.")
            )
        return self._with_overlap_named(super().write, vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._taken_under():
            raise UserError(
                self.env._("Orders were taken under this territory. Next step: enter its last day instead.")
            )

    # === BUSINESS METHODS === #

    def _with_overlap_named(self, save, values):
        """Save at once, and say which territory the database found in the way.

        One that was saved a moment ago in another session cannot be seen here: the error goes on to Odoo, which
        starts anew, sees it, and asks the constraint for its message.
        """
        try:
            with self.env.cr.savepoint():
                return save(values)
        except psycopg2.errors.ExclusionViolation as error:
            if not self._named_in(error.diag):
                raise
            raise ValidationError(self._overlap_message(error.diag)) from error

    @api.model
    def _named_in(self, diagnostics):
        """The territory that was there before, as an error of the database tells it (see ``WHO``)."""
        ends = re.findall(r"\[0,(\d+)\)", diagnostics.message_detail or "") if diagnostics else ()
        return self.sudo().browse(int(ends[-1]) - 1).exists() if ends else self.browse()

    @api.model
    def _overlap_message(self, diagnostics) -> str:
        """Say whose territory is in the way, where and when, and what to do."""
        other = self._named_in(diagnostics)
        if not other:
            return self.env._("Another territory is in the way. Next step: look at the list of territories.")
        first = format_date(self.env, other.date_from)
        last = format_date(self.env, other.date_to) if other.date_to else self.env._("no end")
        return self.env._(
            "%(region)s is with %(reseller)s from %(first)s to %(last)s (%(kind)s). An exclusive territory stands "
            "alone. Next step: end or transfer that one, choose another region or other days, or make both shared.",
            region=other.region_id.display_name,
            reseller=other.reseller_id.name,
            first=first,
            last=last,
            kind=self.env._("exclusive") if other.is_exclusive else self.env._("shared"),
        )

    def _taken_under(self):
        """Whether orders refer to these territories."""
        domain = [("territory_id", "in", self.ids)]
        return bool(self.env["sale.order"].sudo().search_count(domain, limit=1))

    @api.model
    def _index(self, codes, company=None):
        """Load the territories that can concern some regions, for any number of look-ups.

        :param codes: an iterable of region codes of any level
        :return: a ``lib.territories.TerritoryIndex``
        """
        wanted = {one for code in set(codes) if code for one in territories.lineage(code)}
        rows = self.sudo().search_fetch(
            [("company_id", "=", (company or self.env.company).id), ("region_code", "in", list(wanted))],
            ["region_code", "date_from", "date_to", "is_exclusive"],
        )
        return territories.TerritoryIndex(
            territories.Territory(row.id, row.region_code, row.date_from, row.date_to or None, row.is_exclusive)
            for row in rows
        )

    @api.model
    def _of_region(self, region, day=None, company=None):
        """Return the territory a region belongs to on a day (today), or an empty one."""
        day = day or self.env.company._get_today()
        found = self._index([region.code], company).resolve(region.code, day)
        return self.browse(found.id if found else ())
