"""Failures of a pull in words that say what to do next; the codes are those of ``lib.pull.failures``."""

# pylint: disable=prefer-env-translation

from odoo import models

from .source_words import explain


class ResellerPull(models.Model):
    _inherit = "crosstech.reseller.pull"

    def _get_words_of(self, code, facts):
        """Say what went wrong and what helps, in the language of who looks."""
        _ = self.env._
        words = {
            "busy": _("Another reading of this source is not finished yet. This one follows by itself."),
            "cancelled": _("Somebody stopped it. What was read until then stays; the next reading goes on from there."),
            "died": _("The server stopped in the middle. The next reading goes on where this one was."),
            "mapping": _(
                "The tables are not as they were when they were mapped (%(detail)s). Read the structure again and "
                "mend the mapping.",
                detail=facts.get("detail", ""),
            ),
            "not_agreed": _("There is no agreement in force that lets us read. Ask the reseller to sign or resume it."),
            "our_database": _("Our own database was busy. Nothing was lost; it is tried again by itself."),
            "outside_window": _("His hours for reading were over. It goes on by itself in the next ones."),
            "no_news": _("The file is the one that was read before. As soon as a new one arrives, it is read."),
            "waiting": _(
                "Some of it was not read and waits: %(what)s. Either its tables have changed or the reseller has not "
                "signed its columns yet. Open the source to see what to do.",
                what=", ".join(self._entity_names(facts.get("waiting", ()))),
            ),
            "too_many_bad": _(
                "So many rows do not fit that the mapping must be wrong; nothing of them was taken over. Look at the "
                "rows set aside and mend the mapping."
            ),
            "unknown": _("Something unexpected happened. Nothing was lost. Please show this to your administrator."),
        }
        return words.get(code) or explain(self.env, code, facts)

    def _entity_names(self, entities):
        """Name kinds of data in the language of who looks."""
        words = dict(self.line_ids._fields["entity"]._description_selection(self.env))
        return [words.get(entity, entity) for entity in entities]
