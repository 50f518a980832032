"""How an agreement moves from state to state, and what follows: ``lib.agreement`` decides, this does."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib import agreement, masks
from ..lib.mapping.spec import Mapping


class ResellerAgreement(models.Model):
    _inherit = "crosstech.reseller.agreement"

    # === BUSINESS METHODS === #

    def _apply(self, action, *, member=None, address="", **facts):
        """Move the agreement to another state; all that follows happens in the same transaction, or nothing.

        :param str action: a row of ``lib.agreement.ACTIONS``
        :param member: ``crosstech.reseller.member`` who acts for the reseller; else the current user acts for us
        :param str address: network address the order comes from, kept with a signature
        :param facts: what only the caller knows: ``reason``, ``has_consented``, ``signed_name``, ``seen_terms``
        :raises UserError: with what has to be different
        """
        self.ensure_one()
        roles = self._roles(member)
        one = self.sudo()
        one._lock()
        user = member.user_id if member else self.env.user
        try:
            target = agreement.apply(action, one._facts(roles, user, facts))
        except agreement.AgreementError as error:
            raise UserError(self._refusal(error.code)) from error
        if action == "sign":
            for replaced in one._in_force():
                replaced._apply("replace")
        one.write({"state": target, **one._recorded(action, user, address, facts)})
        one.flush_recordset()
        getattr(one, f"_after_{action}", lambda: None)()
        one._log(action, user, facts.get("reason"))
        one._notify(action)

    def _roles(self, member):
        if member is None:
            self.check_access("read")
            return self.env["res.users"]._acting_roles()
        if member.reseller_id != self.sudo().partner_id.commercial_partner_id:
            return set()
        return {agreement.MEMBER, agreement.SIGNER} if member.is_admin else {agreement.MEMBER}

    def _lock(self):
        """Wait for whoever changes the agreement right now: who stops the reading must not be told to try again."""
        self.env.cr.execute(SQL("SELECT FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(self._table), self.id))
        self.invalidate_recordset(["state"])

    def _facts(self, roles, user, facts):
        mapping = self._mapping()
        return agreement.Facts(
            state=self.state,
            roles=frozenset(roles),
            today=self.company_id._get_today(),
            agreed=frozenset(self._agreed()),
            mapped=mapping.columns(),
            bad_masks=len(masks.bad_masks(mapping, self._masks())),
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            retention_months=self.retention_months,
            signer=user.id,
            company_signer=self.company_signed_by_id.id,
            terms=self._fingerprint(),
            has_one_in_force=self._in_force().state == "active",
            **facts,
        )

    def _recorded(self, action, user, address, facts):
        """:return: dict of what is kept about an action"""
        now = fields.Datetime.now()
        ended = {"ended_datetime": now, "ended_by_id": user.id, "reason": facts.get("reason") or False}
        unsigned = dict.fromkeys(
            ("company_signed_datetime", "company_signed_by_id", "company_signed_address", "signed_fingerprint"), False
        )
        looking = {"look_permitted_datetime": now, "look_permitted_by_id": user.id}
        return {
            "ask_look": {"look_asked_datetime": now},
            "permit_look": looking,
            "amend": looking,
            "offer": {
                "company_signed_datetime": now, "company_signed_by_id": user.id, "company_signed_address": address,
                "signed_fingerprint": self._fingerprint(), "reason": False,
            },
            "withdraw": unsigned,
            "decline": {**unsigned, "reason": facts.get("reason")},
            "sign": {
                "reseller_signed_datetime": now, "reseller_signed_by_id": user.id,
                "reseller_signed_name": " ".join(facts.get("signed_name", "").split()),
                "reseller_signed_address": address,
            },
            "revoke": ended, "end": ended, "replace": ended, "expire": ended,
        }.get(action, {})  # fmt: skip

    # === EFFECTS === #

    def _after_sign(self):
        self.source_id._pull_now("agreement")

    def _after_resume(self):
        self.source_id._pull_now("agreement")

    def _after_pause(self):
        self.source_id._stop_pulls()

    _after_expire = _after_pause

    def _after_revoke(self):
        """Nothing of the source stays open, and what was read of it goes unless it was agreed otherwise."""
        about_source = [("source_id", "=", self.source_id.id)]
        others = self.search([*about_source, ("state", "in", agreement.OPEN_STATES)])
        others.write({"state": "revoked", "ended_datetime": self.ended_datetime, "ended_by_id": self.ended_by_id.id})
        signed = self.search([*about_source, ("reseller_signed_datetime", "!=", False)], limit=1)
        self.source_id._forget(keeps_values=bool(signed) and not signed.deletes_on_revocation)

    _after_end = _after_revoke

    # === PREPARATION === #

    def _take_columns(self):
        """List exactly the columns the mapping reads; masks of columns that were listed already stay."""
        self.ensure_one()
        read_for = masks.uses(self._mapping())
        kept = {(line.table_name, line.column_name): line.mask for line in self.line_ids}
        values = [
            {
                "table_name": table, "column_name": column, "uses": " ".join(uses),
                "mask": mask if (mask := kept.get((table, column))) in masks.possible_masks(uses) else False,
            }
            for (table, column), uses in read_for.items()
        ]  # fmt: skip
        self.write({"line_ids": [(5, 0, 0), *((0, 0, line) for line in values)]})

    def _amend(self):
        """Prepare the agreement that is to follow this one, on the same terms until they are changed.

        :return: the new agreement
        """
        self.ensure_one()
        self.check_access("write")
        new = self.copy()
        new._apply("amend")
        if new.source_id.mapping_json:
            new._take_columns()
        return new

    # === TOOLING === #

    def _in_force(self):
        """The agreement about the same source that is in force or paused; it may be this one, or none."""
        domain = [("source_id", "=", self.source_id.id), ("state", "in", agreement.SIGNED_STATES)]
        return self.sudo().search(domain, limit=1)

    def _mapping(self):
        return Mapping.from_json(self.source_id.mapping_json or {})

    def _refusal(self, code):
        """Return the sentence a person reads when an action is refused."""
        # pylint: disable=prefer-env-translation
        _ = self.env._
        state = dict(self._fields["state"]._description_selection(self.env))[self.sudo().state]
        return {
            "role": _("Only a team admin of the reseller, or our Operational Manager, may do this."),
            "state": _("This is not possible now: the agreement is “%s”. Please load the page again.", state),
            "names_columns": _("The agreement names no columns yet. Take them from the mapping first."),
            "fits_mapping": _(
                "The columns listed are not those the mapping reads. Take the columns from the mapping again, then "
                "offer the agreement."
            ),
            "masks_fit": _("A column is masked that has to be read as it is. Take that mask off."),
            "period": _("The agreed time is over, or ends before it begins. Prepare an agreement with a later end."),
            "retention": _("Values are kept for 0 to 120 months. Please correct the number."),
            "reason": _("Please write the reason in 5 to 500 characters: the other side reads it."),
            "consent": _("Please tick the box to confirm."),
            "signed_name": _("Please type your full name as your signature."),
            "same_terms": _("The agreement was changed while you read it. Please read it again before you sign."),
            "two_signers": _("Who signed for us cannot sign for the reseller, too."),
            "has_one_in_force": _("There is no agreement in force that could be changed."),
            "over": _("The agreed time is not over yet."),
        }[code]
