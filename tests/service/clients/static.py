"""A small file server for feeds: one body in memory, strong ETag, conditional GET, every request noted."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FeedServer:
    """Serves `body` at /feed.ics on a free port of loopback."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.answers: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/feed.ics"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


def _handler(feed: FeedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(b"")

        def do_GET(self) -> None:
            self._answer(feed.body)

        def _answer(self, body: bytes) -> None:
            tag = f'"{hashlib.sha256(feed.body).hexdigest()}"'
            same = self.headers.get("If-None-Match") == tag
            feed.answers.append(304 if same else 200)
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag)
            if not same:
                self.send_header("Content-Type", "text/calendar; charset=utf-8")
                self.send_header("Content-Length", str(len(feed.body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    return Handler
