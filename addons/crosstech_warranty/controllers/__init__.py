from . import helpdesk, jobs, service_page, service_report, supplier_claim, warranty_unit
