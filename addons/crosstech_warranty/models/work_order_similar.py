"""What similar cases had and what helped them, on the work order; one click takes it over."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from odoo.addons.crosstech_sale.lib import charts

from ..lib import similar_cases
from .res_company_similar import case_facts

SHOWN = 5
TAKEN_FROM = 0.5  # a part is taken over where at least half of the similar cases needed it


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    similar_html = fields.Html(compute="_compute_similar", sanitize=False)
    has_suggestion = fields.Boolean(compute="_compute_similar")

    # === COMPUTE METHODS === #

    @api.depends("diagnosis", "product_id", "ticket_id.name", "ticket_id.description", "ticket_id.symptom_id")
    @api.depends_context("lang", "uid")
    def _compute_similar(self):
        for order in self:
            found = order._suggestions()
            order.has_suggestion = bool(found["faults"] or found["resolutions"])
            values = {**order._prepare_similar(found), "order": order}
            order.similar_html = self.env["ir.qweb"]._render("crosstech_warranty.similar_cases", values)

    # === ACTION METHODS === #

    def action_use_suggestion(self):
        """Take over what most similar cases had: fault, remedy, and the parts that at least half of them needed."""
        self.ensure_one()
        self.check_access("write")
        found = self._suggestions()
        if not found["faults"] and not found["resolutions"]:
            raise UserError(self.env._("No similar case tells what to do. Write a diagnosis first."))
        for field, suggestions in (("fault_id", found["faults"]), ("resolution_id", found["resolutions"])):
            if suggestions and not self[field]:
                self[field] = suggestions[0].label
        known = self.line_ids.product_id
        for part in found["parts"]:
            if part.share >= TAKEN_FROM and part.label not in known:
                self.line_ids.create({"order_id": self.id, "kind": "part", "product_id": part.label.id})

    # === BUSINESS METHODS === #

    def _suggestions(self):
        """What cases similar to this one had; the same shape as :meth:`_similar`."""
        self.ensure_one()
        ticket = self.ticket_id.sudo()
        description = html2plaintext(ticket.description or "")
        words = "\n".join(filter(None, (ticket.name, ticket.symptom_id.name, self.diagnosis, description)))
        return self.with_company(self.company_id)._similar(words, self.product_id, but=self._origin)

    @api.model
    def _similar(self, text, product=None, *, but=None):
        """Find closed cases like this one in the current company; the rule is ``lib.similar_cases``.

        :param but: the order that asks, never similar to itself
        :return: dict(cases: list of (order, score), best first; faults, resolutions, parts: list of
            ``lib.similar_cases.Suggestion`` with records as labels)
        """
        nothing = {"cases": [], "faults": [], "resolutions": [], "parts": []}
        index = self.env.company.sudo()._case_index()
        if index is None:
            return nothing
        product = product or self.env["product.product"]
        facts = case_facts(product.id, product.categ_id.id, product.with_context(lang="en_US").name)
        matches = [match for match in index.search(text, facts) if not but or match.key != but.id]
        orders = self.sudo().browse([match.key for match in matches]).exists()
        orders.fetch(["fault_id", "resolution_id"])
        there = set(orders.ids)
        matches = [match for match in matches if match.key in there]
        parts = orders.line_ids.filtered(lambda line: line.kind == "part" and line.product_id)
        used = {order.id: [*parts.filtered(lambda line, order=order: line.order_id == order).product_id]
                for order in orders}  # fmt: skip
        return {
            "cases": [(self.browse(match.key), match.score) for match in matches],
            "faults": similar_cases.vote(matches, {order.id: [*order.fault_id] for order in orders}),
            "resolutions": similar_cases.vote(matches, {order.id: [*order.resolution_id] for order in orders}),
            "parts": _part_shares(matches, used),
        }

    def _prepare_similar(self, found):
        """:return: dict of what the template shows"""
        titles = {
            "faults": self.env._("What was wrong"),
            "resolutions": self.env._("What helped"),
            "parts": self.env._("Parts used"),
        }
        return {
            "groups": [
                {"title": title, "rows": self._prepare_bars(found[key])} for key, title in titles.items() if found[key]
            ],
            "cases": [
                {"order": order.sudo(), "percent": round(100 * score)} for order, score in found["cases"][:SHOWN]
            ],
        }

    def _prepare_bars(self, suggestions):
        rows = [
            {
                "label": one.label.display_name,
                "value": 100 * one.share,
                "text": self.env._("%(share)d %% of %(count)d cases", share=round(100 * one.share), count=one.count),
            }
            for one in suggestions
        ]
        return charts.bars(rows, maximum=100)


def _part_shares(matches, used):
    """Like a vote, but of all similar cases: one without parts says that none was needed."""
    nothing = object()
    found = similar_cases.vote(matches, {key: parts or [nothing] for key, parts in used.items()}, limit=4)
    return [one for one in found if one.label is not nothing][:3]
