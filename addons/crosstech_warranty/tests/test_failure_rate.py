"""Failure rates worked out of units and work orders, and the proposal to stop a sale."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


@tagged("post_install", "-at_install")
class TestFailureRate(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rate = cls.env["crosstech.failure.rate"]
        cls.categ = cls.env["product.category"].create({"name": "Laptop Uji"})
        cls.buyer = cls._create_buyer()
        cls.supplier = cls._create_buyer("Pemasok")
        cls.today = cls.company._get_today()
        cls.good, cls.bad = (
            cls.env["product.product"].create({"name": name, "categ_id": cls.categ.id, "type": "consu"})
            for name in ("Laptop Baik", "Laptop Buruk")
        )

    def _sell(self, product, count, days=365, **values):
        start = self.today - timedelta(days=days)
        return self.env["crosstech.warranty.unit"].create(
            [
                {"product_id": product.id, "partner_id": self.buyer.id, "start_date": start,
                 "supplier_id": self.supplier.id, **values}
                for _number in range(count)
            ]
        )  # fmt: skip

    def _fail(self, units, decision="repair", **values):
        for unit in units:
            ticket = self.env["helpdesk.ticket"].create(
                {"name": "Rusak", "description": "Rusak", "partner_id": self.buyer.id, "unit_id": unit.id,
                 "product_id": unit.product_id.id, **values}
            )  # fmt: skip
            self.env["crosstech.work.order"].create({"ticket_id": ticket.id, "decision": decision})

    def _rate(self, product, kind="product"):
        return self.Rate.search([("product_id", "=", product.id), ("kind", "=", kind)])

    def _calculate(self):
        self.Rate._calculate(self.company)

    def test_failures_are_counted_over_the_months_in_use(self):
        self._fail(self._sell(self.good, 10)[:2])
        self._calculate()
        row = self._rate(self.good)
        self.assertEqual((row.units, row.failures, row.state), (10, 2, "ok"))
        self.assertAlmostEqual(row.months, 120, delta=1)
        self.assertAlmostEqual(row.rate, 20, delta=0.5)
        self.assertLess(row.lower, row.rate)
        self.assertGreater(row.upper, row.rate)

    def test_nothing_found_and_damage_from_outside_are_no_failures(self):
        units = self._sell(self.good, 5)
        self._fail(units[0], decision="return")
        self._fail(units[1], has_physical_damage=True)
        self._fail(units[2], decision=False)
        self._calculate()
        self.assertEqual(self._rate(self.good).failures, 0)

    def test_a_replaced_unit_is_in_use_until_then(self):
        unit = self._sell(self.good, 1, days=730)
        self._fail(unit, decision="replace")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crosstech_work_order SET create_date = %s WHERE unit_id = %s",
            [self.today - timedelta(days=365), unit.id],
        )
        self._calculate()
        self.assertAlmostEqual(self._rate(self.good).months, 12, delta=0.1)

    def test_what_fails_more_than_its_kind_is_put_before_the_director_once(self):
        self._fail(self._sell(self.good, 60)[:2])
        self._fail(self._sell(self.bad, 30)[:15])
        self._calculate()
        row = self._rate(self.bad)
        self.assertEqual((row.state, self._rate(self.good).state), ("alert", "ok"))
        self.assertGreater(row.excess, 0)
        self.assertEqual(self.Rate.search([("categ_id", "=", self.categ.id), ("kind", "=", "product")], limit=1), row)
        self.assertEqual(row.decision_id.state, "draft")
        self.assertIn("Laptop Buruk", row.decision_id.name)
        director = self.env["res.users"].with_company(self.company)._with_role("director")
        self.assertEqual(row.decision_id.activity_ids.user_id, director)
        self.assertTrue(self.bad.sale_ok, "nothing is stopped by itself")
        decision = row.decision_id
        self._calculate()
        self.assertEqual(self._rate(self.bad).decision_id, decision)
        decision.unlink()
        self._calculate()
        self.assertFalse(self._rate(self.bad).decision_id, "what the Director threw away does not come back")

    def test_a_bad_batch_stands_out_from_the_other_batches_of_its_product(self):
        product = self.env["product.product"].create(
            {"name": "Printer Uji", "is_storable": True, "tracking": "serial", "categ_id": self.categ.id}
        )
        for prefix, failed in (("GOODAA", 1), ("BADBBB", 25)):
            lots = self.env["stock.lot"].create(
                [{"name": f"{prefix}{number:04}", "product_id": product.id} for number in range(40)]
            )
            units = self.env["crosstech.warranty.unit"]
            for lot in lots:
                units |= self._sell(product, 1, lot_id=lot.id)
            self._fail(units[:failed])
        self._calculate()
        states = {row.batch: row.state for row in self._rate(product, "batch")}
        self.assertEqual(states, {"GOODAA…": "ok", "BADBBB…": "alert"})

    def test_suppliers_are_compared_with_each_other(self):
        self.env.cr.execute("UPDATE crosstech_warranty_unit SET supplier_id = NULL")
        self._sell(self.good, 60, supplier_id=self._create_buyer("Pemasok Baik").id)
        self._fail(self._sell(self.bad, 20)[:10])
        self._calculate()
        row = self.Rate.search([("supplier_id", "=", self.supplier.id), ("kind", "=", "supplier")])
        self.assertEqual((row.failures, row.state), (10, "alert"))

    def test_rates_of_what_is_no_longer_sold_go_and_bars_stay_in_their_track(self):
        units = self._sell(self.good, 3)
        self._sell(self.bad, 3)
        self._calculate()
        for row in self.Rate.search([]):
            self.assertTrue(0 <= row.bar_start <= 100 and 0 <= row.bar_rate <= 100 and row.bar_width <= 100)
        units.unlink()
        self._calculate()
        self.assertFalse(self._rate(self.good))

    def test_nobody_changes_a_rate(self):
        self._sell(self.good, 1)
        self._calculate()
        for role in ("director", "operational_manager", "repair_team"):
            with self.assertRaises(AccessError):
                self._rate(self.good).with_user(self.users[role]).write({"failures": 0})
