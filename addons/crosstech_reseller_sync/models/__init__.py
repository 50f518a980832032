from . import (
    reseller_agreement,
    reseller_match,
    reseller_source,
    reseller_source_open,
    reseller_source_upload,
    value_tables,
)
