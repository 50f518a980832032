from odoo import Command, api, fields, models
from odoo.tools.translate import LazyTranslate

from ..lib import shop_invitation

_lt = LazyTranslate(__name__)

LABELS = {
    "invite": _lt("%(count)s get an invitation"),
    "not_yours": _lt("%(count)s are customers of another manager"),
    "no_email": _lt("%(count)s have no e-mail address"),
    "has_account": _lt("%(count)s have an account already"),
    "opted_out": _lt("%(count)s do not want mail from us"),
    "invited": _lt("%(count)s were invited before"),
    "same_email": _lt("%(count)s share the address of somebody who is invited"),
}


class ShopInvite(models.TransientModel):
    _name = "crosstech.shop.invite"
    _description = "Invite Customers to the Shop"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    invite_count = fields.Integer(compute="_compute_preview")
    preview = fields.Text(string="What Will Happen", compute="_compute_preview")

    @api.model
    def default_get(self, fields):
        """Override to start from the customers marked in the list."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "res.partner":
            values["partner_ids"] = [Command.set(self.env.context.get("active_ids", []))]
        return values

    @api.depends("partner_ids")
    def _compute_preview(self):
        for wizard in self:
            counted = shop_invitation.count(wizard.partner_ids._origin._sort_for_invitation())
            wizard.invite_count = counted.get(shop_invitation.INVITE, 0)
            lines = [(self.env._(LABELS[reason]), number) for reason, number in counted.items()]
            wizard.preview = "\n".join(line % {"count": number} for line, number in lines)

    def action_invite(self):
        """Queue the invitations and show how they get along."""
        self.ensure_one()
        self.partner_ids._invite()
        return self.env["ir.actions.actions"]._for_xml_id("crosstech_sale.shop_invitation_action")
