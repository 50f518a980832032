"""What customers say, on the pages of the shop."""

from odoo import models

from . import website  # noqa: F401 - what is extended here comes first, whatever the order of imports


class Website(models.Model):
    _inherit = "website"

    def _get_shop_home(self):
        """Extended with what customers say."""
        testimonials = self.env["crosstech.testimonial"]._get_home_testimonials(self.company_id)
        return {**super()._get_shop_home(), "testimonials": testimonials}

    def _get_testimonial_markup(self, figures):
        """The rating of the company as structured data, from delivered orders only; None without any.

        :param dict figures: of ``crosstech.testimonial._get_published_figures``
        """
        self.ensure_one()
        if not figures["count"]:
            return None
        return {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": self.company_id.sudo().name,
            "url": self.get_base_url(),
            "aggregateRating": {
                "@type": "AggregateRating",
                "ratingValue": figures["average"],
                "reviewCount": figures["count"],
                "bestRating": 5,
                "worstRating": 1,
            },
        }
