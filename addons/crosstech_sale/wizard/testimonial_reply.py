from odoo import fields, models


class TestimonialReply(models.TransientModel):
    _name = "crosstech.testimonial.reply"
    _description = "Answer a Testimonial"

    testimonial_id = fields.Many2one("crosstech.testimonial", required=True, ondelete="cascade")
    stars_text = fields.Char(related="testimonial_id.stars_text")
    text = fields.Text(related="testimonial_id.text", string="The Customer Wrote")
    is_publishable = fields.Boolean(related="testimonial_id.is_publishable")
    reply = fields.Text(string="Answer")

    def action_reply(self):
        """Send the answer."""
        self.ensure_one()
        self.testimonial_id._reply(self.reply)
        return {"type": "ir.actions.act_window_close"}
