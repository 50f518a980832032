"""The service document of a unit: who may fill it in, its page, and reminders until it is filled in (S1.10)."""

import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, split_every

from ..lib import service_document

MOST_REMINDED_AT_ONCE = 2000


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    document_ids = fields.One2many("crosstech.service.document", "unit_id", string="Service Document")
    has_document = fields.Boolean(
        string="Document Filled In", compute="_compute_has_document", search="_search_has_document"
    )
    owner_token = fields.Char(
        copy=False, groups="base.group_system",
        help="Who knows it is the owner; the other token stands on the label and proves nothing.",
    )  # fmt: skip
    document_reminders = fields.Integer(string="Reminders Sent", default=0, copy=False, readonly=True)
    is_reminder_stopped = fields.Boolean(string="No Reminders", copy=False, help="The customer wants no reminder.")

    _to_remind_idx = models.Index("(start_date) WHERE state = 'active' AND term_id IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.depends("document_ids")
    def _compute_has_document(self):
        for unit in self:
            unit.has_document = bool(unit.document_ids)

    def _search_has_document(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("document_ids", "!=" if True in value else "=", False)]

    # === ADDRESSES === #

    @api.model
    def _of_token(self, token):
        """:return: the unit of a label, as superuser; none for anything else"""
        units = self.sudo()
        if not isinstance(token, str) or not 16 <= len(token) <= 64:
            return units
        return units.search([("access_token", "=", token)], limit=1)

    def _get_page_url(self, *, as_owner=False):
        """The absolute address of the unit's page.

        :param as_owner: with the key that opens everything: for letters to the owner only, never for a label
        """
        unit = self.sudo()
        unit.ensure_one()
        for name in ("access_token", "owner_token"):
            unit[name] = unit[name] or secrets.token_urlsafe(24)
        url = f"{unit.get_base_url()}/unit/{unit.access_token}"
        return f"{url}?access_token={unit.owner_token}" if as_owner else url

    def _portal_path(self):
        """Where the owner's notifications about this unit lead."""
        self.ensure_one()
        return f"/my/units/{self.id}"

    def _is_owner(self, user, access_token=None):
        """Whether a visitor may see whose unit this is: its owner, by login or key, and staff who read units."""
        unit = self.sudo()
        unit.ensure_one()
        keys = [key for key in (unit.owner_token, unit.order_id.access_token) if key]
        if isinstance(access_token, str) and any(consteq(key, access_token) for key in keys):
            return True
        if user._is_public():
            return False
        if user._is_internal():
            return unit.with_user(user).has_access("read")
        return bool(unit.partner_id) and unit.partner_id.commercial_partner_id == user.partner_id.commercial_partner_id

    # === FILLING IN === #

    def _get_document_defaults(self):
        """What is known before the owner types anything."""
        unit = self.sudo()
        partner, order = unit.partner_id, unit.order_id
        bought = order.placed_datetime or order.date_order
        day = unit.company_id._day_of(bought) if bought else unit.start_date
        region = partner.region_id
        return {
            "user_name": partner.name or "",
            "phone": partner.phone or "",
            "place": partner.street or "",
            "purchase_date": day.isoformat() if day else "",
            "state_id": str(region.state_id.id or ""),
            "regency_code": region.parent_id.code or "",
            "region_id": region.code or "",
        }

    def _wants_document(self):
        """Whether the owner is asked for the document; not a reseller, whose customers fill it in by the label."""
        self.ensure_one()
        owner = self.partner_id
        return bool(self.state == "active" and self.term_id and not self.has_document) and not owner._is_reseller()

    def _fill_document(self, values):
        """Write the service document of a unit in use.

        :param dict values: as ``lib.service_document`` read them, and ``region_id``
        :return: the document, as superuser
        :raises UserError: for a unit that is in use no more
        """
        unit = self.sudo()
        unit.ensure_one()
        if unit.state != "active":
            raise UserError(self.env._("This unit is in use no more, so it needs no service document."))
        unit.lock_for_update(allow_referencing=True)
        document = unit.document_ids
        if document:
            document.write({**values, "filled_datetime": fields.Datetime.now()})
            return document
        return document.create({**values, "unit_id": unit.id})

    # === REMINDERS === #

    @api.model
    def _cron_remind_of_documents(self):
        """Remind customers of service documents they have not filled in: three times at most (S1.10)."""
        cron = self.env["ir.cron"]
        by_partner = self._to_remind().grouped("partner_id")
        cron._commit_progress(remaining=len(by_partner))
        for partners in split_every(50, list(by_partner)):
            for partner in partners:
                cron._work_on_one(by_partner[partner], lambda units: units._remind_of_documents())
            cron._commit_progress(len(partners))

    def _to_remind(self):
        """Units whose document is due for a reminder."""
        longest = max(service_document.REMINDER_DAYS)
        today = self.env.company._get_today()
        units = self.sudo().search(
            [
                ("state", "=", "active"),
                ("term_id", "!=", False),
                ("has_document", "=", False),
                ("is_reminder_stopped", "=", False),
                ("replaces_id", "=", False),
                ("document_reminders", "<", len(service_document.REMINDER_DAYS)),
                ("start_date", "<=", today),
                ("start_date", ">=", today - timedelta(days=max(90, longest))),
                ("partner_id.email", "!=", False),
            ],
            order="id",
            limit=MOST_REMINDED_AT_ONCE,
        )
        return units.filtered(
            lambda unit: (
                service_document.reminder_is_due(unit.start_date, unit.document_reminders, unit.company_id._get_today())
                and unit._wants_document()
            )
        )

    def _remind_of_documents(self):
        """Send one customer one reminder of all these units."""
        unit = self[:1]
        partner = unit.partner_id
        words = self.with_context(lang=partner.lang)
        rows = "\n".join(f"{one.display_name}: {one._get_page_url(as_owner=True)}" for one in words)
        words.env["crosstech.notification"]._notify(
            partner,
            words.env._("Please fill in the service document of your purchase"),
            words.env._(
                "With it we know whose unit it is, and a repair goes without questions. It takes a minute:\n\n%(units)s"
                "\n\nYou want no reminder? %(stop)s",
                units=rows,
                stop=unit._get_stop_url(),
            ),
            record=unit,
        )
        for one in self:
            one.document_reminders += 1

    def _get_stop_url(self):
        page, _sign, key = self._get_page_url(as_owner=True).partition("?")
        return f"{page}/stop?{key}"

    def _stop_reminders(self):
        """The owner wants no more reminders, of any of his units."""
        owner = self.sudo().partner_id.commercial_partner_id
        own = (
            self.sudo().search([("partner_id", "child_of", owner.id), ("has_document", "=", False)]) if owner else self
        )
        (own | self.sudo()).write({"is_reminder_stopped": True})
