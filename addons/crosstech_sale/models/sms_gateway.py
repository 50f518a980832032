"""Odoo's text messages sent through the company's own gateway."""

import logging

from odoo import models

from odoo.addons.sms.tools.sms_api import SmsApiBase

from ..lib import secrets, sms_gateway

_logger = logging.getLogger(__name__)

STATES = {"number": "wrong_number_format", "refused": "crosstech_refused", "rate_limit": "crosstech_rate_limit"}


class CrosstechSmsApi(SmsApiBase):
    """Sender for one company; Odoo's ``sms`` keeps the queue, the states and the retries."""

    PROVIDER_TO_SMS_FAILURE_TYPE = SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE | {
        "crosstech_refused": "sms_server",
        "crosstech_rate_limit": "sms_server",
    }

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Override of `sms`: one request per number.

        :return: list of dict(uuid, state, failure_reason)
        """
        gateway = self.company.sudo()._get_sms_gateway()
        return [
            self._send_one(gateway, message["content"], number) for message in messages for number in message["numbers"]
        ]

    def _send_one(self, gateway, text, number):
        try:
            sms_gateway.send(gateway, number["number"], text)
        except sms_gateway.GatewayError as error:
            reason = secrets.mask(str(error), gateway.key)
            _logger.info("Text message %s was not accepted: %s", number["uuid"], reason)
            return {
                "uuid": number["uuid"],
                "state": STATES.get(error.code, "server_error"),
                "failure_reason": reason,
            }
        return {"uuid": number["uuid"], "state": "success"}


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _split_by_api(self):
        """Override of `sms` to send what belongs to a company with a gateway of its own through that one."""
        for company, messages in self.grouped(lambda sms: sms._get_sms_company()).items():
            if company.sudo().sms_gateway_url:
                sms_api = company._get_sms_api_class()(self.env)
                sms_api._set_company(company)
                yield sms_api, messages
            else:
                yield from super(SmsSms, messages)._split_by_api()
