from . import (
    test_notification,
    test_order_release,
    test_roles,
)
