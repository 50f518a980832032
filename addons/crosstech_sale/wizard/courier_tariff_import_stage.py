"""Filling the draft list and comparing it with the one in force: in bulk, a list has tens of thousands of prices."""

import io
from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..lib import region_names, tariff_file

SHOWN_CHANGES = 300
MAX_PLACES = 3000
LINE_COLUMNS = (
    "tariff_id", "carrier_id", "destination_id", "price_per_kg", "minimum_weight_kg", "etd_min_days", "etd_max_days",
    "has_etd", "is_embargo", "create_uid", "write_uid", "create_date", "write_date",
)  # fmt: skip
COPY_LINES = f"COPY crosstech_courier_tariff_line ({', '.join(LINE_COLUMNS)}) FROM STDIN"


class FoundPlace(NamedTuple):
    """What a written destination means: a region, or candidates and the regency to look in."""

    region_id: int | None
    score: int = 0
    candidates: tuple = ()
    within_id: int | None = None


class CourierTariffImport(models.TransientModel):
    _inherit = "crosstech.courier.tariff.import"

    # === BUSINESS METHODS: draft list === #

    def _stage(self, rows, remarks):
        """Fill a new draft list from read rows; destinations nobody is sure of are put aside for a person.

        :param rows: list of lib Row
        :param remarks: lib Remarks, completed here
        """
        self._discard_draft()
        carriers = self._match_services(rows)
        regions = self._match_places(rows)
        kept, aside = self._sort_out(rows, regions, carriers, remarks)
        conflicts = tariff_file.find_oddities(kept, lambda row: regions[row[1:4]].region_id, remarks)
        self.tariff_id = self.env["crosstech.courier.tariff"].create(
            {
                "courier_id": self.courier_id.id,
                "origin_id": self.origin_id.id,
                "valid_from": self.valid_from,
                "is_amendment": self.is_amendment,
            }
        )
        self._insert_lines(self._chosen_prices(kept, regions, carriers, conflicts))
        if self.is_amendment:
            self._copy_base_lines()
        self._put_aside(aside, regions, carriers)
        self.write(
            {"read_count": len(rows), "has_conflicts": bool(conflicts), "remarks": self._describe(remarks)}
        )  # fmt: skip

    def _sort_out(self, rows, regions, carriers, remarks):
        """Part the rows whose destination is certain from those a person should look at.

        Where two names lead to one region and ask different prices, the better match keeps it.

        :return: list of rows, dict place -> list of rows
        """
        certain, aside, best = [], defaultdict(list), {}
        for row in rows:
            place = regions[row[1:4]]
            if row.service not in carriers:
                remarks.add("unknown_service", row.line, row.service)
            elif not place.region_id:
                aside[row[1:4]].append(row)
            else:
                certain.append(row)
                key = (place.region_id, row.service)
                if key not in best or place.score > best[key][0]:
                    best[key] = (place.score, row.price)
        kept = []
        for row in certain:
            place = regions[row[1:4]]
            score, price = best[place.region_id, row.service]
            (kept if place.score == score or row.price == price else aside[row[1:4]]).append(row)
        return kept, aside

    def _chosen_prices(self, rows, regions, carriers, conflicts) -> dict:
        """Return (destination, carrier) -> row, by the policy for destinations that stand twice."""
        chosen = {}
        for row in rows:
            region_id = regions[row[1:4]].region_id
            is_conflict = (region_id, row.service) in conflicts
            if is_conflict and self.duplicate_policy == "leave_out":
                continue
            key = (region_id, carriers[row.service])
            other = chosen.setdefault(key, row)
            if is_conflict and self.duplicate_policy == "highest" and row.price > other.price:
                chosen[key] = row
        return chosen

    def _match_services(self, rows) -> dict:
        """Return service code -> carrier id. What a person chose in the list of services comes first."""
        counts = defaultdict(int)
        for row in rows:
            counts[row.service] += 1
        known = {carrier.courier_service.upper(): carrier.id for carrier in self.courier_id.carrier_ids}
        chosen = {service.code: service.carrier_id.id for service in self.service_ids if service.carrier_id}
        self.service_ids.unlink()
        result = {code: chosen.get(code) or known.get(code) for code in counts}
        self.service_ids = [
            (0, 0, {"code": code[:40], "price_count": count, "carrier_id": result[code]})
            for code, count in sorted(counts.items())[:200]
        ]
        return {code: carrier_id for code, carrier_id in result.items() if carrier_id}

    def _match_places(self, rows) -> dict:
        """Return (province, city, district) -> :class:`FoundPlace`."""
        resolver = self.env["crosstech.region"]._resolver()
        matches = {}
        for row in rows:
            place = row[1:4]
            if place not in matches:
                matches[place] = self._match_place(resolver, *place)
        return matches

    def _match_place(self, resolver, province, city, district):
        """A district must be found as a district: its city alone would price every district of the city by it."""
        match = resolver.resolve(province, city, district)
        names_city_itself = region_names.split_kind(city)[1] == region_names.normalise(district)
        if match.place_id and (match.level == "district" or not district or names_city_itself):
            return FoundPlace(match.place_id, match.score)
        written = region_names.normalise(district or city)
        for region_id in (match.place_id, *match.candidates):  # a wider region a person chose for this name before
            if region_id and written in resolver.places[region_id].aliases:
                return FoundPlace(region_id, match.score)
        candidates = tuple(match.candidates)
        if not district and not match.place_id and city:  # one column of destinations may hold districts
            other = resolver.resolve(province, "", city)
            if other.place_id and other.level == "district":
                return FoundPlace(other.place_id, other.score)
            candidates = candidates or tuple(other.candidates)
        return FoundPlace(None, 0, candidates, match.place_id if match.level == "regency" else None)

    def _insert_lines(self, prices):
        """Copy prices into the draft list.

        :param prices: dict (destination id, carrier id) -> lib Row
        """
        now = self.env.cr.now().isoformat(sep=" ")
        uid = self.env.uid
        tariff_id = self.tariff_id.id
        buffer = io.StringIO()
        for (destination_id, carrier_id), row in prices.items():
            first, last = row.etd or (0, 0)
            known = "t" if row.etd else "f"
            buffer.write(
                f"{tariff_id}\t{carrier_id}\t{destination_id}\t{row.price}\t{row.minimum_weight_kg}\t{first}\t{last}"
                f"\t{known}\tf\t{uid}\t{uid}\t{now}\t{now}\n"
            )
        buffer.seek(0)
        self.env.flush_all()
        self.env.cr.copy_expert(COPY_LINES, buffer)
        self._lines_changed()

    def _copy_base_lines(self):
        """Complete a list of changes with the prices of the list before it."""
        base = self._base_list()
        if not base:
            return
        columns = SQL(", ").join(SQL.identifier(name) for name in LINE_COLUMNS)
        values = SQL(", ").join(SQL.identifier(name) for name in LINE_COLUMNS[1:])
        self.env.cr.execute(
            SQL(
                """INSERT INTO crosstech_courier_tariff_line (%s)
                   SELECT %s, %s FROM crosstech_courier_tariff_line WHERE tariff_id = %s
                   ON CONFLICT (tariff_id, destination_id, carrier_id) DO NOTHING""",
                columns, self.tariff_id.id, values, base.id,
            )
        )  # fmt: skip
        self._lines_changed()

    def _lines_changed(self):
        """The lines were written without the ORM: drop what it remembers of them."""
        self.env["crosstech.courier.tariff.line"].invalidate_model()
        self.env["crosstech.courier.tariff"].invalidate_model(["line_ids", "line_count"])
        self.env["crosstech.courier.tariff"]._forget_lines()

    def _base_list(self):
        """Return the list the new one replaces on its first day."""
        return self.env["crosstech.courier.tariff"]._in_force(self.courier_id, self.origin_id, self.valid_from)

    # === BUSINESS METHODS: destinations for a person === #

    def _put_aside(self, aside, regions, carriers):
        self.env["crosstech.courier.tariff.import.place"].create(
            [
                {
                    "import_id": self.id,
                    "province": place[0],
                    "city": place[1],
                    "district": place[2],
                    "price_count": len(rows),
                    "candidate_ids": [(6, 0, list(regions[place].candidates)[:8])],
                    "within_id": regions[place].within_id,
                    "prices": [self._plain_price(row, carriers[row.service]) for row in rows],
                }
                for place, rows in list(aside.items())[:MAX_PLACES]
            ]
        )
        self.unmatched_count = len(aside)

    def _plain_price(self, row, carrier_id):
        first, last = row.etd or (0, 0)
        return [carrier_id, str(row.price), first, last, bool(row.etd), str(row.minimum_weight_kg)]

    def _stage_places(self, places):
        """Add the prices of destinations a person chose; a price the file gives for that region already stays."""
        values = [
            (self.tariff_id.id, carrier_id, place.region_id.id, price, minimum, first, last, known, self.env.uid)
            for place in places
            for carrier_id, price, first, last, known, minimum in place.prices
        ]
        base_id = self._base_list().id if self.is_amendment else None
        for tariff_id, carrier_id, region_id, price, minimum, first, last, known, uid in values:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO crosstech_courier_tariff_line AS line
                           (tariff_id, carrier_id, destination_id, price_per_kg, minimum_weight_kg, etd_min_days,
                            etd_max_days, has_etd, is_embargo, create_uid, write_uid, create_date, write_date)
                       VALUES (%(tariff)s, %(carrier)s, %(region)s, %(price)s, %(minimum)s, %(first)s, %(last)s,
                               %(known)s, false, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
                       ON CONFLICT (tariff_id, destination_id, carrier_id) DO UPDATE
                          SET price_per_kg = EXCLUDED.price_per_kg, minimum_weight_kg = EXCLUDED.minimum_weight_kg,
                              etd_min_days = EXCLUDED.etd_min_days, etd_max_days = EXCLUDED.etd_max_days,
                              has_etd = EXCLUDED.has_etd
                        WHERE %(base)s IS NOT NULL AND EXISTS (
                              SELECT FROM crosstech_courier_tariff_line base
                               WHERE base.tariff_id = %(base)s AND base.destination_id = line.destination_id
                                 AND base.carrier_id = line.carrier_id AND base.price_per_kg = line.price_per_kg)""",
                    tariff=tariff_id, carrier=carrier_id, region=region_id, price=price, minimum=minimum, first=first,
                    last=last, known=known, uid=uid, base=base_id,
                )
            )  # fmt: skip
        places.unlink()
        self.unmatched_count = len(self.place_ids)
        self._lines_changed()

    # === BUSINESS METHODS: preview === #

    def _compare(self):
        """Count what the draft changes against the list in force on its first day, and list the largest changes."""
        self.change_ids.unlink()
        base = self._base_list()
        counts = dict(
            self.env.execute_query(SQL("SELECT kind, count(*) FROM (%s) diff GROUP BY kind", self._diff(base)))
        )
        [(staged,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM crosstech_courier_tariff_line WHERE tariff_id = %s", self.tariff_id.id)
        )
        self.write(
            {
                "base_id": base.id,
                "staged_count": staged,
                **{f"{kind}_count": counts.get(kind, 0) for kind in ("new", "changed", "removed", "same")},
            }
        )
        if base:
            self.env["crosstech.courier.tariff.import.change"].create(self._prepare_changes(base))

    def _diff(self, base) -> SQL:
        """Every price of both lists with what became of it."""
        return SQL(
            """SELECT COALESCE(new.carrier_id, old.carrier_id) AS carrier_id,
                      COALESCE(new.destination_id, old.destination_id) AS destination_id,
                      old.price_per_kg AS old_price, new.price_per_kg AS new_price,
                      CASE WHEN old.id IS NULL THEN 'new' WHEN new.id IS NULL THEN 'removed'
                           WHEN (old.price_per_kg, COALESCE(old.minimum_weight_kg, 0), old.etd_min_days,
                                 old.etd_max_days, COALESCE(old.is_embargo, false))
                                IS DISTINCT FROM
                                (new.price_per_kg, COALESCE(new.minimum_weight_kg, 0), new.etd_min_days,
                                 new.etd_max_days, COALESCE(new.is_embargo, false))
                           THEN 'changed' ELSE 'same' END AS kind
                 FROM (SELECT * FROM crosstech_courier_tariff_line WHERE tariff_id = %s) new
            FULL JOIN (SELECT * FROM crosstech_courier_tariff_line WHERE tariff_id = %s) old
                   ON old.destination_id = new.destination_id AND old.carrier_id = new.carrier_id""",
            self.tariff_id.id, base.id or 0,
        )  # fmt: skip

    def _prepare_changes(self, base):
        rows = self.env.execute_query(
            SQL(
                """SELECT kind, carrier_id, destination_id, COALESCE(old_price, 0), COALESCE(new_price, 0)
                     FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY
                                  abs(COALESCE(new_price, 0) - COALESCE(old_price, 0)) DESC, destination_id) AS position
                             FROM (%s) diff WHERE kind <> 'same') ranked
                    WHERE position <= %s ORDER BY kind, position""",
                self._diff(base), SHOWN_CHANGES // 3,
            )
        )  # fmt: skip
        return [
            {
                "import_id": self.id,
                "kind": kind,
                "carrier_id": carrier_id,
                "destination_id": destination_id,
                "old_price": old,
                "new_price": new,
                "change_percent": float(new - old) * 100 / float(old) if old and new else 0.0,
            }
            for kind, carrier_id, destination_id, old, new in rows
        ]
