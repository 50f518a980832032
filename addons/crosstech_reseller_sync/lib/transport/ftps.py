"""Files by FTPS: TLS is asked for (AUTH TLS), and every file travels in it (PROT P)."""

import ftplib
from collections.abc import Iterator
from contextlib import closing, contextmanager

from .ftp_store import WIRE, FtpLogin, FtpStore, log_in, open_connection, told_by_server


class _Client(ftplib.FTP_TLS):
    """Opens each data connection in the session of the first one: so a server knows that it is the same client."""

    def ntransfercmd(self, cmd, rest=None):
        data, size = super(ftplib.FTP_TLS, self).ntransfercmd(cmd, rest)
        try:
            secured = self.context.wrap_socket(data, server_hostname=self.host, session=self.sock.session)
        except BaseException:
            data.close()
            raise
        return secured, size


@contextmanager
def connect(login: FtpLogin, timeout: float = 30) -> Iterator[FtpStore]:
    """Log in, once the certificate is the expected one.

    :raises TransportError: ``name_unknown``, ``unreachable``, ``no_tls``, ``not_trusted``, ``changed_key``,
        ``expired_certificate``, ``refused_login``, ``denied`` where the server sends files in the open only, ``lost``
    """
    with closing(_Client(context=login.trust.context(), timeout=timeout, encoding=WIRE)) as client:
        open_connection(client, login)
        with told_by_server(login.host, "no_tls"):
            client.auth()
        store = log_in(client, login)
        with told_by_server("prot", "denied"):
            client.prot_p()
        yield store
