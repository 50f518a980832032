from . import (
    test_source_open,
)
