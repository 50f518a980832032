"""What is to be done next about a source, and which of its fields its engine and transport need."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.next_step import Progress, next_step
from ..lib.source.engines import ENGINES, driver_state
from .reseller_source import FILE_TRANSPORTS
from .source_words import explain

CONNECTION_FIELDS = (
    "engine", "transport", "host", "port", "database_name", "user_name", "ssh_host", "ssh_port", "ssh_user", "folder",
    "file_pattern", "is_vpn_only", "password", "ssh_password", "ssh_key", "pinned_host_key", "pinned_certificate",
)  # fmt: skip
STEPS = [
    ("details", "Fill in How His Data Reach Us"),
    ("test", "Test the Connection"),
    ("ask", "Ask for Permission to Look"),
    ("wait_look", "Waiting for His Permission"),
    ("file", "Upload His File"),
    ("map", "Find Products, Stock and Sales"),
    ("offer", "Offer the Agreement"),
    ("wait_sign", "Waiting for His Signature"),
    ("reading", "Connected"),
    ("paused", "Paused by the Reseller"),
    ("ended", "Agreement Ended"),
]


class ResellerSource(models.Model):
    _inherit = "crosstech.reseller.source"

    is_file = fields.Boolean(compute="_compute_is_file")
    next_step = fields.Selection(STEPS, compute="_compute_next_step")
    tested_datetime = fields.Datetime(string="Connection Tested", copy=False, readonly=True)
    engine_note = fields.Char(compute="_compute_engine_note")
    password_hint = fields.Char(compute="_compute_secret_hints")
    ssh_hint = fields.Char(compute="_compute_secret_hints")

    # === COMPUTE METHODS === #

    @api.depends("engine", "transport")
    def _compute_is_file(self):
        for source in self:
            source.is_file = source.engine == "file" or source.transport in FILE_TRANSPORTS

    @api.depends(
        "host", "database_name", "user_name", "ssh_host", "ssh_user", "transport", "engine", "upload_sha256",
        "tested_datetime", "agreement_id.state", "agreement_id.look_asked_datetime", "mapping_json", "is_file",
    )  # fmt: skip
    def _compute_next_step(self):
        for source in self:
            source.next_step = next_step(source._progress())

    @api.depends("engine")
    def _compute_engine_note(self):
        """Say when the driver of an engine is not installed here, or was never tried on a running server."""
        for source in self:
            engine = ENGINES.get(source.engine)
            state = driver_state(source.engine) if engine else None
            if state and state.code != "ready":
                source.engine_note = explain(self.env, "driver_missing", {"detail": state.install or state.library})
            elif engine and not engine.proven:
                source.engine_note = self.env._(
                    "We could not try this engine on a running server yet. Please compare the totals with special care."
                )
            else:
                source.engine_note = False

    @api.depends("has_password", "has_ssh_secret")
    def _compute_secret_hints(self):
        for source in self:
            source.password_hint = self.env._("Kept; type to replace it") if source.has_password else False
            source.ssh_hint = self.env._("Kept; type to replace it") if source.has_ssh_secret else False

    # === CONSTRAINT METHODS === #

    @api.constrains("engine", "transport")
    def _check_transport(self):
        for source in self:
            if (source.engine == "file") != (source.transport in FILE_TRANSPORTS):
                raise ValidationError(
                    self.env._(
                        "A running database is reached directly, through SSH or through WireGuard; backups and files"
                        " come over SFTP, FTPS, FTP inside the VPN, or by upload. Please choose a pair of these."
                    )
                )

    @api.constrains("port", "ssh_port", "timeout_seconds", "max_rows_per_second")
    def _check_numbers(self):
        for source in self:
            if not all(0 <= port <= 65535 for port in (source.port, source.ssh_port)):
                raise ValidationError(self.env._("A port is a number from 1 to 65535; 0 stands for the usual one."))
            if source.timeout_seconds < 1 or source.max_rows_per_second < 0:
                raise ValidationError(self.env._("A question may take one second or more; rows per second from 0."))

    # === ONCHANGE METHODS === #

    @api.onchange("engine")
    def _onchange_engine(self):
        if (self.engine == "file") != (self.transport in FILE_TRANSPORTS):
            self.transport = "upload" if self.engine == "file" else "direct"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of the ORM: another server, account or key was not tested yet."""
        if set(vals) & set(CONNECTION_FIELDS) and "tested_datetime" not in vals:
            vals = {**vals, "tested_datetime": False}
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _progress(self):
        """:return: ``lib.next_step.Progress``"""
        self.ensure_one()
        return Progress(
            has_details=self._has_details(),
            needs_file=self.transport == "upload",
            has_file=bool(self.upload_sha256),
            is_tested=bool(self.tested_datetime),
            agreement=self.agreement_id.state or "",
            is_asked=bool(self.agreement_id.look_asked_datetime),
            has_mapping=bool(self.mapping_json),
        )

    def _has_details(self):
        names = {
            "upload": (),
            "ssh": ("host", "database_name", "user_name", "ssh_host", "ssh_user"),
            "direct": ("host", "database_name", "user_name"),
            "wireguard": ("host", "database_name", "user_name"),
        }.get(self.transport, ("host", "user_name"))
        return bool(self.partner_id) and all(self[name] for name in names)
