"""Goods a reseller buys regularly: found in his own orders, reminded of once, reordered with one click and cheaper."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import reorder

HISTORY_DAYS = 400


class ReorderReminder(models.Model):
    _name = "crosstech.reorder.reminder"
    _description = "Reorder Reminder"
    _order = "id desc"

    reseller_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    reminded_date = fields.Date(help="When we wrote about it last.")
    is_muted = fields.Boolean(string="Not Wanted", help="The reseller does not want to be reminded of this.")

    _once = models.Constraint("UNIQUE (reseller_id, product_id)", "There is a reminder of this already.")

    @api.model
    def _habits(self, resellers, today):
        """What these companies buy regularly, by company and product.

        :return: dict((reseller id, product id): ``lib.reorder.Habit``)
        """
        purchases = {}
        for reseller, product, day, quantity in self.env.execute_query(self._purchases_query(resellers, today)):
            purchases.setdefault((reseller, product), []).append((day, round(quantity)))
        habits = {key: reorder.habit(days) for key, days in purchases.items()}
        return {key: habit for key, habit in habits.items() if habit}

    def _purchases_query(self, resellers, today):
        self.env["sale.order"].flush_model(["state", "partner_id", "placed_datetime", "date_order"])
        self.env["sale.order.line"].flush_model(["order_id", "product_id", "product_uom_qty", "display_type"])
        return SQL(
            """
            SELECT partner.commercial_partner_id, line.product_id,
                   (COALESCE(sale.placed_datetime, sale.date_order) AT TIME ZONE 'UTC'
                    AT TIME ZONE 'Asia/Jakarta')::date, sum(line.product_uom_qty)
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN res_partner partner ON partner.id = sale.partner_id
              JOIN product_product product ON product.id = line.product_id AND product.active
              JOIN product_template template ON template.id = product.product_tmpl_id AND template.type = 'consu'
             WHERE sale.state = 'sale' AND line.display_type IS NULL AND line.product_uom_qty > 0
               AND partner.commercial_partner_id IN %s AND COALESCE(sale.placed_datetime, sale.date_order) >= %s
             GROUP BY 1, 2, 3
            """,
            tuple(resellers.ids) or (0,),
            today - timedelta(days=HISTORY_DAYS),
        )

    @api.model
    def _due(self, reseller, today):
        """What a company would usually buy again now.

        :return: list of dict(product: as superuser, habit, is_muted), the longest due first
        """
        habits = {
            product: habit
            for (_reseller, product), habit in self._habits(reseller, today).items()
            if habit.is_due(today)
        }
        rows = self.sudo().search([("reseller_id", "=", reseller.id), ("product_id", "in", list(habits))])
        muted = {row.product_id.id: row.is_muted for row in rows}
        products = self.env["product.product"].sudo().browse(habits).filtered("website_published")
        found = [{"product": one, "habit": habits[one.id], "is_muted": muted.get(one.id, False)} for one in products]
        return sorted(found, key=lambda entry: entry["habit"].due_date)

    @api.model
    def _row(self, reseller, product):
        row = self.sudo().search([("reseller_id", "=", reseller.id), ("product_id", "=", product.id)])
        return row or self.sudo().create({"reseller_id": reseller.id, "product_id": product.id})

    @api.model
    def _cron_remind(self, limit=100):
        """Write to the resellers whose regular goods are due: once for each purchase, and not if it is unwanted."""
        today = self.env.company._get_today()
        members = self.env["crosstech.reseller.member"].search([("may_order", "=", True)])
        resellers = members.reseller_id.filtered(lambda one: not one.no_reorder_reminders).sorted("id")
        done = 0
        for start in range(0, len(resellers), limit):
            batch = resellers[start : start + limit]
            due = self._to_remind(batch, today)
            self.env["ir.cron"]._work_on_each(due, lambda one, due=due: self._remind(one, due[one], today))
            done += len(batch)
            self.env["ir.cron"]._commit_progress(len(batch), remaining=len(resellers) - done)

    def _to_remind(self, resellers, today):
        habits = self._habits(resellers, today)
        rows = {
            (row.reseller_id.id, row.product_id.id): row for row in self.search([("reseller_id", "in", resellers.ids)])
        }
        found = {}
        for (reseller, product), habit in habits.items():
            row = rows.get((reseller, product), self.browse())
            if not row.is_muted and reorder.may_remind(habit, row.reminded_date or None, today):
                found.setdefault(reseller, []).append(product)
        return {
            self.env["res.partner"].browse(reseller): self.env["product.product"].browse(products)
            for reseller, products in found.items()
        }

    def _remind(self, reseller, products, today):
        """Tell the people of a company who order, and remember that they were told."""
        for product in products:
            self._row(reseller, product).reminded_date = today
        team = self.env["crosstech.reseller.member"]._team_of(reseller).filtered("may_order")
        for partner in team.partner_id:
            env = self.with_context(lang=partner.lang or self.env.lang).env
            names = ", ".join(products.with_env(env).mapped("name"))
            env["crosstech.notification"]._notify(
                partner,
                env._("Time to order again?"),
                env._("You usually buy these about now: %s. Reorder with one click in “Reseller”.", names),
            )


class ResPartner(models.Model):
    _inherit = "res.partner"

    no_reorder_reminders = fields.Boolean(help="This reseller does not want to be reminded of regular purchases.")

    def _portal_membership_end(self):
        """The day until which the membership runs, for the reseller's page; addons and subjects that know it say it."""
        return


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _add_reorder(self, product, user, today):
        """Put what is due into the cart, in the usual quantity and with the special discount.

        :raises UserError: when this company does not buy it regularly, or it is not due
        """
        self.ensure_one()
        reseller = user.partner_id.commercial_partner_id
        due = {one["product"]: one["habit"] for one in self.env["crosstech.reorder.reminder"]._due(reseller, today)}
        habit = due.get(product.sudo())
        if not habit:
            raise UserError(self.env._("This is not due for a reorder. You can order it in the shop as usual."))
        line = self.order_line.filtered(lambda one: one.product_id == product.sudo())[:1]
        missing = habit.quantity - (line.product_uom_qty if line else 0)
        if missing > 0:
            line = line.browse(self._cart_add(product.id, missing)["line_id"])
        if line:
            line.write(
                {
                    "reorder_discount": self.company_id.sudo().reorder_discount_percent,
                    "reorder_max_quantity": habit.largest_quantity,
                }
            )
        return line


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    reorder_discount = fields.Float(readonly=True, copy=False, help="In percent, on top of the price list.")
    reorder_max_quantity = fields.Float(readonly=True, copy=False, help="Up to this quantity the discount holds.")

    @api.depends("reorder_discount", "reorder_max_quantity")
    def _compute_discount(self):
        """Override of `sale`: the special discount of a reorder comes on top, up to the largest usual quantity."""
        super()._compute_discount()
        has_discounts = self.env["product.pricelist.item"]._is_discount_feature_enabled()
        for line in self.filtered("reorder_discount"):
            base = line.discount if has_discounts else 0.0
            holds = line.product_uom_qty <= line.reorder_max_quantity
            line.discount = reorder.with_special(base, line.reorder_discount) if holds else base
