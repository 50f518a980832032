"""The stock check: Inventory counts, the Operational Manager reports, the Director orders (S0.43, S0.49)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from ..lib import charts, stock_report

# What people write on the paper itself; everything else on it follows from the steps.
OWN_FIELDS = {"state", "name", "report_date", "company_id", "purchase_ids", "create_uid"}
ACTIVITY = "crosstech_sale.mail_activity_type_stock_check"


class StockReport(models.Model):
    _name = "crosstech.stock.report"
    _description = "Stock Check"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "report_date desc, id desc"
    _mail_post_access = "read"  # every colleague who reads it may answer

    name = fields.Char(string="Number", readonly=True, copy=False, required=True)
    report_date = fields.Date(string="Checked On", readonly=True, required=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            (stock_report.DRAFT, "Inventory Checks"),
            (stock_report.SUBMITTED, "Operational Manager Reports"),
            (stock_report.PASSED, "Director Decides"),
            (stock_report.ORDERED, "Ordered"),
            (stock_report.CLOSED, "Nothing Ordered"),
        ],
        required=True, readonly=True, default=stock_report.DRAFT, copy=False, tracking=True,
    )  # fmt: skip
    comment = fields.Text(string="Report to the Director", help="What the Operational Manager adds for the meeting.")
    line_ids = fields.One2many("crosstech.stock.report.line", "report_id", string="Products")
    purchase_ids = fields.One2many("purchase.order", "stock_report_id", string="Orders", readonly=True)
    purchase_count = fields.Integer(compute="_compute_purchase_count", compute_sudo=True)
    line_count = fields.Integer(string="Products Listed", compute="_compute_amounts", store=True)
    amount_proposed = fields.Monetary(string="Proposed", compute="_compute_amounts", store=True)
    amount_decided = fields.Monetary(string="Decided", compute="_compute_amounts", store=True)
    supplier_chart = fields.Html(compute="_compute_supplier_chart", sanitize=False)
    is_my_turn = fields.Boolean(compute="_compute_is_my_turn", search="_search_is_my_turn")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.amount_proposed", "line_ids.amount_decided")
    def _compute_amounts(self):
        for report in self:
            report.line_count = len(report.line_ids)
            report.amount_proposed = sum(report.line_ids.mapped("amount_proposed"))
            report.amount_decided = sum(report.line_ids.mapped("amount_decided"))

    @api.depends("line_ids.amount_decided", "line_ids.supplier_id")
    @api.depends_context("lang")
    def _compute_supplier_chart(self):
        for report in self:
            sums = [
                {
                    "label": supplier.name or self.env._("No supplier"),
                    "value": amount,
                    "text": formatLang(self.env, amount, currency_obj=report.currency_id),
                }
                for supplier, lines in report.line_ids.grouped("supplier_id").items()
                if (amount := sum(lines.mapped("amount_decided")))
            ]
            rows = charts.bars(sorted(sums, key=lambda row: -row["value"]))
            values = {"rows": rows, "caption": self.env._("What each supplier would get")}
            report.supplier_chart = sums and self.env["ir.qweb"]._render("crosstech_sale.chart_bars", values)

    @api.depends("purchase_ids")
    def _compute_purchase_count(self):
        for report in self:
            report.purchase_count = len(report.purchase_ids)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        roles = self.env.user._get_company_roles()
        for report in self:
            report.is_my_turn = stock_report.DESKS.get(report.state) in roles

    def _search_is_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        roles = self.env.user._get_company_roles()
        mine = [state for state, role in stock_report.DESKS.items() if role in roles]
        return [("state", "in" if True in value else "not in", mine)]

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what the steps say; the Operational Manager's words are his, while the paper is with him."""
        if not self.env.su and (OWN_FIELDS | {"comment"}) & vals.keys():
            for report in self:
                names = {"comment"} if not OWN_FIELDS & vals.keys() else OWN_FIELDS
                report._check(stock_report.check_edit, names, report.state)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(report.state != stock_report.DRAFT for report in self):
            raise UserError(self.env._("A stock check that was handed in stays in the record."))

    # === ACTION METHODS === #

    def action_check_stock(self):
        """Make a stock check of everything that will not last; Inventory's one click."""
        self._check_role(stock_report.INVENTORY)
        report = self.sudo().create(self._prepare_report())
        report._add_products(report._stocked_products(), only_needed=True)
        return report.with_env(self.env)._open_form()

    def action_add_all(self):
        """List every product kept in stock, also what is not needed now."""
        self.ensure_one()
        self._check(stock_report.check_lines, self.state)
        report = self.sudo()
        report._add_products(report._stocked_products() - report.line_ids.product_id)

    def action_submit(self):
        """Inventory hands the check in."""
        for report in self:
            report._take_step("submit")
            if not report.line_ids:
                raise UserError(self.env._("The list is empty. Next step: add the products to report."))

    def action_count_again(self):
        """The Operational Manager asks Inventory to count again."""
        for report in self:
            report._take_step("count_again")

    def action_pass_on(self):
        """The Operational Manager puts the check into the report to the Director."""
        for report in self:
            report._take_step("pass_on")

    def action_ask_again(self):
        """The Director asks the Operational Manager to think again."""
        for report in self:
            report._take_step("ask_again")

    def action_close(self):
        """The Director orders nothing."""
        for report in self:
            report._take_step("close")

    def action_order(self):
        """The Director orders from the suppliers: one confirmed order for each, as decided on the lines."""
        self.ensure_one()
        self._take_step("order")
        lines = self.line_ids.filtered("decided_quantity")
        self._check_decisions(lines)
        orders = self.env["purchase.order"]
        for supplier, ordered in lines.grouped("supplier_id").items():
            orders |= self._order_from(supplier, ordered)
        orders.button_confirm()
        self._tell_ordered(orders)
        return self.action_view_purchases()

    def action_view_purchases(self):
        """Open the orders that came of it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crosstech_sale.purchase_order_action_tracking")
        return {**action, "domain": [("stock_report_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def _check(self, rule, *arguments):
        """Apply a rule of ``lib.stock_report`` to who acts, in the words of the user.

        :raises AccessError: when the paper is on somebody else's desk
        :raises UserError: when its time is over or not come
        """
        try:
            return rule(*arguments, self.env["res.users"]._acting_roles())
        except stock_report.StockReportError as error:
            raise self._as_user_error(error) from error

    def _as_user_error(self, error):
        names = self.env["crosstech.hooks"]._role_names()
        holder = names.get(stock_report.DESKS.get(self.state))
        if error.code == "role":
            return AccessError(
                self.env._("This is for: %(role)s.", role=", ".join(names[role] for role in error.roles))
            )
        if holder:
            return UserError(self.env._("%(report)s is with: %(role)s.", report=self.name, role=holder))
        return UserError(self.env._("%(report)s is decided. Next step: check the stock again.", report=self.name))

    def _check_role(self, role):
        if role not in self.env["res.users"]._acting_roles():
            raise self._as_user_error(stock_report.StockReportError("role", (role,)))

    def _take_step(self, action):
        """Take a step of the table, hand the paper on, and put it on the next desk; two clicks take one step."""
        self.ensure_one()
        self.check_access("read")
        self.sudo().lock_for_update(allow_referencing=True)
        self.sudo().invalidate_recordset(["state"])
        target = self._check(stock_report.check_step, action, self.state)
        self.sudo().state = target
        self.sudo().activity_feedback([ACTIVITY])
        role = stock_report.DESKS.get(target)
        if role:
            self.sudo()._put_on_desk(role)

    def _put_on_desk(self, role):
        user = self.env["res.users"].with_company(self.company_id)._with_role(role)
        summaries = {
            stock_report.INVENTORY: self.env._("Count again"),
            stock_report.OPERATIONAL: self.env._("Report the stock to the Director"),
            stock_report.DIRECTOR: self.env._("Decide what to order"),
        }
        if user:
            self.activity_schedule(ACTIVITY, user_id=user.id, summary=summaries[role])

    def _check_decisions(self, lines):
        """Refuse orders nobody could place, and refusals nobody could explain.

        :raises UserError: naming the products
        """
        refused = self.line_ids.filtered(
            lambda line: line.proposed_quantity > 0 >= line.decided_quantity and not line.decision_reason
        )
        for found, text in (
            (refused, self.env._("Write down why these are not ordered: %s")),
            (lines.filtered(lambda line: not line.supplier_id), self.env._("Choose a supplier for: %s")),
            (
                lines.filtered(lambda line: line.unit_price <= 0),
                self.env._("Enter the price the supplier asks for: %s"),
            ),
        ):
            if found:
                raise UserError(text % ", ".join(found.product_id.mapped("display_name")))
        if not lines:
            raise UserError(self.env._("Nothing is to be ordered. Next step: close the stock check without an order."))

    def _order_from(self, supplier, lines):
        """Make the order of one supplier, as the Director, and link its lines; core fills the term on forms only."""
        supplier = supplier.with_company(self.company_id)
        order = self.env["purchase.order"].create(
            {
                "partner_id": supplier.id,
                "payment_term_id": supplier.property_supplier_payment_term_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "stock_report_id": self.id,
                "user_id": self.env.uid,
            }
        )
        for line in lines:
            line.sudo().purchase_line_id = self.env["purchase.order.line"].create(line._prepare_purchase_line(order))
        return order

    def _tell_ordered(self, orders):
        """Tell those who go on from here: Inventory receives, the Operational Manager knows what is coming."""
        Users = self.env["res.users"].sudo().with_company(self.company_id)
        people = Users._with_role(stock_report.INVENTORY) | Users._with_role(stock_report.OPERATIONAL)
        self.sudo().message_post(
            body=self.env._("Ordered: %s", ", ".join(f"{order.name} {order.partner_id.name}" for order in orders)),
            partner_ids=people.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _prepare_report(self):
        return {
            "name": self.env["ir.sequence"].sudo().next_by_code("crosstech.stock.report"),
            "report_date": self.env.company._get_today(),
            "company_id": self.env.company.id,
        }

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock Check"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
