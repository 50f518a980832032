from . import (
    test_one_database,
    test_source_open,
)
