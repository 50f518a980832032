"""Business rules in plain Python: no Odoo here, so each rule can be read and tested on its own."""
