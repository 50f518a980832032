"""Rewards of the Marketing Manager: the line of the order they become is a product of the catalogue, kept for them."""

from odoo import models

# What of a reward its product in the catalogue follows.
FOLLOWED = {"active", "description"}


class LoyaltyReward(models.Model):
    _inherit = "loyalty.reward"

    def _create_missing_discount_line_products(self):
        """Override of `loyalty`: who may make a reward need not be the one who keeps the catalogue."""
        return super(LoyaltyReward, self.sudo())._create_missing_discount_line_products()

    def write(self, vals):
        """Override of `loyalty`: the reward's product is renamed and archived on behalf of who changes the reward."""
        if not FOLLOWED & vals.keys():
            return super().write(vals)
        self.check_access("write")
        return super(LoyaltyReward, self.sudo()).write(vals)
