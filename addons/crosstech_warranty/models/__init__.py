from . import (
    fault_code,
    helpdesk_ticket,
    hooks_duty,
    supplier_claim,
    technician,
    warranty_term,
    warranty_unit,
    work_order,
    work_order_line,
    work_order_visit,
)
