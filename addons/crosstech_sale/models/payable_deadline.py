"""The deadline board: every instalment owed to a supplier, by when it is due (S0.50). Derived; nothing is stored."""

from odoo import fields, models
from odoo.tools import SQL

from ..lib import payables
from .account_move_payable import BILLS, STATUS_NAMES

PAID_DAYS_SHOWN = 60


class PayableDeadline(models.Model):
    _name = "crosstech.payable.deadline"
    _description = "Deadline of a Payment to a Supplier"
    _auto = False
    _order = "bucket, due_date, id"
    _rec_name = "move_name"

    move_id = fields.Many2one("account.move", string="Bill", readonly=True)
    move_name = fields.Char(string="Bill Number", readonly=True)
    reference = fields.Char(string="Supplier's Number", readonly=True)
    origin = fields.Char(string="Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    due_date = fields.Date(string="To Be Paid By", readonly=True)
    days_left = fields.Integer(readonly=True, aggregator="min", help="Below zero: days overdue.")
    amount = fields.Monetary(readonly=True, help="Still to be paid, or what was paid; in the company's currency.")
    is_billed = fields.Boolean(readonly=True, help="The supplier's bill is posted; without it goods arrived only.")
    status = fields.Selection(STATUS_NAMES, readonly=True)
    bucket = fields.Selection(
        [
            ("1_overdue", "Overdue"),
            ("2_in_7", "In 7 Days"),
            ("3_in_14", "In 14 Days"),
            ("4_in_30", "In 30 Days"),
            ("5_later", "Later"),
            ("6_paid", "Paid"),
        ],
        string="Due", readonly=True, group_expand="_expand_bucket",
    )  # fmt: skip
    is_reminded = fields.Boolean(string="Supplier Reminded Us", readonly=True)

    @property
    def _table_query(self):
        """One row per instalment that is not paid, or was due lately; its status as ``lib.payables`` says."""
        return SQL(
            """WITH today AS (SELECT c.id, c.currency_id, c.payable_near_days, d.day
                                FROM res_company c JOIN (VALUES %(days)s) AS d(company_id, day) ON d.company_id = c.id),
                    row AS (
               SELECT l.id, m.id AS move_id, m.name AS move_name, m.ref AS reference, m.invoice_origin AS origin,
                      m.commercial_partner_id AS partner_id, m.company_id, today.currency_id, today.day,
                      today.payable_near_days AS near,
                      COALESCE(l.date_maturity, m.invoice_date_due, m.date) AS due_date,
                      m.state = 'posted' AS is_billed, m.supplier_reminded_datetime IS NOT NULL AS is_reminded,
                      m.payment_state IN %(paid)s OR (m.state = 'posted' AND l.reconciled) AS is_paid,
                      -CASE WHEN m.payment_state IN %(paid)s OR m.state = 'draft' OR l.reconciled
                            THEN l.balance ELSE l.amount_residual END AS amount
                 FROM account_move_line l
                 JOIN account_move m ON m.id = l.move_id
                 JOIN today ON today.id = m.company_id
                WHERE m.move_type IN %(bills)s AND m.state IN ('draft', 'posted')
                  AND l.display_type = 'payment_term' AND l.balance != 0)
               SELECT row.id, move_id, move_name, reference, origin, partner_id, company_id, currency_id, due_date,
                      due_date - day AS days_left, amount, is_billed, is_reminded,
                      CASE WHEN is_paid THEN 'paid' WHEN due_date < day THEN 'overdue'
                           WHEN due_date - day <= near THEN 'near_due' ELSE 'unpaid' END AS status,
                      CASE WHEN is_paid THEN '6_paid' WHEN due_date < day THEN '1_overdue'
                           WHEN due_date - day <= %(in_7)s THEN '2_in_7' WHEN due_date - day <= %(in_14)s THEN '3_in_14'
                           WHEN due_date - day <= %(in_30)s THEN '4_in_30' ELSE '5_later' END AS bucket
                 FROM row
                WHERE NOT is_paid OR due_date > day - %(shown)s""",
            days=SQL(", ").join(
                SQL("(%s, %s)", company.id, company._get_today())
                for company in self.env["res.company"].sudo().search([])
            ),
            paid=tuple(sorted(payables.PAID_STATES)),
            bills=BILLS,
            shown=PAID_DAYS_SHOWN,
            **dict(payables.BUCKETS),
        )

    def _expand_bucket(self, _values, _domain):
        """Show all columns, also those with nothing in them."""
        return [key for key, _name in self._fields["bucket"].selection]

    # === ACTION METHODS === #

    def action_open_bill(self):
        """Open the bill, with core's own button to pay it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_pay(self):
        """Finance pays: core's own register of payments, for a bill that is posted."""
        return self.move_id.action_register_payment()
