"""An application from the form to the decision: who may do what, what is refused, and that refusals change nothing."""

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..lib import proof_files, reseller_application
from .programme_common import NPWP, OTHER_NPWP, ProgrammeCommon, picture, reseller_values

STRANGERS = ("marketing_manager", "finance_manager", "inventory", "repair_team")


@tagged("post_install", "-at_install")
class TestResellerApplication(ProgrammeCommon):
    def _approve(self, application, partner=None, **values):
        dialog = self.env["crosstech.reseller.application.approve"].with_user(self.manager)
        choice = {"partner_choice": "existing", "partner_id": partner.id} if partner else {"partner_choice": "new"}
        return dialog.create(
            {"application_id": application.id, "grade_id": self.silver.id, "months": 12, **choice, **values}
        ).action_approve()

    def _fingerprint(self, application):
        application.invalidate_recordset()
        return application.read(["state", "reason", "partner_id", "membership_id", "message_ids", "document_ids"])

    # === ARRIVAL === #

    def test_an_application_mails_its_link_and_puts_a_todo_on_the_managers_list(self):
        application = self._submit()
        self.assertEqual((application.state, application.check_result), ("submitted", "success"))
        self.assertEqual(application.document_ids.mapped("mimetype"), ["image/png"])
        self.assertEqual(application.activity_ids.user_id, self.manager)
        mail = self._mails_to("toko.uji@example.com")
        self.assertIn(application.access_token, mail.body_html)

    def test_applying_twice_leads_to_the_first_application_by_mail_at_most_once_an_hour(self):
        first = self._submit()
        self.assertEqual(self._submit(company_name="Lain"), first)
        self.assertEqual(first.company_name, "Toko Uji Komputer")
        self.assertEqual(len(self._mails_to("toko.uji@example.com")), 1)
        first.link_sent_datetime = "2026-01-01 00:00:00"
        self._submit()
        self.assertEqual(len(self._mails_to("toko.uji@example.com")), 2)

    def test_the_same_tax_number_from_another_address_tells_its_owner_and_the_manager_not_the_stranger(self):
        first = self._submit()
        self.assertEqual(self._submit(email="penipu@example.com"), first)
        self.assertFalse(self._mails_to("penipu@example.com"))
        self.assertEqual(first.applied_again_count, 1)
        self.assertEqual(first.check_data["applied_again"], "warning")
        self.assertTrue(first.message_ids.filtered(lambda message: "penipu@example.com" in message.body))
        self.assertFalse([one for one in first._conversation() if "penipu" in one["body"]])

    def test_who_was_refused_may_apply_again(self):
        first = self._submit()
        self._as(first, "operational_manager")._refuse("Belum bisa kami terima")
        self.assertNotEqual(self._submit(), first)

    def test_too_many_applications_of_a_day_from_one_place_are_refused(self):
        for number in range(reseller_application.MAX_PER_ADDRESS):
            self._submit(email=f"a{number}@example.com", npwp=f"00131216600910{number:02}", files=[])
        before = self.env["crosstech.reseller.application"].search_count([])
        with self.assertRaises(UserError):
            self._submit(email="next@example.com", npwp=OTHER_NPWP)
        self.assertEqual(self.env["crosstech.reseller.application"].search_count([]), before)
        self.assertTrue(self._submit(email="next@example.com", npwp=OTHER_NPWP, sender="198.51.100.7"))

    def test_somebody_elses_tax_number_is_taken_in_and_shown_in_red(self):
        owner = self._create_buyer(is_company=True, vat="01.312.166.0-091.000", email="pemilik@example.com")
        application = self._submit()
        self.assertEqual(application.check_data["npwp_taken"], "danger")
        self.assertEqual(application.check_result, "danger")
        self.assertIn("text-danger", application.check_text)
        self.assertFalse(owner.membership_ids)

    # === QUESTIONS AND ANSWERS === #

    def test_the_manager_asks_the_applicant_answers_with_a_document(self):
        application = self._submit()
        self._as(application, "operational_manager")._ask("Mohon foto NPWP")
        self.assertEqual(application.state, "asked_back")
        self.assertFalse(application.activity_ids)
        application._answer("Ini fotonya", [("npwp", proof_files.clean(picture("JPEG")))])
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.document_ids.sorted("id").mapped("name"), ["NIB.png", "NPWP.jpg"])
        self.assertEqual([one["is_applicant"] for one in application._conversation()], [False, True])
        self.assertEqual(application.activity_ids.user_id, self.manager)

    def test_a_refusal_needs_a_reason_and_tells_it(self):
        application = self._submit()
        before = self._fingerprint(application)
        for reason in ("", "   ", "no", "x" * 1001):
            with self.assertRaises(UserError):
                self._as(application, "operational_manager")._refuse(reason)
            self.assertEqual(self._fingerprint(application), before)
        self._as(application, "operational_manager")._refuse("Kami hanya bekerja sama dengan toko <b>resmi</b>")
        self.assertEqual((application.state, application.decided_by_id), ("refused", self.manager))
        mail = self._mails_to("toko.uji@example.com").sorted("id")[-1]
        self.assertIn("&lt;b&gt;resmi", mail.body_html)

    def test_a_withdrawn_application_is_left_alone(self):
        application = self._submit()
        application._withdraw()
        before = self._fingerprint(application)
        for step in (lambda one: one._ask("Mohon NIB"), lambda one: one._refuse("Terlambat"), self._approve):
            with self.assertRaises(UserError):
                step(self._as(application, "operational_manager"))
        self.assertEqual(self._fingerprint(application), before)

    # === WHO MAY === #

    def test_other_roles_neither_read_nor_decide(self):
        application = self._submit()
        before = self._fingerprint(application)
        for role in STRANGERS:
            other = self._as(application, role)
            for step in (
                lambda one: one._ask("Mohon NIB"),
                lambda one: one._refuse("Tidak jadi"),
                lambda one: one.read(),
            ):
                with self.assertRaises(AccessError, msg=role):
                    step(other)
            with self.assertRaises(UserError, msg=role):
                other._approve(self.silver, 12)
        self.assertEqual(self._fingerprint(application), before)

    def test_the_director_reads_and_decides_nothing(self):
        application = self._as(self._submit(), "director")
        self.assertTrue(application.read(["company_name"]))
        for step in (application.action_approve, application.action_refuse, lambda: application._ask("Mohon NIB")):
            with self.assertRaises(UserError):
                step()
        with self.assertRaises(AccessError):
            application.write({"street": "Lain"})
        self.assertEqual(application.state, "submitted")

    def test_the_manager_cannot_write_a_decision_past_the_buttons(self):
        application = self._as(self._submit(), "operational_manager")
        with self.assertRaises(UserError):
            application.write({"state": "approved"})
        self.assertEqual(application.state, "submitted")
        application.write({"street": "Jalan Benar 1"})
        application._refuse("Sudah tutup tokonya")
        with self.assertRaises(UserError):
            application.write({"street": "Jalan Salah 1"})
        self.assertEqual(application.street, "Jalan Benar 1")

    # === APPROVAL === #

    def test_an_approval_makes_company_contact_bank_account_login_level_and_prices(self):
        application = self._submit()
        self._approve(application, region_ids=[(6, 0, self.pontianak.ids)])
        company = application.partner_id
        self.assertEqual((company.name, company.is_company, company.vat), ("Toko Uji Komputer", True, NPWP))
        self.assertEqual((company.region_id, company.grade_id), (self.pontianak_selatan, self.silver))
        self.assertEqual(self._price(company), 90_000)
        self.assertEqual(company.bank_ids.sanitized_acc_number, "1234567890")
        self.assertFalse(company.bank_ids.allow_out_payment)
        self.assertTrue(company.is_listed_publicly)
        user = company.child_ids.user_ids
        self.assertEqual((user.login, user.has_group("crosstech_sale.group_reseller")), ("toko.uji@example.com", True))
        self.assertEqual(user.partner_id.name, "Budi Uji")
        membership = application.membership_id
        self.assertEqual((membership.state, membership.partner_id), ("active", company))
        territory = self.env["crosstech.territory"].search([("reseller_id", "=", company.id)])
        self.assertEqual((territory.region_id, territory.date_to), (self.pontianak, membership.date_to))
        told = self.env["crosstech.notification"].search([("partner_id", "=", company.id)])
        self.assertIn("/my/reseller/welcome", told.body)

    def test_approving_twice_does_nothing_twice(self):
        application = self._submit()
        self._approve(application)
        before = self._fingerprint(application)
        counts = [self.env[model].search_count([]) for model in ("res.partner", "crosstech.reseller.membership")]
        with self.assertRaises(UserError):
            self._approve(application)
        self.assertEqual(self._fingerprint(application), before)
        after = [self.env[model].search_count([]) for model in ("res.partner", "crosstech.reseller.membership")]
        self.assertEqual(after, counts)

    def test_an_approval_without_valid_number_district_or_months_is_refused(self):
        application = self._submit()
        for field, value in (("npwp", "0013121661091000"), ("region_id", False)):
            good = application[field]
            application[field] = value
            with self.assertRaises(UserError):
                self._approve(application)
            application[field] = good
        for months in (0, 61, -1):
            with self.assertRaises(UserError):
                self._approve(application, months=months)
        self.assertEqual((application.state, application.partner_id.ids), ("submitted", []))

    def test_a_contact_with_the_same_number_is_not_touched_unless_the_manager_chooses_it(self):
        owner = self._create_buyer("Pemilik", is_company=True, vat=NPWP, email="pemilik@example.com")
        application = self._submit()
        self._approve(application)
        self.assertNotEqual(application.partner_id, owner)
        self.assertFalse(owner.grade_id)

    def test_the_contact_the_manager_chooses_becomes_the_reseller_and_keeps_its_name(self):
        owner = self._create_buyer("Pemilik", is_company=True, vat=NPWP, email="pemilik@example.com")
        application = self._submit()
        self._approve(application, partner=owner)
        self.assertEqual(application.partner_id, owner)
        self.assertEqual((owner.name, owner.email, owner.grade_id), ("Pemilik", "pemilik@example.com", self.silver))
        self.assertEqual(owner.child_ids.user_ids.login, "toko.uji@example.com")

    def test_a_buyer_who_applied_while_logged_in_keeps_his_login_and_becomes_a_reseller(self):
        user = self._create_user("buyer", login="pembeli_melamar", email="melamar@example.com")
        application = self._submit(user=user, email="melamar@example.com")
        self.assertEqual(application.check_data["email_known"], "success")
        dialog = self.env["crosstech.reseller.application.approve"].with_user(self.manager)
        dialog = dialog.create({"application_id": application.id})
        self.assertEqual((dialog.partner_choice, dialog.partner_id), ("existing", user.partner_id))
        dialog.action_approve()
        self.assertEqual(user.partner_id.commercial_partner_id, application.partner_id)
        self.assertEqual(application.partner_id.name, "Toko Uji Komputer")
        self.assertTrue(user.has_group("crosstech_sale.group_reseller"))
        self.assertFalse(user.has_group("crosstech_sale.group_buyer"))

    def test_a_login_of_somebody_else_stops_the_approval_and_leaves_nothing(self):
        user = self._create_user("buyer", login="toko.uji@example.com", email="toko.uji@example.com")
        application = self._submit()
        self.assertEqual(application.check_data["email_known"], "warning")
        partners = self.env["res.partner"].search_count([])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._approve(application)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(application.state, "submitted")
        self.assertFalse(user.partner_id.commercial_partner_id.grade_id)


@tagged("post_install", "-at_install")
class TestResellerApplicationRace(TransactionCase):
    """A double click on two connections: the second waits, fails, and finds the first when it begins again."""

    def setUp(self):
        super().setUp()
        self.region = self.env["crosstech.region"].search([("level", "=", "district")], limit=1)
        self.values = reseller_values(self.region, email="balapan@example.com", npwp=OTHER_NPWP)
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            applications = self.env(cr=cr)["crosstech.reseller.application"]
            applications.search([("email", "=", "balapan@example.com")]).unlink()
            self.env(cr=cr)["mail.mail"].search([("email_to", "=", "balapan@example.com")]).unlink()

    def _submit(self, cr):
        return self.env(cr=cr)["crosstech.reseller.application"]._submit(self.values, [], "")

    def test_two_at_once_become_one(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SELECT count(*) FROM crosstech_reseller_application")  # its view is from before the first
            made = self._submit(first).id
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
                self._submit(second)
            second.rollback()
        with self.registry.cursor() as again:  # as Odoo does by itself for a request
            self.assertEqual(self._submit(again).id, made)
