"""Segregation of duties: the table of ``lib.duties`` applied to every document, whatever screen or API is used."""

import functools

from odoo import models
from odoo.exceptions import AccessError

from ..lib import duties


class Base(models.AbstractModel):
    _inherit = "base"

    def _check_access(self, operation):
        """Override of the ORM to hold people with a company role to their own documents; see ``lib.duties``."""
        refused = super()._check_access(operation)
        if refused is None and operation != "read":
            duty = self.env["crosstech.hooks"]._duties_by_model().get(self._name)
            return duty and self._check_duty(duty)
        return refused

    def _check_duty(self, duty):
        """Return what :meth:`_check_access` returns, for one duty."""
        roles = self.env.user._get_company_roles()
        error = functools.partial(self._make_duty_error, duty)
        if not any(self._ids):
            return None if duties.may_change(duty, roles) else (self, error)
        refused = self.filtered(lambda one: not duties.may_change(duty, roles, one.sudo()._get_duty_kind()))
        return (refused, error) if refused else None

    def _get_duty_kind(self):
        """Which part of the documents this one belongs to, where a duty is shared out by kind (``buyer`` …)."""
        return ""

    def _make_duty_error(self, duty):
        names = self.env["crosstech.hooks"]._role_names()
        holders = [f"{names[role]} ({', '.join(sorted(kinds))})" for role, kinds in duty.roles.items()]
        return AccessError(
            self.env._(
                "This is not part of your role. Who changes %(subject)s: %(roles)s.",
                subject=duty.subject,
                roles="; ".join(holders).replace(" (*)", ""),
            )
        )
