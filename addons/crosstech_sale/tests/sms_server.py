"""A gateway on this machine: keeps what it was sent and answers what it was told to."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class SmsServer:
    """Context manager; ``replies`` is a list of (status, body), used up from the left, the last one stays.

    ``None`` as a reply closes the connection without an answer; a number of seconds waits before answering.
    """

    def __init__(self):
        self.requests = []
        self.replies = [(200, b"{}")]

    def __enter__(self):
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                owner.requests.append((self.command, self.path, dict(self.headers), body))
                reply = owner.replies.pop(0) if len(owner.replies) > 1 else owner.replies[0]
                if reply is None:
                    self.close_connection = True
                    return
                if isinstance(reply, (int, float)):
                    time.sleep(reply)
                    reply = (200, b"{}")
                self.send_response(reply[0])
                self.send_header("Content-Length", str(len(reply[1])))
                self.end_headers()
                self.wfile.write(reply[1])

            do_GET = do_POST

            def log_message(self, *args):
                """Say nothing in the log of the tests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/send"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()

    def last_form(self):
        return dict(parse_qsl(self.requests[-1][3].decode()))

    def last_json(self):
        return json.loads(self.requests[-1][3])

    def last_query(self):
        return dict(parse_qsl(urlsplit(self.requests[-1][1]).query))
