from . import jobs, service_page, warranty_unit
