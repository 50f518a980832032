"""Units, technicians and suppliers for tests of custody and of supplier claims."""

from odoo.addons.crosstech_sale.tests.common import CrosstechCommon


class CustodyCommon(CrosstechCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._create_buyer()
        cls.technician = cls._create_technician("Teknisi Uji")
        cls.supplier = cls.env["res.partner"].create({"name": "Pemasok Uji", "email": "pemasok@example.com"})
        cls.resolution = cls.env["crosstech.fault.code"].create(
            {"name": "Papan diganti", "code": "T-R9", "kind": "resolution"}
        )
        cls.laptop = cls._create_product("Laptop Uji", tracking="serial")
        cls.cable = cls._create_product("Kabel Uji")
        cls.unit = cls._create_unit("SN-0001", supplier_id=cls.supplier.id, proof_reference="Kuitansi 17")

    @classmethod
    def _create_technician(cls, name):
        partner = cls.env["res.partner"].create({"name": name, "email": "teknisi@example.com"})
        return cls.env["crosstech.technician"].create({"partner_id": partner.id})

    @classmethod
    def _create_unit(cls, serial=None, product=None, **values):
        """Create a unit a customer has; without a serial number, some pieces of a product that has none."""
        product = product or (cls.laptop if serial else cls.cable)
        if serial:
            lot = cls.env["stock.lot"].create({"name": serial, "product_id": product.id, "company_id": cls.company.id})
            values["lot_id"] = lot.id
        return cls.env["crosstech.warranty.unit"].create(
            {"product_id": product.id, "partner_id": cls.buyer.id, **values}
        )

    @classmethod
    def _create_new_piece(cls, serial):
        """Create a unit that is on our shelf: what replaces another."""
        lot = cls.env["stock.lot"].create({"name": serial, "product_id": cls.laptop.id, "company_id": cls.company.id})
        cls.env["stock.quant"]._update_available_quantity(cls.laptop, cls.warehouse.lot_stock_id, 1, lot_id=lot)
        return cls.env["crosstech.warranty.unit"].create(
            {"product_id": cls.laptop.id, "lot_id": lot.id, "partner_id": cls.buyer.id}
        )

    @classmethod
    def _create_work_order(cls, unit=None, **values):
        unit = unit or cls.unit
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Tidak menyala",
                "description": "Tidak menyala sejak kemarin.",
                "partner_id": unit.partner_id.id,
                "unit_id": unit.id,
                "product_id": unit.product_id.id,
            }
        )
        return cls.env["crosstech.work.order"].create({"ticket_id": ticket.id, **values})

    def _quantities(self, unit):
        """Return what the books of the warehouse say of a unit: place -> pieces, without the places at zero."""
        domain = [("product_id", "=", unit.product_id.id), ("lot_id", "=", unit.lot_id.id)]
        sums = self.env["stock.quant"]._read_group(domain, ["location_id"], ["quantity:sum"])
        return {place: quantity for place, quantity in sums if quantity and place.usage == "internal"}
