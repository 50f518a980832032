from . import test_notification
