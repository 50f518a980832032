"""What a reseller gets back for his data: what runs out, what stands still, how he does among others."""

from odoo import http
from odoo.http import request
from odoo.tools import formatLang

from odoo.addons.crosstech_sale.controllers.reseller_team import current_member
from odoo.addons.portal.controllers.portal import CustomerPortal


def _amount(value):
    """Write a number in the reader's figures: whole where it is whole, two digits below one."""
    digits = 0 if value == int(value) else 1 if value >= 1 else 2
    return formatLang(request.env, value, digits=digits)


class OutlookPortal(CustomerPortal):
    @http.route("/my/reseller/outlook", type="http", auth="user", website=True, sitemap=False)
    def portal_reseller_outlook(self, **kw):
        """Show the outlook of the company's own stock; without an agreement in force, how to get it."""
        member = current_member()
        if not member:
            return request.redirect("/my")
        hooks = request.env["crosstech.hooks"]
        found = hooks._reseller_outlook(member.reseller_id)
        Benchmark = request.env["crosstech.reseller.benchmark"].sudo()
        comparison, month = Benchmark._compare(member.reseller_id) if found["sources"] else (None, None)
        has_figures = comparison and not comparison.withheld
        values = {
            **self._prepare_portal_layout_values(), "page_name": "reseller_outlook", "member": member,
            "rights": member._get_rights(), "amount": _amount, "comparison": comparison, "month": month,
            "bars": hooks._benchmark_bars(comparison) if has_figures else [], **found,
        }  # fmt: skip
        return request.render("crosstech_reseller_sync.portal_reseller_outlook", values)
