from . import (
    test_agreement,
    test_analysis,
    test_look_back,
    test_mapping_screen,
    test_match,
    test_offer,
    test_one_database,
    test_outlook,
    test_pull,
    test_pull_drift,
    test_pull_schedule,
    test_source_open,
)
