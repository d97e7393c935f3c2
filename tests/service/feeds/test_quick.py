"""The short way for feeds answers what the usual way would answer, and only the plainest questions."""

import socket
import time
from collections.abc import Iterator

import pytest

from exsched.service.feeds.quick import QuickFeeds, plain_question
from exsched.service.storage import tokens
from tests.service.feeds.conftest import Prepared
from tests.service.feeds.wire import exchange, served

PATH = b"/feeds/exs_abc.ics"


def asked(*lines: bytes, path: bytes = PATH, method: bytes = b"GET", version: bytes = b"HTTP/1.1") -> bytes:
    """A request with these header lines."""
    return b"\r\n".join([b"%b %b %b" % (method, path, version), *lines, b"", b""])


HOST = b"Host: localhost"


def test_plain_question_is_understood() -> None:
    """Path and both conditions, whatever else a calendar sends along."""
    data = asked(
        HOST, b"User-Agent: X", b"accept: */*", b'IF-None-Match:  "a", W/"b" ', b"If-Modified-Since: x"
    )
    assert plain_question(data) == (PATH.decode(), '"a", W/"b"', "x")
    assert plain_question(asked(HOST)) == (PATH.decode(), None, None)


@pytest.mark.parametrize(
    "data",
    [
        asked(),
        asked(HOST, HOST),
        asked(HOST, version=b"HTTP/1.0"),
        asked(HOST, path=b"/feeds/%65xs_abc.ics"),
        asked(HOST, path=PATH + b"?x=1"),
        asked(HOST, b"Connection: close"),
        asked(HOST, b"Content-Length: 0"),
        asked(HOST, b"Transfer-Encoding: chunked"),
        asked(HOST, b"Expect: 100-continue"),
        asked(HOST, b"Upgrade: h2c"),
        asked(HOST, b"X-Forwarded-Proto: http"),
        asked(HOST, b'If-None-Match: "a"', b'If-None-Match: "b"'),
        asked(HOST, b"Name : spaced"),
        asked(HOST, b" folded: line"),
        asked(HOST, b"noColon"),
        asked(HOST, b": empty"),
        asked(HOST, b"A: b\nContent-Length: 3"),
        asked(HOST, b"A: \xff"),
        asked(HOST, b"A: " + b"x" * 5000),
        asked(HOST)[:-1],
        asked(HOST) + b"x",
        asked(HOST) * 2,
        asked(HOST).replace(b"\r\n", b"\n"),
        b"GET /feeds/x.ics\r\n\r\n",
    ],
)
def test_unusual_question_goes_the_usual_way(data: bytes) -> None:
    """Anything that could mean something else than it seems is left to the full parser."""
    assert plain_question(data) is None


@pytest.fixture(scope="module")
def ports(prepared: Prepared) -> Iterator[tuple[int, int]]:
    """The same database served with and without the short way."""
    url = f"sqlite:///{prepared.file}"
    with served(url) as (quick, _), served(url, quick=False) as (usual, _):
        yield quick, usual


def test_both_ways_give_the_same_bytes(ports: tuple[int, int], prepared: Prepared) -> None:
    """For every kind of request, on one connection, whole, cut, joined, or broken: the same answers."""
    path = prepared.path.encode()
    first = exchange(ports[0], [asked(HOST, path=path)])
    etag = next(line for line in first.split(b"\r\n") if line.startswith(b"etag: ")).removeprefix(b"etag: ")
    same = b"If-None-Match: " + etag
    known = asked(HOST, same, path=path)
    requests: list[list[bytes]] = [
        [known],
        [known, known, known],
        [known + known],
        [known[:30], known[30:]],
        [known[:-2], known[-2:]],
        [known + known[:30], known[30:]],
        [asked(HOST, same, path=path, method=b"HEAD")],
        [asked(HOST, path=path, method=b"HEAD"), known],
        [asked(HOST, path=path), known, asked(HOST, b'If-None-Match: "x"', path=path)],
        [asked(HOST, b"If-None-Match: *", path=path)],
        [asked(HOST, b"If-Modified-Since: Mon, 01 Jan 2035 00:00:00 GMT", path=path)],
        [asked(HOST, same, path=path, version=b"HTTP/1.0")],
        [asked(HOST, same, b"Connection: close", path=path)],
        [asked(same, path=path)],
        [asked(HOST, HOST, same, path=path)],
        [asked(HOST, same, b"Content-Length: 5", path=path) + b"hello", known],
        [asked(HOST, same, b"Content-Length: 5", b"Transfer-Encoding: chunked", path=path) + b"0\r\n\r\n"],
        [asked(HOST, same, b"Content-Length: -1", path=path)],
        [asked(HOST, same, b"X: a\n", path=path)],
        [known.replace(b"\r\n", b"\n")],
        [asked(HOST, same), known],
        [asked(HOST, same, path=path.replace(b".ics", b""))],
        [asked(HOST, same, path=b"http://localhost" + path)],
        [asked(HOST, path=b"/healthz"), known],
        [b"nonsense\r\n\r\n"],
        [b"GET /feeds/"],
    ]
    for request in requests:
        quick, usual = (exchange(port, request) for port in ports)
        assert quick == usual, request


def test_short_way_counts_uses_and_sees_the_end(prepared: Prepared, released_url: str) -> None:
    """What is answered from memory is counted, and ends with the token."""
    with served(released_url) as (port, service):
        first = exchange(port, [asked(HOST, path=prepared.path.encode())])
        etag = next(line for line in first.split(b"\r\n") if line.startswith(b"etag: "))
        known = asked(HOST, b"If-None-Match" + etag.removeprefix(b"etag"), path=prepared.path.encode())
        found = exchange(port, [known] * 5)
        assert found.count(b"HTTP/1.1 304 Not Modified\r\n") == 5
        service.uses.flush(service.database)
        with service.database.writing() as connection:
            token = tokens.get(connection, prepared.id)
            assert token is not None and token.uses == 6
            tokens.revoke(connection, prepared.id)
        deadline = time.monotonic() + 60
        while b" 304 " in exchange(port, [known]):
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert b"HTTP/1.1 410 Gone\r\n" in exchange(port, [known])


@pytest.mark.parametrize("sent", [b"", b"GET /feeds/", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_head_that_does_not_come_ends_the_connection(
    released_url: str, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody holds a connection by sending nothing, or a byte now and then."""
    monkeypatch.setattr(QuickFeeds, "head_seconds", 1.0)
    with served(released_url) as (port, _), socket.create_connection(("127.0.0.1", port), timeout=30) as held:
        held.sendall(sent)
        try:
            for _ in range(50):
                time.sleep(0.1)
                held.sendall(b"x" if sent else b"")
            assert held.recv(10) == b""
        except ConnectionError:
            pass  # closed while we were sending
