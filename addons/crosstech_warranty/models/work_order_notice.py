"""What the customer is told of his request: one notice per step he cares about, and nothing else."""

from odoo import models


class WorkOrder(models.Model):
    _inherit = "crosstech.work.order"

    def _tell_customer(self, title, body, *, is_urgent=False):
        """Tell the customer in his language: on his page, by e-mail, and by text message where the company does so.

        :param title, body: functions of an environment that return a translated text
        :param bool is_urgent: he has to act: a text message as soon as there is a gateway
        """
        order = self.sudo()
        partner = order.partner_id
        if not partner:
            return
        by_text_message = is_urgent or order.company_id.service_sms
        channels = ("portal", "email", "sms") if by_text_message else ("portal", "email")
        env = order.with_context(lang=partner.lang or self.env.lang).env
        env["crosstech.notification"].with_company(order.company_id)._notify(
            partner, f"{title(env)} ({order.ticket_id.number})", body(env), record=order.ticket_id, channels=channels
        )

    # === QUOTE === #

    def _after_offer_quote(self, quote):
        super()._after_offer_quote(quote)
        amount = quote.currency_id.format(quote.amount_total)
        day = quote.valid_until.strftime("%d/%m/%Y")
        self._tell_customer(
            lambda env: env._("Please answer: your repair costs %s", amount),
            lambda env: env._(
                "Nothing that costs you is done without your yes. Please answer on the page of your request until %s.",
                day,
            ),
            is_urgent=True,
        )

    # === STEPS === #

    def _after_receive(self, facts):
        super()._after_receive(facts)
        self._tell_customer(
            lambda env: env._("Your unit is at our service centre"),
            lambda env: env._("We examine it and tell you what is wrong."),
        )

    def _after_send_to_supplier(self, facts):
        super()._after_send_to_supplier(facts)
        self._tell_customer(
            lambda env: env._("Your unit goes to its supplier"),
            lambda env: env._(
                "He decides under his warranty whether he repairs or replaces it. We follow it up for you."
            ),
        )

    def _after_solve(self, facts):
        super()._after_solve(facts)
        self._tell_ready()

    def _after_finish(self, facts):
        super()._after_finish(facts)
        self._tell_ready()

    def _tell_ready(self):
        if self.quote_state == "offered":
            return  # he is asked about the cost in the same breath
        if self.amount_due and not self.pays_on_delivery:
            amount = self.currency_id.format(self.amount_due)
            self._tell_customer(
                lambda env: env._("Your unit is ready: please pay %s", amount),
                lambda env: env._("Choose on the page of your request how you pay. Then your unit comes back to you."),
                is_urgent=True,
            )
            return
        self._tell_customer(
            lambda env: env._("Your unit is ready"),
            lambda env: env._("What we found and did is on the page of your request."),
        )

    def _after_send_back(self, facts):
        super()._after_send_back(facts)
        parcel = " ".join(filter(None, (getattr(facts.get("carrier"), "name", facts.get("carrier")), facts.get("awb"))))
        due = self.pays_on_delivery and self.amount_due and self.currency_id.format(self.amount_due)
        self._tell_customer(
            lambda env: env._("Your unit is on its way back"),
            lambda env: " ".join(
                filter(
                    None,
                    (
                        parcel and env._("Parcel: %s.", parcel),
                        due and env._("Please have %s ready in cash.", due),
                        env._("Tell us on the page of your request when you have it."),
                    ),
                )
            ),
        )

    def _after_close(self, facts):
        super()._after_close(facts)
        self._tell_customer(
            lambda env: env._("Your request is finished: how was our service?"),
            lambda env: env._("Two taps on the page of your request tell us. If it fails again, report it there."),
        )

    def _after_cancel(self, facts):
        super()._after_cancel(facts)
        if facts.get("is_by_customer"):
            return  # he knows
        reason = facts.get("reason") or ""
        self._tell_customer(
            lambda env: env._("Your request is cancelled"),
            lambda env: " ".join(
                filter(None, (reason, env._("If you still need it, please write to us on the page of your request.")))
            ),
        )
