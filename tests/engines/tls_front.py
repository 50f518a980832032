"""TLS in front of a PostgreSQL whose program was built without: asked for as the protocol says, then passed on."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path

_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


class TlsFront:
    """Listens on a port of its own while it is open."""

    def __init__(self, port: int, certificate: Path, key: Path):
        self._target = port
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            if client.recv(8, socket.MSG_WAITALL) != _REQUEST:
                return
            client.sendall(b"S")
            with (
                self._context.wrap_socket(client, server_side=True) as secured,
                socket.create_connection(("127.0.0.1", self._target)) as server,
            ):
                back = threading.Thread(target=_pass_on, args=(server, secured), daemon=True)
                back.start()
                _pass_on(secured, server)

    def __enter__(self):
        return self

    def __exit__(self, *_details):
        self._listener.close()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
