"""NPWP, the tax number of Indonesia: the old one of 15 digits and the one of 16 digits in force since 2024."""

import stdnum.exceptions
from stdnum.id import npwp

LONGEST_TYPED = 40


class NpwpError(ValueError):
    """What was typed is no NPWP; ``code`` is ``missing``, ``length``, ``digits`` or ``checksum``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def normalise(typed: str) -> str:
    """Return a tax number as 16 digits: an old one gets the zero the tax office puts before it.

    :raises NpwpError: for anything but a valid number

    >>> normalise("01.312.166.0-091.000")
    '0013121660091000'
    >>> normalise("0013 1216 6009 1000")
    '0013121660091000'
    """
    if not typed.strip():
        raise NpwpError("missing")
    if len(typed) > LONGEST_TYPED:
        raise NpwpError("length")
    try:
        number = npwp.validate(typed)
    except stdnum.exceptions.InvalidLength as error:
        raise NpwpError("length") from error
    except stdnum.exceptions.InvalidFormat as error:
        raise NpwpError("digits") from error
    except stdnum.exceptions.ValidationError as error:
        raise NpwpError("checksum") from error
    return number.zfill(16)


def is_valid(typed: str) -> bool:
    """Whether this is a valid tax number.

    >>> is_valid("01.312.166.0-091.000"), is_valid("01.312.166.1-091.000")
    (True, False)
    """
    try:
        return bool(normalise(typed))
    except NpwpError:
        return False


def spellings(number: str) -> tuple[str, ...]:
    """Return the ways in which one number may have been written down elsewhere.

    :param number: 16 digits, of :func:`normalise`

    >>> spellings("0013121660091000")
    ('0013121660091000', '013121660091000', '01.312.166.0-091.000')
    """
    if not number.startswith("0"):
        return (number,)
    return (number, number[1:], npwp.format(number[1:]))
