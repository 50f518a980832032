from . import work_order_candidate, work_order_recap_print
