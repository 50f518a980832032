from . import (
    reseller_mapping,
    reseller_mapping_entity,
    reseller_mapping_field,
)
