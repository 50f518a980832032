from . import (
    test_agreement,
    test_one_database,
    test_pull,
    test_source_open,
)
