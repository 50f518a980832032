"""What other addons add to without importing each other: duties, facts and timeline of a customer, weekly report."""

from odoo import models, tools

from ..lib import duties


class Hooks(models.AbstractModel):
    """Extended with ``_inherit`` and ``super()``; an addon that is not installed leaves no hole."""

    _name = "crosstech.hooks"
    _description = "Hooks of the Crosstech Addons"

    # === DUTIES === #

    def _duties(self):
        """The duties of everybody with a company role; addons add those of their own documents.

        :rtype: tuple[duties.Duty, ...]
        """
        return duties.DUTIES

    @tools.ormcache()
    def _duties_by_model(self):
        return duties.by_model(self._duties())

    def _role_names(self):
        """Return the names of the roles in the language of the user, by their short name."""
        roles = (*duties.STAFF_ROLES, *duties.PORTAL_ROLES)
        return {role: self.env.ref(f"crosstech_sale.group_{role}").sudo().name for role in roles}

    # === WEEKLY REPORT === #

    def _weekly_report_sections(self, date_from, date_to):
        """The parts of the weekly report; each subject and each addon adds its own to those of ``super()``.

        Each part is one dict. These it must have:

        - key: str, unique; title: str; role: str of ``lib.duties`` who answers for it
        - columns: list[str] and rows: list[list] of a table of text and numbers, both may be empty

        These it may have:

        - kinds: list of ``text``, ``number`` or ``money``, one per column; by default what the cells are
        - links: list, one per row, of what :meth:`_link` returns or None: the list a row's numbers were counted from
        - figures: list of dict(key, label, value, kind: ``number`` or ``money``; optional: before: the value of the
          week before, by default what its report said; better: ``up`` or ``down`` where one of them is good; link)
        - charts: list of dict(kind: ``bars`` or ``columns``, title, rows: list of dict(label, value, optional before),
          value_kind: ``number`` or ``money``)
        - empty: a sentence for a week in which nothing happened; note: a sentence below the title

        All of it is plain data that can be kept as JSON: a part is frozen when its owner submits it. Texts are in the
        language of the context. Figures are of ``self.env.company``.

        :param date date_from: first day, as the company's clock shows it
        :param date date_to: last day, included
        :return: list of dict
        """
        return []

    # === DEMO COMPANY === #

    def _demo_steps(self):
        """What addons add to the demo company after the ground floor's own steps, in this order.

        :return: list of (key: str, title: str, callable(``demo.loader.Demo``)); each is done once
        """
        return []
