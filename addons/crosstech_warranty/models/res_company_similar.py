"""The index of closed cases of a company: built at night, kept as a file, loaded by each process when first asked."""

import base64
import logging

from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from ..lib import similar_cases

_logger = logging.getLogger(__name__)
# What this process has loaded: (database, company id) -> (checksum of the file, index).
_loaded: dict[tuple[str, int], tuple[str, similar_cases.Index]] = {}


class ResCompany(models.Model):
    _inherit = "res.company"

    similar_cases_index = fields.Binary(attachment=True, groups="base.group_system", copy=False)

    @api.model
    def _cron_index_cases(self):
        """Build every company's index anew."""
        companies = self.env["res.company"].sudo().search([])
        self.env["ir.cron"]._work_on_each(companies, lambda company: company._index_cases())

    def _index_cases(self):
        self.ensure_one()
        index = similar_cases.build(self._closed_cases())
        self.sudo().similar_cases_index = base64.b64encode(index.dump())
        return index

    def _closed_cases(self):
        """:return: list of ``lib.similar_cases.Case`` of finished orders of which a fault or a remedy is known"""
        self.env.flush_all()
        lang = self.env.lang or "en_US"
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id, concat_ws(E'\n', t.name, COALESCE(s.name->>%(lang)s, s.name->>'en_US'), o.diagnosis),
                       t.description, o.product_id, pt.categ_id, pt.name->>'en_US'
                  FROM crosstech_work_order o
                  JOIN helpdesk_ticket t ON t.id = o.ticket_id
                  LEFT JOIN crosstech_fault_code s ON s.id = t.symptom_id
                  LEFT JOIN product_product pp ON pp.id = o.product_id
                  LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
                 WHERE o.company_id = %(company)s AND o.finished_datetime IS NOT NULL
                   AND (o.fault_id IS NOT NULL OR o.resolution_id IS NOT NULL)
                 ORDER BY o.id
                """,
                lang=lang,
                company=self.id,
            )
        )
        return [
            similar_cases.Case(order, f"{words}\n{html2plaintext(description or '')}", case_facts(product, categ, name))
            for order, words, description, product, categ, name in self.env.cr.fetchall()
        ]

    def _case_index(self):
        """:return: the index of this company, None where none was built yet"""
        self.ensure_one()
        file = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_field", "=", "similar_cases_index"), ("res_id", "=", self.id)],
            order="id desc", limit=1,
        )  # fmt: skip
        if not file:
            return None
        place = (self.env.cr.dbname, self.id)
        checksum, index = _loaded.get(place, (None, None))
        if checksum != file.checksum:
            try:
                index = similar_cases.Index.load(file.raw)
            except ValueError:
                _logger.warning("The index of similar cases of %s cannot be read; the next night builds it", self.name)
                return None
            _loaded[place] = (file.checksum, index)
        return index


def case_facts(product_id, categ_id, name):
    """What is known of a case besides its words; a product's name begins with its brand."""
    brand = (name or "").split(" ")[0].casefold()
    known = (("product", product_id), ("category", categ_id), ("brand", brand))
    return tuple(f"{what} {value}" for what, value in known if value)
