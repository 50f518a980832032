"""The help centre: questions, answers, search."""

from odoo import http
from odoo.http import request
from odoo.tools.json import scriptsafe

from ..lib import help_search

MAX_QUERY = 100


class Help(http.Controller):
    @http.route("/help", type="http", auth="public", methods=["GET"], website=True, sitemap=True)
    def help_centre(self, q="", **_kwargs):
        """Show the questions, those that fit the search first.

        :param q: what is looked for, at most 100 characters of it
        """
        entries = request.website._get_help()
        query = " ".join(q.split())[:MAX_QUERY]
        found = help_search.search(entries, query)
        topics = {}
        for entry in found:
            topics.setdefault("" if query else entry["topic"], []).append(entry)
        values = {
            "query": query,
            "topics": topics,
            "count": len(found),
            "structured_data": scriptsafe.dumps(self._structured_data(entries)),
        }
        return request.render("crosstech_sale.page_help", values)

    def _structured_data(self, entries):
        """The questions as search engines read them (https://schema.org/FAQPage)."""
        return {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": entry["question"],
                    "acceptedAnswer": {"@type": "Answer", "text": entry["answer"]},
                }
                for entry in entries
            ],
        }
