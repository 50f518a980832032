"""A technician's page on his phone: jobs offered to him, his own jobs, and what he does with them (S1.9, S1.16)."""

from psycopg2.errors import UniqueViolation

from odoo import fields, http
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.http import request

from odoo.addons.crosstech_sale.lib import proof_files
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..lib import agenda
from ..models.job_action import JobActionAgain

BY_SCRIPT = "X-Crosstech-Job"  # the page's own script asks for plain answers
MAX_BYTES = 2 * proof_files.MAX_BYTES
MOST_DONE = 30


class JobPortal(CustomerPortal):
    # === WHOSE JOB === #

    def _job_technician(self):
        """The technician the visitor is; empty for everybody else, also for one whose access was taken away."""
        Technician = request.env["crosstech.technician"]
        if not request.env.user.has_group("crosstech_warranty.group_technician"):
            return Technician.sudo()
        return Technician._of_user()

    def _job_of(self, order_id):
        """Return (technician, job as superuser).

        :raises werkzeug.exceptions.NotFound: for everybody's but his own and those offered to him now
        """
        technician = self._job_technician()
        order = request.env["crosstech.work.order"].sudo().browse(order_id).exists()
        if not technician or not order or not (order._is_job_of(technician) or order._job_offer_of(technician)):
            raise request.not_found()
        return technician, order

    def _was_offered(self, order_id):
        """Whether the job was offered to the visitor once: he hears that it went to somebody else."""
        technician = self._job_technician()
        return bool(technician) and request.env["crosstech.work.order.offer"].sudo().search_count(
            [("order_id", "=", order_id), ("technician_id", "=", technician.id)], limit=1
        )

    # === PAGES === #

    def _prepare_portal_layout_values(self):
        """Extend: the entry of the home page is for technicians only."""
        return {**super()._prepare_portal_layout_values(), "is_technician": bool(self._job_technician())}

    @http.route("/my/jobs", type="http", auth="user", website=True)
    def portal_my_jobs(self, gone=None, **_kw):
        """Show a technician what is offered to him, what he has to do, and what he has done."""
        technician = self._job_technician()
        if not technician:
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(technician._job_lists(MOST_DONE), technician=technician, page_name="jobs", is_gone=bool(gone))
        return request.render("crosstech_warranty.portal_my_jobs", values)

    @http.route("/my/jobs/<int:order_id>", type="http", auth="user", website=True)
    def portal_my_job(self, order_id, **_kw):
        """Show one job."""
        technician = self._job_technician()
        order = request.env["crosstech.work.order"].sudo().browse(order_id).exists()
        is_open = order and technician and (order._is_job_of(technician) or order._job_offer_of(technician))
        if not is_open and self._was_offered(order_id):
            return request.redirect("/my/jobs?gone=1")
        technician, order = self._job_of(order_id)
        return self._render_job(technician, order)

    def _render_job(self, technician, order, **values):
        page = self._prepare_portal_layout_values()
        page.update(order._job_page(technician), page_name="jobs", **values)
        return request.render("crosstech_warranty.portal_my_job", page)

    @http.route("/my/jobs/agenda.ics", type="http", auth="user")
    def portal_job_agenda(self, **_kw):
        """Give the technician's planned visits as a calendar file."""
        technician = self._job_technician()
        if not technician:
            raise request.not_found()
        text = agenda.calendar(technician._job_agenda(), fields.Datetime.now())
        return request.make_response(
            text,
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", http.content_disposition("jobs.ics")),
            ],
        )

    # === ACTIONS === #

    @http.route(
        "/my/jobs/<int:order_id>/do", type="http", auth="user", methods=["POST"], website=True,
        max_content_length=MAX_BYTES,
    )  # fmt: skip
    def portal_job_do(self, order_id, signature=None, **form):
        """Do one action, once: the browser's key says which."""
        if self._was_offered(order_id):
            technician = self._job_technician()
            order = request.env["crosstech.work.order"].sudo().browse(order_id)
        else:
            technician, order = self._job_of(order_id)

        def work():
            order._do_job(technician, form, self._job_file(signature))

        return self._answer_job(technician, order, work)

    @http.route(
        "/my/jobs/<int:order_id>/photo", type="http", auth="user", methods=["POST"], website=True,
        max_content_length=MAX_BYTES,
    )  # fmt: skip
    def portal_job_photo(self, order_id, key="", photo=None, **_form):
        """Keep one photo, once."""
        technician, order = self._job_of(order_id)
        return self._answer_job(technician, order, lambda: order._add_job_photo(technician, key, self._job_file(photo)))

    @http.route("/my/jobs/<int:order_id>/photo/<int:attachment_id>", type="http", auth="user")
    def portal_job_photo_show(self, order_id, attachment_id, **_kw):
        """Show a photo of a job."""
        technician, order = self._job_of(order_id)
        attachment = order._job_photos().filtered(lambda one: one.id == attachment_id)
        if not attachment or not order._is_job_of(technician):
            raise request.not_found()
        return request.env["ir.binary"]._get_stream_from(attachment).get_response()

    def _job_file(self, sent):
        """Clean a file; None where none was sent.

        :raises UserError: for what is no picture
        """
        content = sent.read(proof_files.MAX_BYTES + 1) if hasattr(sent, "read") else b""
        if not content:
            return None
        try:
            return proof_files.clean(content)
        except proof_files.ProofFileError as error:
            raise UserError(
                request.env._("This is no photo we can read. Please send a JPEG or PNG of at most 8 MB.")
            ) from error

    def _answer_job(self, technician, order, work):
        """Do some work and answer: the script gets plain JSON, a browser without it the page."""
        error, status = None, 200
        try:
            with request.env.cr.savepoint():
                work()
        except (LockError, JobActionAgain, UniqueViolation):
            error, status = request.env._("Somebody else is answering right now. Please try again."), 409
        except (UserError, ValidationError) as refused:
            error, status = str(refused.args[0]), 422
        if request.httprequest.headers.get(BY_SCRIPT):
            return request.make_json_response({"error": error}, status=status)
        order.invalidate_recordset()
        if error and (order._is_job_of(technician) or order._job_offer_of(technician)):
            return self._render_job(technician, order, error=error)
        is_mine = order._is_job_of(technician)
        return request.redirect(f"/my/jobs/{order.id}" if is_mine else "/my/jobs?gone=1" if error else "/my/jobs")
