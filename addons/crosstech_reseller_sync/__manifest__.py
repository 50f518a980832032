{
    "name": "Crosstech Reseller Sync",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "Every reseller's own database, on any engine, read as agreed and asked as one",
    "author": "Crosstech contributors",
    "license": "LGPL-3",
    "depends": ["crosstech_sale", "queue_job"],
    "external_dependencies": {
        "python": ["dbfread", "openpyxl", "paramiko", "PyMySQL", "RapidFuzz", "sqlalchemy", "zstandard"]
    },
    "data": [
        # who may do what
        "security/ir.model.access.csv",
        "security/reseller_data_security.xml",
        "security/reseller_source_security.xml",
        "security/reseller_pull_security.xml",
        "security/reseller_insight_security.xml",
        # data
        "data/ir_sequence.xml",
        "data/reseller_pull.xml",
        "data/reseller_offer.xml",
        # backend
        "views/menus.xml",
        "views/reseller_agreement_views.xml",
        "views/product_template_views.xml",
        "views/res_partner_views.xml",
        "views/reseller_listing_views.xml",
        "views/reseller_price_views.xml",
        "views/reseller_product_views.xml",
        "views/reseller_purchase_views.xml",
        "views/reseller_sale_views.xml",
        "views/reseller_source_views.xml",
        "views/reseller_pull_views.xml",
        "views/reseller_quarantine_views.xml",
        "wizard/reseller_look_back_views.xml",
        "wizard/reseller_mapping_templates.xml",
        "wizard/reseller_mapping_views.xml",
        "views/reseller_match_views.xml",
        "views/reseller_stock_views.xml",
        "views/reseller_outlook_views.xml",
        "views/story_templates.xml",
        "views/reseller_offer_views.xml",
        "views/res_config_settings_views.xml",
        # portal
        "views/reseller_offer_templates.xml",
        "views/reseller_data_templates.xml",
        "views/reseller_data_form_templates.xml",
    ],
    "assets": {
        "web.assets_backend": ["crosstech_reseller_sync/static/src/backend/**/*"],
    },
    "installable": True,
}
