from . import (
    choose_delivery_carrier,
    cod_meeting_complete,
    cod_meeting_propose,
    courier_price_set,
    courier_tariff_import,
    courier_tariff_import_lines,
    courier_tariff_import_stage,
    order_take,
    region_import,
    statement_line_set_aside,
    testimonial_reply,
)
