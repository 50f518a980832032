"""Where a reseller's data come from: an engine reached through a transport, or files. Secrets are kept encrypted."""

from odoo import api, fields, models

from ..lib.agreement import SIGNED_STATES

ENGINES = [
    ("postgresql", "PostgreSQL"),
    ("mysql", "MySQL or MariaDB"),
    ("mssql", "SQL Server"),
    ("oracle", "Oracle"),
    ("firebird", "Firebird"),
    ("file", "Backup or File"),
]
TRANSPORTS = [
    ("direct", "Directly, with TLS"),
    ("ssh", "Through an SSH Tunnel"),
    ("wireguard", "Through a WireGuard VPN"),
    ("sftp", "Files over SFTP"),
    ("ftps", "Files over FTPS"),
    ("ftp_vpn", "Files over FTP inside the VPN"),
    ("upload", "The Reseller Uploads Files"),
]
FILE_TRANSPORTS = ("sftp", "ftps", "ftp_vpn", "upload")
SECRETS = ("password", "ssh_password", "ssh_key")


class ResellerSource(models.Model):
    _name = "crosstech.reseller.source"
    _description = "Reseller Data Source"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "partner_id, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner", string="Reseller", required=True, index=True, ondelete="restrict",
        domain=[("grade_id", "!=", False), ("parent_id", "=", False)],
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    engine = fields.Selection(ENGINES, required=True, default="mysql", tracking=True)
    transport = fields.Selection(TRANSPORTS, required=True, default="direct", tracking=True)
    host = fields.Char(string="Server", tracking=True, help="Name or address of the reseller's server.")
    port = fields.Integer(help="0: the usual one.")
    database_name = fields.Char(string="Database")
    user_name = fields.Char(string="User", help="An account that can only read.")
    ssh_host = fields.Char(string="SSH Server")
    ssh_port = fields.Integer(default=22)
    ssh_user = fields.Char(string="SSH User")
    folder = fields.Char(help="Where the files lie on the server.")
    file_pattern = fields.Char(default="*", help="Which files, such as backup-*.sql.gz: the newest one is read.")
    is_vpn_only = fields.Boolean(string="Server Is inside the VPN", help="Plain FTP is allowed only then.")
    password = fields.Char(compute="_compute_secrets", inverse="_inverse_password", store=False)
    ssh_password = fields.Char(compute="_compute_secrets", inverse="_inverse_ssh_password", store=False)
    ssh_key = fields.Text(string="SSH Private Key", compute="_compute_secrets", inverse="_inverse_ssh_key", store=False)
    password_encrypted = fields.Char(groups="base.group_system", copy=False, export_string_translation=False)
    ssh_password_encrypted = fields.Char(groups="base.group_system", copy=False, export_string_translation=False)
    ssh_key_encrypted = fields.Char(groups="base.group_system", copy=False, export_string_translation=False)
    has_password = fields.Boolean(compute="_compute_has_secrets", compute_sudo=True)
    has_ssh_secret = fields.Boolean(compute="_compute_has_secrets", compute_sudo=True)
    pinned_host_key = fields.Char(copy=False, readonly=True, tracking=True, help="Fingerprint of the SSH server.")
    pinned_certificate = fields.Char(copy=False, readonly=True, tracking=True, help="Fingerprint of the certificate.")
    timezone = fields.Selection(
        [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"), ("UTC", "UTC")],
        string="Time Zone", required=True, default="Asia/Jakarta", help="Of times the database writes without one.",
    )  # fmt: skip
    place_name = fields.Char(string="Place", help="Of stock and sales that say none, such as “Toko Pontianak”.")
    timeout_seconds = fields.Integer(default=60, help="A question that takes longer is broken off.")
    max_rows_per_second = fields.Integer(default=0, help="So that his server stays quick; 0: as fast as it goes.")
    schema_json = fields.Json(copy=False, help="Tables and columns as read last.")
    mapping_json = fields.Json(copy=False, help="``lib.mapping.spec.Mapping``: where each field comes from.")
    agreement_ids = fields.One2many("crosstech.reseller.agreement", "source_id", string="Agreements")
    agreement_id = fields.Many2one(
        "crosstech.reseller.agreement", compute="_compute_agreement_id", store=True, index=True
    )
    agreement_state = fields.Selection(related="agreement_id.state", string="Agreement State")

    # === COMPUTE METHODS === #

    def _compute_secrets(self):
        self.update(dict.fromkeys(SECRETS, False))

    @api.depends("password_encrypted", "ssh_password_encrypted", "ssh_key_encrypted")
    def _compute_has_secrets(self):
        for source in self:
            source.has_password = bool(source.password_encrypted)
            source.has_ssh_secret = bool(source.ssh_password_encrypted or source.ssh_key_encrypted)

    def _inverse_password(self):
        self._keep_secret("password")

    def _inverse_ssh_password(self):
        self._keep_secret("ssh_password")

    def _inverse_ssh_key(self):
        self._keep_secret("ssh_key")

    @api.depends("agreement_ids.state")
    def _compute_agreement_id(self):
        for source in self:
            source.agreement_id = source._current_agreement()

    # === BUSINESS METHODS === #

    def _current_agreement(self):
        """The agreement in force counts while its successor is prepared."""
        agreements = self.agreement_ids.sorted("id", reverse=True)
        in_force = agreements.filtered(lambda one: one.state in SIGNED_STATES)
        return (in_force or agreements)[:1]

    def _keep_secret(self, name):
        """Encrypt what was typed; an empty field leaves what is kept."""
        for source in self.filtered(name):
            source.sudo()[f"{name}_encrypted"] = source.company_id._encrypt_secret(source[name])

    def _secret(self, name):
        """Read a secret back, for the connection alone.

        :raises UserError: when it was encrypted with another key
        """
        kept = self.sudo()[f"{name}_encrypted"]
        return self.company_id._decrypt_secret(kept) if kept else ""
