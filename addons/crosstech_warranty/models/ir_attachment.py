"""Files of a report that is not complete yet: kept a day, so that nobody chooses them again after an error."""

from datetime import timedelta

from odoo import api, fields, models

KEPT_FOR = timedelta(days=1)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _keep_for_report(self, files, **values):
        """Keep clean files until the form is complete.

        :param files: as ``controllers.report_files`` reads them
        :param values: more fields of the attachments
        :return: the attachments as superuser; their access tokens are what the form hands back
        """
        attachments = self.sudo().create(
            [
                {
                    "name": file.name,
                    "raw": file.content,
                    "mimetype": file.mimetype,
                    "res_model": "helpdesk.ticket",
                    **values,
                }
                for file in files
            ]
        )
        attachments.generate_access_token()
        return attachments

    @api.model
    def _kept_for_report(self, tokens):
        """:return: the kept files with these access tokens, as superuser"""
        tokens = [token for token in tokens if isinstance(token, str) and len(token) > 20]
        return self.sudo().search([("access_token", "in", tokens), *self._kept_domain()], limit=10)

    def _kept_domain(self):
        return [("res_model", "=", "helpdesk.ticket"), ("res_id", "in", [False, 0]), ("res_field", "=", False)]

    @api.autovacuum
    def _gc_kept_for_report(self):
        """Forget the files of reports that were never sent."""
        before = fields.Datetime.now() - KEPT_FOR
        old = self.sudo().search([("create_date", "<", before), *self._kept_domain()], limit=1000)
        count = len(old)
        old.unlink()
        return count, int(count == 1000)
