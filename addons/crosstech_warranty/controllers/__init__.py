from . import jobs, service_page
