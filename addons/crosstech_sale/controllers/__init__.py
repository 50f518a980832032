from . import (
    address,
    auth_signup,
    cod_meeting,
    delivery,
    notification,
    order_portal,
    region,
    reseller_application,
    reseller_approval,
    reseller_directory,
    reseller_shop,
    reseller_team,
    supplier,
    territory,
    testimonial,
    transfer,
)
from . import address, auth_signup, cod_meeting, delivery, help, notification, order_portal, region, transfer
