"""What can go wrong with a source, in words that say what to do next; the codes are those of ``lib``."""

from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

FILE_PROBLEMS = {
    "unknown": _lt(
        "This is no backup and no table we can read. Send a backup of the database (.sql, .backup), a SQLite file, or"
        " tables as CSV, Excel or dBase; packed with zip, gz or zst is welcome."
    ),
    "broken": _lt("The file is damaged or was cut off (%(detail)s). Please make the backup again and send that one."),
    "bomb": _lt(
        "The file would unpack to far more than a backup ever does (%(detail)s), so it was not opened."
        " Please send the backup without packing it, or packed once."
    ),
    "too_big": _lt("The file is larger than %(detail)s bytes. Please send the tables of goods and sales only."),
    "too_slow": _lt("Reading took longer than %(detail)s seconds. Please send the tables of goods and sales only."),
    "too_wide": _lt("The file has more tables, or wider ones, than any shop has (%(detail)s). Is it the right one?"),
    "tool_missing": _lt(
        "To read this kind of backup our server needs a program it does not have: %(detail)s. Ask your administrator to"
        " install it, or ask the reseller for a plain backup (.sql)."
    ),
    "no_file": _lt("There is no file yet. Upload the reseller's backup, or ask him to send one."),
}


def problem(env, error, words=FILE_PROBLEMS):
    """Turn an error of ``lib`` into one that tells a person what to do.

    :param error: has ``code`` and ``detail``; ``permanent`` where trying again may help
    :return: UserError with ``code`` and ``permanent``, for those who decide about trying again
    """
    said = words.get(error.code)
    text = env._(said) % {"detail": error.detail} if said else env._("This did not work (%(code)s).", code=error.code)
    found = UserError(text)
    found.code, found.permanent = error.code, getattr(error, "permanent", True)
    return found
