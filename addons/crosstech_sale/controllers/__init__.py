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
    transfer,
)
