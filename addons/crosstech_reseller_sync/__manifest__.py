{
    "name": "Crosstech Reseller Sync",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "Every reseller's own database, on any engine, read as agreed and asked as one",
    "author": "Crosstech contributors",
    "license": "LGPL-3",
    "depends": ["crosstech_sale", "queue_job"],
    "external_dependencies": {"python": ["cryptography", "paramiko", "sqlalchemy"]},
    "data": [],
}
