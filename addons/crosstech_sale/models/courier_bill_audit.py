"""The audit of a courier's bill: every line against the shipment it names, thousands at once."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import courier_audit, courier_rates, tariff_file

DIRECT_LINES = 4000  # more are audited in the background
BATCH_LINES = 5000
RESULTS = (
    "picking_id", "order_id", "carrier_id", "region_id", "tariff_id", "shipped_date", "actual_weight_kg",
    "volumetric_weight_kg", "expected_weight_kg", "expected_price_per_kg", "expected_freight", "expected_extra",
    "expected_insurance", "expected_total", "difference", "status", "cause", "finding", "customer_paid", "margin",
    "to_pay",
)  # fmt: skip


class CourierBill(models.Model):
    _inherit = "crosstech.courier.bill"

    pending_count = fields.Integer(compute="_compute_progress", string="To Audit")
    progress = fields.Float(compute="_compute_progress", help="Per cent of the lines that are audited.")

    @api.depends("line_ids.status")
    def _compute_progress(self):
        lines = self.env["crosstech.courier.bill.line"]
        all_lines = dict(lines._read_group([("bill_id", "in", self.ids)], ["bill_id"], ["__count"]))
        domain = [("bill_id", "in", self.ids), ("status", "=", False)]
        pending = dict(lines._read_group(domain, ["bill_id"], ["__count"]))
        for bill in self:
            count = all_lines.get(bill, 0)
            bill.pending_count = pending.get(bill, 0)
            bill.progress = 100 * (count - bill.pending_count) / count if count else 0

    # === ACTION METHODS === #

    def action_audit(self):
        """Compare every line with our shipments and the price lists of their days; again, after these were mended.

        What the courier has answered already stays. A long bill is audited in the background.
        """
        self.ensure_one()
        self._check_step("audit")
        if not self.try_lock_for_update():
            raise UserError(self.env._("Somebody else is auditing this bill. Look again in a moment."))
        if self.state == "draft":
            self._take_lines()
        lines = self.env["crosstech.courier.bill.line"].sudo().search([("bill_id", "=", self.id)])
        open_lines = lines.filtered(lambda line: not line.answer)
        if len(open_lines) > DIRECT_LINES:
            open_lines.filtered("status").status = False
            self.env.ref("crosstech_sale.ir_cron_audit_courier_bills").sudo()._trigger()
            return
        self._audit_lines(open_lines)
        self.state = self._check_step("audit")

    @api.model
    def _cron_audit_bills(self):
        """Audit the lines of long bills, a batch at a time."""
        lines = self.env["crosstech.courier.bill.line"]
        domain = [("status", "=", False)]
        remaining = lines.search_count(domain)
        while remaining:
            batch = lines.search(domain, order="bill_id, row", limit=BATCH_LINES)
            bill = batch[0].bill_id
            batch = batch.filtered(lambda line, bill=bill: line.bill_id == bill)
            bill._audit_lines(batch)
            if not bill.pending_count:
                bill.state = courier_audit.STEPS["audit", bill.state]
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch), remaining=remaining):
                break

    # === BUSINESS METHODS === #

    def _audit_lines(self, lines):
        """Audit lines of this bill and store what was found.

        :param lines: ``crosstech.courier.bill.line`` as superuser
        """
        self.ensure_one()
        if not lines:
            return
        bill, lines = self.sudo(), lines.sudo()
        keys = set(lines.mapped("awb_key"))
        found = bill._shipments_by_key(keys)
        shipments = bill._prepare_shipments(found)
        context = {
            "before": bill._charged_before(keys),
            "places": bill._charged_places(lines, shipments),
            "services": bill._charged_services(lines),
            "shipments": shipments,
            "found": found,
        }
        context["book"] = bill._load_prices(context)
        bill._store([(line.id, *bill._audit_line(line, context)) for line in lines], lines)

    def _audit_line(self, line, context) -> tuple:
        """Return the results of one line, in the order of ``RESULTS``."""
        reason = self._whole_reason(line, context)
        parcel = context["shipments"].get(line.awb_key)
        if reason or not parcel:
            cause, facts = reason or (courier_audit.UNKNOWN, {})
            picking = context["found"].get(line.awb_key, self.env["stock.picking"])[:1]
            picking = picking if picking.carrier_id.courier_id == self.courier_id else picking.browse()
            finding = courier_audit.whole(cause, int(line.total), facts)
            known = {"picking": picking, "paid": parcel["paid"] if parcel and cause != courier_audit.TWICE else 0}
            return self._prepare_result(line, finding, known)
        list_id, prices = context["book"].look_up(parcel["origin"], parcel["lineage"], parcel["day"])
        shipment = self._prepare_shipment(line, parcel, prices, context)
        finding = courier_audit.audit(self._prepare_charge(line), shipment, int(self.tolerance))
        return self._prepare_result(line, finding, {**parcel, "list_id": list_id, "leg": shipment.leg})

    def _whole_reason(self, line, context):
        """Return (cause, facts) where nothing of a line is owed, else None."""
        pickings = context["found"].get(line.awb_key)
        if not pickings:
            return courier_audit.UNKNOWN, {}
        ours = pickings.filtered(lambda picking: picking.carrier_id.courier_id == self.courier_id)
        if not ours:
            return courier_audit.UNKNOWN, {"carrier": pickings[0].carrier_id.name or ""}
        if not any(picking.state == "done" for picking in ours):
            is_cancelled = all(picking.state == "cancel" for picking in ours)
            return courier_audit.NOT_SHIPPED, {"picking": ours[0].name, "is_cancelled": is_cancelled}
        for bill_id, row, number in context["before"].get(line.awb_key, ()):
            if (bill_id, row) < (self.id, line.row):
                return courier_audit.TWICE, {"bill": number, "row": row, "is_same": bill_id == self.id}
        return None

    def _prepare_charge(self, line):
        return courier_audit.Charge(
            total=int(line.total),
            freight=int(line.freight) if line.has_freight else None,
            insurance=int(line.insurance),
            packing=int(line.packing),
            surcharge=int(line.surcharge),
            weight_kg=Decimal(f"{line.weight_kg:.3f}") if line.weight_kg else None,
        )

    def _prepare_shipment(self, line, parcel, prices, context):
        """Put the shipment and the courier's view of it together for the rules."""
        carrier = parcel["carrier"]
        leg = courier_audit.Leg(self._parameters(carrier, context), prices.get(carrier.id))
        charged = context["services"].get(line.service, carrier) or carrier.browse()
        by_service = by_route = None
        if charged != carrier:
            by_service = courier_audit.Leg(self._parameters(charged or carrier, context), prices.get(charged.id))
        place = context["places"].get(line.destination)
        if place and not self._is_same_place(place, parcel["lineage"]):
            _list_id, others = context["book"].look_up(parcel["origin"], place["lineage"], parcel["day"])
            by_route = courier_audit.Leg(self._parameters(charged or carrier, context), others.get(charged.id))
        return courier_audit.Shipment(parcel["parcels"], leg, parcel["goods_value"], by_service, by_route)

    def _parameters(self, carrier, context):
        kept = context.setdefault("parameters", {})
        if carrier not in kept:
            kept[carrier] = carrier._courier_service_parameters()
        return kept[carrier]

    def _is_same_place(self, place, lineage) -> bool:
        """Whether a name on the bill can mean our destination: the same region, one around it or one inside it."""
        return not lineage or any(lineage[0] in names or names[0] in lineage for names in place["meanings"])

    def _prepare_result(self, line, finding, known) -> tuple:
        quote, leg = finding.quote, known.get("leg")
        parts = {component.kind: int(component.amount) for component in quote.components} if quote else {}
        extra = sum(parts.get(kind, 0) for kind in ("heavy", "dangerous", "wood_packing"))
        total, paid = int(line.total), int(known["paid"])
        status = finding.status
        return (
            known["picking"].id or None, known["picking"].sale_id.id or None,
            (known.get("carrier") or known["picking"].carrier_id).id or None,
            known["lineage"][0] if known.get("lineage") else None,
            known.get("list_id"), known.get("day"),
            quote.actual_weight_kg if quote else 0, quote.volumetric_weight_kg if quote else 0,
            quote.chargeable_weight_kg if quote else 0,
            leg.tariff.price_per_kg if quote and leg.tariff else 0,
            parts.get("freight", 0), extra, parts.get("insurance", 0), finding.expected, finding.difference, status,
            finding.cause or None,
            Json({"effects": self._plain(finding.effects), "steps": self._plain(finding.steps)}),
            paid, paid - total if known["picking"].sale_id else 0,
            courier_audit.to_pay(status, line.answer or None, total, finding.expected, int(line.credited_amount)),
        )  # fmt: skip

    def _plain(self, effects) -> list:
        return [{"cause": one.cause, "amount": one.amount, "facts": one.facts} for one in effects]

    def _store(self, results, lines):
        """Write all results in one go; ten thousand writes one by one would take the time of the audit again."""
        self.env.flush_all()
        table = lines._fields
        columns = SQL(", ").join(
            SQL("%s = new.%s::%s", SQL.identifier(name), SQL.identifier(name), SQL(table[name].column_type[1]))
            for name in RESULTS
        )
        self.env.cr.execute(
            SQL(
                """UPDATE crosstech_courier_bill_line line
                      SET %(columns)s, write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                     FROM (VALUES %(rows)s) AS new (id, %(names)s) WHERE line.id = new.id""",
                columns=columns, uid=self.env.uid, rows=SQL(", ").join(results),
                names=SQL(", ").join(SQL.identifier(name) for name in RESULTS),
            )
        )  # fmt: skip
        lines.invalidate_model()
        self.invalidate_recordset()

    # === READING, ALL LINES AT ONCE === #

    def _shipments_by_key(self, keys) -> dict:
        """Return key of the consignment number -> outgoing ``stock.picking`` of this company that have it."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT found.key, found.id
                     FROM (SELECT picking.id, ltrim(upper(regexp_replace(picking.carrier_tracking_ref, '\\s', '', 'g')),
                                                    '0') AS key
                             FROM stock_picking picking
                             JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
                            WHERE kind.code = 'outgoing' AND picking.company_id = %s
                              AND picking.carrier_tracking_ref IS NOT NULL) found
                    WHERE found.key = ANY(%s) ORDER BY found.id""",
                self.company_id.id, list(keys),
            )
        )  # fmt: skip
        ids = {}
        for key, picking_id in rows:
            ids.setdefault(key, []).append(picking_id)
        pickings = self.env["stock.picking"].browse([row[1] for row in rows])
        return {key: pickings.browse(found).with_prefetch(pickings.ids) for key, found in ids.items()}

    def _charged_before(self, keys) -> dict:
        """Return key -> list of (bill id, row, bill number), earliest first: in this bill and in those before it.

        A line of an earlier bill of which nothing was owed does not count: the later one may be right.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT line.awb_key, bill.id, line.row, bill.name
                     FROM crosstech_courier_bill_line line JOIN crosstech_courier_bill bill ON bill.id = line.bill_id
                    WHERE line.awb_key = ANY(%(keys)s) AND bill.courier_id = %(courier)s
                      AND bill.company_id = %(company)s AND line.total > 0
                      AND (bill.id = %(bill)s OR (bill.id < %(bill)s AND bill.state <> 'draft'
                           AND COALESCE(line.cause, '') <> ALL(%(whole)s)))
                 ORDER BY bill.id, line.row""",
                keys=list(keys), courier=self.courier_id.id, company=self.company_id.id, bill=self.id,
                whole=list(courier_audit.WHOLE),
            )
        )  # fmt: skip
        found = {}
        for key, *entry in rows:
            found.setdefault(key, []).append(tuple(entry))
        return found

    def _charged_services(self, lines) -> dict:
        """Return service as billed -> carrier; empty for a service we do not have, no key where none is named."""
        carriers = {carrier.courier_service.upper(): carrier for carrier in self.courier_id.carrier_ids}
        found = {}
        for text in filter(None, set(lines.mapped("service"))):
            words = [word.rstrip("0123456789") for word in text.replace("-", " ").split()]
            alias = {"REGULER": "REG", "REGULAR": "REG"}
            codes = [text, *words, *(alias.get(word, "") for word in words)]
            nothing = self.env["delivery.carrier"]
            found[text] = next((carriers[code] for code in codes if code in carriers), nothing)
        return found

    def _charged_places(self, lines, shipments) -> dict:
        """Return destination as billed -> dict(lineage, meanings: lineages it can mean).

        There is no key for a text that names no region of ours, and none where it is just the name of ours.
        """
        texts = {
            line.destination
            for line in lines
            if line.destination and line.destination.casefold() not in shipments.get(line.awb_key, {}).get("names", ())
        }
        if not texts:
            return {}
        regions = self.env["crosstech.region"]
        resolver = regions._resolver()
        found = {}
        for text in texts:
            match = self._match_destination(resolver, text)
            if match.place_id:
                lineages = [
                    tuple(region._lineage_ids())
                    for region in regions.browse(dict.fromkeys((match.place_id, *match.candidates)))
                ]
                found[text] = {"lineage": lineages[0], "meanings": lineages}
        return found

    def _match_destination(self, resolver, text):
        """Look for a destination in one cell: "district, city", a city, or a district."""
        province, city, district = tariff_file.split_destination(text)
        match = resolver.resolve(province, city, district)
        return match if match.place_id or district else resolver.resolve(province, "", city)

    def _load_prices(self, context):
        region_ids = set()
        for parcel in context["shipments"].values():
            region_ids.update(parcel["lineage"])
        for place in context["places"].values():
            region_ids.update(place["lineage"])
        return self.env["crosstech.courier.tariff"]._price_book(self.courier_id, region_ids)

    def _prepare_shipments(self, shipments) -> dict:
        """Read what left under each consignment number.

        :return: key -> dict(picking, carrier, origin, lineage, names, day, parcels, goods_value, paid)
        """
        pickings = self.env["stock.picking"].union(*shipments.values())
        pickings = pickings.filtered(
            lambda picking: picking.state == "done" and picking.carrier_id.courier_id == self.courier_id
        )
        pickings = pickings.with_prefetch(pickings.ids)
        parcels, paid = pickings._courier_parcels(), pickings._courier_paid()
        regions = {region: self._prepare_region(region) for region in pickings.partner_id.region_id}
        return {
            key: self._prepare_parcel(done, parcels, paid, regions)
            for key, found in shipments.items()
            if (done := found & pickings)
        }

    def _prepare_region(self, region) -> dict:
        """Return the lineage of a destination, and the plain ways to write it."""
        city = region.parent_id.name or ""
        names = {region.name.casefold(), f"{region.name}, {city}".casefold(), city.casefold()}
        return {"lineage": tuple(region._lineage_ids()), "names": names}

    def _prepare_parcel(self, pickings, parcels, paid, regions) -> dict:
        first = pickings[0]
        origin = first.picking_type_id.warehouse_id.partner_id.region_id or first.company_id.partner_id.region_id
        zone = ZoneInfo(origin.timezone or "Asia/Jakarta")
        region = first.partner_id.region_id
        return {
            "picking": first,
            "carrier": first.carrier_id,
            "origin": tuple(origin._lineage_ids()) if origin else (),
            **regions.get(region, {"lineage": (), "names": ()}),
            "day": first.date_done.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date(),
            "parcels": tuple(parcel for picking in pickings for parcel in parcels[picking.id]["parcels"]),
            "goods_value": sum((parcels[picking.id]["goods_value"] for picking in pickings), courier_rates.ZERO),
            "paid": sum(paid.get(picking.id, 0) for picking in pickings),
        }
