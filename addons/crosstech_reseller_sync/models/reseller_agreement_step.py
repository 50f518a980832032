"""The backend's side of an agreement: the one obvious next step, and its buttons."""

from odoo import api, fields, models


class ResellerAgreement(models.Model):
    _inherit = "crosstech.reseller.agreement"

    next_step = fields.Selection(
        [
            ("ask", "Ask for Permission to Look"),
            ("wait_look", "Waiting for Permission"),
            ("map", "Confirm the Mapping"),
            ("take", "Take the Columns"),
            ("offer", "Sign and Offer"),
            ("wait_sign", "Waiting for the Signature"),
            ("in_force", "In Force"),
            ("amend", "Offer the Change"),
            ("paused", "Paused"),
            ("over", "Over"),
        ],
        compute="_compute_next_step",
    )
    column_count = fields.Integer(string="Number of Columns", compute="_compute_column_count")

    # === COMPUTE METHODS === #

    @api.depends(
        "state", "look_asked_datetime", "line_ids.column_name", "line_ids.table_name", "source_id.mapping_json"
    )
    def _compute_next_step(self):
        for agreement in self:
            agreement.next_step = agreement._next_step()

    def _next_step(self):
        if self.state in ("draft", "looking", "active"):
            return getattr(self, f"_next_step_{self.state}")()
        return {"offered": "wait_sign", "paused": "paused"}.get(self.state, "over")

    def _next_step_draft(self):
        return "wait_look" if self.look_asked_datetime else "ask"

    def _next_step_looking(self):
        columns = self._mapping().columns()
        if not columns:
            return "map"
        return "offer" if columns == self._agreed() else "take"

    def _next_step_active(self):
        columns = self._mapping().columns()
        return "amend" if columns and columns != self._agreed() else "in_force"

    @api.depends("line_ids")
    def _compute_column_count(self):
        for agreement in self:
            agreement.column_count = len(agreement.line_ids)

    # === ACTION METHODS === #

    def action_ask_look(self):
        """Ask the reseller whether we may look at structure and first rows."""
        self._apply("ask_look")

    def action_take_columns(self):
        """List exactly what the mapping reads."""
        self.check_access("write")
        self._take_columns()

    def action_offer(self):
        """Sign for us; the reseller is asked to sign, too."""
        self.check_access("write")
        self._apply("offer", address=self._last_address())

    def action_withdraw(self):
        """Take the offer back to change it."""
        self._apply("withdraw")

    def action_amend(self):
        """Prepare the agreement that is to follow this one; this one stays in force until then."""
        self.check_access("write")
        prepared = self.search(
            [("source_id", "=", self.source_id.id), ("state", "in", ("draft", "looking", "offered"))]
        )
        return (prepared[:1] or self._amend())._form_action()

    def action_open_source(self):
        """Show where the data come from."""
        self.check_access("read")
        return self.source_id._get_records_action()

    def action_end(self):
        """Ask why, then end it for both sides."""
        self.check_access("write")
        dialog = self.env["ir.actions.act_window"]._for_xml_id("crosstech_reseller_sync.reseller_agreement_end_action")
        return {**dialog, "context": {"default_agreement_id": self.id}}

    # === TOOLING === #

    def _form_action(self):
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [[False, "form"]]}

    def _last_address(self):
        """The network address the user was seen at last: where he signs from."""
        devices = self.env["res.device.log"].sudo()
        seen = devices.search([("user_id", "=", self.env.uid)], order="last_activity desc, id desc", limit=1)
        return seen.ip_address or ""
