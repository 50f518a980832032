{
    "name": "Crosstech Warranty",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "summary": "From the unit sold to the unit made good: warranty, failure reports, work orders, custody and cost",
    "author": "Crosstech contributors",
    "license": "AGPL-3",
    "depends": ["crosstech_sale", "helpdesk_mgmt", "repair"],
    "data": [
        # who may do what
        "security/crosstech_warranty_groups.xml",
        "security/ir.model.access.csv",
        "security/crosstech_warranty_security.xml",
        "security/technician_security.xml",
        "security/learning_security.xml",
        "security/custody_security.xml",
        # data
        "data/ir_sequence.xml",
        "data/ir_cron_cost.xml",
        "data/service_level.xml",
        "data/ir_cron_learning.xml",
        "data/custody_places.xml",
        "data/routing.xml",
        # backend
        "views/menus.xml",
        "views/warranty_term_views.xml",
        "views/warranty_unit_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/work_order_views.xml",
        "views/work_order_visit_views.xml",
        "views/technician_views.xml",
        "views/work_order_offer_views.xml",
        "views/work_order_route_views.xml",
        "views/res_config_settings_service_views.xml",
        "views/supplier_claim_views.xml",
        "views/service_level_views.xml",
        "views/helpdesk_ticket_clock_views.xml",
        "views/defect_views.xml",
        # portal
        "views/job_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "crosstech_warranty/static/src/interactions/**/*",
            "crosstech_warranty/static/src/scss/**/*",
        ],
        "web.assets_tests": ["crosstech_warranty/static/tests/tours/**/*"],
    },
}
