from . import (
    reseller_agreement_end,
    reseller_connection_test,
    reseller_look_back,
    reseller_mapping,
    reseller_mapping_entity,
    reseller_mapping_field,
)
