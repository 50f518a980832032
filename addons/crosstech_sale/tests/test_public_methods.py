"""What has no leading underscore can be called over the network by everybody who logs in: it must check for itself."""

import inspect

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon

# Core asks these of every model, with its own checks; ours only extend them.
CORE = {
    "create", "write", "unlink", "copy", "default_get", "read", "init", "message_post", "message_new", "get_view",
    "fields_get",
}  # fmt: skip
# Harmless for a customer: they tell nothing and change nothing.
HARMLESS = {
    ("crosstech.courier", "action_view_tariffs"): "names a list; the list has its own rights",
    ("crosstech.region", "action_assign_territory"): "names a form; the form has its own rights",
    ("crosstech.region", "action_view_partners"): "names a list; the list has its own rights",
    ("res.company", "action_open_territory_map"): "names a page; its field has its own rights",
    ("res.partner", "action_open_notifications"): "names a list; the list has its own rights",
    ("sale.order", "action_view_transfers"): "names a list; the list has its own rights",
    ("website", "get_pricelist_available"): "the shop itself calls it for everybody",
}
# These take records of other models, which nobody can send over the network.
NEEDS_RECORDS = {
    ("sale.order", "set_delivery_line"),
    ("delivery.carrier", "crosstech_courier_rate_shipment"),
    ("delivery.carrier", "crosstech_courier_send_shipping"),
    ("delivery.carrier", "crosstech_courier_get_tracking_link"),
    ("delivery.carrier", "crosstech_courier_cancel_shipment"),
}


@tagged("post_install", "-at_install")
class TestPublicMethods(TransferCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_user("buyer")
        cls.stranger = cls._create_buyer("Orang Lain")
        cls.transfer = cls._create_waiting(partner=cls.stranger)
        cls.order = cls.transfer._get_document()

    def _public_methods(self):
        for name, model in self.env.registry.items():
            if model._abstract:
                continue
            for method_name, _method in inspect.getmembers(model, inspect.isfunction):
                ours = any(
                    method_name in cls.__dict__ and cls.__module__.startswith("odoo.addons.crosstech_")
                    for cls in model.mro()
                )
                if ours and not method_name.startswith("_") and method_name not in CORE:
                    yield name, method_name

    def test_a_customer_gets_nothing_out_of_any_button_of_the_staff(self):
        let_through = []
        for name, method_name in self._public_methods():
            if (name, method_name) in NEEDS_RECORDS:
                continue
            record = self.env[name].search([], order="id desc", limit=1).with_user(self.customer)
            try:
                with self.env.cr.savepoint():
                    getattr(record, method_name)()
            except (AccessError, UserError, ValueError, NotImplementedError):
                continue
            if record and (name, method_name) not in HARMLESS:
                let_through.append(f"{name}.{method_name}")
        self.assertFalse(let_through, "\n".join(let_through))
        self.assertEqual((self.transfer.state, self.order.state), ("waiting", "sent"))
