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
    "no_upload": _lt("There is no file yet. Upload the reseller's backup, or ask him to send one."),
}
CONNECTION_PROBLEMS = {
    "name_unknown": _lt("No server of that name is known. Compare the name with the one the reseller gave you."),
    "own_host": _lt(
        "“%(detail)s” is no server of a reseller: it is no name or address, or it leads to our own machine. Enter the"
        " name under which his server is reached."
    ),
    "unreachable": _lt(
        "The server does not answer (%(detail)s). Ask the reseller whether it runs, and whether his router or firewall"
        " lets our address in."
    ),
    "lost": _lt("The connection was cut. Please try again; if it stays so, ask the reseller about his line."),
    "timeout": _lt("The server took too long. Please try again at a quieter hour, or allow more seconds."),
    "not_trusted": _lt(
        "We have not seen this server before. Read the fingerprint to the reseller; when he sees the same one on his"
        " side, trust it."
    ),
    "changed_key": _lt(
        "The server shows another key than the one you trusted. That is a new server, or somebody in between. Nothing"
        " was sent. Ask the reseller by telephone before you go on."
    ),
    "expired_certificate": _lt("The server's certificate has expired (%(detail)s). The reseller has to renew it."),
    "certificate": _lt("The server's certificate is not the one we trust. Test again and compare the fingerprint."),
    "needs_authority": _lt(
        "The server's certificate was signed by an authority, %(detail)s, which this kind of connection cannot pin."
        " Please use an SSH tunnel instead."
    ),
    "no_tls": _lt(
        "The server speaks no TLS, so the password would travel readable. Ask the reseller to switch TLS on, or use an"
        " SSH tunnel or the VPN."
    ),
    "refused_login": _lt("The server does not accept this user with this password or key. Please type them again."),
    "login_refused": _lt("The database does not accept this user with this password. Please type them again."),
    "bad_key": _lt(
        "The private key cannot be read (%(detail)s). Paste the whole text of an OpenSSH or PEM key; a PuTTY key has to"
        " be exported as OpenSSH first."
    ),
    "denied": _lt("The account may not do this (%(detail)s). Ask the reseller to allow it for our account."),
    "outside_vpn": _lt(
        "Plain FTP is used inside the VPN only. Switch “Server Is inside the VPN” on if it is, or use SFTP or FTPS."
    ),
    "not_in_vpn": _lt(
        "This server lies outside our VPN (%(detail)s), so nothing was sent. Enter the VPN address that the source"
        " shows, or choose another way."
    ),
    "no_database": _lt("The server has no database of this name. Compare the name with the reseller's program."),
    "driver_missing": _lt(
        "Our server cannot speak to this kind of database yet. Ask your administrator to install it: %(detail)s"
    ),
    "denied_table": _lt("The account may not read a table we need. Ask the reseller to allow SELECT on it."),
    "read_only_violation": _lt("The server refused, as it should, to write. Please tell your administrator."),
    "changed": _lt("A table or column is not there any more. Read the tables again."),
    "unreadable": _lt("A text is written in an encoding we do not know. Please tell your administrator."),
    "no_tables": _lt("The account sees no table. Ask the reseller to allow SELECT on his tables for our account."),
    "no_agreed_table": _lt("These are missing, though the agreement names them: %(missing)s. Read the tables again."),
    "account_can_write": _lt(
        "This account could change the reseller's data. We never do, but ask him for one that can only read."
    ),
    "session_can_write": _lt("The server let us write, which must not be. Ask the reseller for a read-only account."),
    "clock_wrong": _lt("The reseller's clock is %(seconds)s seconds off. Times of sale will be wrong by as much."),
    "no_file": _lt("No file fits “%(detail)s” in this folder. Compare folder and pattern with the reseller's."),
    "growing_file": _lt("The file is still being written. It is fetched when it is complete."),
    "too_big": _lt("The file is larger than we fetch (%(detail)s bytes). Ask for the tables of goods and sales only."),
    "no_room": _lt("Our server has no room for this file (%(detail)s bytes). Please tell your administrator."),
    "bad_address": _lt(
        "“%(detail)s” cannot be used for the VPN. The host is a public name or address without spaces, the port a"
        " number from 1 to 65535, and the network a private one such as 10.77.0.0/16."
    ),
    "no_address": _lt("All addresses of the VPN network %(detail)s are taken. Please tell your administrator."),
    "bad_name": _lt("The file has a name we do not accept. Ask the reseller for a plain one."),
    "outside_window": _lt("It is outside the hours in which the reseller lets us read."),
}
PROBLEMS = FILE_PROBLEMS | CONNECTION_PROBLEMS
STEPS = {
    "resolve": _lt("The server's name is known"),
    "reach": _lt("The server answers"),
    "trust": _lt("It is the server we trust"),
    "log_in": _lt("The account is accepted"),
    "read_only": _lt("Nothing can be changed"),
    "tables": _lt("Tables are visible"),
    "clock": _lt("The clock is right"),
    "file": _lt("A file is there"),
}


def explain(env, code, facts):
    """Say what a code means and what to do about it.

    :param dict facts: as ``lib.connection_test`` gives them
    :rtype: str
    """
    shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in facts.items()}
    said = PROBLEMS.get(code)
    if not said:
        return env._("This did not work (%(code)s).", code=code)
    return env._(said) % {"detail": "", "missing": "", "seconds": "", **shown}  # pylint: disable=translation-not-lazy


def problem(env, error):
    """Turn an error of ``lib`` into one that tells a person what to do.

    :param error: has ``code`` and ``detail``; ``permanent`` where trying again may help
    :return: UserError with ``code`` and ``permanent``, for those who decide about trying again
    """
    found = UserError(explain(env, error.code, {"detail": error.detail}))
    found.code, found.permanent = error.code, getattr(error, "permanent", True)
    return found
