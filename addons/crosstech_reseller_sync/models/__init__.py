from . import (
    reseller_agreement,
    reseller_match,
    reseller_source,
    value_tables,
)
