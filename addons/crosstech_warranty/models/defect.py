"""The record of goods that are broken for good, and of those replaced by new ones (S0.75, S0.76)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

TODO = "mail.mail_activity_data_todo"
KINDS = [
    ("unrepairable", "Not repairable"),
    ("replaced", "Replaced by a new one"),
    ("refused_by_supplier", "Refused by the supplier"),
]


class Defect(models.Model):
    _name = "crosstech.defect"
    _description = "Defective Unit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "found_date desc, id desc"

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="New", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    state = fields.Selection(
        [("to_record", "To Record"), ("recorded", "Recorded"), ("written_off", "Written Off")],
        default="to_record", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip
    order_id = fields.Many2one(
        "crosstech.work.order", string="Work Order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(related="order_id.unit_id", store=True, index="btree_not_null")
    product_id = fields.Many2one("product.product", readonly=True, index=True, ondelete="restrict")
    lot_id = fields.Many2one(related="unit_id.lot_id", string="Serial Number", store=True, index="btree_not_null")
    quantity = fields.Float(default=1.0, readonly=True)
    supplier_id = fields.Many2one(related="unit_id.supplier_id", store=True, index="btree_not_null")
    replacement_id = fields.Many2one(related="unit_id.replaced_by_id", string="Replaced By")
    fault_id = fields.Many2one(related="order_id.fault_id", store=True, index="btree_not_null")
    found_date = fields.Date(string="Found On", required=True, readonly=True, index=True)
    amount = fields.Monetary(
        string="Cost", help="What the unit cost us; the Operational Manager may correct it while recording."
    )
    note = fields.Text(help="Why it cannot be used any more, for the record.")
    recorded_user_id = fields.Many2one("res.users", string="Recorded By", readonly=True, copy=False)
    recorded_date = fields.Date(string="Recorded On", readonly=True, copy=False)
    scrap_id = fields.Many2one("stock.scrap", string="Write-Off", readonly=True, copy=False, index="btree_not_null")

    _order_kind_uniq = models.UniqueIndex("(order_id, kind)", "This is in the record already.")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to number the record."""
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].next_by_code(self._name) or "New"
        return super().create(vals_list)

    def write(self, vals):
        """Keep what was recorded as it was recorded."""
        if {"note", "amount"} & vals.keys() and any(defect.state != "to_record" for defect in self):
            raise UserError(self.env._("What is recorded stays as it is. Add a message below it instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of defective goods is never deleted."))

    # === ACTION METHODS === #

    def action_record(self):
        """Record the defect: the Operational Manager's step."""
        self._check_step("to_record", self.env._("This defect is recorded already."))
        self.sudo().write(
            {
                "state": "recorded",
                "recorded_user_id": self.env.uid,
                "recorded_date": self.env.company._get_today(),
            }
        )
        self.sudo().activity_feedback([TODO])

    def action_write_off(self):
        """Take the goods off the stock for good."""
        self._check_step("recorded", self.env._("Record the defect first; it is written off once."))
        for defect in self.sudo():
            defect.scrap_id = defect._scrap()
            defect.state = "written_off"
            if defect.unit_id.state == "active":
                defect.unit_id.state = "written_off"

    def _check_step(self, state, refusal):
        self.check_access("read")
        if "operational_manager" not in self.env["res.users"]._acting_roles():
            raise UserError(self.env._("The Operational Manager records what is broken."))
        if any(defect.state != state for defect in self):
            raise UserError(refusal)

    # === BUSINESS METHODS === #

    @api.model
    def _log(self, order, kind):
        """Put a unit into the record and inform the Operational Manager; once for each work order and kind.

        :param str kind: of ``kind``
        :return: the record, as superuser
        """
        known = self.sudo().search([("order_id", "=", order.id), ("kind", "=", kind)], limit=1)
        if known:
            return known
        unit = order.unit_id.sudo()
        product = (unit.product_id or order.product_id).with_company(order.company_id).sudo()
        defect = self.sudo().create(
            {
                "order_id": order.id,
                "kind": kind,
                "company_id": order.company_id.id,
                "product_id": product.id,
                "quantity": unit.quantity or 1.0,
                "amount": product.standard_price * (unit.quantity or 1.0),
                "note": order.sudo().diagnosis,
                "found_date": order.company_id._get_today(),
            }
        )
        defect._inform()
        return defect

    def _inform(self):
        manager = self.env["res.users"].with_company(self.company_id)._with_role("operational_manager")
        if manager:
            summary = self.with_context(lang=manager.lang).env._("Record this defective unit")
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, summary=summary, user_id=manager.id, date_deadline=self.company_id._get_today()
            )

    def _scrap(self):
        """Write the goods off from where they lie.

        :raises UserError: when they are not with us
        """
        self.ensure_one()
        quant = self._quant()
        if not quant:
            raise UserError(
                self.env._("%(unit)s is not in our hands. Receive it first.", unit=self.unit_id.display_name or "")
            )
        scrap = self.env["stock.scrap"].create(
            {
                "company_id": self.company_id.id,
                "product_id": self.product_id.id,
                "lot_id": quant.lot_id.id,
                "owner_id": quant.owner_id.id,
                "location_id": quant.location_id.id,
                "scrap_qty": min(self.quantity, quant.quantity),
                "origin": self.name,
            }
        )
        scrap.do_scrap()
        return scrap

    def _quant(self):
        """The quant of the unit within our locations; the customer may still be its owner."""
        domain = [
            ("product_id", "=", self.product_id.id),
            ("lot_id", "=", self.lot_id.id),
            ("location_id.usage", "in", ("internal", "transit")),
            ("company_id", "in", (False, self.company_id.id)),
            ("quantity", ">", 0),
        ]
        if not self.lot_id:
            domain.append(("owner_id", "=", self.unit_id.partner_id.id))
        return self.env["stock.quant"].search(domain, limit=1)
