"""The tables of the value history, made by ``lib.pull.history``; they are no models and have no foreign keys."""

from odoo import models

from ..lib.pull import history


class Hooks(models.AbstractModel):
    _inherit = "crosstech.hooks"

    def init(self):
        """Override of the ORM to make what is not there yet, at each installation and update."""
        for statement in history.ddl():
            self.env.cr.execute(statement)
