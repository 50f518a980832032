"""Where published testimonials appear: Odoo's own product ratings, and the figures of the shop."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

HOME_COUNT = 3
PRODUCT_COUNT = 5


class RatingRating(models.Model):
    _inherit = "rating.rating"

    testimonial_id = fields.Many2one("crosstech.testimonial", index="btree_not_null", ondelete="cascade", readonly=True)
    author_name = fields.Char(readonly=True, help="The name it is published under; empty for an anonymous customer.")


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _rating_domain(self):
        """Override of `website_sale`: only those count who have bought and received the goods."""
        return super()._rating_domain() & Domain("testimonial_id", "!=", False)

    def _get_customer_ratings(self):
        """The newest published ratings of a product, for its page; one query, none where there are none."""
        self.ensure_one()
        Rating = self.env["rating.rating"].sudo()
        if not self.rating_count:
            return Rating
        return Rating.search_fetch(
            self._rating_domain(),
            ["rating", "feedback", "author_name", "publisher_comment", "rated_on"],
            order="write_date desc, id desc",
            limit=PRODUCT_COUNT,
        )


class Testimonial(models.Model):
    _inherit = "crosstech.testimonial"

    def _sync_product_ratings(self):
        """Carry published testimonials over to the ratings of their products, which feed the stars of the shop."""
        self._remove_product_ratings()
        published = self.filtered(lambda one: one.state == "published")
        model_id = self.env["ir.model"]._get_id("product.template")
        self.env["rating.rating"].create(
            [one._prepare_product_rating(product, model_id) for one in published for product in one._get_products()]
        )

    def _get_products(self):
        return self.order_id._get_testimonial_products()

    def _prepare_product_rating(self, product, model_id):
        own = self.line_ids.filtered(lambda line: line.product_tmpl_id == product)
        return {
            "testimonial_id": self.id,
            "res_model_id": model_id,
            "res_id": product.id,
            "partner_id": self.partner_id.id,
            "rating": own.rating or self.rating_product,
            "feedback": self.published_text,
            "author_name": self.author_name,
            "publisher_comment": self.reply,
            "publisher_id": self.reply_author_id.id,
            "publisher_datetime": self.replied_datetime,
            "consumed": True,
        }

    def _remove_product_ratings(self):
        self.env["rating.rating"].sudo().search([("testimonial_id", "in", self.ids)]).unlink()

    @api.model
    def _get_published(self, company, stars=None, limit=None, offset=0):
        """Published testimonials of a company, newest first; names and texts as they may be shown."""
        return self.sudo().search(
            self._published_domain(company, stars), order="published_datetime desc, id desc", limit=limit, offset=offset
        )

    def _published_domain(self, company, stars=None):
        domain = [("company_id", "=", company.id), ("state", "=", "published")]
        return [*domain, ("stars", "=", stars)] if stars else domain

    @api.model
    def _get_published_figures(self, company):
        """Count and average of everything published.

        :return: dict(count: int, average: float with one decimal, stars: dict of count by 1 to 5)
        """
        groups = self.sudo()._read_group(
            self._published_domain(company), ["stars"], ["__count", "rating_overall:sum"], order="stars desc"
        )
        count = sum(number for _stars, number, _sum in groups)
        total = sum(value for _stars, _number, value in groups)
        by_stars = {stars: number for stars, number, _sum in groups}
        return {
            "count": count,
            "average": round(total / count, 1) if count else 0.0,
            "stars": {stars: by_stars.get(stars, 0) for stars in range(5, 0, -1)},
        }

    @api.model
    def _get_home_testimonials(self, company):
        """What the home page shows, in one query: the newest good ones with the figures of all.

        :return: dict(count: int, average: float, rows: list of dict(stars, text, author, reply))
        """
        self.flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT figures.count, figures.average, shown.*
                     FROM (SELECT count(*), avg(rating_overall)::float AS average FROM crosstech_testimonial
                            WHERE company_id = %(company)s AND state = 'published') AS figures
                     JOIN LATERAL (SELECT stars, published_text AS text, author_name AS author, reply
                                     FROM crosstech_testimonial
                                    WHERE company_id = %(company)s AND state = 'published' AND stars >= 4
                                          AND published_text != ''
                                    ORDER BY published_datetime DESC, id DESC LIMIT %(limit)s) AS shown ON TRUE""",
                company=company.id, limit=HOME_COUNT,
            )
        )  # fmt: skip
        if not rows:
            return {"count": 0, "average": 0.0, "rows": []}
        return {"count": rows[0]["count"], "average": round(rows[0]["average"], 1), "rows": rows}
