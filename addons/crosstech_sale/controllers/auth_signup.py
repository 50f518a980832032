"""Registration in the shop."""

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.auth_signup.controllers.main import AuthSignupHome


class AuthSignup(AuthSignupHome):
    def _prepare_signup_values(self, qcontext):
        """Override of `auth_signup`: what is empty or no address is said, not answered with a server error (S4.9)."""
        values = super()._prepare_signup_values(qcontext)
        if qcontext.get("token"):  # invited: name and address are known
            return values
        if not all((values.get(key) or "").strip() for key in ("name", "login", "password")):
            raise UserError(request.env._("Please fill in your name, your e-mail address and a password."))
        if not email_normalize(values["login"]):
            raise UserError(request.env._("This is no e-mail address. Please check it: your orders are sent there."))
        return values
