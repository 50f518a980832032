"""What can go wrong at a reseller's server, in one word each, so that a person can be told what to do."""

UNREACHABLE, LOGIN_REFUSED, NO_DATABASE, CERTIFICATE = "unreachable", "login_refused", "no_database", "certificate"
TIMEOUT, LOST, DRIVER_MISSING, DENIED_TABLE = "timeout", "lost", "driver_missing", "denied_table"
READ_ONLY, CHANGED, UNREADABLE, NO_TLS, UNKNOWN = "read_only_violation", "changed", "unreadable", "no_tls", "unknown"
PASSING = frozenset({UNREACHABLE, TIMEOUT, LOST, UNKNOWN})
DETAIL_LIMIT = 300


class SourceError(Exception):
    """A reseller's server or file that does not do what was asked.

    :ivar str code: ``unreachable``, ``login_refused``, ``no_database``, ``certificate``, ``no_tls`` (the server or its
        driver speaks none), ``timeout``, ``lost`` (gone while it was read), ``driver_missing``, ``denied_table``,
        ``read_only_violation``, ``changed`` (a table or column is not there any more), ``unreadable`` (text in no
        known encoding) or ``unknown``
    :ivar bool permanent: whether the same would happen again if nobody did anything
    :ivar str detail: the server's own words, without secrets
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail

    @property
    def permanent(self) -> bool:
        return self.code not in PASSING


def without_secrets(text: str, *secrets: str) -> str:
    """Cut a driver's message to one line, with every secret taken out.

    >>> without_secrets("login failed\\nfor u:hunter2", "hunter2", "")
    'login failed for u:•••'
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, "•••")
    return " ".join(text.split())[:DETAIL_LIMIT]
