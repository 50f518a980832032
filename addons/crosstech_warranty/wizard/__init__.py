from . import goodwill_grant, request_enter, warranty_unit_register, work_order_candidate, work_order_recap_print
