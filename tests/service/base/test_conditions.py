"""Entity tags, preconditions, cursors, rates, and whose address counts."""

from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.requests import Request

from exsched.service import etags, paging
from exsched.service.peers import from_this_machine, peer
from exsched.service.preconditions import seen, unchanged
from exsched.service.problems import ApiProblem
from exsched.service.rates import Rate

ETAG = '"abc"'


def asking(**headers: str) -> Request:
    """A request with these headers."""
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "PUT", "path": "/", "headers": pairs})


@pytest.mark.parametrize(
    ("header", "weakly", "strongly"),
    [
        ('"abc"', True, True),
        ('W/"abc"', True, False),
        ("*", True, True),
        ('"x", "abc"', True, True),
        ('W/"x",W/"abc"', True, False),
        ('"x"', False, False),
        ("abc", False, False),
        ("", False, False),
        ('"abc', False, False),
        (", ".join(f'"{n}"' for n in range(200)), False, False),
    ],
)
def test_tags_are_compared_as_http_says(header: str, weakly: bool, strongly: bool) -> None:
    """If-None-Match compares weakly, If-Match strongly (RFC 9110, 13.1)."""
    assert etags.matches_weakly(header, ETAG) is weakly
    assert etags.matches_strongly(header, ETAG) is strongly


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("Mon, 30 Nov 2026 12:00:00 GMT", True),
        ("Mon, 30 Nov 2026 12:00:01 GMT", True),
        ("Mon, 30 Nov 2026 11:59:59 GMT", False),
        ("Monday, 30-Nov-26 12:00:00 GMT", True),
        ("Mon Nov 30 12:00:00 2026", True),
        ("yesterday", False),
        ("", False),
        ("Mon, 99 Nov 2026 12:00:00 GMT", False),
    ],
)
def test_dates_are_compared_in_whole_seconds(header: str, same: bool) -> None:
    """All three forms of dates are read; what cannot be read never counts as unchanged."""
    modified = datetime(2026, 11, 30, 12, 0, 0, 654321, tzinfo=UTC)
    assert etags.not_newer(header, modified) is same
    assert etags.http_date(modified) == "Mon, 30 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "etag", "status"),
    [
        ({"if_match": ETAG}, ETAG, None),
        ({"if_match": "*"}, ETAG, None),
        ({"if_none_match": "*"}, None, None),
        ({"if_match": '"old"'}, ETAG, 412),
        ({"if_match": f"W/{ETAG}"}, ETAG, 412),
        ({"if_match": ETAG}, None, 412),
        ({"if_match": "*"}, None, 412),
        ({"if_none_match": "*"}, ETAG, 412),
        ({}, ETAG, 428),
        ({}, None, 428),
    ],
)
def test_writes_say_what_they_have_seen(
    headers: dict[str, str], etag: str | None, status: int | None
) -> None:
    """A write that has seen another state, or does not say, changes nothing."""
    if status is None:
        seen(asking(**headers), etag)
        return
    with pytest.raises(ApiProblem) as refused:
        seen(asking(**headers), etag)
    assert refused.value.status == status


def test_reads_say_what_they_have() -> None:
    """304 repeats the tag; anything else is answered in full."""
    answer = unchanged(asking(if_none_match=f'"x", W/{ETAG}'), ETAG)
    assert answer is not None
    assert (answer.status_code, answer.headers["etag"], answer.body) == (304, ETAG, b"")
    assert unchanged(asking(if_none_match='"x"'), ETAG) is None
    assert unchanged(asking(), ETAG) is None


def test_cursor_survives_its_way() -> None:
    """What is written is read again."""
    cursor = (datetime(2026, 11, 30, 12, 0, 0, 1, tzinfo=UTC), "tok_1")
    assert paging.read(paging.write(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", "\u00e9", "MjAyNi0xMS0zMFQxMjowMDowMCB4", "====", "a" * 299])
def test_wrong_cursor_is_refused(text: str) -> None:
    """Whatever it is, 422."""
    with pytest.raises(ApiProblem) as refused:
        paging.read(text)
    assert refused.value.code == "invalid_cursor"


def test_rate_refills_evenly() -> None:
    """A burst up to the allowance, then one for each slice of the minute; keys do not touch each other."""
    now = 0.0
    rate = Rate(3, lambda: now)
    assert [rate.take("a") for _ in range(3)] == [0, 0, 0]
    assert rate.take("a") == pytest.approx(20)
    assert rate.take("b") == 0
    now = 20.0
    assert rate.take("a") == 0
    assert rate.take("a") == pytest.approx(20)
    now = 1000.0
    assert [rate.take("a") for _ in range(4)][:3] == [0, 0, 0]


def _scope(client: tuple[str, int] | None, **headers: str) -> dict[str, Any]:
    return {"client": client, "headers": list(asking(**headers).scope["headers"])}


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_peer_is_what_trusted_proxies_saw(proxies: int, said: str, found: str) -> None:
    """What the caller itself writes into the header never counts."""
    assert peer(_scope(("192.0.2.1", 1), x_forwarded_for=said), proxies) == found


def test_this_machine_is_known_by_the_connection() -> None:
    """No socket address, another address, or any forwarding header: not this machine."""
    assert from_this_machine(_scope(("127.0.0.1", 1)))
    assert from_this_machine(_scope(("::1", 1)))
    assert not from_this_machine(_scope(None))
    assert not from_this_machine(_scope(("192.0.2.1", 1)))
    assert not from_this_machine(_scope(("127.0.0.1", 1), forwarded="for=127.0.0.1"))
