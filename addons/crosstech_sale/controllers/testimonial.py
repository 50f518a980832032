"""What customers say: the form of an order, their own list, the public page, and the word never to be asked again."""

from odoo import http
from odoo.exceptions import AccessError, LockError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..lib import testimonial_texts, testimonials
from .order_portal import acting_roles

PER_PAGE = 10
MAX_REQUEST_BYTES = 256 * 1024


class TestimonialPortal(CustomerPortal):
    def _own_order(self, order_id, access_token):
        """:return: the order as superuser where the visitor is its customer, else an empty one"""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.env["sale.order"].sudo()
        return order if acting_roles(order, access_token) == {"customer"} else order.browse()

    def _render_form(self, order, access_token, form=None, errors=None, **values):
        testimonial = order.testimonial_ids
        response = request.render(
            "crosstech_sale.testimonial_page",
            {
                "sale_order": order,
                "testimonial": testimonial,
                "products": order._get_testimonial_products(),
                "form": form or self._form_values(testimonial, values.get("stars")),
                "errors": errors or {},
                "access_token": access_token or "",
                "is_editable": not testimonial or testimonial._is_editable(),
                "page_name": "testimonial",
                **values,
            },
        )
        response.headers["Referrer-Policy"] = "same-origin"  # the address is the key
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _form_values(self, testimonial, stars):
        """What the form shows at first: what was given before, else the stars tapped in the e-mail, for all three."""
        if not testimonial:
            return {**dict.fromkeys(testimonials.ASPECTS, stars or ""), "publish": "1", "name_shown": "short"}
        lines = {f"product_{line.product_tmpl_id.id}": str(line.rating) for line in testimonial.line_ids}
        return {
            **{aspect: str(testimonial[f"rating_{aspect}"]) for aspect in testimonials.ASPECTS},
            **lines,
            "kind": testimonial.kind,
            "topic": testimonial.topic,
            "text": testimonial.text or "",
            "publish": "1" if testimonial.is_publishable else "",
            "name_shown": testimonial.name_shown,
        }

    @http.route("/my/orders/<int:order_id>/testimonial", type="http", auth="public", website=True, sitemap=False)
    def show_form(self, order_id, access_token=None, stars=None, sent=None, **kw):
        """Show the form, or what was given; stars in the address only choose beforehand."""
        order = self._own_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        if order.order_stage != "received":
            return request.redirect(order.get_portal_url())
        chosen = str(testimonial_texts.read_stars(stars) or "")
        return self._render_form(order, access_token, stars=chosen, is_sent=bool(sent))

    @http.route(
        "/my/orders/<int:order_id>/testimonial/send", type="http", auth="public", methods=["POST"], website=True,
        sitemap=False, max_content_length=MAX_REQUEST_BYTES,
    )  # fmt: skip
    def take_form(self, order_id, access_token=None, **post):
        """Take the form; on error it comes back with everything that was typed."""
        order = self._own_order(order_id, access_token)
        if not order:
            return request.redirect("/my")
        form = testimonial_texts.read(post, order._get_testimonial_products().ids)
        errors = {name: self._error_text(code) for name, code in form.errors.items()}
        if not errors:
            try:
                with request.env.cr.savepoint():
                    order._submit_testimonial(form)
            except LockError:
                errors["form"] = request.env._("This is being saved already. Wait a moment and look again.")
            except UserError as error:
                errors["form"] = str(error)
        if errors:
            typed = {name: value for name, value in post.items() if isinstance(value, str)}
            return self._render_form(order, access_token, typed, errors)
        return request.redirect(order.get_portal_url(suffix="/testimonial", query_string="&sent=1"), code=303)

    @http.route(
        "/my/orders/<int:order_id>/testimonial/withdraw", type="http", auth="public", methods=["POST"], website=True,
        sitemap=False,
    )  # fmt: skip
    def withdraw(self, order_id, access_token=None, **kw):
        """Take the customer's words off the website."""
        order = self._own_order(order_id, access_token)
        if not order or not order.testimonial_ids:
            return request.redirect("/my")
        order.testimonial_ids._withdraw()
        return request.redirect(order.get_portal_url(suffix="/testimonial"), code=303)

    def _error_text(self, code):
        """:return: what to do about an error of ``lib.testimonial_texts``"""
        # pylint: disable=prefer-env-translation
        _ = request.env._
        return {
            "stars": _("Please choose one to five stars."),
            "short": _("Please write at least %(length)s characters, or nothing.", length=testimonial_texts.MIN_TEXT),
            "long": _("This is too long: at most %(length)s characters.", length=testimonial_texts.MAX_TEXT),
        }[code]

    # === OWN LIST === #

    def _waiting_domain(self):
        """Own delivered orders nobody has said anything about yet; staff have none."""
        partner = request.env.user.partner_id.commercial_partner_id
        return [
            ("partner_id", "child_of", partner.id),
            ("order_stage", "=", "received"),
            ("id", "not in", self._given_orders()),
        ]

    def _given_orders(self):
        """Orders of the customer that have their testimonial already."""
        partner = request.env.user.partner_id.commercial_partner_id
        given = request.env["crosstech.testimonial"].sudo().search([("partner_id", "child_of", partner.id)])
        return given.order_id.ids

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "testimonial_waiting_count" in counters:
            values["testimonial_waiting_count"] = request.env["sale.order"].search_count(self._waiting_domain())
        return values

    @http.route(["/my/testimonials", "/my/testimonials/page/<int:page>"], type="http", auth="user", website=True)
    def my_testimonials(self, page=1, **kw):
        """List the customer's delivered orders to say something about, and what he said."""
        partner = request.env.user.partner_id.commercial_partner_id
        Testimonial, Order = request.env["crosstech.testimonial"].sudo(), request.env["sale.order"]
        seen = Order._search([("partner_id", "child_of", partner.id)])  # who sees only his own orders sees only those
        own = [("order_id", "in", seen)]
        pager = portal_pager("/my/testimonials", Testimonial.search_count(own), page=page, step=PER_PAGE)
        values = {
            **self._prepare_portal_layout_values(),
            "waiting": Order.search(
                self._waiting_domain(), order="arrival_confirmed_datetime desc", limit=PER_PAGE
            ).sudo(),
            "given": Testimonial.search(own, limit=PER_PAGE, offset=pager["offset"]),
            "pager": pager,
            "page_name": "testimonials",
        }
        return request.render("crosstech_sale.portal_my_testimonials", values)


class TestimonialSite(http.Controller):
    @http.route(
        ["/testimonials", "/testimonials/page/<int:page>"], type="http", auth="public", website=True, sitemap=True,
        readonly=True,
    )  # fmt: skip
    def published(self, page=1, stars=None, **kw):
        """Show what customers say, all or those of so many stars."""
        Testimonial, company = request.env["crosstech.testimonial"], request.website.company_id
        figures = Testimonial._get_published_figures(company)
        chosen = testimonial_texts.read_stars(stars)
        total = figures["stars"][chosen] if chosen else figures["count"]
        arguments = {"stars": chosen} if chosen else {}
        pager = request.website.pager("/testimonials", total, page=page, step=PER_PAGE, url_args=arguments)
        values = {
            "figures": figures,
            "markup": request.website._get_testimonial_markup(figures),
            "testimonials": Testimonial._get_published(company, chosen, PER_PAGE, pager["offset"]),
            "chosen": chosen,
            "pager": pager,
        }
        return request.render("crosstech_sale.testimonials_page", values)

    @http.route("/testimonials/stop/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def stop_asking(self, token, **kw):
        """Ask whether the customer means it: a program that follows links must not decide for him."""
        partner = request.env["res.partner"]._from_testimonial_opt_out(token)
        if not partner:
            raise request.not_found()
        return request.render("crosstech_sale.testimonial_stop_page", {"partner": partner, "token": token})

    @http.route(
        "/testimonials/stop/<string:token>/confirm", type="http", auth="public", methods=["POST"], website=True,
        sitemap=False,
    )  # fmt: skip
    def confirm_stop(self, token, again=None, **kw):
        """Never ask this customer again, or ask him again after all."""
        partner = request.env["res.partner"]._from_testimonial_opt_out(token)
        if not partner:
            raise request.not_found()
        partner.testimonial_opt_out = not again
        return request.redirect(f"/testimonials/stop/{token}", code=303)
