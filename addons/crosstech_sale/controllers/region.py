"""The list of regions, for the address forms: small answers that any cache may keep."""

import re

from odoo.http import Controller, request, route

CODE = re.compile(r"[A-Z0-9]{2}(\.\d{2})?")
CACHE_SECONDS = 3600
MOST_CHILDREN, MOST_FOUND = 200, 8
SHORTEST_SEARCH, LONGEST_SEARCH = 3, 80


def region_lists(form):
    """Give what the region picker of a form offers: the provinces, and the cities and districts inside what is chosen.

    :param dict form: texts as sent: ``state_id`` (of the province as Odoo knows it) and ``regency_code``
    :return: dict of ``crosstech.region`` records: ``provinces``, ``regencies``, ``districts``
    """
    Region = request.env["crosstech.region"].sudo()
    provinces = Region.search([("level", "=", "province")], order="name")
    chosen = form.get("state_id", "")
    state = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    regencies = Region.search([("level", "=", "regency"), ("state_id", "=", state)], order="name")
    regency = regencies.filtered(lambda one: one.code == form.get("regency_code")) if state else regencies[:0]
    districts = Region.search([("parent_id", "=", regency.id)], order="name") if regency else Region
    return {"provinces": provinces, "regencies": regencies if state else Region, "districts": districts}


class RegionController(Controller):
    @route("/crosstech/regions", type="http", auth="public", methods=["GET"], readonly=True, save_session=False)
    def regions(self, parent=None, state=None, q=None, **_other):
        """Give the regions inside one, the cities of a province, or the districts a few words mean.

        :param parent: code of a province or city: its cities or districts
        :param state: id of a province as Odoo knows it: its cities
        :param q: words; with three letters or more, the first districts that fit
        :return: ``{"regions": [{"code", "name", ("regency", "state")}]}``; 400 for anything else
        """
        if parent and CODE.fullmatch(parent):
            return self._answer(self._rows([("parent_id.code", "=", parent)]))
        if state and state.isascii() and state.isdigit() and len(state) < 10:
            return self._answer(self._rows([("state_id", "=", int(state)), ("level", "=", "regency")]))
        if q is not None and len(q) <= LONGEST_SEARCH:
            return self._answer(self._found(q) if len(q.strip()) >= SHORTEST_SEARCH else [])
        return request.make_json_response({"regions": []}, status=400)

    def _rows(self, domain):
        regions = request.env["crosstech.region"].sudo().search_fetch(
            domain, ["code", "name"], order="name", limit=MOST_CHILDREN
        )  # fmt: skip
        return [{"code": region.code, "name": region.name} for region in regions]

    def _found(self, words):
        Region = request.env["crosstech.region"].sudo()
        found = Region.search([("display_name", "ilike", words), ("level", "=", "district")], limit=MOST_FOUND)
        return [
            {
                "code": region.code,
                "name": region.display_name,
                "regency": region.parent_id.code,
                "state": region.state_id.id,
            }
            for region in found
        ]

    def _answer(self, regions):
        headers = [("Cache-Control", f"public, max-age={CACHE_SECONDS}")]
        return request.make_json_response({"regions": regions}, headers=headers)
