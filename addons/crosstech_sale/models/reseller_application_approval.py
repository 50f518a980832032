"""What an approval makes: company and contact, bank account, membership, portal access; all or nothing."""

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class ResellerApplication(models.Model):
    _inherit = "crosstech.reseller.application"

    membership_id = fields.Many2one("crosstech.reseller.membership", readonly=True, copy=False)

    # === ACTION METHODS === #

    def action_open_partner(self):
        """Show the reseller that came out of the application."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id._get_records_action()

    # === BUSINESS METHODS === #

    def _approve(self, grade, months, note="", partner=None):
        """Make a reseller of the applicant.

        :param grade: the level of membership
        :param int months: how long it lasts
        :param str note: for the membership's record
        :param partner: the contact of ours this is, as the manager chose; none makes a new company
        :raises UserError: when the table refuses, or the login would be somebody else's
        """
        application = self._apply("approve", months=months)
        company, contact = application._make_company(partner and partner.sudo())
        application._add_bank_account(company)
        membership = application.env["crosstech.reseller.membership"]._open(
            company, grade, months=months, note=note, application=application
        )
        application.write(
            {
                "state": "approved",
                "reason": False,
                "partner_id": company.id,
                "membership_id": membership.id,
                **application._decided(),
            }
        )
        application._give_access(contact)
        application._clear_activities()
        application._welcome(membership)
        return membership

    def _make_company(self, chosen):
        """Create or complete the company, and find the person in it who logs in.

        :return: tuple(company, contact)
        """
        Partner = self.env["res.partner"].with_context(no_vat_validation=False)
        commercial = chosen.commercial_partner_id if chosen else Partner
        if commercial.is_company:
            company = commercial
            company.write({**self._prepare_address(), **self._prepare_missing(company)})
        else:
            company = Partner.create({**self._prepare_address(), **self._prepare_missing(Partner), "is_company": True})
            if chosen:  # keeps the person's own address
                chosen.write({"type": "other", "parent_id": company.id})
        return company, self._find_contact(company, chosen)

    def _prepare_address(self):
        return {
            "vat": self.npwp,
            "street": self.street,
            "zip": self.zip,
            "region_id": self.region_id.id,
            "is_listed_publicly": self.is_listed_publicly,
            "is_phone_public": self.is_phone_public,
        }

    def _prepare_missing(self, company):
        """What a company of ours keeps when it has it already."""
        wished = {"name": self.company_name, "email": self.email, "phone": self.phone, "lang": self.lang}
        return {name: value for name, value in wished.items() if not company[name]}

    def _find_contact(self, company, chosen):
        """Who logs in: the person chosen if he does already, else whoever has the address, else a new contact."""
        people = company | company.child_ids
        if chosen and chosen.with_context(active_test=True).user_ids:
            return chosen
        same = (people - company).filtered(lambda person: person.email_normalized == self.email)
        same = same or company.filtered(lambda one: one.user_ids and one.email_normalized == self.email)
        if same:
            return same.sorted(lambda person: not person.user_ids)[0]
        return company.create(
            {
                "name": self.contact_name,
                "parent_id": company.id,
                "email": self.email,
                "phone": self.phone,
                "lang": self.lang,
            }
        )

    def _add_bank_account(self, company):
        """Note the account; Finance still has to trust it before money goes there."""
        if self.account_number in company.bank_ids.mapped("sanitized_acc_number"):
            return
        bank = self.env["res.bank"].search([("name", "ilike", self.bank_name)], limit=1)
        self.env["res.partner.bank"].create(
            {
                "partner_id": company.id,
                "acc_number": self.account_number,
                "acc_holder_name": self.account_holder,
                "bank_id": (bank or bank.create({"name": self.bank_name})).id,
            }
        )

    def _give_access(self, contact):
        """Invite the contact the way Odoo does; who logs in already keeps his login."""
        if contact.user_ids:
            return
        taken = self.env["res.users"].with_context(active_test=False).search([("login", "=", self.email)])
        if taken:
            raise UserError(
                self.env._(
                    "%(email)s logs in already, as %(name)s. Choose that contact, or ask for another address.",
                    email=self.email,
                    name=taken.partner_id.display_name,
                )
            )
        invitation = self.env["portal.wizard"].create({"partner_ids": [(6, 0, contact.ids)]})
        invitation.user_ids.action_grant_access()

    def _welcome(self, membership):
        """Tell the new reseller what he can do now."""
        application = self.with_context(lang=self.lang)
        env = application.env
        url = f"{self.get_base_url()}/my/reseller/welcome"
        body = Markup("<p>%s</p><p><a href='%s'>%s</a></p>") % (
            env._(
                "You are a reseller of ours now, level %(level)s. A separate mail invites you to choose a password, "
                "unless you have one. Your guide tells how to order, what you pay and whom to ask.",
                level=membership.with_context(lang=self.lang).grade_id.name,
            ),
            url,
            env._("Open your guide"),
        )
        env["crosstech.notification"]._notify(self.partner_id, env._("Welcome as a reseller"), body)
