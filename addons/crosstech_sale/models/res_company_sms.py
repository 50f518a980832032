"""The company's account at an SMS gateway."""

import json
import os

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import config

from ..lib import secrets, sms_gateway
from .sms_gateway import CrosstechSmsApi

PRESETS = [
    ("json_bearer", "JSON, key as bearer token"),
    ("json_batch", "JSON, list of messages"),
    ("form_userkey", "Form, user key and pass key"),
    ("query_key", "Address with user name and password"),
    ("custom", "Own template"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    sms_gateway_url = fields.Char(
        string="SMS Gateway", groups="base.group_system", help="Address of the provider's interface, with https."
    )
    sms_gateway_preset = fields.Selection(PRESETS, default="json_bearer", required=True, groups="base.group_system")
    sms_gateway_template = fields.Text(
        groups="base.group_system",
        help='The provider\'s interface as JSON: {"method": "POST", "body_format": "json", "headers": {},'
        ' "fields": {"to": "{to}", "text": "{text}"}, "success": "status=1", "message_id_path": "id"}.',
    )
    sms_gateway_sender = fields.Char(string="Sender Name", groups="base.group_system")
    sms_gateway_user = fields.Char(string="Gateway User", groups="base.group_system")
    sms_gateway_key_encrypted = fields.Char(groups="base.group_system", copy=False, export_string_translation=False)
    sms_gateway_key = fields.Char(
        string="Gateway Key",
        compute="_compute_sms_gateway_key",
        inverse="_inverse_sms_gateway_key",
        groups="base.group_system",
        help="Is stored encrypted and never shown again.",
    )
    has_sms_gateway_key = fields.Boolean(compute="_compute_has_sms_gateway_key", groups="base.group_system")

    # === COMPUTE METHODS === #

    def _compute_sms_gateway_key(self):
        self.sms_gateway_key = False

    def _inverse_sms_gateway_key(self):
        for company in self.filtered("sms_gateway_key"):
            company.sms_gateway_key_encrypted = company._encrypt_secret(company.sms_gateway_key)

    @api.depends("sms_gateway_key_encrypted")
    def _compute_has_sms_gateway_key(self):
        for company in self:
            company.has_sms_gateway_key = bool(company.sms_gateway_key_encrypted)

    # === CONSTRAINT METHODS === #

    @api.constrains("sms_gateway_url")
    def _check_sms_gateway_url(self):
        for company in self.filtered("sms_gateway_url"):
            if not sms_gateway.is_safe_url(company.sms_gateway_url):
                raise ValidationError(
                    self.env._("The SMS gateway needs an address that starts with https://, as the key goes there.")
                )

    @api.constrains("sms_gateway_preset", "sms_gateway_template")
    def _check_sms_gateway_template(self):
        for company in self.filtered(lambda company: company.sms_gateway_preset == "custom"):
            company._read_sms_template()

    # === BUSINESS METHODS === #

    def _get_sms_api_class(self):
        """Override of `sms` to use the company's own gateway where it has one."""
        self.ensure_one()
        return CrosstechSmsApi if self.sudo().sms_gateway_url else super()._get_sms_api_class()

    def _get_sms_gateway(self):
        """:return: ``lib.sms_gateway.Gateway`` of this company, with its key"""
        self.ensure_one()
        key = self.sms_gateway_key_encrypted
        return sms_gateway.Gateway(
            url=self.sms_gateway_url,
            sender=self.sms_gateway_sender or "",
            user=self.sms_gateway_user or "",
            key=self._decrypt_secret(key) if key else "",
            **self._read_sms_template(),
        )

    def _read_sms_template(self):
        """Return the provider's interface as keyword arguments of ``Gateway``.

        :raises ValidationError: when an own template is no JSON object of the known parts
        """
        if self.sms_gateway_preset != "custom":
            return sms_gateway.PRESETS[self.sms_gateway_preset]
        known = {"method", "body_format", "fields", "headers", "success", "message_id_path", "error_path"}
        try:
            template = json.loads(self.sms_gateway_template or "")
        except ValueError:
            template = None
        if (
            not isinstance(template, dict)
            or set(template) - known
            or template.get("method", "POST") not in ("GET", "POST")
            or template.get("body_format", "json") not in ("json", "form", "query")
            or not all(_is_text_map(template.get(part, {})) for part in ("fields", "headers"))
            or not all(isinstance(template.get(part, ""), str) for part in ("success", "message_id_path", "error_path"))
        ):
            raise ValidationError(
                self.env._("The SMS template must be a JSON object with: %(parts)s.", parts=", ".join(sorted(known)))
            )
        return template

    # === TOOLING === #

    @api.model
    def _secret_keys(self):
        """The key of this installation, from the environment or odoo.conf, never from the database."""
        return os.environ.get("CROSSTECH_SECRET_KEY") or config.get("crosstech_secret_key")

    @api.model
    def _encrypt_secret(self, plain):
        """Encrypt a secret for the database.

        :raises UserError: with instructions, when no usable key is configured; nothing is stored then
        """
        try:
            return secrets.encrypt(plain, self._secret_keys())
        except secrets.SecretError as error:
            raise UserError(self._secret_help(error.code)) from error

    @api.model
    def _decrypt_secret(self, token):
        try:
            return secrets.decrypt(token, self._secret_keys())
        except secrets.SecretError as error:
            raise UserError(self._secret_help(error.code)) from error

    @api.model
    def _secret_help(self, code):
        if code == "wrong_key":
            return self.env._("This secret was stored with another key. Enter it again in the settings.")
        return self.env._(
            "Secrets are stored encrypted, and this server has no usable key for it. Make one with “openssl rand"
            " -base64 32 | tr '+/' '-_'”, set it as CROSSTECH_SECRET_KEY in the environment (or crosstech_secret_key"
            " in odoo.conf), keep a copy in a safe place and restart."
        )


def _is_text_map(value):
    return isinstance(value, dict) and all(isinstance(part, str) for pair in value.items() for part in pair)
