from . import work_order_candidate
from . import work_order_recap_print
