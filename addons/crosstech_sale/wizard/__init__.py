from . import (
    choose_delivery_carrier,
    cod_meeting_complete,
    cod_meeting_propose,
    courier_price_set,
    region_import,
)
