from . import (
    fault_code,
    helpdesk_ticket,
    helpdesk_ticket_stage,
    hooks_duty,
    supplier_claim,
    technician,
    warranty_term,
    warranty_unit,
    work_order,
    work_order_line,
    work_order_step,
    work_order_visit,
)
