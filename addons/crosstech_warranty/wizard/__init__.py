from . import work_order_candidate
