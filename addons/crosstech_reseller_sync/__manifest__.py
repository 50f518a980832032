{
    "name": "Crosstech Reseller Sync",
    "version": "19.0.0.1.0",
    "category": "Sales/Sales",
    "summary": "Every reseller's own database, on any engine, read as agreed and asked as one",
    "author": "Crosstech contributors",
    "license": "LGPL-3",
    "depends": ["crosstech_sale"],
    "external_dependencies": {"python": ["dbfread", "openpyxl", "sqlalchemy", "zstandard"]},
    "installable": False,  # its rules are being built in lib/; models and screens are still to come
}
