from . import (
    custody_hand_over,
    goodwill_grant,
    request_enter,
    supplier_claim_decide,
    warranty_unit_register,
    work_order_answer,
    work_order_candidate,
    work_order_recap_print,
    work_order_step,
)
