from . import choose_delivery_carrier, courier_price_set, region_import
