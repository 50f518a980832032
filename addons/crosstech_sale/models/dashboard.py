"""What each role sees first: what is to be done, how it goes, and the lists behind every number."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.safe_eval import safe_eval

from ..lib import dashboards, duties

ADMINISTRATOR = "administrator"
# What an action may set for the list of a tile: not the filters it starts with, which would change the number.
FILTERS = ("search_default_", "group_by")


class Dashboard(models.AbstractModel):
    _name = "crosstech.dashboard"
    _description = "Dashboard of a Role"

    # === PUBLIC METHODS === #

    @api.model
    @api.readonly
    def get_dashboard(self, period=dashboards.DEFAULT_PERIOD):
        """Return everything the first screen of the user's role shows, and nothing of another role.

        :param period: one of ``lib.dashboards.PERIODS``
        :raises AccessError: for everybody who is not staff
        """
        role = self._own_role()
        span, before = self._spans(period)
        tiles = [tile for tile in self._tiles(role) if self.env[tile.model].has_access("read")]
        return {
            **self._frame(role, period, span),
            "todos": [self._todo(tile, role) for tile in tiles if tile.kind == dashboards.TODO],
            "figures": [self._figure(tile, role, span, before) for tile in tiles if tile.kind == dashboards.FIGURE],
            "charts": [self._chart(tile, role, span) for tile in tiles if tile.kind == dashboards.CHART],
        }

    @api.model
    @api.readonly
    def open_tile(self, key, period=dashboards.DEFAULT_PERIOD, group=None):
        """Return the action that lists the records a tile, or one part of its chart, counts.

        :param key: of a tile of the user's role
        :param group: which part of a chart
        :raises AccessError: for a tile of another role
        """
        role = self._own_role()
        tile = self._own_tile(role, key)
        span, _before = self._spans(period)
        if tile.kind == dashboards.CHART and group is not None:
            domain = self._checked_group_domain(tile, role, span, group)
        else:
            domain = self._domain(tile, role, span)
        return self._list_action(tile, domain)

    @api.model
    @api.readonly
    def open_report(self, key):
        """Return the action with the whole analysis behind a chart."""
        tile = self._own_tile(self._own_role(), key)
        if not tile.report or not self._may_open(tile.report):
            raise AccessError(self.env._("There is no report for this tile."))
        return self.env["ir.actions.actions"]._for_xml_id(tile.report)

    @api.model
    def dismiss_hint(self):
        """Put the hint for newcomers away, for this user."""
        self._own_role()
        self.env.user.sudo().dashboard_hint_dismissed = True
        return True

    # === BUSINESS METHODS === #

    def _own_role(self):
        """The role whose dashboard the user sees.

        :raises AccessError: for everybody who is not staff
        """
        roles = self.env.user._get_company_roles()
        if roles:
            return roles[0]
        if self.env.user._is_system():
            return ADMINISTRATOR
        raise AccessError(self.env._("The dashboard is for members of staff with a company role."))

    def _tiles(self, role):
        """The tiles of a role; a technical administrator has his to-dos only, the figures are not his."""
        tiles = self.env["crosstech.hooks"]._dashboard_tiles(duties.DIRECTOR if role == ADMINISTRATOR else role)
        return tiles if role != ADMINISTRATOR else tuple(tile for tile in tiles if tile.key == "my_todos")

    def _own_tile(self, role, key):
        for tile in self._tiles(role):
            if tile.key == key and self.env[tile.model].has_access("read"):
                return tile
        raise AccessError(self.env._("This figure is not part of your role."))

    def _spans(self, period):
        try:
            return dashboards.spans(period, self._today())
        except ValueError as error:
            raise ValidationError(self.env._("Please choose one of the periods.")) from error

    def _checked_group_domain(self, tile, role, span, group):
        try:
            return self._group_domain(tile, role, span, group)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ValidationError(self.env._("This part of the chart does not exist.")) from error

    def _frame(self, role, period, span):
        user = self.env.user
        checks = self._ready_checks() if role in (duties.DIRECTOR, ADMINISTRATOR) else []
        done = sum(check["done"] for check in checks)
        return {
            "role": role,
            "role_name": self._role_name(role),
            "greeting": self.env._("Good day, %(name)s", name=user.name),
            "subject": self._subject(role),
            "period": period,
            "periods": [{"key": key, "label": label} for key, label in self._period_labels().items()],
            "days": span.days,
            "hint": not user.dashboard_hint_dismissed,
            "ready": checks,
            "ready_open": len(checks) - done,
            "ready_text": self.env._("%(done)s of %(all)s are done", done=done, all=len(checks)),
            "shop_url": self.env.company.website_id.get_base_url() or self.env.company.get_base_url(),
        }

    def _role_name(self, role):
        if role == ADMINISTRATOR:
            return self.env._("Administrator")
        return self.env["crosstech.hooks"]._role_names()[role]

    def _subject(self, role):
        """Whose orders the figures are about."""
        kind = dashboards.OWN_CUSTOMERS.get(role)
        if kind == "reseller":
            return self.env._("Resellers' orders")
        return self.env._("Buyers' orders") if kind else ""

    def _period_labels(self):
        return {
            "7": self.env._("7 days"),
            "30": self.env._("30 days"),
            "90": self.env._("90 days"),
            "month": self.env._("This month"),
        }

    # === LISTS === #

    def _may_open(self, xmlid):
        """Whether the user may read what a window action shows and is in its groups."""
        action = self.env.ref(xmlid).sudo()
        groups = action.group_ids
        return self.env[action.res_model].has_access("read") and (
            not groups or bool(groups & self.env.user.all_group_ids)
        )

    def _list_action(self, tile, domain):
        action = self.env["ir.actions.actions"]._for_xml_id(tile.action) if tile.action else {}
        views = action.get("views") or [(False, "list"), (False, "form")]
        names = {
            "uid": self.env.uid,
            "active_id": False,
            "active_ids": [],
            "allowed_company_ids": self.env.companies.ids,
        }
        context = safe_eval(action.get("context") or "{}", names)
        return {
            "type": "ir.actions.act_window",
            "name": tile.title,
            "res_model": tile.model,
            "views": views,
            "view_mode": ",".join(view_type for _view, view_type in views),
            "search_view_id": action.get("search_view_id") or False,
            "domain": domain,
            "context": {key: value for key, value in context.items() if not key.startswith(FILTERS)},
            "help": action.get("help") or "",
            "target": "current",
        }


class ResUsers(models.Model):
    _inherit = "res.users"

    dashboard_hint_dismissed = fields.Boolean(help="Whether the hint for newcomers on the dashboard was put away.")
