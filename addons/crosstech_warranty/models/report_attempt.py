"""How often somebody tried serial numbers within an hour: guessing them must not pay (S1.26 is open day and night)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

MOST_PER_HOUR = {"address": 20, "serial": 5, "proof": 5, "files": 30}


class ReportAttempt(models.Model):
    _name = "crosstech.report.attempt"
    _description = "Attempts to Report a Failure"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True, help="A hash: it names neither the sender nor the serial.")
    hour = fields.Datetime(required=True, readonly=True, index=True)
    count = fields.Integer(default=1, required=True, readonly=True)

    _key_uniq = models.UniqueIndex("(key, hour)", "Attempts are counted once an hour.")

    @api.model
    def _take(self, kind, text) -> bool:
        """Count one attempt; all workers count together, and what two count at once is repeated by Odoo.

        :param str kind: of ``MOST_PER_HOUR``: ``address`` of the network, ``files`` from there, ``serial``, ``proof``
        :return: False when the hour is used up
        """
        if not text:
            return True
        hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        key = hmac(self.sudo().env, f"crosstech-report-{kind}", text)
        self.env.cr.execute(
            """INSERT INTO crosstech_report_attempt (key, hour, count) VALUES (%s, %s, 1)
               ON CONFLICT (key, hour) DO UPDATE SET count = crosstech_report_attempt.count + 1 RETURNING count""",
            (key, hour),
        )
        return self.env.cr.fetchone()[0] <= MOST_PER_HOUR[kind]

    @api.autovacuum
    def _gc_attempts(self):
        """Forget the attempts of past days."""
        self.sudo().search([("hour", "<", fields.Datetime.now() - timedelta(days=1))], limit=10_000).unlink()
