"""Is the shop ready for its first order? Looked up, never ticked by hand."""

from odoo import models

from ..lib import duties


class Dashboard(models.AbstractModel):
    _inherit = "crosstech.dashboard"

    def _ready_checks(self):
        """What a shop needs before its first order, as it stands now.

        Tells only whether something is set up, never what is written there.

        :return: list of dict(key, title, text, done: bool, action: external id or False where the user cannot mend it)
        """
        checks = (
            ("company", self.env._("Address, telephone and tax number"), "base.action_res_company_form"),
            ("roles", self.env._("Somebody for every role"), "base.action_res_users"),
            ("bank", self.env._("Bank account for transfers"), "account.action_account_journal_form"),
            ("regions", self.env._("Provinces, cities and districts"), "crosstech_sale.region_action"),
            ("warehouse", self.env._("District of the warehouse"), "stock.action_warehouse_form"),
            ("tariff", self.env._("Courier price list in force"), "crosstech_sale.courier_tariff_action"),
            ("services", self.env._("Courier services on sale"), "crosstech_sale.courier_service_action"),
            ("products", self.env._("Goods in the shop"), "sale.product_template_action"),
            ("mail", self.env._("Outgoing e-mail"), "base.action_ir_mail_server_list"),
            ("sms", self.env._("Text messages"), "base_setup.action_general_configuration"),
            ("https", self.env._("Web address with https"), "base_setup.action_general_configuration"),
        )
        return [self._ready_check(*check) for check in checks]

    def _ready_check(self, key, title, action):
        done, text = getattr(self, f"_ready_{key}")(self.env.company.sudo())
        return {
            "key": key,
            "title": title,
            "text": text,
            "done": bool(done),
            "action": action if self._may_mend(action) else False,
        }

    def _may_mend(self, xmlid):
        action = self.env.ref(xmlid).sudo()
        return self._may_open(xmlid) and (self.env[action.res_model].has_access("write") or self.env.user._is_system())

    def _ready_company(self, company):
        done = company.street and company.phone and company.email and company.vat
        return done, self.env._("Complete") if done else self.env._(
            "Something of it is missing: customers look for it."
        )

    def _ready_roles(self, _company):
        names = self.env["crosstech.hooks"]._role_names()
        missing = [names[role] for role in duties.STAFF_ROLES if not self.env["res.users"]._with_role(role)]
        if missing:
            return False, self.env._("Nobody is: %(roles)s", roles=", ".join(missing))
        return True, self.env._("Every role is filled")

    def _ready_bank(self, company):
        accounts = self.env["account.journal"].sudo()._get_transfer_journals(company).bank_account_id
        if accounts:
            return True, self.env._("%(count)s accounts", count=len(accounts))
        return False, self.env._("Without one nobody can pay.")

    def _ready_regions(self, _company):
        count = self.env["crosstech.region"].sudo().search_count([("level", "=", "district")])
        return count, self.env._("%(count)s districts", count=count)

    def _ready_warehouse(self, company):
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        without = warehouses.filtered(lambda warehouse: not warehouse.partner_id.region_id)
        if not warehouses or without:
            return False, self.env._("Couriers quote from there: enter the district of its address.")
        return True, ", ".join(warehouses.partner_id.region_id.mapped("name"))

    def _ready_tariff(self, _company):
        today = self._today()
        domain = [("state", "=", "applied"), ("valid_from", "<=", today), "|", ("valid_to", "=", False)]
        lists = self.env["crosstech.courier.tariff"].sudo().search([*domain, ("valid_to", ">=", today)])
        if not lists:
            return False, self.env._("Import one: without it the checkout shows no courier.")
        return True, ", ".join(sorted(set(lists.courier_id.mapped("name"))))

    def _ready_services(self, _company):
        count = (
            self.env["delivery.carrier"].sudo().search_count([("is_published", "=", True), ("courier_id", "!=", False)])
        )
        return count, self.env._("%(count)s services", count=count)

    def _ready_products(self, _company):
        count = self.env["product.template"].sudo().search_count([("is_published", "=", True), ("sale_ok", "=", True)])
        return count, self.env._("%(count)s products", count=count)

    def _ready_mail(self, _company):
        if self.env["ir.mail_server"].sudo().search_count([], limit=1):
            return True, self.env._("Set up")
        return False, self.env._("No mail server: customers get no account number and no receipt.")

    def _ready_sms(self, company):
        if company.sms_gateway_url:
            return True, self.env._("Set up")
        return False, self.env._("No gateway: reminders and confirmations go by e-mail only.")

    def _ready_https(self, company):
        url = (company.website_id or company).get_base_url()
        done = url.startswith("https://")
        return done, url if done else self.env._("%(url)s is not encrypted: passwords can be read on the way.", url=url)
