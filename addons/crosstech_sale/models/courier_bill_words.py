"""Why a line is not what it should be, in words: for Finance on the screen and for the courier in the objection."""

from odoo import api, models
from odoo.tools import format_amount, format_date

from ..lib import courier_audit


class CourierBillLine(models.Model):
    _inherit = "crosstech.courier.bill.line"

    @api.depends("finding")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            steps = (line.finding or {}).get("steps", [])
            ordered = sorted(steps, key=lambda step: (step["cause"] != line.cause, -abs(step["amount"])))
            texts = [line._explain(step["cause"], step["amount"], step["facts"]) for step in ordered]
            if line.cause == courier_audit.UNDERCHARGED:
                texts.insert(0, self.env._("Charged %s too little.", line._money(-line.difference)))
            line.explanation = "\n".join(texts)

    def _money(self, amount) -> str:
        return format_amount(self.env, float(amount or 0), self.currency_id)

    def _explain(self, cause, amount, facts) -> str:
        """Say what one cause is and what it adds to the bill."""
        text = getattr(self, f"_explain_{cause}")(facts)
        if len(self.finding["steps"]) > 1:
            sign = "+" if amount > 0 else "−"
            text = f"{text} ({sign}{self._money(abs(amount))})"
        return text

    def _explain_unknown(self, facts):
        if facts.get("carrier"):
            return self.env._(
                "This consignment went with %(carrier)s, not with this courier.", carrier=facts["carrier"]
            )
        return self.env._("We sent nothing under this consignment number.")

    def _explain_twice(self, facts):
        if facts["is_same"]:
            return self.env._("Charged already in line %(row)s of this bill.", row=facts["row"])
        return self.env._("Charged already in line %(row)s of bill %(bill)s.", row=facts["row"], bill=facts["bill"])

    def _explain_not_shipped(self, facts):
        if facts["is_cancelled"]:
            return self.env._("Shipment %(shipment)s was cancelled and never left.", shipment=facts["picking"])
        return self.env._("Shipment %(shipment)s has not left yet.", shipment=facts["picking"])

    def _explain_service(self, facts):
        return self.env._(
            "Charged as service %(charged)s (%(charged_price)s), sent as %(ordered)s (%(price)s).",
            charged=self.service, ordered=self.carrier_id.courier_service,
            charged_price=self._price_text(facts["charged"]), price=self._price_text(facts["expected"]),
        )  # fmt: skip

    def _explain_destination(self, facts):
        return self.env._(
            "Charged to %(charged)s (%(charged_price)s), sent to %(ours)s (%(price)s).",
            charged=self.destination, ours=self.region_id.display_name,
            charged_price=self._price_text(facts["charged"]), price=self._price_text(facts["expected"]),
        )  # fmt: skip

    def _price_text(self, price):
        if price is None:
            return self.env._("no price in the list")
        return self.env._("%s per kg", self._money(price))

    def _explain_weight(self, facts):
        text = self.env._(
            "Charged %(charged)s kg. It weighs %(actual)s kg, which counts as %(expected)s kg.", **self._kilos(facts)
        )
        if facts["is_guess"]:
            text += " " + self.env._("The weight of some goods is not known here.")
        elif not facts["has_size"]:
            text += " " + self.env._("The size of the parcel is not known here.")
        return text

    def _explain_volumetric(self, facts):
        if facts["is_other_divisor"]:
            return self.env._(
                "Charged %(charged)s kg: the volume divided by %(divisor)s. By the agreed divisor it counts as "
                "%(volumetric)s kg, it weighs %(actual)s kg: %(expected)s kg are to be charged.",
                divisor=facts["divisor"], **self._kilos(facts),
            )  # fmt: skip
        return self.env._(
            "Charged %(charged)s kg. By its volume it counts as %(volumetric)s kg (it weighs %(actual)s kg): "
            "%(expected)s kg are to be charged.",
            **self._kilos(facts),
        )

    def _kilos(self, facts):
        mark = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        names = ("charged", "expected", "actual", "volumetric")
        return {name: facts[name].replace(".", mark) for name in names}

    def _explain_tariff(self, facts):
        since = format_date(self.env, self.tariff_id.valid_from) if self.tariff_id else ""
        if facts["charged"] is None:
            return self.env._(
                "The freight is not what the price list from %(day)s asks: %(price)s per kg.",
                price=self._money(facts["expected"]), day=since,
            )  # fmt: skip
        return self.env._(
            "Charged %(charged)s per kg. The price list from %(day)s asks %(price)s per kg.",
            charged=self._money(facts["charged"]), price=self._money(facts["expected"]), day=since,
        )  # fmt: skip

    def _explain_surcharge(self, facts):
        return self.env._(
            "Surcharges and packing of %(charged)s; %(expected)s were agreed.",
            charged=self._money(facts["charged"]), expected=self._money(facts["expected"]),
        )  # fmt: skip

    def _explain_insurance(self, facts):
        if not facts["expected"]:
            return self.env._("Insurance of %s, which was not ordered.", self._money(facts["charged"]))
        return self.env._(
            "Insurance of %(charged)s; it costs %(expected)s for the value of these goods.",
            charged=self._money(facts["charged"]), expected=self._money(facts["expected"]),
        )  # fmt: skip

    def _explain_sum(self, facts):
        return self.env._(
            "The parts of this line add up to %(expected)s; the total says %(charged)s.",
            charged=self._money(facts["charged"]), expected=self._money(facts["expected"]),
        )  # fmt: skip

    def _explain_no_price(self, facts):
        reasons = {
            "embargo": self.env._("By our records this service does not carry such goods or does not go there."),
            "too_heavy": self.env._("It is heavier than this service carries by our records."),
        }
        text = self.env._(
            "No price list was in force for this route on that day. Next step: import it and audit again."
        )
        return reasons.get(facts["reason"], text)

    def _calculation_text(self) -> str:
        """Write our calculation step by step."""
        self.ensure_one()
        if not self.expected_weight_kg:
            return self.env._("Nothing is owed.") if self.status == courier_audit.WRONG else ""
        steps = [
            self.env._(
                "%(kg)s kg × %(price)s = %(freight)s",
                kg=self._kilo_text(self.expected_weight_kg), price=self._money(self.expected_price_per_kg),
                freight=self._money(self.expected_freight),
            )
        ]  # fmt: skip
        if self.expected_extra:
            steps.append(self.env._("surcharges %s", self._money(self.expected_extra)))
        if self.expected_insurance:
            steps.append(self.env._("insurance %s", self._money(self.expected_insurance)))
        return " + ".join(steps)

    def _kilo_text(self, weight) -> str:
        mark = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").decimal_point or "."
        return f"{weight:g}".replace(".", mark)
