"""Scheduled actions go on where one record fails: what is wrong with one must not keep all the others waiting."""

import logging

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _work_on_each(self, records, work):
        """Do work on each record, whole or not at all; what fails is logged and left for the next run.

        :param work: called with one record
        :return: how many failed
        """
        return sum(not self._work_on_one(record, work) for record in records)

    def _work_on_one(self, record, work):
        try:
            with self.env.cr.savepoint():
                work(record)
        except OperationalError:
            raise
        except Exception:
            _logger.warning("%s could not be worked on", record, exc_info=True)
            return False
        return True
