"""Nine roles: each does its own job and no other's."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..lib import duties
from .common import CrosstechCommon


class RolesCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product()
        cls._stock(cls.product, 100)
        cls.buyer = cls._create_buyer()
        cls.grade = cls.env["res.partner.grade"].create({"name": "Perak"})
        cls.reseller = cls._create_buyer("Toko Uji", grade_id=cls.grade.id)
        cls.supplier = cls.env["res.partner"].create({"name": "Pemasok Uji", "supplier_rank": 1})
        cls.buyer_order = cls._create_order(partner=cls.buyer, product=cls.product)
        cls.reseller_order = cls._create_order(partner=cls.reseller, product=cls.product)

    def _as(self, record, role):
        return record.with_user(self.users[role])

    def _create_purchase_order(self, role="operational_manager"):
        return self._as(self.env["purchase.order"], role).create(
            {
                "partner_id": self.supplier.id,
                "order_line": [Command.create({"product_id": self.product.id, "product_qty": 5, "price_unit": 80_000})],
            }
        )


@tagged("post_install", "-at_install")
class TestRoles(RolesCommon):
    def test_all_nine_roles_exist_and_staff_roles_share_one_selection(self):
        privilege = self.env.ref("crosstech_sale.privilege_company_role")
        staff = {self.env.ref(f"crosstech_sale.group_{role}") for role in duties.STAFF_ROLES}
        self.assertEqual(set(privilege.group_ids), staff)
        self.assertEqual(len(staff) + len(duties.PORTAL_ROLES), 9)

    def test_no_staff_role_implies_another(self):
        staff = self.env["res.groups"].union(
            *(self.env.ref(f"crosstech_sale.group_{role}") for role in duties.STAFF_ROLES)
        )
        for group in staff:
            self.assertFalse(group.all_implied_ids & staff - group, group.name)

    def test_a_person_holds_one_company_role(self):
        user = self.users["inventory"]
        with self.assertRaises(ValidationError):
            user.group_ids = [Command.link(self.env.ref("crosstech_sale.group_finance_manager").id)]
        user.group_ids = [
            Command.unlink(self.env.ref("crosstech_sale.group_inventory").id),
            Command.link(self.env.ref("crosstech_sale.group_finance_manager").id),
            Command.link(self.env.ref("base.group_user").id),
        ]
        self.assertEqual(user._get_company_roles(), ("finance_manager",))

    def test_administrator_without_role_is_not_held_by_the_duties(self):
        admin = new_test_user(self.env, "test_admin", groups="base.group_system,sales_team.group_sale_manager")
        self.buyer_order.with_user(admin).note = "by the administrator"

    # === ORDERS === #

    def test_operational_manager_serves_resellers_and_marketing_manager_buyers(self):
        self._as(self.reseller_order, "operational_manager").note = "agreed"
        self._as(self.buyer_order, "marketing_manager").note = "agreed"
        for order, role in (
            (self.buyer_order, "operational_manager"),
            (self.reseller_order, "marketing_manager"),
            (self.buyer_order, "finance_manager"),
            (self.buyer_order, "inventory"),
            (self.buyer_order, "repair_team"),
            (self.buyer_order, "director"),
        ):
            before = order.note
            with self.assertRaises(AccessError, msg=role):
                self._as(order, role).note = "foreign"
            with self.assertRaises(AccessError, msg=role):
                self._as(order.order_line, role).product_uom_qty = 9
            order.invalidate_recordset()
            self.assertEqual(order.note, before)
            self.assertEqual(order.order_line.product_uom_qty, 1)

    def test_the_refusal_says_whose_duty_it_is(self):
        with self.assertRaisesRegex(AccessError, r"Marketing Manager \(buyer\)"):
            self._as(self.buyer_order, "operational_manager").note = "foreign"

    def test_a_division_confirms_and_cancels_its_own_orders(self):
        for order, role in ((self.reseller_order, "operational_manager"), (self.buyer_order, "marketing_manager")):
            self._as(order, role).action_confirm()
            self.assertEqual(order.state, "sale")
            self._as(order, role).action_cancel()
            self.assertEqual(order.state, "cancel")
            self.assertEqual(order.picking_ids.state, "cancel")

    def test_a_foreign_order_can_be_neither_confirmed_nor_cancelled(self):
        with self.assertRaises(AccessError):
            self._as(self.buyer_order, "operational_manager").action_confirm()
        self.assertEqual(self.buyer_order.state, "draft")
        self.buyer_order.action_confirm()
        for role in ("operational_manager", "finance_manager", "inventory", "director"):
            with self.assertRaises(AccessError):
                self._as(self.buyer_order, role).action_cancel()
        self.assertEqual(self.buyer_order.state, "sale")

    def test_change_of_a_confirmed_order_reaches_the_delivery(self):
        order = self._as(self.reseller_order, "operational_manager")
        order.action_confirm()
        branch = self._create_buyer("Cabang Uji", parent_id=self.reseller.id, type="delivery")
        order.with_context(update_delivery_shipping_partner=True).partner_shipping_id = branch
        self.assertEqual(self.reseller_order.picking_ids.partner_id, branch)
        order.commitment_date = "2030-01-01 10:00:00"
        order.commitment_date = False
        order.order_line[:1].customer_lead = 3
        order.order_line[:1].product_uom_qty = 4
        self.assertEqual(self.reseller_order.picking_ids.move_ids.product_uom_qty, 4)
        order.write({"order_line": [Command.update(order.order_line[:1].id, {"product_uom_qty": 2})]})

    def test_an_order_cannot_be_moved_to_a_customer_of_another_division(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.reseller_order, "operational_manager").partner_id = self.buyer
        self.reseller_order.invalidate_recordset()
        self.assertEqual(self.reseller_order.partner_id, self.reseller)

    def test_a_new_order_belongs_to_the_division_of_its_customer(self):
        with self.assertRaises(AccessError):
            self._as(self.env["sale.order"], "operational_manager").create({"partner_id": self.buyer.id})
        order = self._as(self.env["sale.order"], "operational_manager").create({"partner_id": self.reseller.id})
        self.assertTrue(order)

    def test_nobody_writes_the_progress_of_an_order_by_hand(self):
        self.buyer_order.action_confirm()
        for values in (
            {"released_datetime": "2030-01-01"},
            {"payment_confirmed_datetime": "2030-01-01", "is_released": True},
            {"partner_shipping_id": self.buyer.id, "order_stage": "paid"},
            {"customer_kind": "reseller"},
        ):
            with self.assertRaises(AccessError, msg=values):
                self._as(self.buyer_order, "marketing_manager").write(values)
        with self.assertRaises(AccessError):
            self._as(self.env["sale.order"], "marketing_manager").create(
                {"partner_id": self.buyer.id, "released_datetime": "2030-01-01"}
            )
        self.assertFalse(self.buyer_order.released_datetime or self.buyer_order.is_released)
        self.assertEqual(self.buyer_order.customer_kind, "buyer")

    def test_a_change_of_address_carries_nothing_else_past_the_rights(self):
        self.reseller_order.action_confirm()
        provider = self.env["payment.provider"].search([("code", "=", "custom")], limit=1)
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": self.reseller_order.amount_total,
                "currency_id": self.reseller_order.currency_id.id,
                "partner_id": self.reseller.id,
                "reference": "uji-1",
            }
        )
        self.reseller_order.transaction_ids = transaction
        values = {"transaction_ids": [Command.update(transaction.id, {"state": "done"})]}
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.reseller_order, "operational_manager").write(
                {"partner_shipping_id": self.reseller.id, **values}
            )
        self.env.invalidate_all()
        self.assertEqual(transaction.state, "draft")

    def test_every_colleague_may_write_a_message_on_an_order(self):
        for role in duties.STAFF_ROLES:
            message = self._as(self.buyer_order, role).message_post(body="Please look at this")
            self.assertTrue(message, role)

    # === STOCK === #

    def test_inventory_handles_deliveries_and_nobody_else_does(self):
        self.buyer_order.action_confirm()
        picking = self.buyer_order.picking_ids
        for role in ("director", "operational_manager", "marketing_manager", "finance_manager"):
            with self.assertRaises(AccessError, msg=role):
                self._as(picking, role).action_cancel()
            with self.assertRaises(AccessError, msg=role):
                self._as(picking, role).carrier_tracking_ref = "JKT0000000001"
            with self.assertRaises(AccessError, msg=role):
                self._as(picking.move_line_ids, role).quantity = 0
        self.assertEqual(picking.state, "assigned")
        self._as(picking, "inventory").carrier_tracking_ref = "JKT0000000001"

    def test_only_finance_touches_invoices(self):
        self.buyer_order.action_confirm()
        self.product.invoice_policy = "order"
        invoice = self.buyer_order._create_invoices()
        for role in ("director", "operational_manager", "marketing_manager", "inventory"):
            with self.assertRaises(AccessError, msg=role):
                self._as(invoice, role).ref = "foreign"
            with self.assertRaises(AccessError, msg=role):
                self._as(invoice, role).action_post()
        self._as(invoice, "finance_manager").action_post()
        self.assertEqual(invoice.state, "posted")

    def test_finance_invoices_goods_that_were_delivered(self):
        self.buyer_order.action_confirm()
        self.buyer_order.order_line.qty_delivered_method = "manual"
        self.buyer_order.order_line.qty_delivered = 1
        self.product.invoice_policy = "order"
        invoice = self._as(self.buyer_order, "finance_manager")._create_invoices()
        invoice.action_post()
        invoice.with_context(active_model="account.move", active_ids=invoice.ids)
        register = self._as(self.env["account.payment.register"], "finance_manager")
        register.with_context(active_model="account.move", active_ids=invoice.ids).create({}).action_create_payments()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    # === PURCHASE === #

    def test_only_the_director_orders_stock(self):
        purchase = self._create_purchase_order()
        for role in ("operational_manager", "marketing_manager", "finance_manager", "inventory"):
            for method in ("button_confirm", "button_approve"):
                with self.assertRaises(AccessError, msg=f"{role} {method}"):
                    getattr(self._as(purchase, role), method)()
            with self.assertRaises(AccessError, msg=role):
                self._as(purchase, role).state = "purchase"
        self.assertEqual(purchase.state, "draft")
        self._as(purchase, "director").button_confirm()
        self.assertEqual(purchase.state, "purchase")
        self.assertEqual(purchase.picking_ids.move_ids.product_uom_qty, 5)

    def test_what_the_director_ordered_is_changed_by_the_director_only(self):
        purchase = self._create_purchase_order()
        self._as(purchase, "director").button_confirm()
        line = self._as(purchase.order_line, "operational_manager")
        for values in ({"product_qty": 500}, {"price_unit": 1}, {"product_id": self._create_product("Lain").id}):
            with self.assertRaises(AccessError, msg=values):
                line.write(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            more = Command.create({"product_id": self.product.id, "product_qty": 7, "price_unit": 1})
            self._as(purchase, "operational_manager").write({"order_line": [more]})
        self.env.invalidate_all()
        self.assertEqual(purchase.order_line.mapped("product_qty"), [5])
        self.assertEqual(purchase.picking_ids.move_ids.mapped("product_uom_qty"), [5])

    def test_an_administrator_does_not_order_stock_either(self):
        admin = new_test_user(self.env, "test_admin", groups="base.group_system,purchase.group_purchase_manager")
        purchase = self._create_purchase_order()
        with self.assertRaises(AccessError):
            purchase.with_user(admin).sudo().button_confirm()
        with self.assertRaises(AccessError):
            self.env["purchase.order"].with_user(admin).create({"partner_id": self.supplier.id, "state": "purchase"})
        self.assertEqual(purchase.state, "draft")

    def test_the_director_changes_and_cancels_what_was_ordered(self):
        purchase = self._create_purchase_order("director").with_user(self.users["director"])
        purchase.button_confirm()
        purchase.order_line.product_qty = 8
        purchase.order_line.price_unit = 75_000
        purchase.order_line.date_planned = "2030-01-01 10:00:00"
        self.assertEqual(purchase.sudo().picking_ids.move_ids.product_uom_qty, 8)
        purchase.button_cancel()
        self.assertEqual(purchase.sudo().picking_ids.state, "cancel")

    def test_inventory_receives_what_the_director_ordered(self):
        purchase = self._create_purchase_order()
        self._as(purchase, "director").button_confirm()
        receipt = self._as(purchase.picking_ids, "inventory")
        receipt.move_ids.quantity = 5
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(purchase.order_line.qty_received, 5)

    def test_finance_bills_the_supplier_and_pays(self):
        purchase = self._create_purchase_order()
        self._as(purchase, "director").button_confirm()
        receipt = self._as(purchase.picking_ids, "inventory")
        receipt.move_ids.quantity = 5
        receipt.button_validate()
        finance = self._as(purchase, "finance_manager")
        finance.action_create_invoice()
        bill = self._as(purchase.invoice_ids, "finance_manager")
        bill.invoice_date = "2030-01-01"
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    # === CONTACTS AND CATALOGUE === #

    def test_contacts_belong_to_the_division_of_their_kind(self):
        self.buyer.customer_rank = 1
        allowed = {
            ("operational_manager", self.reseller),
            ("marketing_manager", self.buyer),
            ("director", self.supplier),
            ("finance_manager", self.supplier),
        }
        for role in duties.STAFF_ROLES:
            for partner in (self.reseller, self.buyer, self.supplier):
                record = self._as(partner, role)
                self.assertEqual(record.has_access("write"), (role, partner) in allowed, f"{role} {partner.name}")

    def test_only_the_operational_manager_gives_a_membership_level(self):
        with self.assertRaises(AccessError):
            self._as(self.buyer, "marketing_manager").grade_id = self.grade
        with self.assertRaises(AccessError):
            self._as(self.env["res.partner"], "marketing_manager").create({"name": "Baru", "grade_id": self.grade.id})
        self.assertFalse(self.buyer.grade_id)
        self._as(self.env["res.partner"], "operational_manager").create({"name": "Baru", "grade_id": self.grade.id})

    def test_a_customer_becomes_a_reseller_through_the_operational_manager(self):
        for role in ("marketing_manager", "finance_manager", "director"):
            with self.assertRaises(AccessError):
                self._as(self.buyer, role).action_make_reseller()
        self.assertFalse(self.buyer.grade_id)
        self._as(self.buyer, "operational_manager").action_make_reseller()
        self.assertTrue(self.buyer.grade_id)

    def test_catalogue_belongs_to_the_operational_manager_and_promotions_to_marketing(self):
        template = self.product.product_tmpl_id
        program = self.env["loyalty.program"].create({"name": "Uji", "program_type": "promotion"})
        for role in duties.STAFF_ROLES:
            self.assertEqual(self._as(template, role).has_access("write"), role == "operational_manager", role)
            self.assertEqual(self._as(program, role).has_access("write"), role == "marketing_manager", role)

    def test_operational_manager_edits_a_product_on_its_form(self):
        with Form(self._as(self.product.product_tmpl_id, "operational_manager")) as form:
            form.list_price = 125_000
        self.assertEqual(self.product.list_price, 125_000)


@tagged("post_install", "-at_install")
class TestPortalRoles(CrosstechCommon):
    def _roles(self, user):
        return {role for role in duties.PORTAL_ROLES if user._has_group(f"crosstech_sale.group_{role}")}

    def test_who_signs_up_is_a_buyer(self):
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        login = "pembeli.baru@example.com"
        self.env["res.users"].signup({"login": login, "name": "Pembeli Baru", "password": "long enough 1"})
        user = self.env["res.users"].search([("login", "=", login)])
        self.assertEqual(self._roles(user), {"buyer"})
        self.assertTrue(user._is_portal())

    def test_membership_makes_a_reseller_and_its_end_a_buyer(self):
        user = new_test_user(self.env, "test_portal", groups="base.group_portal")
        self.assertEqual(self._roles(user), {"buyer"})
        user.partner_id.grade_id = self.env["res.partner.grade"].create({"name": "Perak"})
        self.assertEqual(self._roles(user), {"reseller"})
        self.assertEqual(user.partner_id._get_customer_kind(), "reseller")
        user.partner_id.grade_id = False
        self.assertEqual(self._roles(user), {"buyer"})
        self.assertTrue(user._is_portal())

    def test_membership_of_a_company_counts_for_its_contacts(self):
        grade = self.env["res.partner.grade"].create({"name": "Perak"})
        company = self._create_buyer("Toko Uji", is_company=True)
        contact = self._create_buyer("Kontak Uji", parent_id=company.id)
        user = new_test_user(self.env, "test_portal", groups="base.group_portal", partner_id=contact.id)
        company.grade_id = grade
        self.assertEqual(self._roles(user), {"reseller"})

    def test_a_supplier_invited_to_the_portal_is_a_supplier(self):
        partner = self.env["res.partner"].create({"name": "Pemasok", "supplier_rank": 1, "email": "p@example.com"})
        user = new_test_user(self.env, "test_supplier", groups="base.group_portal", partner_id=partner.id)
        self.assertEqual(self._roles(user), {"supplier"})

    def test_staff_get_no_portal_role(self):
        self.assertEqual(self._roles(self.users["director"]), set())

    def test_portal_users_stay_out_of_the_backend(self):
        user = self._create_user("buyer")
        self.assertFalse(user._is_internal())
        with self.assertRaises(AccessError):
            self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
