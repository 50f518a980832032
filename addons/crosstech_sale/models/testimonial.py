"""What a customer says of a delivered order, published and answered by us (S0.39 to S0.41)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import duties, testimonial_texts, testimonials

KINDS = [("praise", "Praise"), ("suggestion", "Suggestion"), ("criticism", "Criticism")]
TOPICS = [
    ("product", "Goods"),
    ("delivery", "Packing and Delivery"),
    ("payment", "Payment"),
    ("service", "Service"),
]
NAMES = [("full", "Full Name"), ("short", "First Name and City"), ("anonymous", "Anonymous")]
STATES = [("received", "Received"), ("published", "Published"), ("not_published", "Not Published")]
OWNER_ROLES = [
    (duties.OPERATIONAL, "Operational Manager"),
    (duties.MARKETING, "Marketing Manager"),
    (duties.FINANCE, "Finance Manager"),
    (duties.INVENTORY, "Inventory"),
]


class Testimonial(models.Model):
    _name = "crosstech.testimonial"
    _description = "Testimonial"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "create_date desc, id desc"
    _mail_post_access = "read"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Customer", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    customer_kind = fields.Selection(related="order_id.customer_kind", store=True, precompute=True)
    rating_product = fields.Integer(string="Goods", required=True, readonly=True, aggregator="avg")
    rating_service = fields.Integer(string="Service", required=True, readonly=True, aggregator="avg")
    rating_experience = fields.Integer(string="Experience", required=True, readonly=True, aggregator="avg")
    rating_overall = fields.Float(
        string="Average", compute="_compute_rating_overall", store=True, precompute=True, digits=(3, 2),
        aggregator="avg",
    )  # fmt: skip
    stars = fields.Integer(compute="_compute_rating_overall", store=True, precompute=True, aggregator="avg")
    stars_text = fields.Char(string="Rating", compute="_compute_stars_text")
    is_served_well = fields.Float(
        string="Service Level (%)", compute="_compute_rating_overall", store=True, precompute=True, digits=(5, 1),
        aggregator="avg", help="Share of customers who give the service four stars or five.",
    )  # fmt: skip
    line_ids = fields.One2many("crosstech.testimonial.line", "testimonial_id", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True, tracking=True)
    topic = fields.Selection(TOPICS, required=True, readonly=True, string="About")
    text = fields.Text(string="Words", readonly=True)
    published_text = fields.Text(
        compute="_compute_published_text", store=True, precompute=True,
        help="The words without telephone numbers, e-mail addresses and links.",
    )  # fmt: skip
    has_contact_data = fields.Boolean(compute="_compute_published_text", store=True, precompute=True)
    is_publishable = fields.Boolean(string="May Be Published", readonly=True)
    name_shown = fields.Selection(NAMES, required=True, default="short", readonly=True, string="Under")
    author_name = fields.Char(
        compute="_compute_author_name", store=True, precompute=True, string="Published As",
        help="Empty: anonymous.",
    )  # fmt: skip
    state = fields.Selection(
        STATES, required=True, default="received", readonly=True, copy=False, index=True, tracking=True
    )
    published_datetime = fields.Datetime(readonly=True, copy=False)
    owner_role = fields.Selection(
        OWNER_ROLES, compute="_compute_owner_role", store=True, precompute=True, string="Answered By"
    )
    reply = fields.Text(string="Answer", readonly=True, copy=False)
    reply_author_id = fields.Many2one("res.partner", readonly=True, copy=False)
    replied_datetime = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answer_deadline = fields.Date(readonly=True, copy=False)
    answer_hours = fields.Float(
        string="Hours to Answer",
        compute="_compute_answer",
        store=True,
        precompute=True,
        aggregator="avg",
        digits=(16, 1),
    )
    loop = fields.Selection(
        [("open", "To Answer"), ("closed", "Answered"), ("none", "No Answer Needed")],
        string="Follow-Up", compute="_compute_answer", store=True, index=True, precompute=True, group_expand=True,
        help="A criticism or a suggestion is open until its owner has answered.",
    )  # fmt: skip

    _order_uniq = models.Constraint("UNIQUE (order_id)", "There is one testimonial for each order.")
    _ratings_range = models.Constraint(
        "CHECK (rating_product BETWEEN 1 AND 5 AND rating_service BETWEEN 1 AND 5"
        " AND rating_experience BETWEEN 1 AND 5)",
        "A rating is one to five stars.",
    )
    _text_length = models.Constraint(
        f"CHECK (text IS NULL OR char_length(text) <= {testimonial_texts.MAX_TEXT})", "The text is too long."
    )
    _published_idx = models.Index("(company_id, published_datetime DESC, id DESC) WHERE state = 'published'")
    _summary_idx = models.Index("(company_id, stars, rating_overall) WHERE state = 'published'")

    # === COMPUTE METHODS === #

    @api.depends("order_id.name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Testimonial for %(order)s", order=one.order_id.sudo().name)

    @api.depends("rating_product", "rating_service", "rating_experience")
    def _compute_rating_overall(self):
        for one in self:
            ratings = one._ratings()
            one.rating_overall = float(testimonials.overall(ratings))
            one.stars = testimonials.stars(ratings)
            one.is_served_well = 100.0 if ratings.service >= testimonials.GOOD_STARS else 0.0

    @api.depends("stars")
    def _compute_stars_text(self):
        for one in self:
            one.stars_text = "★" * one.stars + "☆" * (5 - one.stars)

    @api.depends("text")
    def _compute_published_text(self):
        for one in self:
            one.published_text = testimonial_texts.mask_contacts(one.text or "")
            one.has_contact_data = one.published_text != (one.text or "")

    @api.depends("name_shown", "partner_id.name", "partner_id.city")
    def _compute_author_name(self):
        for one in self:
            partner = one.partner_id.sudo()
            one.author_name = testimonial_texts.author(
                partner.name, partner.city, one.name_shown, is_company=partner.is_company
            )

    @api.depends("kind", "topic", "customer_kind")
    def _compute_owner_role(self):
        for one in self:
            one.owner_role = testimonials.owner(one.kind, one.topic, one.customer_kind or "buyer")

    @api.depends("kind", "replied_datetime")
    def _compute_answer(self):
        for one in self:
            asked = one.create_date or fields.Datetime.now()
            one.answer_hours = (one.replied_datetime - asked).total_seconds() / 3600 if one.replied_datetime else 0.0
            one.loop = "closed" if one.replied_datetime else "none" if one.kind == "praise" else "open"

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_with_its_ratings(self):
        self._remove_product_ratings()

    # === ACTION METHODS === #

    def action_publish(self):
        """Show it on the website, where the customer allows that."""
        for one in self:
            target = one._check_step("publish")
            one.sudo().write({"state": target, "published_datetime": fields.Datetime.now()})
            one.sudo()._sync_product_ratings()
            one._update_activities()
        return True

    def action_unpublish(self):
        """Keep it off the website, or take it off."""
        for one in self:
            one.sudo()._leave_website(one._check_step("unpublish"))
            one._update_activities()
        return True

    def action_reply(self):
        """Open the window to write an answer in."""
        self.ensure_one()
        self._check_step("reply")
        return {
            "type": "ir.actions.act_window", "res_model": "crosstech.testimonial.reply", "view_mode": "form",
            "target": "new", "context": {"default_testimonial_id": self.id, "default_reply": self.reply},
            "name": self.env._("Answer %(customer)s", customer=self.partner_id.name),
        }  # fmt: skip

    # === BUSINESS METHODS === #

    def _check_step(self, action, roles=None):
        """Refuse a step of ``lib.testimonials`` that is not open to the acting user or not open now.

        :param roles: roles that were proved otherwise, such as ``{"customer"}`` by the order's token
        :return: the state it leads to
        :raises UserError: naming the next step
        """
        self.ensure_one()
        self.check_access("read")
        roles = self.env["res.users"]._acting_roles() if roles is None else roles
        try:
            return testimonials.check(
                action, self.state, roles, owner_role=self.owner_role, may_publish=self.is_publishable
            )
        except testimonials.TestimonialError as error:
            raise UserError(self._refusal(error.code, action)) from error

    def _refusal(self, code, action):
        if code == "role":
            owner = dict(self._fields["owner_role"]._description_selection(self.env))[self.owner_role]
            if action == "reply":
                return self.env._("%(role)s answers this one, or the Operational Manager.", role=owner)
            return self.env._("The Operational Manager decides what is published.")
        if code == "consent":
            return self.env._("The customer does not want this published. Answer it; it stays between you.")
        return self.env._("This was done already. Reload the page to see it.")

    def _reply(self, text):
        """Answer the customer: he is told, and reads it on his order; visitors read it where it is published.

        :raises UserError: when the text is empty or too long, or somebody else answers
        """
        self.ensure_one()
        self._check_step("reply")
        text = testimonial_texts.clean(text)
        if not text or len(text) > testimonial_texts.MAX_TEXT:
            raise UserError(
                self.env._(
                    "Please write an answer of at most %(length)s characters.", length=testimonial_texts.MAX_TEXT
                )
            )
        author = self.env.user.partner_id
        answer = self.sudo()
        answered = self.replied_datetime or fields.Datetime.now()
        answer.write({"reply": text, "reply_author_id": author.id, "replied_datetime": answered})
        answer._sync_product_ratings()
        answer._update_activities()
        customer = answer.with_context(lang=answer.partner_id.lang or self.env.lang)
        customer.env["crosstech.notification"].with_company(answer.company_id)._notify(
            answer.partner_id,
            customer.env._("An answer to what you told us about %(order)s", order=answer.order_id.name),
            text,
            record=answer.order_id,
        )

    def _leave_website(self, state="not_published"):
        self.write({"state": state, "published_datetime": False})
        self._remove_product_ratings()

    def _ratings(self) -> testimonials.Ratings:
        self.ensure_one()
        return testimonials.Ratings(self.rating_product, self.rating_service, self.rating_experience)
