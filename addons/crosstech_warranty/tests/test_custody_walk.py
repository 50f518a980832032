"""Random sequences of hand-overs over many units: one holder each, and the books of the warehouse agree."""

import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crosstech_warranty.lib import custody

from .custody_common import CustodyCommon

SEQUENCES = 200
STEPS = 3


@tagged("post_install", "-at_install")
class TestCustodyWalk(CustodyCommon):
    def _units(self):
        serial = [self._create_unit(f"SN-W{number}") for number in range(6)]
        return serial + [self._create_unit(quantity=quantity) for quantity in (1, 2, 3)]

    def _act(self, unit, random_one):
        """Take one random action; say whether it was taken."""
        kind = random_one.choice(custody.KINDS)
        partner = {
            "technician": random_one.choice(self.technicians),
            "supplier": random_one.choice([self.supplier, self.env["res.partner"]]),
        }.get(kind)
        try:
            with self.env.cr.savepoint():
                if random_one.random() < 0.1:
                    unit._correct_custody(random_one.choice(["", "Salah pindai"]))
                else:
                    unit._hand_over(kind, partner=partner, giver=random_one.choice([None, None, "workshop"]))
        except UserError:
            return False
        return True

    def _check(self, units):
        """Every unit is where its last hand-over says, in its full quantity, and nothing of ours is below zero."""
        expected = {}
        for unit in units:
            last = unit._get_handover()
            self.assertEqual(unit.holder_kind, last.to_kind or "customer")
            if last:
                self.assertEqual(unit.holder_id, last.to_partner_id)
                self.assertEqual(last.location_id._get_custody_kind(), unit.holder_kind)
            if last and last.location_id.usage == "internal":
                key = (unit.product_id, unit.lot_id, last.location_id)
                expected[key] = expected.get(key, 0) + unit.quantity
        groups = self.env["stock.quant"]._read_group(
            [("product_id", "in", (self.laptop | self.cable).ids), ("location_id.usage", "=", "internal")],
            ["product_id", "lot_id", "location_id"],
            ["quantity:sum", "quantity:min"],
        )
        self.assertFalse([row for row in groups if row[4] < 0])
        self.assertEqual({row[:3]: row[3] for row in groups if row[3]}, expected)

    def test_two_hundred_random_sequences_never_lose_a_unit(self):
        self.technicians = [self.technician.partner_id, self._create_technician("Teknisi Dua").partner_id]
        units = self._units()
        random_one = random.Random(20261128)  # noqa: S311, the same walk every time
        taken = refused = 0
        for _sequence in range(SEQUENCES):
            for _step in range(STEPS):
                unit = random_one.choice(units)
                before = (unit.holder_kind, unit.holder_id, len(unit.handover_ids))
                if self._act(unit, random_one):
                    taken += 1
                    self.assertEqual(len(unit.handover_ids), before[2] + 1)
                else:
                    refused += 1
                    self.assertEqual((unit.holder_kind, unit.holder_id, len(unit.handover_ids)), before)
                if unit.holder_kind == "scrap":
                    units[units.index(unit)] = self._create_unit(
                        f"SN-N{taken}" if unit.lot_id else None, quantity=unit.quantity
                    )
            self._check(units)
        self.assertGreater(min(taken, refused), SEQUENCES / 2)
