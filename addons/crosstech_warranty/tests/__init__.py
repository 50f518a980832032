from . import test_cost, test_cost_payment, test_work_order
