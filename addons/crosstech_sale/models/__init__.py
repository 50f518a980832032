from . import (
    notification,
    payment_transaction_release,
    region,
    region_alias,
    res_company_delivery,
    res_partner,
    res_partner_kind,
    res_partner_membership,
    res_users_duty,
    sale_order_release,
    sale_order_source,
    stock_picking,
)
