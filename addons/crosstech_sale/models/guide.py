"""The guide of each role, made from the settings in force, so that it says what is true today."""

from odoo import api, models
from odoo.tools import formatLang
from odoo.tools.translate import LazyTranslate

from ..lib import duties, order_flow

_lt = LazyTranslate(__name__)

STEPS = {
    "claim_payment": _lt("The payment is reported"),
    "confirm_payment": _lt("The payment is confirmed"),
    "release": _lt("The order is released to the warehouse"),
    "ship": _lt("The goods are handed to the courier"),
    "confirm_arrival": _lt("The arrival is confirmed"),
    "cancel": _lt("The order is cancelled"),
}
SUBJECTS = {  # as lib.duties calls them
    "orders": _lt("Orders"),
    "contacts": _lt("Contacts"),
    "catalogue": _lt("Catalogue and price lists"),
    "delivery methods": _lt("Delivery methods"),
    "promotions": _lt("Promotions"),
    "purchase orders": _lt("Purchase orders"),
    "supplier prices": _lt("Supplier prices"),
    "invoices, payments and bank statements": _lt("Invoices, payments and bank statements"),
    "goods in the warehouse": _lt("Goods in the warehouse"),
    "moved goods and serial numbers": _lt("Moved goods and serial numbers"),
}
KINDS = {"reseller": _lt("of resellers"), "buyer": _lt("of buyers"), "supplier": _lt("of suppliers")}
OTHERS = {"customer": _lt("Customer"), "system": _lt("The system by itself")}


class Guide(models.AbstractModel):
    _name = "crosstech.guide"
    _description = "Guide of a Role"

    # === PUBLIC METHODS === #

    @api.model
    @api.readonly
    def get_guide(self):
        """Return the guide of the user's own role as a page.

        :return: dict(title: str, html: str)
        :raises AccessError: for everybody who is not staff
        """
        role = self.env["crosstech.dashboard"]._own_role()
        values = {"guide": self._facts(role)}
        return {
            "title": self.env._("Guide: %(role)s", role=self.env["crosstech.dashboard"]._role_name(role)),
            "html": str(self.env["ir.qweb"]._render(f"crosstech_sale.guide_{role}", values)),
        }

    # === BUSINESS METHODS === #

    def _facts(self, role):
        """What the pages state: settings, people, steps; only what everybody on the staff may know."""
        company = self.env.company.sudo()
        website = company.website_id or self.env["website"].sudo().search([], limit=1)
        return {
            **website._get_shop_facts(),
            "role": role,
            "reminder_hours": company.payment_reminder_hours,
            "cancels": company.auto_cancel_unpaid_orders,
            "code_max": company.transfer_code_max,
            "cod_limit": company.cod_limit_amount and self._money(company.cod_limit_amount),
            "cod_open_days": company.cod_open_days,
            "has_sms": bool(company.sms_gateway_url),
            "duties": self._duties(role),
            "steps": self._steps(role),
            "people": self._people(),
        }

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.env.company.currency_id)

    def _duties(self, role):
        """What the role changes, in the words of the table of duties."""
        mine = []
        for duty in self.env["crosstech.hooks"]._duties():
            kinds = duty.roles.get(role, frozenset()) - {"self"}
            if kinds:
                subject = SUBJECTS.get(duty.subject)
                mine.append(
                    {
                        "subject": self.env._(subject) if subject else duty.subject,
                        "kinds": ", ".join(self.env._(KINDS[kind]) for kind in sorted(kinds & set(KINDS))),
                    }
                )
        return mine

    def _steps(self, role):
        """The steps of an order with who takes them; those of the role itself are marked."""
        stages = dict(self.env["sale.order"]._fields["order_stage"]._description_selection(self.env))
        return [
            {
                "step": self.env._(STEPS[step.action]),
                "target": stages[step.target],
                "who": self._who(step),
                "mine": any(role in step.roles(kind) for kind in step.by),
            }
            for step in order_flow.STEPS.values()
        ]

    def _who(self, step):
        names = self.env["crosstech.hooks"]._role_names()
        roles = [role for kind in step.by for role in step.roles(kind)]
        return ", ".join(names[role] if role in names else self.env._(OTHERS[role]) for role in dict.fromkeys(roles))

    def _people(self):
        """Whom to ask: the members of staff by role."""
        names = self.env["crosstech.hooks"]._role_names()
        people = []
        for role in duties.STAFF_ROLES:
            users = self.env.ref(f"crosstech_sale.group_{role}").sudo().all_user_ids
            users = users.filtered(lambda user: user.active and self.env.company in user.company_ids)
            people.append({"role": names[role], "names": ", ".join(users.mapped("name"))})
        return people
