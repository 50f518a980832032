from . import helpdesk, jobs, service_page, service_report, warranty_unit
