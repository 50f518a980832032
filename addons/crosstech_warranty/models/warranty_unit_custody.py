"""Custody of a unit: exactly one holder; each hand-over is a transfer between places and a line in the record."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crosstech_sale.lib import order_flow, proof_files

from ..lib import custody
from .custody_handover import KINDS


class WarrantyUnit(models.Model):
    _inherit = "crosstech.warranty.unit"

    holder_kind = fields.Selection(
        KINDS,
        string="Where It Is", default=custody.CUSTOMER, required=True, readonly=True, copy=False, index=True,
    )  # fmt: skip
    holder_id = fields.Many2one(
        "res.partner", string="Held By", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    holder_since = fields.Datetime(string="There Since", default=fields.Datetime.now, readonly=True, copy=False)
    handover_ids = fields.One2many("crosstech.custody.handover", "unit_id", string="Hand-overs", readonly=True)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a unit that is on our shelf when it is registered is there, any other is with its owner."""
        units = super().create(vals_list)
        units.sudo()._put_down_first_holder()
        return units

    def write(self, vals):
        """Override: who buys a unit that is in use has it."""
        result = super().write(vals)
        if "partner_id" in vals:
            for unit in self.filtered(lambda unit: unit.holder_kind == custody.CUSTOMER):
                unit.holder_id = unit.partner_id
        return result

    # === BUSINESS METHODS === #

    def _put_down_first_holder(self):
        shelf = {}
        if self.lot_id:
            domain = [("lot_id", "in", self.lot_id.ids), ("location_id.usage", "=", "internal"), ("quantity", ">", 0)]
            shelf = {quant.lot_id: quant.location_id for quant in self.env["stock.quant"].search(domain)}
        for unit in self:
            if unit.lot_id in shelf:
                unit._add_handover(shelf[unit.lot_id], from_kind=False)
            elif unit.holder_kind == custody.CUSTOMER:
                unit.holder_id = unit.partner_id
            else:
                unit._add_handover(unit._get_first_place(), taker=unit.holder_id, from_kind=False)

    def _get_first_place(self):
        """Return where a piece is that is registered as held by us: new ones are on the shelf of the warehouse."""
        if self.holder_kind == custody.SUPPLIER:
            return self.holder_id.with_company(self.company_id).property_stock_supplier
        if self.holder_kind == custody.STOCK:
            domain = [("company_id", "=", self.company_id.id)]
            return self.env["stock.warehouse"].search(domain, limit=1).lot_stock_id
        return self._get_place(self.holder_kind, self.company_id.partner_id)

    def _hand_over(
        self, to_kind, *, partner=None, order=None, awb="", carrier=None, signature=None, signed_by="", files=(),
        note="", giver=None,
    ):  # fmt: skip
        """Give the unit from whoever has it to somebody else; the caller checked that this person may do so.

        :param str to_kind: one of ``lib.custody.KINDS``
        :param partner: the ``res.partner`` who takes it; needed for technicians and suppliers
        :param order: the work order it happens for
        :param carrier: the courier's name, or a ``delivery.carrier``
        :param signature: picture in base64
        :param files: photos, as ``ir.attachment`` or as pairs (name, bytes)
        :param str giver: the kind of holder it is believed to be with; refused when it is elsewhere
        :return: the ``crosstech.custody.handover``
        :raises UserError: when the unit may not go there, saying why
        """
        unit = self._lock_custody()
        taker = unit._get_taker(to_kind, partner)
        try:
            custody.hand_over(unit._get_holder(), custody.Holder(to_kind, taker.id), giver=giver)
        except custody.CustodyError as error:
            raise UserError(unit._custody_refusal(error.code, to_kind, taker)) from error
        evidence = {
            "awb": unit._clean_awb(awb),
            "carrier": carrier if isinstance(carrier, str) else carrier and carrier.name,
            "signature": signature,
            "signed_by": signed_by,
            "attachment_ids": unit._keep_photos(files).ids,
            "note": note,
            "order_id": order.id if order else False,
        }
        return unit._move_to(unit._get_place(to_kind, taker), taker, **evidence)

    def _correct_custody(self, reason):
        """Take the last hand-over back; both stay on record.

        :raises UserError: without a reason, or where there is nothing to take back
        """
        unit = self._lock_custody()
        last, before = unit._get_handover(), unit._get_handover(1)
        if not last.from_kind or last.corrects_id:
            raise UserError(self.env._("There is no hand-over of %(unit)s to take back.", unit=unit.display_name))
        try:
            custody.correct(unit._get_holder(), custody.Holder(last.from_kind, last.from_partner_id.id), reason or "")
        except custody.CustodyError as error:
            raise UserError(self.env._("Write down why the hand-over was wrong. Next step: give a reason.")) from error
        place = before.location_id or unit._get_place(last.from_kind, last.from_partner_id)
        evidence = {"note": reason.strip(), "corrects_id": last.id, "order_id": last.order_id.id}
        return unit._move_to(place, last.from_partner_id, **evidence)

    # === TOOLING === #

    def _lock_custody(self):
        """Return the unit as superuser, locked until the end of the transaction and read anew."""
        self.ensure_one()
        unit = self.sudo().with_company(self.sudo().company_id)
        unit.lock_for_update(allow_referencing=True)
        unit.invalidate_recordset(["holder_kind", "holder_id", "handover_ids"])
        return unit

    def _get_handover(self, steps_back=0):
        """Return the last hand-over, or one before it; what is in memory may be in any order."""
        return self.handover_ids.sorted("id", reverse=True)[steps_back : steps_back + 1]

    def _get_holder(self):
        return custody.Holder(self.holder_kind, self.holder_id.id)

    def _get_taker(self, kind, partner):
        if kind == custody.CUSTOMER:
            return partner or self.partner_id
        if kind in (custody.WORKSHOP, custody.STOCK):
            return self.company_id.partner_id
        return partner or self.env["res.partner"]

    def _get_place(self, kind, partner):
        if kind == custody.CUSTOMER:
            partner = self.partner_id or partner
        return self.env["stock.location"]._get_custody_place(self.company_id, kind, partner)

    def _get_current_place(self):
        """Return where the unit is and to whom the books say it belongs.

        :return: (stock.location, res.partner); no partner: to the company
        """
        last = self._get_handover()
        if last.move_line_id:
            return last.location_id, last.move_line_id.owner_id
        if last.to_kind == custody.SUPPLIER:
            return last.location_id, self._get_owner()
        if last:
            return last.location_id, self.env["res.partner"]
        return self._get_place(custody.CUSTOMER, self.partner_id), self._get_owner()

    def _get_owner(self):
        """Return whose goods these are, so that they are never valued as ours."""
        return self.partner_id or self.env.ref("base.public_partner")

    def _move_to(self, place, taker, **evidence):
        """Transfer the unit to a place and add the line to the record."""
        source, owner = self._get_current_place()
        self._name_untold_piece()
        if source.usage == "internal":
            self._check_is_there(source, owner)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.company_id._get_custody_picking_type().id,
                "location_id": source.id,
                "location_dest_id": place.id,
                "company_id": self.company_id.id,
                "owner_id": owner.id,
                "origin": self.name,
            }
        )
        move = self.env["stock.move"].create(self._prepare_custody_move(picking))
        picking.with_context(crosstech_hand_over=True)._action_done()
        line = move.move_line_ids
        if picking.state != "done" or len(line) != 1:
            raise UserError(self.env._("%(unit)s could not be handed over. Try again.", unit=self.display_name))
        return self._add_handover(place, taker=taker, move_line_id=line.id, **evidence)

    def _add_handover(self, place, *, taker=None, from_kind=None, **values):
        kind = place._get_custody_kind()
        return self.env["crosstech.custody.handover"].create(
            {
                "unit_id": self.id,
                "company_id": self.company_id.id,
                "from_kind": self.holder_kind if from_kind is None else from_kind,
                "from_partner_id": self.holder_id.id,
                "to_kind": kind,
                "to_partner_id": (self._get_taker(kind, None) if taker is None else taker).id,
                "location_id": place.id,
                "user_id": self.env.uid,
                **values,
            }
        )

    def _name_untold_piece(self):
        """Give a piece that is not on record a serial number where goods of its kind need one: its own, or ours."""
        if self.product_id.tracking == "none" or self.lot_id:
            return
        lots = self.env["stock.lot"]
        told = (self.serial_text or "").strip()
        if not told or lots.search_count([("product_id", "=", self.product_id.id), ("name", "=", told)], limit=1):
            told = self.name
        self.lot_id = lots.create({"product_id": self.product_id.id, "name": told, "company_id": self.company_id.id})

    def _check_is_there(self, place, owner):
        there = self.env["stock.quant"]._get_available_quantity(
            self.product_id, place, lot_id=self.lot_id, owner_id=owner, strict=True
        )
        if self.product_id.is_storable and self.product_id.uom_id.compare(there, self.quantity) < 0:
            raise UserError(
                self.env._(
                    "%(unit)s is not at “%(place)s” by the books. Next step: let Inventory count there.",
                    unit=self.display_name,
                    place=place.display_name,
                )
            )

    def _prepare_custody_move(self, picking):
        goods = {
            "picking_id": picking.id,
            "product_id": self.product_id.id,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "company_id": self.company_id.id,
            "picked": True,
        }
        line = {
            **goods,
            "product_uom_id": self.product_id.uom_id.id,
            "quantity": self.quantity,
            "lot_id": self.lot_id.id,
            "owner_id": picking.owner_id.id,
        }
        return {
            **goods,
            "product_uom": self.product_id.uom_id.id,
            "product_uom_qty": self.quantity,
            "move_line_ids": [fields.Command.create(line)],
        }

    def _clean_awb(self, awb):
        if awb and not order_flow.is_awb(awb):
            raise UserError(
                self.env._(
                    "“%s” is not a consignment number: 5 to 35 letters and digits, as printed on the receipt.", awb
                )
            )
        return awb and order_flow.awb(awb)

    def _keep_photos(self, files):
        """Keep pictures without what phones hide in them; what is not one is refused."""
        if isinstance(files, models.BaseModel):
            return files
        Attachment = self.env["ir.attachment"]
        kept = Attachment
        for name, content in files:
            try:
                clean = proof_files.clean(content)
            except proof_files.ProofFileError as error:
                raise UserError(self.env._("“%s” is not a photo we can keep: send a JPEG or PNG.", name)) from error
            values = {"name": name, "raw": clean.content, "mimetype": clean.mimetype, "res_model": self._name}
            kept += Attachment.create({**values, "res_id": self.id})
        return kept

    def _custody_refusal(self, code, to_kind, taker):
        names = {"unit": self.display_name, "holder": self._holder_text(), "taker": self._kind_text(to_kind)}
        if code == "same":
            return self.env._("%(unit)s is with %(holder)s already.", **names)
        if code == "name":
            return self.env._("%(taker)s: name who takes %(unit)s.", **names)
        return self.env._(
            "%(unit)s is with %(holder)s: it cannot go from there to “%(taker)s”. Next step: bring it back first.",
            **names,
        )

    def _kind_text(self, kind):
        return dict(self._fields["holder_kind"]._description_selection(self.env))[kind]

    def _holder_text(self):
        """Return who has the unit, in words."""
        self.ensure_one()
        unit = self.sudo()
        kind = unit._kind_text(unit.holder_kind)
        if unit.holder_kind in custody.NAMED_KINDS and unit.holder_id:
            return f"{kind} ({unit.holder_id.name})"
        return kind
