from . import (
    address,
    cod_meeting,
    delivery,
    notification,
    order_portal,
    region,
    transfer,
)
