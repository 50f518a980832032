from . import (
    test_source_open,
)
from . import test_one_database
