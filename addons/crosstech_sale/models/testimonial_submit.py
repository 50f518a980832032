"""How a testimonial comes in: from the customer's form, once per order, and whose desk it lands on."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..lib import duties, testimonials


class Testimonial(models.Model):
    _inherit = "crosstech.testimonial"

    def _is_editable(self):
        """Whether the customer may still change it."""
        self.ensure_one()
        return testimonials.is_editable(self.state, self.create_date, fields.Datetime.now())

    def _withdraw(self):
        """Take the customer's words off the website because he wants it."""
        self.ensure_one()
        state = self._check_step("withdraw", {"customer"})
        self.is_publishable = False
        self._leave_website(state)
        self.message_post(body=self.env._("The customer does not want this published any more."))

    def _assign(self):
        """Put it on the desks it concerns; what is more than praise is to be answered by a deadline."""
        for one in self:
            today = one.env.company._get_today()
            due = today + timedelta(days=one.company_id.testimonial_answer_days)
            one.answer_deadline = due if one.loop == "open" else False
        self._update_activities()

    def _update_activities(self):
        """Make the to-dos what is left to do: nobody is asked for what is done, nobody twice."""
        for one in self.sudo():
            needed = one._needed_activities()
            todos = one.activity_ids.filtered("automated")
            todos.filtered(lambda todo, needed=needed: (todo.summary, todo.user_id) not in needed).unlink()
            present = {(todo.summary, todo.user_id) for todo in todos.exists()}
            for summary, user in needed:
                if user and (summary, user) not in present:
                    one.activity_schedule(
                        "mail.mail_activity_data_todo",
                        summary=summary, user_id=user.id, date_deadline=one.answer_deadline or None,
                    )  # fmt: skip

    def _needed_activities(self):
        """:return: list of tuple(summary, user): who has still what to do about it"""
        self.ensure_one()
        users = self.env["res.users"].with_company(self.company_id)
        name = self.partner_id.name or ""
        needed = []
        if self.loop == "open":
            summary = (
                self.env._("Answer the criticism of %(customer)s", customer=name)
                if self.kind == "criticism"
                else self.env._("Answer the suggestion of %(customer)s", customer=name)
            )
            needed.append((summary, users._with_role(self.owner_role)))
        if self.state == "received" and self.is_publishable:
            summary = self.env._("Publish what %(customer)s says, or not", customer=name)
            needed.append((summary, users._with_role(duties.OPERATIONAL)))
        elif self.state == "received" and self.loop == "none" and not self.reply:
            needed.append(
                (self.env._("Read the praise of %(customer)s", customer=name), users._with_role(duties.OPERATIONAL))
            )
        return needed


class SaleOrder(models.Model):
    _inherit = "sale.order"

    testimonial_ids = fields.One2many("crosstech.testimonial", "order_id")

    def _get_testimonial_products(self):
        """The goods of the order, which a customer may rate one by one."""
        self.ensure_one()
        goods = self.order_line.filtered(lambda line: not line.is_delivery and line.product_id.type != "service")
        return goods.product_template_id

    def _submit_testimonial(self, form):
        """Keep what the customer says of this order; a second time changes the first.

        :param form: ``lib.testimonial_texts.Form`` without errors
        :return: the ``crosstech.testimonial``
        :raises UserError: when the goods have not arrived, or it can be changed no more
        :raises LockError: when it is being saved this very moment
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        if self.order_stage != "received":
            raise UserError(self.env._("Tell us what you think once the goods have arrived."))
        testimonial = self.testimonial_ids
        if testimonial and not testimonial._is_editable():
            raise UserError(self.env._("This can be changed no more. Write to us on the order page instead."))
        values = self._prepare_testimonial(form)
        if testimonial:
            testimonial._check_step("edit", {"customer"})
            testimonial.write({**values, "state": "received"})
        else:
            testimonial = testimonial.create({"order_id": self.id, **values})
        testimonial._assign()
        return testimonial

    def _prepare_testimonial(self, form):
        products = self._get_testimonial_products()
        rated = {one: stars for one, stars in form.product_ratings.items() if one in products.ids}
        return {
            "rating_product": form.ratings.product,
            "rating_service": form.ratings.service,
            "rating_experience": form.ratings.experience,
            "kind": testimonials.kind(form.ratings, form.kind),
            "topic": testimonials.topic(form.ratings, form.topic),
            "text": form.text,
            "is_publishable": form.is_publishable,
            "name_shown": form.name_shown,
            "line_ids": [
                fields.Command.clear(),
                *(fields.Command.create({"product_tmpl_id": one, "rating": stars}) for one, stars in rated.items()),
            ],
        }
