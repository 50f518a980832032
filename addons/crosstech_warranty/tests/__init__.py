from . import (
    test_cost,
    test_cost_payment,
    test_custody,
    test_defect,
    test_job,
    test_recap,
    test_route,
    test_service_clock,
    test_service_page,
    test_service_tour,
    test_warranty_unit,
    test_work_order,
)
