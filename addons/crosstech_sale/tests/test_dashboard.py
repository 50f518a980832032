"""Each role sees its own figures and no others, and every number is the length, or the sum, of the list it opens."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..lib import dashboards, duties
from .fulfil_common import FulfilCommon


@tagged("post_install", "-at_install")
class TestDashboard(FulfilCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user_of("base.group_system", "test_administrator")
        cls._make_life()

    @classmethod
    def _create_user_of(cls, group, login):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "group_ids": [(6, 0, [cls.env.ref("base.group_user").id, cls.env.ref(group).id])],
            }
        )

    @classmethod
    def _make_life(cls):
        """One of everything the tiles count, for buyers and for a reseller."""
        cls.reseller = cls._create_reseller(region=cls.gambir)
        website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        for partner in (cls._create_buyer("Pembeli Dasbor"), cls.reseller):
            cls._create_paid_order(partner, website_id=website.id)
            cls._create_sent_order(partner, website_id=website.id)
            cls._create_order(partner, cls.product, website_id=website.id)
        cls.env["crosstech.decision"].create({"name": "Pesan 40 laptop", "state": "announced"})
        cls.env["mail.activity"].create(
            [
                {
                    "res_model_id": cls.env["ir.model"]._get("res.partner").id,
                    "res_id": cls.reseller.id,
                    "user_id": user.id,
                    "summary": "Telepon",
                    "date_deadline": cls.company._get_today() - timedelta(days=2),
                }
                for user in cls.users.values()
            ]
        )
        cls.env.flush_all()

    def _dashboard(self, role, **values):
        return self.env["crosstech.dashboard"].with_user(self.users[role]).get_dashboard(**values)

    def _open(self, role, *args):
        return self.env["crosstech.dashboard"].with_user(self.users[role]).open_tile(*args)

    def _listed(self, role, action):
        """The records the web client lists for this action."""
        return (
            self.env[action["res_model"]]
            .with_user(self.users[role])
            .with_context(**action["context"])
            .search(action["domain"])
        )

    def _amount(self, role, tile, records):
        measure = next(t.measure for t in self.env["crosstech.hooks"]._dashboard_tiles(role) if t.key == tile)
        return sum(records.mapped(measure)) if measure else len(records)

    # === NUMBERS === #

    def _check_numbers(self, role):
        board = self._dashboard(role)
        for tile in (*board["todos"], *board["figures"]):
            with self.subTest(tile=tile["key"]):
                records = self._listed(role, self._open(role, tile["key"]))
                self.assertEqual(tile["number"], self._amount(role, tile["key"], records))
        for chart in board["charts"]:
            for row in chart["rows"]:
                with self.subTest(chart=chart["key"], row=row["label"]):
                    records = self._listed(role, self._open(role, chart["key"], board["period"], row["group"]))
                    self.assertEqual(row["value"], self._amount(role, chart["key"], records))
            for tile in chart["map"]:
                if tile["group"]:
                    records = self._listed(role, self._open(role, chart["key"], board["period"], tile["group"]))
                    self.assertEqual(tile["text"], str(len(records)), tile["short"])

    def test_every_tile_with_something_in_it_was_tried(self):
        """Else the comparison of numbers and lists would compare zeros."""
        seen = set()
        for role in duties.STAFF_ROLES:
            board = self._dashboard(role)
            seen |= {tile["key"] for tile in (*board["todos"], *board["figures"]) if tile["number"]}
            seen |= {chart["key"] for chart in board["charts"] if not chart["empty"]}
        self.assertLessEqual(
            {"my_todos", "decisions", "orders", "sales", "orders_waiting", "to_release", "conversion", "stages"}
            | {"sources", "sales_over_time", "provinces", "resellers", "stock"},
            seen,
        )

    def test_a_manager_with_customers_of_his_own_sees_only_theirs(self):
        mine = {
            role: self._listed(role, self._open(role, "orders"))
            for role in ("operational_manager", "marketing_manager")
        }
        self.assertEqual(set(mine["operational_manager"].mapped("customer_kind")), {"reseller"})
        self.assertEqual(set(mine["marketing_manager"].mapped("customer_kind")), {"buyer"})
        everything = self._listed("director", self._open("director", "orders"))
        self.assertLessEqual(mine["operational_manager"] | mine["marketing_manager"], everything)

    def test_another_period_counts_other_days(self):
        order = self._listed("director", self._open("director", "orders"))[:1]
        order.sudo().placed_datetime = fields.Datetime.now() - timedelta(days=20)
        week = self._listed("director", self._open("director", "orders", "7"))
        month = self._listed("director", self._open("director", "orders", "30"))
        self.assertNotIn(order, week)
        self.assertIn(order, month)

    def test_a_figure_says_how_it_stands_to_the_period_before(self):
        orders = self._listed("director", self._open("director", "orders"))
        orders[:1].sudo().placed_datetime = fields.Datetime.now() - timedelta(days=8)
        tile = next(tile for tile in self._dashboard("director", period="7")["figures"] if tile["key"] == "orders")
        self.assertEqual(tile["sign"], 1)
        self.assertIn("more than before (1)", tile["note"])

    def test_figures_of_another_company_are_left_out(self):
        company = self.env["res.company"].create({"name": "Lain", "currency_id": self.company.currency_id.id})
        before = self._dashboard("director")["figures"][0]["number"]
        order = self._listed("director", self._open("director", "orders"))[:1]
        self.env.cr.execute("UPDATE sale_order SET company_id = %s WHERE id = %s", (company.id, order.id))
        self.env.invalidate_all()
        self.assertEqual(self._dashboard("director")["figures"][0]["number"], before - 1)

    # === RIGHTS === #

    def test_each_role_gets_its_tiles_and_none_of_others(self):
        for role in duties.STAFF_ROLES:
            board = self._dashboard(role)
            got = [tile["key"] for tile in (*board["todos"], *board["figures"], *board["charts"])]
            tiles = self.env["crosstech.hooks"]._dashboard_tiles(role)
            kinds = (dashboards.TODO, dashboards.FIGURE, dashboards.CHART)
            self.assertEqual(got, [tile.key for kind in kinds for tile in tiles if tile.kind == kind], role)

    def test_a_tile_of_another_role_is_refused(self):
        for role, key in (("inventory", "sales"), ("marketing_manager", "lines_to_match"), ("repair_team", "orders")):
            with self.assertRaises(AccessError):
                self._open(role, key)

    def test_customers_and_visitors_are_refused(self):
        strangers = [self._create_user(role) for role in duties.PORTAL_ROLES] + [self.env.ref("base.public_user")]
        for user in strangers:
            board = self.env["crosstech.dashboard"].with_user(user)
            for call in (board.get_dashboard, board.dismiss_hint):
                with self.assertRaises(AccessError):
                    call()
            for call in (board.open_tile, board.open_report):
                with self.assertRaises(AccessError):
                    call("orders")
            self.assertFalse(user.dashboard_hint_dismissed)

    def test_staff_without_a_role_is_refused_and_an_administrator_is_not(self):
        nobody = self._create_user_of("base.group_user", "test_nobody")
        with self.assertRaises(AccessError):
            self.env["crosstech.dashboard"].with_user(nobody).get_dashboard()
        board = self.env["crosstech.dashboard"].with_user(self.administrator).get_dashboard()
        self.assertEqual(board["role"], "administrator")
        self.assertTrue(board["ready"])
        self.assertEqual([tile["key"] for tile in board["todos"]], ["my_todos"])
        self.assertFalse(board["figures"] or board["charts"])

    def test_nonsense_is_refused(self):
        for args in (("orders", "31"), ("sources", "30", "nonsense; --"), ("conversion", "30", "x"),
                     ("sales_over_time", "30", "yesterday"), ("sources", "30", [1])):  # fmt: skip
            with self.subTest(args=args), self.assertRaises(ValidationError):
                self._listed("director", self._open("director", *args))

    # === HINT, REPORTS, HOOK === #

    def test_the_hint_for_newcomers_is_put_away_for_one_user_only(self):
        self.assertTrue(self._dashboard("inventory")["hint"])
        self.env["crosstech.dashboard"].with_user(self.users["inventory"]).dismiss_hint()
        self.assertFalse(self._dashboard("inventory")["hint"])
        self.assertTrue(self._dashboard("director")["hint"])

    def test_every_report_behind_a_chart_opens_for_who_is_offered_it(self):
        for role in duties.STAFF_ROLES:
            for chart in self._dashboard(role)["charts"]:
                board = self.env["crosstech.dashboard"].with_user(self.users[role])
                if not chart["report"]:
                    with self.assertRaises(AccessError):
                        board.open_report(chart["key"])
                    continue
                action = board.open_report(chart["key"])
                self.env[action["res_model"]].with_user(self.users[role]).check_access("read")

    def test_every_tile_has_a_title_and_every_view_it_opens_exists(self):
        for role in duties.STAFF_ROLES:
            for tile in self.env["crosstech.hooks"]._dashboard_tiles(role):
                self.assertTrue(tile.title)
                action = self._open(role, tile.key)
                views = [view for view in action["views"] if view[1] in ("list", "form", "kanban")]
                self.env[tile.model].with_user(self.users[role]).get_views(views)

    # === IS THE SHOP READY === #

    def _check(self, key):
        checks = self._dashboard("director")["ready"]
        return next(check for check in checks if check["key"] == key)

    def test_the_checklist_follows_the_settings(self):
        warehouse = self.warehouse.partner_id
        self.assertTrue(self._check("warehouse")["done"])
        warehouse.region_id = False
        self.assertFalse(self._check("warehouse")["done"])

        self.assertTrue(self._check("roles")["done"])
        repairers = self.env.ref("crosstech_sale.group_repair_team").all_user_ids
        repairers.active = False
        self.assertIn("Repair Team", self._check("roles")["text"])

        self.env["product.template"].search([]).is_published = False
        self.assertFalse(self._check("products")["done"])
        self._create_product()
        self.assertTrue(self._check("products")["done"])

        parameters = self.env["ir.config_parameter"].sudo()
        self.env["website"].search([]).domain = False
        parameters.set_param("web.base.url", "http://toko.example.com")
        self.assertFalse(self._check("https")["done"])
        parameters.set_param("web.base.url", "https://toko.example.com")
        self.assertTrue(self._check("https")["done"])

    def test_the_checklist_is_for_the_owner_and_the_administrator(self):
        for role in duties.STAFF_ROLES:
            self.assertEqual(bool(self._dashboard(role)["ready"]), role == "director")

    def test_links_of_the_checklist_open_for_who_sees_them(self):
        for user in (self.users["director"], self.administrator):
            board = self.env["crosstech.dashboard"].with_user(user).get_dashboard()
            for check in board["ready"]:
                if check["action"]:
                    action = self.env.ref(check["action"]).sudo()
                    self.env[action.res_model].with_user(user).check_access("read")

    def test_numbers_of_director_are_their_lists(self):
        self._check_numbers("director")

    def test_numbers_of_operational_manager_are_their_lists(self):
        self._check_numbers("operational_manager")

    def test_numbers_of_marketing_manager_are_their_lists(self):
        self._check_numbers("marketing_manager")

    def test_numbers_of_finance_manager_are_their_lists(self):
        self._check_numbers("finance_manager")

    def test_numbers_of_inventory_are_their_lists(self):
        self._check_numbers("inventory")

    def test_numbers_of_repair_team_are_their_lists(self):
        self._check_numbers("repair_team")
