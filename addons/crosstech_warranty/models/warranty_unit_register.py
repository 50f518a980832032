"""Units come into being by delivery: one per serial, one per delivered line where pieces have none."""

from odoo import api, models
from odoo.tools import split_every

from ..lib import warranty_terms

QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
BATCH = 1000


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    @api.model
    def _register_moves(self, moves):
        """Register what done moves of sold goods brought to customers; what is registered already stays as it is.

        :return: the new units, as superuser
        """
        sold = moves.sudo().filtered(lambda move: move.state == "done" and move._is_sold_delivery())
        known = self.sudo().search([("move_line_id.move_id", "in", sold.ids)]).move_line_id.move_id
        units = self.sudo().browse()
        for ids in split_every(BATCH, (sold - known).ids):
            units += self._register_batch(sold.browse(ids))
        return units

    def _register_batch(self, moves):
        pieces = [piece for move in moves for piece in move._sold_pieces()]
        lots = moves.env["stock.lot"].union(*(line.lot_id for line, _quantity in pieces))
        self._end_earlier(lots)
        receipts = self._receipt_days(lots)
        values = [self._prepare_unit(line, quantity, receipts) for line, quantity in pieces]
        last = {one["lot_id"]: one for one in values if one["lot_id"]}
        for one in values:  # deliveries of the past may hold the same serial twice
            if one["lot_id"] and last[one["lot_id"]] is not one:
                one["state"] = "returned"
        return self.sudo().with_context(**QUIET).create(values)

    def _end_earlier(self, lots):
        """A serial that is sold again belongs to its new owner: what was registered before has come back to us."""
        earlier = self.sudo().search([("lot_id", "in", lots.ids), ("state", "=", "active")])
        earlier.with_context(**QUIET).write({"state": "returned"})
        earlier.flush_recordset(["state"])  # before the new owner's: one unit in use per serial

    def _receipt_days(self, lots):
        """:return: dict of lot to (day it came from a supplier, that supplier), as far as known"""
        lines = self.env["stock.move.line"].sudo().search(
            [("lot_id", "in", lots.ids), ("state", "=", "done"), ("location_id.usage", "=", "supplier")],
            order="date desc, id desc",
        )  # fmt: skip
        return {line.lot_id: (line.company_id._day_of(line.date), line.picking_id.partner_id) for line in lines}

    def _prepare_unit(self, line, quantity, receipts):
        """Values of a unit from the move line that delivered it."""
        move, product = line.move_id, line.product_id
        company = move.company_id
        term = product.with_company(company)._get_warranty_term()
        delivered = company._day_of(move.picking_id.date_done or move.date)
        start = self._start_day(term, move.sale_line_id, delivered)
        receipt_day, receipt_partner = receipts.get(line.lot_id, (None, None))
        supplier = term.supplier_id or receipt_partner or product.seller_ids[:1].partner_id
        return {
            "company_id": company.id,
            "product_id": product.id,
            "lot_id": line.lot_id.id if product.tracking == "serial" else False,
            "quantity": quantity,
            "partner_id": move.sale_line_id.order_id.partner_id.id,
            "sale_line_id": move.sale_line_id.id,
            "move_line_id": line.id,
            "supplier_id": supplier.id if term.supplier_months else False,
            **self._prepare_cover(term, start, receipt_day if term.supplier_start_basis == "receipt" else delivered),
        }

    @api.model
    def _start_day(self, term, sale_line, delivered):
        if term.start_basis == "invoice":
            invoices = sale_line.invoice_lines.move_id.filtered(
                lambda invoice: invoice.state == "posted" and invoice.move_type == "out_invoice"
            )
            return min(invoices.mapped("invoice_date"), default=delivered)
        return delivered

    def _begin_by_registration(self):
        """Begin the company's warranty today where the terms say that the customer's registration begins it."""
        for unit in self:
            if unit.term_id.start_basis == "registration" and unit.start_date and not unit.replaces_id:
                today = unit.company_id._get_today()
                unit._count_from(warranty_terms.registration_start(unit.start_date, today))

    def _begin_by_invoice(self):
        """Begin the company's warranty with the first invoice where the terms say so."""
        for unit in self:
            if unit.term_id.start_basis == "invoice" and unit.start_date and not unit.replaces_id:
                unit._count_from(self._start_day(unit.term_id, unit.sale_line_id, unit.start_date))

    def _count_from(self, day):
        """Let the company's warranty count from another day; the supplier's stays as it is."""
        if day == self.start_date:
            return
        ends = warranty_terms.cover(self.term_id._get_terms(), day)
        self.write({**self._cover_values(ends), "start_date": day, "supplier_until": self.supplier_until})

    @api.model
    def _prepare_cover(self, term, start, supplier_start=None):
        """Values of the dates a term gives a unit; none where there is no term."""
        if not term:
            return {"start_date": start}
        ends = warranty_terms.cover(term._get_terms(), start, supplier_start)
        return {"term_id": term.id, "start_date": start, **self._cover_values(ends)}

    @api.model
    def _cover_values(self, ends):
        return {
            "company_parts_until": ends.parts,
            "company_labour_until": ends.labour,
            "company_travel_until": ends.travel,
            "supplier_until": ends.supplier,
        }

    @api.model
    def _end_returned(self, moves):
        """End the units that a customer returned; pieces without serial are split off theirs (S3.11)."""
        returned = moves.sudo().filtered(lambda move: move.state == "done" and move._is_sold_return())
        if not returned:
            return
        units = self.sudo().search(
            [("sale_line_id", "in", returned.sale_line_id.ids), ("state", "=", "active")], order="id desc"
        )
        for move in returned:
            own = units.filtered(lambda unit, move=move: unit.sale_line_id == move.sale_line_id)
            for line, quantity in move._sold_pieces():
                own.filtered(
                    lambda unit, day=move.date: not unit.move_line_id or unit.move_line_id.move_id.date <= day
                )._end_pieces(line, quantity)

    def _end_pieces(self, line, quantity):
        if line.lot_id and line.product_id.tracking == "serial":
            self.filtered(lambda unit: unit.lot_id == line.lot_id).write({"state": "returned"})
            return
        for unit in self.filtered(lambda unit: unit.product_id == line.product_id):
            if quantity <= 0 or unit.state != "active":
                continue
            part = unit._split(min(quantity, unit.quantity))
            quantity -= part.quantity
            part.state = "returned"
