from . import (
    test_access_matrix,
    test_cod_meeting,
    test_courier_checkout,
    test_courier_quote,
    test_demo_company,
    test_notification,
    test_order_release,
    test_region,
    test_roles,
    test_statement_import,
    test_transfer,
    test_transfer_receipt,
)
