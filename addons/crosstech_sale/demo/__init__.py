"""The demo company PD Cross Tech: a distributor of computer goods in Jakarta, as ``make run`` shows it.

Not Odoo's demo data, which would bring a furniture shop along.
"""
