from . import (
    reseller_agreement,
    reseller_source,
    value_tables,
)
