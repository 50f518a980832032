from . import address, auth_signup, cod_meeting, delivery, notification, order_portal, region, territory, transfer
from . import (
    address,
    auth_signup,
    cod_meeting,
    delivery,
    notification,
    order_portal,
    region,
    supplier,
    territory,
    reseller_approval,
    reseller_shop,
    reseller_team,
    transfer,
)
