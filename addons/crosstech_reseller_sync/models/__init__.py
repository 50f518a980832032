from . import (
    reseller_agreement,
    reseller_data,
    reseller_match,
    reseller_price,
    reseller_product,
    reseller_purchase,
    reseller_sale,
    reseller_source,
    reseller_source_open,
    reseller_source_upload,
    reseller_stock,
    value_tables,
)
