"""What becomes of an audited bill: the objection, the courier's answers, what is paid."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..lib import charts, courier_audit, safe_cells

OBJECTION_LANGUAGE = "id_ID"


class CourierBill(models.Model):
    _inherit = "crosstech.courier.bill"

    line_count = fields.Integer(compute="_compute_totals", string="Consignments")
    wrong_count = fields.Integer(compute="_compute_totals", string="Charged Wrongly")
    unchecked_count = fields.Integer(compute="_compute_totals", string="Not Checked")
    open_count = fields.Integer(compute="_compute_totals", string="Without an Answer")
    total_charged = fields.Monetary(compute="_compute_totals", string="Charged")
    total_expected = fields.Monetary(compute="_compute_totals", string="Expected")
    total_difference = fields.Monetary(compute="_compute_totals", string="Difference")
    total_disputed = fields.Monetary(
        compute="_compute_totals", string="In Dispute", help="Charged too much, by our sums."
    )
    total_credited = fields.Monetary(compute="_compute_totals", string="Credited")
    total_to_pay = fields.Monetary(compute="_compute_totals", string="To Pay now")
    total_paid = fields.Monetary(compute="_compute_totals", string="Paid by Customers")
    total_margin = fields.Monetary(compute="_compute_totals", string="Margin on Shipping")
    cause_chart = fields.Html(compute="_compute_cause_chart", sanitize=False)
    move_id = fields.Many2one(
        "account.move", string="Vendor Bill", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.to_pay", "line_ids.status", "line_ids.answer")
    def _compute_totals(self):
        lines = self.env["crosstech.courier.bill.line"]
        sums = ("total", "expected_total", "difference", "credited_amount", "to_pay", "customer_paid", "margin")
        domain = [("bill_id", "in", self.ids)]
        groups = lines._read_group(domain, ["bill_id"], ["__count", *(f"{name}:sum" for name in sums)])
        by_bill = {bill: values for bill, *values in groups}
        wrong = {
            (bill, status, answer): (count, disputed)
            for bill, status, answer, count, disputed in lines._read_group(
                [*domain, ("status", "in", ("wrong", "unchecked"))], ["bill_id", "status", "answer"],
                ["__count", "difference:sum"],
            )
        }  # fmt: skip
        for bill in self:
            values = by_bill.get(bill, [0] * 8)
            (bill.line_count, bill.total_charged, bill.total_expected, bill.total_difference, bill.total_credited,
             bill.total_to_pay, bill.total_paid, bill.total_margin) = values  # fmt: skip
            own = {key[1:]: found for key, found in wrong.items() if key[0] == bill}
            bill.wrong_count = sum(count for (status, _answer), (count, _sum) in own.items() if status == "wrong")
            bill.unchecked_count = sum(count for (status, _a), (count, _sum) in own.items() if status == "unchecked")
            bill.open_count = sum(count for (_status, answer), (count, _sum) in own.items() if not answer)
            bill.total_disputed = sum(amount for (status, _a), (_count, amount) in own.items() if status == "wrong")

    @api.depends("line_ids.finding")
    @api.depends_context("lang")
    def _compute_cause_chart(self):
        labels = self.env["crosstech.courier.bill.line"]._cause_labels()
        for bill in self:
            rows = [
                {
                    "label": labels[cause],
                    "value": abs(amount),
                    "text": self.env._("%(amount)s · %(count)s×", amount=bill._money(amount), count=count),
                }
                for cause, count, amount in bill._sums_by_cause()
                if amount
            ]
            bill.cause_chart = rows and self.env["ir.qweb"]._render(
                "crosstech_sale.chart_bars", {"rows": charts.bars(rows), "caption": self.env._("Difference by cause")}
            )

    def _money(self, amount) -> str:
        return format_amount(self.env, float(amount), self.currency_id)

    # === ACTION METHODS === #

    def action_view_lines(self):
        """Open the lines, those with a difference grouped by cause."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.courier_bill_line_action")
        context = {"search_default_to_look_at": 1, "search_default_by_cause": 1, "default_bill_id": self.id}
        return {
            **action,
            "domain": [("bill_id", "=", self.id)],
            "context": context,
            "display_name": self.display_name,
        }

    def action_view_margin(self):
        """Open what customers paid and what the courier charged, by service and destination."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crosstech_sale.courier_bill_line_action_margin")
        return {**action, "domain": [("bill_id", "=", self.id)], "display_name": self.display_name}

    def action_download_xlsx(self):
        return self._download("xlsx")

    def action_download_csv(self):
        return self._download("csv")

    def action_dispute(self):
        """Send the objection: opens a mail to the courier with the file, to be read before it is sent."""
        self.ensure_one()
        target = self._check_step("dispute") if self.state == "audited" else self.state
        if not self.wrong_count:
            raise UserError(self.env._("Nothing was charged too much. Next step: settle the bill."))
        self._check_step("audit")
        attachment = self._attach("xlsx")
        self.state = target
        indonesian = self.with_context(lang=self._objection_language())
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": self.partner_id.ids,
                "default_subject": indonesian.env._("Objection to bill %s", self.name),
                "default_body": indonesian._objection_body(),
                "default_attachment_ids": attachment.ids,
                "mail_post_autofollow": False,
            },
        }

    def action_make_vendor_bill(self):
        """Make the vendor bill of what is not in dispute, or bring its draft up to date."""
        self.ensure_one()
        self._check_step("settle") if self.state != "settled" else self.check_access("write")
        if not self.partner_id:
            raise UserError(self.env._("Say first who is paid for this bill: field “Vendor”."))
        if self.move_id and self.move_id.state != "draft":
            if not self.currency_id.is_zero(self.move_id.amount_total - self.total_to_pay):
                raise UserError(
                    self.env._(
                        "The vendor bill %(bill)s is posted with another amount. Next step: make a bill or a credit "
                        "note for the difference there.",
                        bill=self.move_id.name,
                    )
                )
        elif self.move_id:
            self.move_id.write({"invoice_line_ids": [Command.clear(), Command.create(self._prepare_move_line())]})
        else:
            self.move_id = self.env["account.move"].create(self._prepare_move())
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

    def action_settle(self):
        """Close the bill: every objection has its answer."""
        self.ensure_one()
        target = self._check_step("settle")
        if self.open_count:
            raise UserError(
                self.env._(
                    "%(count)s consignments have no answer yet. Next step: enter for each whether the courier agrees.",
                    count=self.open_count,
                )
            )
        self.state = target

    def action_reopen(self):
        """Open a settled bill again."""
        self.ensure_one()
        self.state = self._check_step("reopen")

    # === BUSINESS METHODS === #

    def _prepare_move(self) -> dict:
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "ref": self.name,
            "invoice_date": self.bill_date,
            "currency_id": self.currency_id.id,
            "invoice_line_ids": [Command.create(self._prepare_move_line())],
        }

    def _prepare_move_line(self) -> dict:
        product = self.env.ref("crosstech_sale.product_courier_delivery")
        text = self.env._("Courier bill %(number)s, %(count)s consignments", number=self.name, count=self.line_count)
        return {
            "product_id": product.id,
            "name": text,
            "quantity": 1,
            "price_unit": self.total_to_pay,
            "tax_ids": [Command.clear()],
        }

    def _objection_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        return OBJECTION_LANGUAGE if OBJECTION_LANGUAGE in installed else self.env.lang

    def _objection_body(self):
        text = self.env._(
            "We have checked your bill %(number)s of %(day)s: %(count)s consignments were charged %(amount)s too much. "
            "The file attached lists each with our calculation. Please check them and send us a credit note.",
            number=self.name, day=format_date(self.env, self.bill_date) if self.bill_date else "",
            count=self.wrong_count, amount=self._money(self.total_disputed),
        )  # fmt: skip
        return self.env["ir.qweb"]._render("crosstech_sale.courier_bill_objection", {"bill": self, "text": text})

    def _objection_table(self) -> tuple:
        """Return headings and rows of the objection, in the language of this environment."""
        headings = [
            self.env._("Line"), self.env._("AWB"), self.env._("Date"), self.env._("Service charged"),
            self.env._("Destination charged"), self.env._("Weight charged (kg)"), self.env._("Charged (Rp)"),
            self.env._("Our service"), self.env._("Our destination"), self.env._("Our weight (kg)"),
            self.env._("Our calculation"), self.env._("Right amount (Rp)"), self.env._("Difference (Rp)"),
            self.env._("Cause"), self.env._("Explanation"),
        ]  # fmt: skip
        labels = self.env["crosstech.courier.bill.line"]._cause_labels()
        lines = self.env["crosstech.courier.bill.line"].search(
            [("bill_id", "=", self.id), ("status", "=", courier_audit.WRONG)], order="row"
        )
        rows = [
            [
                line.row, line.awb, line.day.isoformat() if line.day else "", line.service or "",
                line.destination or "", line.weight_kg or "", int(line.total), line.carrier_id.courier_service or "",
                line.region_id.display_name or "", line.expected_weight_kg or "", line._calculation_text(),
                int(line.expected_total), int(line.difference), labels[line.cause], line.explanation,
            ]
            for line in lines
        ]  # fmt: skip
        return headings, rows

    def _attach(self, kind):
        """Write the objection into a file at the bill.

        :param kind: ``xlsx`` or ``csv``
        """
        bill = self.with_context(lang=self._objection_language())
        headings, rows = bill._objection_table()
        if kind == "csv":
            content, mimetype = b"".join(safe_cells.csv_blocks([headings, *rows])), "text/csv"
        else:
            content, mimetype = safe_cells.workbook(bill.env._("Objection"), [headings, *rows]), safe_cells.XLSX
        number = "".join(sign if sign.isalnum() else "-" for sign in self.name or "")
        name = f"{bill.env._('objection')}-{number}.{kind}"
        values = {"name": name, "raw": content, "mimetype": mimetype, "res_model": self._name, "res_id": self.id}
        return self.env["ir.attachment"].create(values)

    def _download(self, kind):
        self.ensure_one()
        self.check_access("write")
        if not self.line_count or self.state == "draft":
            raise UserError(self.env._("Audit the bill first."))
        attachment = self._attach(kind)
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}
