"""A request on its way, step by step, each taken by whoever takes it in real life; never by writing a state."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from odoo import fields

from odoo.addons.crosstech_sale.demo import orders

from .passing import let_pass

DAYS = {"start": 1, "receive": 2, "diagnose": 1, "approve": 1, "agree": 1, "answer": 5, "finish": 2, "close": 2}


@dataclass(frozen=True)
class Words:
    """What the technician or the workshop says of a failure.

    :ivar fault, resolution: external identifiers without module and kind, such as ``panel`` and ``part_replaced``
    :ivar part: sku of the part built in, or nothing
    """

    fault: str
    diagnosis: str
    resolution: str
    work: str
    part: str = ""


def report(demo, unit, symptom, text, arrival_way="on_site", **values):
    """Report a failure as the customer's form, or the counter, does.

    :return: the ``helpdesk.ticket`` as superuser
    """
    partner = unit.partner_id
    channel = {"on_site": "web", "parcel": "phone", "walk_in": "other"}[arrival_way]
    return demo.env["helpdesk.ticket"].with_context(lang="id_ID")._report(
        {
            "unit_id": unit.id,
            "partner_id": partner.id,
            "symptom_id": demo.env.ref(f"crosstech_warranty.symptom_{symptom}").id,
            "description": text,
            "arrival_way": arrival_way,
            "region_id": partner.region_id.id,
            "place": partner.street,
            "channel_id": demo.env.ref(f"helpdesk_mgmt.helpdesk_ticket_channel_{channel}").id,
            **values,
        }
    )  # fmt: skip


class Walk:
    """The steps of one request."""

    def __init__(self, demo, ticket, words, praise=""):
        self.demo, self.ticket, self.words, self.praise = demo, ticket, words, praise

    def go(self, path, pace=1):
        """Take steps, such as ``"receive diagnose decide:replace approve"``, with days between them.

        :param int pace: how often the usual days pass
        """
        for step in path.split():
            name, _colon, value = step.partition(":")
            if name in DAYS:
                let_pass(self.ticket, DAYS[name] * pace)
            getattr(self, f"_{name}")(*([value] if value else []))

    # === WHO === #

    @property
    def order(self):
        """The work order that counts, as superuser."""
        return self.ticket._get_work_order()

    def _as(self, login, record=None):
        return (self.order if record is None else record).with_user(self.demo.ref(f"user_{login}"))

    def _code(self, kind, name):
        return self.demo.env.ref(f"crosstech_warranty.{kind}_{name}")

    # === ON SITE: THE TECHNICIAN'S PAGE === #

    def _job(self, action, **values):
        order = self.order
        technician = (
            order.technician_id or order.offer_ids.filtered(lambda offer: offer.state == "offered").technician_id[:1]
        )
        order._do_job(technician, {"action": action, "key": uuid4().hex, **values})

    def _accept(self):
        self._job("accept")

    def _plan(self):
        self._job("plan", planned=self.order._local_input(fields.Datetime.now() + timedelta(days=1, hours=3)))

    def _start(self):
        self._job("start")

    def _solve(self):
        resolution = str(self._code("resolution", self.words.resolution).id)
        self.order.fault_id = self._code("fault", self.words.fault)
        self._job("solve", resolution=resolution, work_done=self.words.work)

    def _needs_part(self):
        self._job("needs_part", note=self.words.diagnosis)

    def _hand_in(self):
        self._job("hand_in", note=self.words.diagnosis, awb=self._awb())

    # === AT THE CENTRE === #

    def _assign(self, key):
        self._as("perbaikan")._apply("assign", technician=self.demo.ref(f"technician_{key}"))

    def _ship(self):
        self._as("perbaikan")._apply("ship", awb=self._awb(), carrier="JNE")

    def _receive(self):
        self._as("perbaikan")._apply("receive")

    def _diagnose(self):
        self._as("perbaikan")._apply(
            "diagnose", fault=self._code("fault", self.words.fault), diagnosis=self.words.diagnosis
        )

    def _charge(self):
        """Parts and labour, at our prices; free where the warranty says so."""
        order = self._as("perbaikan")
        order.action_add_usual_lines()
        if self.words.part:
            product = self.demo.ref(f"product_{self.words.part}")
            order.line_ids.create({"order_id": order.id, "kind": "part", "product_id": product.id})

    def _repair(self):
        order = self._as("perbaikan")
        order._decide("repair", reason=self.words.diagnosis)
        order._apply("start_repair")

    def _decide(self, decision):
        self._as("perbaikan")._decide(decision, reason=self.words.diagnosis, lot=self._new_piece(decision))

    def _new_piece(self, decision):
        product = self.ticket.product_id
        if decision != "replace" or product.tracking != "serial":
            return self.demo.env["stock.lot"]
        taken = self.demo.env["crosstech.work.order"].search([("replacement_lot_id", "!=", False)]).replacement_lot_id
        quants = self.demo.env["stock.quant"].search(
            [
                ("product_id", "=", product.id), ("location_id.usage", "=", "internal"), ("owner_id", "=", False),
                ("quantity", ">", 0), ("lot_id", "not in", taken.ids),
            ],
            order="lot_id desc", limit=1,
        )  # fmt: skip
        return quants.lot_id

    def _approve(self):
        self._as("operasional").action_approve()

    def _finish(self):
        facts = {"work_done": self.words.work}
        if not self.order.resolution_id:
            facts["resolution"] = self._code("resolution", self.words.resolution)
        self._as("perbaikan")._apply("finish", **facts)

    def _send_back(self):
        self._as("perbaikan")._apply("send_back", awb=self._awb(), carrier="JNE")

    def _awb(self):
        return f"JNE{26_000_000 + int(uuid4().int % 999_983):010d}"

    # === AT THE SUPPLIER === #

    def _claim(self):
        self._as("perbaikan").action_open_claim()

    def _file(self):
        """On paper: the demo sends no letter."""
        claim = self._as("perbaikan", self.order.claim_ids)
        supplier = claim.supplier_id.sudo()
        address, supplier.email = supplier.email, False
        claim.action_file()
        supplier.email = address

    def _send(self):
        self._as("perbaikan", self.order.claim_ids).action_send()

    def _answer(self, outcome):
        words = "Sudah kami ganti komponennya." if outcome == "repaired" else "Ada bekas benturan pada rangka."
        self._as("perbaikan", self.order.claim_ids)._decide(outcome, words=words)

    def _take_back(self):
        claim = self._as("perbaikan", self.order.claim_ids)
        claim._receive_back(self.ticket.unit_id.lot_id.name or "")

    # === THE CUSTOMER, AND MONEY === #

    def _quote(self):
        self._as("perbaikan").action_offer_quote()

    def _ask(self):
        """Ask the customer where something is charged; he agrees."""
        if self.order.quote_state == "draft":
            self._quote()
            self._agree()

    def _settle(self):
        if self.order.amount_due:
            self._pay()

    def _agree(self):
        self.order._accept_quote(roles={"customer"})

    def _refuse(self):
        self.order._decline_quote(roles={"customer"})

    def _pay(self):
        """Transfer it, and let the bank statement say so."""
        transfer = self.order._request_transfer()
        scene = orders.Scene("", {}, "released", 0)
        orders.pay(self.demo, transfer, scene)

    def _close(self):
        self.ticket._confirm_by_customer()

    def _rate(self, stars):
        self.ticket._rate_by_customer(int(stars), self.praise)

    def _cancel(self):
        self.ticket._cancel_by_customer("Sudah menyala kembali setelah kabelnya diganti.")

    def _goodwill(self):
        self._as("perbaikan", self.ticket)._grant_goodwill(
            "Pelanggan lama, rusak dua minggu setelah garansi habis.", 350_000
        )

    # === THE RECORD === #

    def _record(self):
        """The Operational Manager records what is broken for good."""
        defects = self.demo.env["crosstech.defect"].search(
            [("order_id", "=", self.order.id), ("state", "=", "to_record")]
        )
        self._as("operasional", defects).action_record()
