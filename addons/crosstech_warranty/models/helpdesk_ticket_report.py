"""A failure report with its work request, however it comes in: website, guest, counter, parcel, mail (S1.4, S1.14)."""

import base64

import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import plaintext2html


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # === BUSINESS METHODS === #

    @api.model
    def _report(self, values, files=()):
        """Take a report once, judge it, look for what is odd, and open its work order.

        A report without a unit (unknown serial, proof to be looked at) waits for the staff to name the unit.

        :param dict values: fields of the ticket; ``description`` is plain text. ``report_key``: sent twice, taken once
        :param files: clean ones, each with ``name``, ``mimetype`` and ``content``
        :return: the ticket as superuser
        """
        tickets = self.sudo()
        key = values.get("report_key")
        if key and (known := tickets.search([("report_key", "=", key)], limit=1)):
            return known
        try:
            with self.env.cr.savepoint():
                ticket = tickets.create(self._prepare_report(values))
        except psycopg2.errors.UniqueViolation as error:
            # The same came in at the same moment by another connection: begin again, then it is found.
            raise ConcurrencyError("the same report, twice at once") from error
        ticket._add_files(files)
        ticket._look_for_signals()
        if ticket.unit_id:
            ticket._open_work_order()
        return ticket

    @api.model
    def _prepare_report(self, values):
        """:return: dict of values for ``create``"""
        env = self.sudo().env
        partner = env["res.partner"].browse(values.get("partner_id"))
        unit = env["crosstech.warranty.unit"].browse(values.get("unit_id"))
        product = unit.product_id or env["product.product"].browse(values.get("product_id"))
        symptom = env["crosstech.fault.code"].browse(values.get("symptom_id"))
        title = " · ".join(filter(None, (product.name or values.get("typed_serial"), symptom.name)))
        return {
            "team_id": env.ref("crosstech_warranty.helpdesk_team_service").id,
            "channel_id": env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web").id,
            "name": title or self.env._("Service request"),
            "partner_name": partner.name,
            "partner_email": partner.email,
            "phone": partner.phone,
            "has_physical_damage": symptom.is_physical_damage,
            "user_id": False,
            **values,
            "description": plaintext2html(values.get("description") or title or "-"),
        }

    def _add_files(self, files):
        """Keep files that are clean; the log shows them."""
        self._add_kept_files(self.env["ir.attachment"]._keep_for_report(files))

    def _add_kept_files(self, attachments):
        """Take over files that were kept while the form was filled in."""
        if not attachments:
            return
        attachments.write({"res_id": self.id})
        self.message_post(
            body=self.env._("Sent with the report"),
            attachment_ids=attachments.ids,
            author_id=self.partner_id.id or self.env.ref("base.partner_root").id,
            subtype_xmlid="mail.mt_note",
        )

    def _open_work_order(self):
        """Open the work order of the request; what is brought in is here already."""
        self.ensure_one()
        ticket = self.sudo()
        ticket._ensure_partner()
        return ticket.env["crosstech.work.order"]._open(ticket, is_here=ticket.arrival_way == "walk_in")

    def _ensure_partner(self):
        """Make a contact of a guest: goods are held, quoted and given back for somebody.

        Somebody with the same address is not taken for him: a guest proved nothing of the kind.
        """
        if self.partner_id:
            return
        self.partner_id = self.env["res.partner"].create(
            {
                "name": self.partner_name or self.partner_email or self.phone or self.env._("Guest %s", self.number),
                "email": self.partner_email,
                "phone": self.phone,
                "street": self.place,
                "region_id": self.region_id.id,
                "state_id": self.region_id.state_id.id,
                "country_id": self.region_id.country_id.id,
            }
        )

    def _ensure_unit(self):
        """Name a unit before goods move: the one with the serial, or a new one that nobody delivered.

        :return: the unit
        """
        self.ensure_one()
        ticket = self.sudo()
        ticket._ensure_partner()
        if not ticket.unit_id:
            ticket.unit_id = ticket._find_typed_unit() or ticket._create_unit()
        unit = ticket.unit_id
        if unit.quantity > 1 and unit.holder_kind == "customer" and not ticket.work_order_ids:
            ticket.unit_id = unit._split(1)  # one of several pieces without a serial number
        return ticket.unit_id

    def _find_typed_unit(self):
        Unit = self.env["crosstech.warranty.unit"].sudo()
        return Unit._find(self.typed_serial, self.product_id) if self.typed_serial else Unit

    def _create_unit(self):
        product = self.product_id or self.env.ref("crosstech_warranty.product_unit_from_elsewhere")
        lot = self.env["stock.lot"]
        if self.typed_serial and product.tracking == "serial":
            known = lot.search([("name", "=", self.typed_serial), ("product_id", "=", product.id)], limit=1)
            lot = known or lot.create({"name": self.typed_serial, "product_id": product.id})
        return self.env["crosstech.warranty.unit"].create(
            {
                "product_id": product.id,
                "lot_id": lot.id,
                "serial_text": False if lot else self.typed_serial,
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _close_by_customer(self, stage_id):
        """Let the customer close a request nobody works on any more, or not yet.

        :raises UserError: while a work order is open, or for a stage that is not the customer's to choose
        """
        self.ensure_one()
        stages = self.team_id._get_applicable_stages().filtered(lambda stage: stage.closed and stage.close_from_portal)
        if self.order_state not in (False, "closed", "cancelled"):
            raise UserError(self.env._("Work has begun: please ask us to cancel it."))
        if stage_id not in stages.ids:
            raise UserError(self.env._("This request cannot be closed like that."))
        self.stage_id = stage_id

    def _get_page_qr(self) -> str:
        """:return: the QR code of the customer's page, as an address an image takes"""
        self.ensure_one()
        barcode = self.env["ir.actions.report"].barcode("QR", self._get_page_url(), width=300, height=300)
        return f"data:image/png;base64,{base64.b64encode(barcode).decode()}"
