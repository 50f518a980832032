"""Whatever a role sees in its menus opens, with its list and a form, and shows no access error."""

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..lib import duties
from .common import CrosstechCommon

# The apps a role works in; the Director looks into all of them.
APPS = {
    duties.DIRECTOR: {"Crosstech", "Sales", "Invoicing", "Inventory", "Purchase"},
    duties.OPERATIONAL: {"Crosstech", "Sales", "Purchase"},
    duties.MARKETING: {"Crosstech", "Sales", "Website"},
    duties.FINANCE: {"Crosstech", "Invoicing"},
    duties.INVENTORY: {"Crosstech", "Inventory"},
    duties.REPAIR: {"Crosstech", "Inventory"},
}


@tagged("post_install", "-at_install")
class TestRoleMenus(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls._create_product()
        cls._stock(product, 10)
        order = cls._create_order(product=product)
        order.action_confirm()
        cls.env["crosstech.notification"]._notify(order.partner_id, "Ordered", "Thank you")

    def _menus(self, role):
        menus = self.env["ir.ui.menu"].with_user(self.users[role])
        visible = menus.browse(menus._visible_menu_ids())
        in_apps = visible.sudo().filtered(
            lambda menu: (
                menu.complete_name.split("/")[0] in APPS[role]
                and all(int(part) in visible.ids for part in menu.parent_path.strip("/").split("/"))
            )
        )
        return [menu for menu in in_apps if menu.action and menu.action._name == "ir.actions.act_window"]

    def _open(self, action, role):
        """Do what the web client does: views, list, first form."""
        env = self.env(user=self.users[role])
        values = action.with_user(self.users[role])._get_action_dict()
        names = {"uid": env.uid, "active_id": False, "active_ids": [], "allowed_company_ids": env.companies.ids}
        context = safe_eval(values["context"] or "{}", names)
        Model = env[values["res_model"]].with_context(**context)
        views = [tuple(view) for view in values["views"] if view[1] in ("list", "form", "kanban", "search")]
        arches = Model.get_views(views, {"action_id": action.id})["views"]
        domain = safe_eval(values["domain"] or "[]", {**names, "context": context})
        for view_type in ("list", "kanban"):
            if view_type in arches:
                fields = arches[view_type]["arch"]
                Model.web_search_read(domain, self._specification(env, Model, fields), limit=5)
        record = Model.search(domain, limit=1)
        if "form" in arches and record:
            record.web_read(self._specification(env, Model, arches["form"]["arch"]))

    def _specification(self, env, Model, arch):
        from lxml import etree

        return self._fields_of(env, Model, etree.fromstring(arch))

    def _fields_of(self, env, Model, node):
        specification = {}
        for child in node:
            if child.tag != "field":
                specification.update(self._fields_of(env, Model, child))
                continue
            field = Model._fields.get(child.get("name"))
            if field is None:
                continue
            if field.type in ("many2one", "reference"):
                specification[field.name] = {"fields": {"display_name": {}}}
            elif field.relational:
                inner = next((sub for sub in child if sub.tag in ("list", "kanban")), None)
                inner_fields = {} if inner is None else self._fields_of(env, env[field.comodel_name], inner)
                specification[field.name] = {"fields": inner_fields or {"display_name": {}}, "limit": 5}
            else:
                specification[field.name] = {}
        return specification

    def _check_role(self, role):
        menus = self._menus(role)
        self.assertTrue(menus, role)
        broken = [failure for menu in menus if (failure := self._failure(menu, role))]
        self.assertFalse(broken, f"{role}:\n" + "\n".join(broken))

    def _failure(self, menu, role):
        try:
            with self.env.cr.savepoint():
                self._open(menu.action.sudo(), role)
                self.env.flush_all()
        except Exception as error:
            name = menu.sudo().complete_name
            return f"{name} ({menu.sudo().action.res_model}): {type(error).__name__} {str(error)[:150]!r}"
        return None


def _make_test(role):
    def test(self):
        self._check_role(role)

    test.__doc__ = f"Every menu of the role {role} opens."
    return test


for _role in duties.STAFF_ROLES:
    setattr(TestRoleMenus, f"test_menus_of_{_role}_open", _make_test(_role))
