"""The map and the lists of who serves where, drawn from the territories in force today."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib import province_map, territory_map
from ..lib.territories import lineage

READERS = ",".join(
    f"crosstech_sale.group_{role}"
    for role in ("director", "operational_manager", "marketing_manager", "finance_manager")
)
GAP_DAYS = 90
GAPS_SHOWN = 15


class Territory(models.Model):
    _inherit = "crosstech.territory"

    @api.model
    def _in_force(self):
        """The territories of the current company that are in force today, for everybody who reads regions."""
        today = self.env.company._get_today()
        return self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", "<=", today),
                "|", ("date_to", "=", False), ("date_to", ">=", today),
            ]
        )  # fmt: skip

    @api.model
    def _coverage(self):
        """:return: a ``lib.territory_map.CoverageIndex`` whose owners are ids of resellers"""
        return territory_map.CoverageIndex((one.region_code, one.reseller_id.id) for one in self._in_force())

    @api.model
    def _unserved_orders(self):
        """Count buyers' orders of the last days from places that are nobody's today.

        :return: Counter, by code of the district and of the regions around it
        """
        since = fields.Datetime.now() - timedelta(days=GAP_DAYS)
        groups = self.env["sale.order"].sudo()._read_group(
            [
                ("company_id", "=", self.env.company.id),
                ("customer_kind", "=", "buyer"),
                ("placed_datetime", ">=", since),
                ("order_stage", "!=", "cancelled"),
                ("partner_shipping_id.region_id", "!=", False),
            ],
            ["partner_shipping_id"], ["__count"],
        )  # fmt: skip
        orders = {}
        for partner, count in groups:
            orders[partner.region_id.code] = orders.get(partner.region_id.code, 0) + count
        return territory_map.unserved(orders, self._index(orders), self.env.company._get_today())

    @api.model
    def _map_colours(self):
        """The colour of each reseller who has a territory now, by id."""
        return territory_map.colours(self._in_force().reseller_id.sorted("id").ids)


class ResCompany(models.Model):
    _inherit = "res.company"

    territory_map = fields.Html(compute="_compute_territory_map", sanitize=False, groups=READERS)

    def _compute_territory_map(self):
        for company in self:
            values = company.with_company(company)._prepare_territory_map()
            company.territory_map = self.env["ir.qweb"]._render("crosstech_sale.territory_map", values)

    def _prepare_territory_map(self) -> dict:
        Territory, Region = self.env["crosstech.territory"], self.env["crosstech.region"]
        coverage, gaps, colours = Territory._coverage(), Territory._unserved_orders(), Territory._map_colours()
        provinces = Region.search([("level", "=", "province"), ("country_id", "=", self.env.ref("base.id").id)])
        places = Region.search([("code", "in", [code for code in gaps if len(lineage(code)) == 2])])
        resellers = self.env["res.partner"].browse(colours)
        return {
            "tiles": province_map.tiles(
                {region.code: region._territory_tile(coverage.of(region.code), gaps, colours) for region in provinces}
            ),
            "resellers": [
                {"name": one.name, "color": colours[one.id], "territories": Territory._in_force().filtered(
                    lambda territory, one=one: territory.reseller_id == one
                )}
                for one in resellers
            ],
            "gaps": [
                {"name": region.display_name, "orders": gaps[region.code], "url": region._territory_url()}
                for region in places.sorted(lambda region: -gaps[region.code])[:GAPS_SHOWN]
            ],
            "gap_total": sum(count for code, count in gaps.items() if "." not in code),
            "days": GAP_DAYS,
            "free_count": len([one for one in provinces if coverage.of(one.code).state == "free"]),
            "several_color": territory_map.SEVERAL_COLOUR,
            "gap_color": territory_map.GAP_COLOUR,
        }  # fmt: skip

    @api.model
    def action_open_territory_map(self):
        """Open the map of the current company."""
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.territory_map_action")
        return {**action, "res_id": self.env.company.id}


class Region(models.Model):
    _inherit = "crosstech.region"

    territory_coverage = fields.Selection(
        [("served", "Served"), ("part", "Served in Part"), ("free", "Nobody Serves Here")],
        string="Reseller There", compute="_compute_territory_coverage", search="_search_territory_coverage",
    )  # fmt: skip
    territory_reseller_ids = fields.Many2many(
        "res.partner", string="Resellers", compute="_compute_territory_coverage"
    )  # fmt: skip
    unserved_order_count = fields.Integer(
        string="Orders Nobody Serves", compute="_compute_unserved_order_count",
        help="Orders of buyers in the last 90 days from places inside that are no reseller's territory.",
    )  # fmt: skip
    territory_overview = fields.Html(compute="_compute_territory_overview", sanitize=False, groups=READERS)

    # === COMPUTE METHODS === #

    @api.depends_context("company")
    def _compute_territory_coverage(self):
        coverage = self.env["crosstech.territory"]._coverage()
        for region in self:
            found = coverage.of(region.code or "")
            region.territory_coverage = found.state
            region.territory_reseller_ids = self.env["res.partner"].browse(found.owners)

    @api.model
    def _search_territory_coverage(self, operator, value):
        if operator != "in":
            return NotImplemented
        regions = self.env["crosstech.territory"]._in_force().region_id
        served = Domain("id", "child_of", regions.ids) if regions else Domain.FALSE
        part = Domain("id", "parent_of", regions.ids) & ~served if regions else Domain.FALSE
        domains = {"served": served, "part": part, "free": ~served & ~part}
        return Domain.OR(domains[one] for one in value if one in domains)

    @api.depends_context("company")
    def _compute_unserved_order_count(self):
        gaps = self.env["crosstech.territory"]._unserved_orders()
        for region in self:
            region.unserved_order_count = gaps[region.code]

    @api.depends_context("company")
    def _compute_territory_overview(self):
        for region in self:
            region.territory_overview = self.env["ir.qweb"]._render(
                "crosstech_sale.territory_overview", region._prepare_territory_overview()
            )

    # === ACTION METHODS === #

    def action_assign_territory(self):
        """Open a new territory of this region."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give to a Reseller"),
            "res_model": "crosstech.territory",
            "views": [(False, "form")],
            "context": {"default_region_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _territory_url(self):
        return f"/odoo/action-crosstech_sale.region_territory_action/{self.id}"

    def _territory_tile(self, coverage, gaps, colours) -> dict:
        """What ``lib.province_map`` shows of a province: colour by reseller, number of orders nobody serves."""
        names = ", ".join(self.env["res.partner"].browse(coverage.owners).mapped("name"))
        gap = gaps[self.code]
        text = f"{self.name}: {names or self.env._('nobody serves here')}"
        if gap:
            text = self.env._("%(place)s; %(count)s orders nobody serves", place=text, count=gap)
        return {
            "color": territory_map.tile_colour(coverage, colours, gap),
            "text": str(gap) if gap else "",
            "title": text,
            "url": self._territory_url(),
        }

    def _prepare_territory_overview(self) -> dict:
        """Who serves this region and each one directly inside it."""
        Territory = self.env["crosstech.territory"]
        in_force, coverage = Territory._in_force(), Territory._coverage()
        gaps, colours = Territory._unserved_orders(), Territory._map_colours()
        around = set(lineage(self.code or ""))
        return {
            "own": in_force.filtered(lambda one: one.region_code in around),
            "colours": colours,
            "rows": [
                {
                    "name": child.name,
                    "url": child._territory_url(),
                    "state": (found := coverage.of(child.code)).state,
                    "resellers": [
                        {"name": one.name, "color": colours[one.id]}
                        for one in self.env["res.partner"].browse(found.owners)
                    ],
                    "orders": gaps[child.code],
                }
                for child in self.child_ids.sorted(lambda child: (-gaps[child.code], child.code))
            ],
            "days": GAP_DAYS,
        }
