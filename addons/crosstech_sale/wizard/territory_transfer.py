"""A territory goes from one reseller to another on a day: one ends, the next begins, nothing is rewritten."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.territory import POLICIES


class TerritoryTransfer(models.TransientModel):
    _name = "crosstech.territory.transfer"
    _description = "Transfer Territories to Another Reseller"

    territory_ids = fields.Many2many("crosstech.territory", required=True)
    reseller_id = fields.Many2one(
        "res.partner", string="To", required=True, domain=[("grade_id", "!=", False), ("parent_id", "=", False)]
    )
    date = fields.Date(string="From", required=True, default=lambda self: fields.Date.context_today(self))
    policy = fields.Selection(POLICIES, string="Orders of Buyers", help="Empty: as it was.")

    @api.model
    def default_get(self, fields):
        """Override to take the territories that are chosen in the list, or the one that is open."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "crosstech.territory" and "territory_ids" in fields:
            values["territory_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_transfer(self):
        """End the territories the day before, and open the new reseller's from that day on."""
        self.ensure_one()
        self.territory_ids.check_access("write")
        self._check_days()
        for territory in self.territory_ids:
            self._transfer(territory)
        return {"type": "ir.actions.act_window_close"}

    def _check_days(self):
        for territory in self.territory_ids:
            if territory.reseller_id == self.reseller_id:
                raise UserError(self.env._("%s has this territory already.", territory.reseller_id.name))
            if self.date <= territory.date_from:
                raise UserError(
                    self.env._(
                        "%s begins on that day or later. Next step: choose a later day, or change the entry itself.",
                        territory.display_name,
                    )
                )
            if territory.date_to and territory.date_to < self.date - timedelta(days=1):
                raise UserError(self.env._("%s ends before that day.", territory.display_name))

    def _transfer(self, territory):
        last_day, end = self.date - timedelta(days=1), territory.date_to
        territory.date_to = last_day
        values = {"reseller_id": self.reseller_id.id, "date_from": self.date, "active": True}
        values["date_to"] = end if end and end >= self.date else False
        following = territory.copy({**values, **({"policy": self.policy} if self.policy else {})})
        territory.message_post(body=self.env._("Transferred to %s.", self.reseller_id.name))
        following.message_post(body=self.env._("Transferred from %s.", territory.reseller_id.name))
        territory.activity_ids.unlink()
        self._tell(territory, following)

    def _tell(self, territory, following):
        """Tell both resellers, each in his language."""
        for one, begins in ((territory, False), (following, True)):
            env = self.with_context(lang=one.reseller_id.lang).env
            place = one.with_env(env).region_id.display_name
            day = format_date(env, self.date)
            if begins:
                title = env._("Your new territory: %s", place)
                body = env._("From %(day)s on, %(place)s is your territory.", day=day, place=place)
            else:
                title = env._("Territory %s goes to another reseller", place)
                body = env._(
                    "From %(day)s on, %(place)s is not your territory any more. Orders placed before stay yours.",
                    day=day,
                    place=place,
                )
            env["crosstech.notification"]._notify(one.reseller_id, title, body, record=one)
