from . import (
    test_demo_company,
    test_notification,
    test_order_release,
    test_roles,
    test_statement_import,
)
