"""The public list of resellers, and the guide of those who are."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..lib import reseller_form

PER_PAGE = 24
LONGEST_SEARCH = 80


class ResellerDirectory(http.Controller):
    @http.route(
        ["/resellers", "/resellers/page/<int:page>"], type="http", auth="public", methods=["GET"], website=True,
        sitemap=True, readonly=True,
    )  # fmt: skip
    def resellers(self, page=1, q="", province="", **kw):
        """List the resellers that agreed to it, by words and by province."""
        website = request.website
        words = reseller_form.text_of(q)[:LONGEST_SEARCH]
        provinces = website._reseller_provinces()
        chosen = next((one for one in provinces if one["code"] == province), None)
        Partner = request.env["res.partner"].sudo()
        domain = website._reseller_domain(words)
        if chosen:
            domain &= Domain("state_id", "=", chosen["state_id"])
        total = Partner.search_count(domain)
        query = {name: value for name, value in (("q", words), ("province", chosen and province)) if value}
        pager = website.pager("/resellers", total, page=page, step=PER_PAGE, url_args=query)
        found = Partner.search(domain, order="name, id", limit=PER_PAGE, offset=pager["offset"])
        cards = website._reseller_cards(found)
        return request.render(
            "crosstech_sale.reseller_directory_page",
            {
                "cards": cards,
                "total": total,
                "words": words,
                "chosen": chosen,
                "provinces": provinces,
                "tiles": website._reseller_map(provinces, chosen and province),
                "pager": pager,
                "structured_data": website._reseller_structured_data(cards),
            },
        )

    # === THE RESELLER'S GUIDE === #

    def _own_company(self):
        """The reseller's company as superuser; empty for everybody else."""
        partner = request.env.user.partner_id
        company = partner.commercial_partner_id.sudo()
        return company if company.grade_id else company.browse()

    def _leads_team(self):
        """Whether the visitor speaks for his company."""
        rights = request.env["crosstech.reseller.member"]._rights_of(request.env.uid)
        return not rights or rights.is_admin

    @http.route("/my/reseller/welcome", type="http", auth="user", methods=["GET"], website=True, sitemap=False)
    def reseller_welcome(self, **kw):
        """Show a reseller how to order, what he pays and whom to ask."""
        company = self._own_company()
        if not company:
            return request.redirect("/resellers/apply")
        website = request.website
        values = {"company": company, "facts": website._get_shop_facts(), "may_change": self._leads_team()}
        values |= {**website._reseller_terms(company), "page_name": "reseller_welcome"}
        return request.render("crosstech_sale.reseller_welcome_page", values)

    @http.route("/my/reseller/listing", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    def reseller_listing(self, is_listed_publicly="", is_phone_public="", **kw):
        """Let a reseller say whether he is shown in the public list, and take that back."""
        company = self._own_company()
        if not company or not self._leads_team():
            return request.redirect("/my")
        company.write({"is_listed_publicly": bool(is_listed_publicly), "is_phone_public": bool(is_phone_public)})
        return request.redirect("/my/reseller/welcome#listing", code=303)
