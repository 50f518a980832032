from odoo import api, fields, models
from odoo.exceptions import UserError


class ResellerApplicationApprove(models.TransientModel):
    _name = "crosstech.reseller.application.approve"
    _description = "Approve a Reseller"

    application_id = fields.Many2one("crosstech.reseller.application", required=True, ondelete="cascade")
    check_text = fields.Html(related="application_id.check_text")
    grade_id = fields.Many2one(
        "res.partner.grade", string="Level", required=True,
        default=lambda self: self.env["res.partner.grade"]._first_level(),
    )  # fmt: skip
    pricelist_id = fields.Many2one(related="grade_id.default_pricelist_id", string="Prices")
    months = fields.Integer(required=True, default=lambda self: self.env.company.reseller_membership_months or 12)
    partner_choice = fields.Selection(
        [("new", "A new company"), ("existing", "A contact of ours")],
        required=True, compute="_compute_partner_choice", store=True, precompute=True, readonly=False,
    )  # fmt: skip
    partner_id = fields.Many2one(
        "res.partner", string="Contact", compute="_compute_partner_choice", store=True, precompute=True, readonly=False
    )
    candidate_ids = fields.Many2many("res.partner", compute="_compute_candidate_ids", compute_sudo=True)
    region_ids = fields.Many2many(
        "crosstech.region", "crosstech_reseller_approve_region_rel", string="Territory",
        help="Regions the reseller gets, for as long as the membership lasts; they can be given later too.",
    )  # fmt: skip
    is_exclusive = fields.Boolean(string="For Him Alone", default=True)
    note = fields.Text()

    @api.depends("application_id")
    def _compute_candidate_ids(self):
        """Contacts with the same tax number, address or login."""
        for dialog in self:
            application = dialog.application_id
            same = application._partners_with_npwp() | application._partners_with_email()
            dialog.candidate_ids = same | application.applicant_user_id.partner_id

    @api.depends("application_id")
    def _compute_partner_choice(self):
        """Propose the contact only of somebody who applied while logged in; else the manager has to choose."""
        for dialog in self:
            own = dialog.application_id.applicant_user_id.partner_id
            dialog.partner_choice = "existing" if own else "new"
            dialog.partner_id = own

    def action_approve(self):
        """Make the applicant a reseller, and show what came out."""
        self.ensure_one()
        existing = self.partner_choice == "existing"
        if existing and not self.partner_id:
            raise UserError(self.env._("Choose the contact, or make a new company."))
        partner = self.partner_id if existing else None
        membership = self.application_id._approve(self.grade_id, self.months, self.note or "", partner)
        self._give_territories(membership)
        return self.application_id._get_records_action()

    def _give_territories(self, membership):
        self.env["crosstech.territory"].create(
            [
                {
                    "reseller_id": membership.partner_id.id,
                    "region_id": region.id,
                    "date_from": membership.date_from,
                    "date_to": membership.date_to,
                    "is_exclusive": self.is_exclusive,
                }
                for region in self.region_ids
            ]
        )
