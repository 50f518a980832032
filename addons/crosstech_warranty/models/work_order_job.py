"""What the technician of a job does with it, from his page; each action ends in a step of the table or a visit."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.crosstech_sale.lib import local_time

from ..lib import job_actions

TECHNICIAN = {"technician"}


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    # === BUSINESS METHODS: whose job it is === #

    def _job_offer_of(self, technician):
        """The offer this technician may still answer; empty for everybody else."""
        return self.sudo().offer_ids.filtered(lambda one: one.technician_id == technician and one.state == "offered")

    def _is_job_of(self, technician):
        """Whether the job is his now."""
        return bool(technician) and self.sudo().technician_id == technician

    def _job_actions(self, technician):
        """What he may do now, by name, in the order of the page.

        :rtype: tuple
        """
        order = self.sudo()
        actions = job_actions.ACTIONS.get(order.state, ())
        if order.state == "requested":
            return actions if order._job_offer_of(technician) else ()
        if not order._is_job_of(technician) or (order.state in ("solved", "settled") and order.received_datetime):
            return ()
        idle = {"close"} if order.amount_due else {"collect"}
        return tuple(action for action in actions if action not in idle)

    # === BUSINESS METHODS: actions === #

    def _do_job(self, technician, values, signature=None):
        """Do one action of a technician, once.

        :param values: dict of text as the form sent it, with ``action`` and the browser's ``key``
        :param signature: ``proof_files.ProofFile`` or None
        :return: False when it was done before
        :raises UserError: with what has to be different
        """
        self.ensure_one()
        order = self.sudo()
        try:
            request = job_actions.parse(values)
            if not self.env["crosstech.job.action"].sudo()._once(technician, order, request.key, request.action):
                return False
            order.lock_for_update(allow_referencing=True)
            order.invalidate_recordset(["state", "technician_id"])
            if request.action not in ("accept", "decline") and not order._is_job_of(technician):
                raise UserError(self.env._("This job is no longer yours."))
            if request.action not in ("accept", "decline"):
                job_actions.check(request.action, order._job_actions(technician))
        except job_actions.JobError as error:
            raise UserError(order._job_refusal(error)) from error
        facts = {**request.values, "signature": signature}
        getattr(order, f"_job_{request.action}")(technician, facts)
        return True

    def _job_refusal(self, error):
        if error.code == "missing":
            return {
                "planned": self.env._("Enter when you come."),
                "resolution": self.env._("Choose what you did."),
                "work_done": self.env._("Write down what you did."),
                "parts": self.env._("Write down what is to be paid."),
                "note": self.env._("Write down why."),
                "awb": self.env._("Enter the number on the courier's receipt."),
            }[error.name]
        if error.code == "state":
            return self._refusal("state")
        return self.env._("This page is out of date. Please load it again.")

    def _job_accept(self, technician, _facts):
        offer = self.offer_ids.filtered(lambda one: one.technician_id == technician)[:1]
        if not offer:
            raise UserError(self.env._("This job was not offered to you."))
        offer._accept()

    def _job_decline(self, technician, facts):
        offer = self.offer_ids.filtered(lambda one: one.technician_id == technician)[:1]
        if not offer:
            raise UserError(self.env._("This job was not offered to you."))
        offer._decline(facts.get("note", ""))

    def _job_plan(self, technician, facts):
        try:
            moment = local_time.parse(facts["planned"], self._job_zone())
        except local_time.LocalTimeError as error:
            raise UserError(self.env._("Enter day and time, such as 2026-03-01 14:30.")) from error
        self._plan_visit(technician, moment.replace(tzinfo=None))

    def _job_on_way(self, technician, _facts):
        visit = self._open_visit(technician)
        if visit.on_way_datetime:
            return
        visit.on_way_datetime = fields.Datetime.now()
        self._tell_customer(
            lambda env: env._("The technician is on his way"),
            lambda env: env._("%s is on his way to you now.", technician.name),
        )

    def _job_start(self, technician, _facts):
        self._open_visit(technician).started_datetime = fields.Datetime.now()
        self._apply("visit", roles=TECHNICIAN)

    def _job_solve(self, technician, facts):
        resolution = self._resolution(facts["resolution"])
        self._open_visit(technician)._end("solved", facts["work_done"])
        self._add_used_parts(facts.get("parts", ""))
        self._keep_signature(facts)
        self._apply("solve", roles=TECHNICIAN, resolution=resolution, work_done=facts["work_done"])

    def _job_quote(self, _technician, facts):
        """Work that costs something begins with the customer's yes: the Repair Team quotes what he writes down."""
        self._add_used_parts(facts["parts"])
        self._ask_repair_team(self.env._("%(order)s needs a quote: %(parts)s", order=self.name, parts=facts["parts"]))

    def _job_collect(self, _technician, _facts):
        self._collect_cash(roles=TECHNICIAN)

    def _job_close(self, _technician, _facts):
        self._apply("close", roles=TECHNICIAN)

    def _job_needs_part(self, technician, facts):
        self._open_visit(technician)._end("needs_part", facts["note"])
        self._apply("postpone", roles=TECHNICIAN)
        self._ask_repair_team(self.env._("%(order)s needs a part: %(note)s", order=self.name, note=facts["note"]))

    def _job_absent(self, technician, facts):
        self._open_visit(technician)._end("absent", facts.get("note", ""))
        self._apply("postpone", roles=TECHNICIAN)
        self._tell_customer(
            lambda env: env._("We missed you"),
            lambda env: env._("%s was there and met nobody. He will agree on another time with you.", technician.name),
        )

    def _job_hand_in(self, technician, facts):
        """Send the unit to the centre, by courier."""
        carrier = self._courier_of(facts.get("carrier"))
        self._open_visit(technician)._end("needs_centre", facts["note"])
        self._add_freight(carrier)
        self._keep_signature(facts)
        self._apply(
            "ship", roles=TECHNICIAN, awb=facts["awb"].upper().replace(" ", ""), carrier=carrier, note=facts["note"],
            signature=facts["signature"] and base64.b64encode(facts["signature"].content),
        )  # fmt: skip

    # === BUSINESS METHODS: what an action brings === #

    def _resolution(self, text):
        Code = self.env["crosstech.fault.code"]
        code = Code.browse(int(text)).exists() if text.isascii() and text.isdigit() and len(text) < 10 else Code
        if code.kind != "resolution":
            raise UserError(self.env._("Choose what you did."))
        return code

    def _add_used_parts(self, text):
        """Note the parts he used; what they cost, if anything, is for the staff to say."""
        for quantity, name in job_actions.parts(text):
            product = self.env["product.product"].search([("default_code", "=ilike", name)], limit=1)
            self.line_ids.create(
                {
                    "order_id": self.id,
                    "kind": "part",
                    "name": product.name or name,
                    "product_id": product.id,
                    "price_unit": product.list_price,
                    "quantity": quantity,
                }
            )

    def _keep_signature(self, facts):
        if facts["signature"]:
            self._keep_photo(facts["signature"], self.env._("Signature"))

    def _keep_photo(self, file, name):
        """:return: the attachment made of a ``proof_files.ProofFile``"""
        return self.env["ir.attachment"].sudo().create(
            {
                "name": f"{name}.{file.extension}",
                "raw": file.content,
                "mimetype": file.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )  # fmt: skip
