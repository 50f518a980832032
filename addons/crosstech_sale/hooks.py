"""What installing the addon switches on, once."""

from .lib.money import RUPIAH_ROUNDING


def post_init_hook(env):
    """Prepare the database for a company that sells in rupiah.

    Rupiah are whole (Odoo's own record rounds to 0.01); price lists must be on, or a reseller's prices are ignored.
    """
    rupiah = env.ref("base.IDR")
    rupiah.write({"active": True, "rounding": RUPIAH_ROUNDING})
    group_user = env.ref("base.group_user")
    group_user._apply_group(env.ref("product.group_product_pricelist"))
    # Without a list of its own, the public would get the first one anybody makes, such as a reseller's.
    env["res.company"].search([])._activate_or_create_pricelists()
