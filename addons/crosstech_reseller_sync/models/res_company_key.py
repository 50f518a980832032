"""Changing the key that encrypts stored secrets; run by ``cli/crosstech_rotate_key.py``."""

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.crosstech_sale.lib import secrets

SUFFIX = "_encrypted"


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _rotate_secrets(self):
        """Encrypt every stored secret with the first key; what it has encrypted already stays as it is.

        :return: dict(changed: int, kept: int, unreadable: list of "model,id field" that no key fits)
        :raises SecretError: ``no_key`` or ``bad_key``
        """
        secrets.encrypt("", self._secret_keys())
        self.env.flush_all()
        found = {"changed": 0, "kept": 0, "unreadable": []}
        for model, field in self._secret_fields():
            self._rotate_field(model, field, found)
        self.env.invalidate_all()
        return found

    def _secret_fields(self):
        """:return: list of (model, field name) that hold secrets, in the order of their names"""
        return sorted(
            (name, field.name)
            for name, model in self.env.items()
            if model._auto and not model._abstract
            for field in model._fields.values()
            if field.name.endswith(SUFFIX) and field.store and field.type == "char" and not field.inherited
        )

    def _rotate_field(self, model, field, found):
        table, column = SQL.identifier(self.env[model]._table), SQL.identifier(field)
        self.env.cr.execute(
            SQL("SELECT id, %s FROM %s WHERE %s <> '' ORDER BY id FOR UPDATE", column, table, column)
        )  # fmt: skip
        for record_id, token in self.env.cr.fetchall():
            try:
                token = secrets.rotated(token, self._secret_keys())
            except secrets.SecretError:
                found["unreadable"].append(f"{model},{record_id} {field}")
                continue
            found["changed" if token else "kept"] += 1
            if token:
                self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, token, record_id))
