"""Applications to become a reseller; the table of states is ``lib.reseller_application``."""

import base64
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import hmac

from ..lib import npwp, reseller_application

DOCUMENT_KINDS = ("nib", "npwp", "ktp", "other")
# What the applicant wrote; once decided it stays as it was judged.
WRITTEN = {
    "company_name", "legal_form", "contact_name", "email", "phone", "npwp", "street", "zip", "region_id", "bank_name",
    "account_number", "account_holder", "monthly_volume", "business_description", "is_listed_publicly",
    "is_phone_public",
}  # fmt: skip
DECIDED = {"state", "partner_id", "reason", "decided_by_id", "decided_datetime", "applicant_user_id", "membership_id"}


class ResellerApplication(models.Model):
    _name = "crosstech.reseller.application"
    _description = "Reseller Application"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _rec_name = "company_name"

    state = fields.Selection(
        [
            ("submitted", "To Check"),
            ("asked_back", "Asked Back"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        default="submitted", required=True, readonly=True, index=True, copy=False, tracking=True,
        group_expand="_group_expand_state",
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    company_name = fields.Char(string="Business", required=True, tracking=True)
    legal_form = fields.Selection(
        [
            ("pt", "PT"),
            ("cv", "CV"),
            ("ud", "UD"),
            ("firm", "Firma"),
            ("cooperative", "Cooperative"),
            ("sole", "Sole Trader"),
        ],
        required=True, default="ud",
    )  # fmt: skip
    contact_name = fields.Char(string="Contact Person", required=True)
    email = fields.Char(string="E-mail", required=True, tracking=True)
    phone = fields.Char(required=True)
    npwp = fields.Char(string="NPWP", required=True, tracking=True, help="16 digits, or the old 15.")
    street = fields.Char(required=True)
    zip = fields.Char(string="Postcode")
    region_id = fields.Many2one(
        "crosstech.region", string="District", domain=[("level", "=", "district")], index="btree_not_null",
        ondelete="restrict",
    )  # fmt: skip
    bank_name = fields.Char(string="Bank", required=True)
    account_number = fields.Char(required=True)
    account_holder = fields.Char(required=True)
    monthly_volume = fields.Selection(
        [
            ("below_10", "Below 10 million rupiah"),
            ("10_to_50", "10 to 50 million rupiah"),
            ("50_to_200", "50 to 200 million rupiah"),
            ("above_200", "Above 200 million rupiah"),
        ],
        string="Expected per Month", required=True, default="below_10",
    )  # fmt: skip
    business_description = fields.Text(string="What It Sells")
    is_listed_publicly = fields.Boolean(string="Show in the Public List", help="Agreed by the applicant himself.")
    is_phone_public = fields.Boolean(string="With Telephone Number")
    document_ids = fields.One2many(
        "ir.attachment", "res_id", domain=[("res_model", "=", "crosstech.reseller.application")], string="Documents"
    )
    applicant_user_id = fields.Many2one("res.users", string="Applied as", readonly=True, help="Who was logged in.")
    lang = fields.Char(string="Language", readonly=True, default=lambda self: self.env.lang)
    sender_hash = fields.Char(readonly=True, index="btree_not_null", groups="base.group_system")
    applied_again_count = fields.Integer(readonly=True, copy=False)
    link_sent_datetime = fields.Datetime(readonly=True, copy=False)
    reason = fields.Text(string="Question or Reason", readonly=True, copy=False, help="What we told the applicant.")
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_datetime = fields.Datetime(string="Decided On", readonly=True, copy=False)
    partner_id = fields.Many2one("res.partner", string="Reseller", readonly=True, copy=False, index="btree_not_null")
    check_data = fields.Json(compute="_compute_check_data", compute_sudo=True)
    check_text = fields.Html(string="Checks", compute="_compute_check_data", compute_sudo=True, sanitize=False)
    check_result = fields.Selection(
        [("success", "All Right"), ("warning", "Look"), ("danger", "Look Closely")],
        compute="_compute_check_data", compute_sudo=True,
    )  # fmt: skip

    _npwp_uniq = models.UniqueIndex(
        "(company_id, npwp) WHERE state IN ('submitted', 'asked_back')",
        "There is an open application with this tax number already.",
    )
    _email_uniq = models.UniqueIndex(
        "(company_id, email) WHERE state IN ('submitted', 'asked_back')",
        "There is an open application with this e-mail address already.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _group_expand_state(self, states, domain):
        return list(reseller_application.STATES)

    def _compute_access_url(self):
        super()._compute_access_url()
        for application in self:
            application.access_url = f"/resellers/application/{application.id}"

    @api.depends("npwp", "email", "region_id", "account_number", "document_ids", "applied_again_count", "state")
    def _compute_check_data(self):
        texts = self._check_texts()
        for application in self:
            results = reseller_application.check(application._findings())
            application.check_data = results
            application.check_result = reseller_application.worst(results)
            rows = [
                {"result": result, "text": texts[code][0 if result == "success" else 1]}
                for code, result in results.items()
            ]
            application.check_text = self.env["ir.qweb"]._render("crosstech_sale.reseller_checks", {"rows": rows})

    def _findings(self) -> reseller_application.Findings:
        self.ensure_one()
        own = (self.partner_id | self.applicant_user_id.partner_id.commercial_partner_id).ids
        return reseller_application.Findings(
            has_valid_npwp=npwp.is_valid(self.npwp or ""),
            has_region=bool(self.region_id.active),
            has_documents=bool(self.document_ids),
            is_npwp_taken=bool(self._partners_with_npwp().filtered(lambda partner: partner.id not in own)),
            is_account_taken=bool(self._accounts_of_others(own)),
            is_email_known=self.state in reseller_application.OPEN_STATES and bool(self._partners_with_email()),
            is_applied_again=self.applied_again_count > 0,
        )

    def _check_texts(self):
        """Return by code what is shown when a check comes out well, and when not."""
        env = self.env
        return {
            "npwp": (env._("The NPWP is valid."), env._("This is no valid NPWP.")),
            "npwp_taken": (
                env._("Nobody else has this NPWP."),
                env._("A contact of ours has this NPWP already: is it the same business?"),
            ),
            "account_taken": (
                env._("Nobody else has this bank account."),
                env._("The bank account belongs to another contact of ours."),
            ),
            "region": (env._("The district is known."), env._("No district in force: correct the address.")),
            "documents": (env._("Documents are there."), env._("No documents yet: ask for them.")),
            "email_known": (
                env._("The e-mail address is new."),
                env._("A contact of ours has this e-mail address: choose it when you approve, or ask."),
            ),
            "applied_again": (env._("Applied once."), env._("Somebody applied again with the same number: see below.")),
        }

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{name: value for name, value in vals.items() if name not in DECIDED} for vals in vals_list]
        return super().create([self._cleaned(vals) for vals in vals_list])

    def write(self, vals):
        """Keep the state to the table, and what was judged as it was."""
        if not self.env.su and (DECIDED & vals.keys()):
            raise UserError(self.env._("Use the buttons: ask back, approve or refuse."))
        if not self.env.su and (WRITTEN & vals.keys()) and any(not application._is_open() for application in self):
            raise UserError(self.env._("This application is decided; what was written stays as it was."))
        return super().write(self._cleaned(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(application.state in ("approved", "refused") for application in self):
            raise UserError(self.env._("A decided application stays in the record."))

    @api.model
    def _cleaned(self, vals):
        """Write number and address the one way by which they are compared."""
        vals = dict(vals)
        if vals.get("npwp") and npwp.is_valid(vals["npwp"]):
            vals["npwp"] = npwp.normalise(vals["npwp"])
        if vals.get("email"):
            vals["email"] = vals["email"].strip().lower()
        return vals

    # === ACTION METHODS === #

    def action_approve(self):
        """Open the dialog in which level, time and partner are chosen."""
        self._check_may("approve", months=1)
        return self._open_dialog("crosstech_sale.reseller_application_approve_action")

    def action_ask(self):
        """Open the dialog for a question."""
        self._check_may("ask", text="dialog")
        return self._open_dialog("crosstech_sale.reseller_application_ask_action", default_action="ask")

    def action_refuse(self):
        """Open the dialog for the reason."""
        self._check_may("refuse", text="dialog")
        return self._open_dialog("crosstech_sale.reseller_application_ask_action", default_action="refuse")

    def _open_dialog(self, xmlid, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "context": {"default_application_id": self.id, **context}}

    # === BUSINESS METHODS === #

    @api.model
    def _submit(self, values, files, sender="", user=None):
        """Take an application, once: a second one leads to the first, by mail and to nobody else.

        :param dict values: of ``lib.reseller_form``, with ``region_id``
        :param list files: tuple(kind, ``ProofFile``)
        :param str sender: the network address it came from
        :param user: who is logged in; none for visitors
        :return: the application as superuser, which nobody may see who does not know its token
        :raises UserError: when too many came in within a day
        """
        applications = self.sudo()
        if existing := applications._find_open(values):
            existing[:1]._note_again(values)
            return existing[:1]
        sender_hash = hmac(applications.env, "crosstech-reseller-application", sender) if sender else False
        applications._check_rate(values["email"], sender_hash)
        values = {**values, "sender_hash": sender_hash, "applicant_user_id": user.id if user else False}
        try:
            with self.env.cr.savepoint():
                application = applications.create(values)
        except psycopg2.errors.UniqueViolation as error:
            # The same came in at the same moment by another connection: begin again, then it is found.
            raise ConcurrencyError("the same application, twice at once") from error
        application._add_documents(files)
        application._schedule(application.env._("Check the application of %s", application.company_name))
        application._tell_applicant()
        return application

    def _find_open(self, values):
        """Open applications with the same number or address; the one of the same address first."""
        domain = [
            ("company_id", "=", self.env.company.id),
            ("state", "in", reseller_application.OPEN_STATES),
            "|", ("npwp", "=", values["npwp"]), ("email", "=", values["email"]),
        ]  # fmt: skip
        return self.search(domain).sorted(lambda application: application.email != values["email"])

    def _check_rate(self, email, sender_hash):
        since = ("create_date", ">", fields.Datetime.now() - timedelta(days=1))
        of_email = self.search_count([since, ("email", "=", email)])
        of_address = self.search_count([since, ("sender_hash", "=", sender_hash)]) if sender_hash else 0
        if reseller_application.is_too_many(of_address, of_email):
            raise UserError(
                self.env._("Too many applications came from you today. Please try again tomorrow, or call us.")
            )

    def _note_again(self, values):
        """Remember a second attempt; its owner gets the link again, at most once an hour."""
        self.ensure_one()
        if values["email"] != self.email or values["npwp"] != self.npwp:
            self.applied_again_count += 1
            self.message_post(
                body=self.env._(
                    "Somebody applied again: %(company)s, %(name)s, %(email)s, %(phone)s, NPWP %(npwp)s",
                    company=values["company_name"],
                    name=values["contact_name"],
                    email=values["email"],
                    phone=values["phone"],
                    npwp=values["npwp"],
                ),
                subtype_xmlid="mail.mt_note",
            )
        if not self.link_sent_datetime or self.link_sent_datetime < fields.Datetime.now() - timedelta(hours=1):
            self._tell_applicant()

    def _add_documents(self, files):
        """Keep files that ``lib.proof_files`` has rebuilt, up to a sensible number."""
        self.ensure_one()
        names = self._document_names()
        room = reseller_application.MAX_DOCUMENTS - len(self.document_ids)
        self.env["ir.attachment"].create(
            [
                {
                    "name": f"{names[kind]}.{proof_file.extension}",
                    "datas": base64.b64encode(proof_file.content),
                    "mimetype": proof_file.mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for kind, proof_file in files[: max(room, 0)]
            ]
        )
        self.invalidate_recordset(["document_ids"])

    def _document_names(self):
        other = self.env._("Other document")
        return {"nib": "NIB", "npwp": "NPWP", "ktp": "KTP", "other": other}

    def _ask(self, question):
        """Ask the applicant something before deciding."""
        application = self._apply("ask", text=question)
        application.write({"state": "asked_back", "reason": question})
        application._say(question)
        application._clear_activities()
        application._tell_applicant()

    def _answer(self, answer, files=()):
        """Take the answer of whoever proved to be the applicant."""
        action = "answer" if self.state == "asked_back" else "add"
        application = self._apply(action, {"applicant"}, text=answer)
        application.state = "submitted"
        application._add_documents(list(files))
        application._say(answer, by_applicant=True)
        application._schedule(application.env._("%s answered: check the application", application.company_name))

    def _refuse(self, reason):
        application = self._apply("refuse", text=reason)
        application.write({"state": "refused", "reason": reason, **application._decided()})
        application._say(reason)
        application._clear_activities()
        application._tell_applicant()

    def _withdraw(self):
        """Take the application back, on the word of the applicant."""
        application = self._apply("withdraw", {"applicant"})
        application.write({"state": "withdrawn", "decided_datetime": fields.Datetime.now()})
        application._clear_activities()
        application._tell_applicant()

    def _apply(self, action, roles=None, **facts):
        """Ask the table, under a lock, whether an action may happen now.

        :return: this application as superuser, to write what follows
        :raises UserError: with what has to be different
        """
        self.ensure_one()
        application = self.sudo()
        application.lock_for_update(allow_referencing=True)
        application.invalidate_recordset(["state"])
        self._check_may(action, roles, **facts)
        return application

    def _check_may(self, action, roles=None, **facts):
        self.ensure_one()
        if roles is None:
            self.check_access("read")
            roles = self.env["res.users"]._acting_roles()
        application = self.sudo()
        asked = reseller_application.Facts(
            state=application.state,
            roles=frozenset(roles),
            has_valid_npwp=npwp.is_valid(application.npwp or ""),
            has_region=bool(application.region_id.active),
            **facts,
        )
        try:
            reseller_application.apply(action, asked)
        except reseller_application.ApplicationError as error:
            raise UserError(application._refusal(error.code)) from error

    def _refusal(self, code):
        """Return the sentence a person reads when an action is refused."""
        env = self.env
        return {
            "role": env._("Applications of resellers are the Operational Manager's."),
            "state": env._("This is not possible any more: the application is “%s”.", self._state_label()),
            "text": env._("Please write 5 to 1000 characters, so that the other side can act on it."),
            "months": env._("A membership lasts 1 to 60 months."),
            "npwp": env._("The NPWP is not valid. Ask the applicant back before you approve."),
            "region": env._("The district is missing. Choose it in the address before you approve."),
        }[code]

    # === TOOLING === #

    def _missing_texts(self):
        """What to ask the applicant for, by the checks that went wrong."""
        env = self.env
        questions = {
            "npwp": env._("Please check your NPWP: the number is not valid."),
            "region": env._("In which district is your shop?"),
            "documents": env._("Please add photos of your NIB, NPWP card and KTP."),
        }
        results = self.sudo().check_data or {}
        return [text for code, text in questions.items() if results.get(code, "success") != "success"]

    def _is_open(self):
        return self.state in reseller_application.OPEN_STATES

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _decided(self):
        return {"decided_by_id": self.env.uid, "decided_datetime": fields.Datetime.now()}

    def _say(self, text, *, by_applicant=False):
        """Write into the conversation that both sides read, without mailing it a second time."""
        author = {"author_id": False, "email_from": self.email} if by_applicant else {}
        self.message_post(body=text, message_type="comment", subtype_xmlid="mail.mt_comment", **author)

    def _conversation(self):
        """What both sides wrote to each other, oldest first.

        :return: list of dict(is_applicant: bool, datetime, body: Markup)
        """
        comment = self.env.ref("mail.mt_comment")
        messages = self.message_ids.filtered(
            lambda message: message.message_type == "comment" and message.subtype_id == comment
        )
        return [
            {"is_applicant": message.email_from == self.email, "datetime": message.date, "body": message.body}
            for message in messages.sorted("id")
        ]

    def _schedule(self, summary):
        """Put a to-do on the Operational Manager's list, once."""
        user = self.env["res.users"].sudo()._with_role("operational_manager")
        if user and not self.activity_ids.filtered(lambda activity: activity.user_id == user):
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)

    def _clear_activities(self):
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _tell_applicant(self):
        """Mail where the application stands, with the address of its page."""
        self.ensure_one()
        self._portal_ensure_token()
        self.link_sent_datetime = fields.Datetime.now()
        template = self.env.ref("crosstech_sale.mail_template_reseller_application")
        template.sudo().send_mail(self.id)

    def _partners_with_npwp(self):
        number = npwp.normalise(self.npwp) if npwp.is_valid(self.npwp or "") else self.npwp
        written = npwp.spellings(number) if number else ()
        return self.env["res.partner"].sudo().search([("vat", "in", written)], limit=20).commercial_partner_id

    def _partners_with_email(self):
        Partner = self.env["res.partner"].sudo()
        own = self.applicant_user_id.partner_id
        return Partner.search([("email_normalized", "=", self.email), ("id", "not in", own.ids)], limit=20)

    def _accounts_of_others(self, own):
        accounts = self.env["res.partner.bank"].sudo().search([("sanitized_acc_number", "=", self.account_number)])
        return accounts.filtered(lambda account: account.partner_id.commercial_partner_id.id not in own)
