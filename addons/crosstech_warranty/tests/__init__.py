from . import test_work_order
