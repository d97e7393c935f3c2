"""A feed gives 200 with a whole calendar, or 304, as far as can be; and nothing that empties a calendar."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exsched.service.clock import CLOCK
from exsched.service.feeds import keeper
from tests.service.api import Api
from tests.service.base.inside import service_of
from tests.service.feeds.conftest import Prepared
from tests.service.feeds.subscribed import MOVED, Subscribed, released, subscribe
from tests.service.here import running
from tests.service.resources import story


def test_feed_is_a_whole_calendar(feed: Subscribed) -> None:
    """Type, length, tag, date and privacy as clients need them; no cookie; the same bytes each time."""
    first, second = feed.ask(), feed.ask()
    assert first.status_code == 200
    assert first.text.startswith("BEGIN:VCALENDAR\r\n") and first.text.endswith("END:VCALENDAR\r\n")
    assert first.text.count("BEGIN:VEVENT") == 2
    headers = first.headers
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["content-length"] == str(len(first.content))
    assert headers["content-disposition"] == 'inline; filename="exsched.ics"'
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["etag"].startswith('"') and len(headers["etag"]) > 30
    assert headers["last-modified"].endswith(" GMT")
    assert not {"set-cookie", "content-encoding", "vary", "location", "transfer-encoding"} & set(headers)
    assert (second.content, dict(second.headers)) == (first.content, dict(headers))


def test_feed_does_not_look_at_client_or_wishes(feed: Subscribed) -> None:
    """The same bytes whatever Accept, User-Agent, encoding, or a query say."""
    usual = feed.ask().content
    for headers in (
        {"Accept": "text/html"},
        {"Accept-Encoding": "gzip, br", "User-Agent": "curl"},
        {"Cookie": "exsched_session=exs_x"},
        {"Authorization": "Bearer exs_wrong"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-10"},
        {"If-Range": '"x"', "If-Match": '"x"'},
    ):
        answer = feed.ask(headers)
        assert (answer.status_code, answer.content) == (200, usual)
        assert "content-encoding" not in answer.headers


def test_head_is_get_without_its_body(feed: Subscribed) -> None:
    """All headers, the length of what GET would send, and nothing else."""
    head, get = feed.ask(method="HEAD"), feed.ask()
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(get.headers))


@pytest.mark.parametrize("shape", ["{}", "W/{}", '"x", {}', '"x",W/{}', "*", '"a", W/"b", *', " {} "])
def test_known_tag_gives_304(feed: Subscribed, shape: str) -> None:
    """Lists, weak tags and the star; the 304 repeats tag and privacy, and has no body."""
    etag = feed.ask().headers["etag"]
    answer = feed.ask({"If-None-Match": shape.format(etag)})
    star_in_list = shape.startswith('"a"')
    assert answer.status_code == (200 if star_in_list else 304)
    assert answer.headers["etag"] == etag
    assert answer.headers["cache-control"] == "private, no-cache"
    assert star_in_list or (answer.content == b"" and "content-length" not in answer.headers)


def test_unknown_tag_beats_the_date(feed: Subscribed) -> None:
    """If-None-Match decides alone where it is there; garbage matches nothing."""
    modified = feed.ask().headers["last-modified"]
    for tag in ('"x"', "x", "", '"', ", ".join(f'"{n}"' for n in range(200))):
        assert feed.ask({"If-None-Match": tag, "If-Modified-Since": modified}).status_code == 200


def test_date_gives_304_until_something_changes(feed: Subscribed) -> None:
    """Unchanged since its date or a later one; an earlier one or an unreadable one counts for nothing."""
    modified = feed.ask().headers["last-modified"]
    assert feed.ask({"If-Modified-Since": modified}).status_code == 304
    assert feed.ask({"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"}).status_code == 304
    assert feed.ask({"If-Modified-Since": "Mon, 01 Jan 2018 00:00:00 GMT"}).status_code == 200
    assert feed.ask({"If-Modified-Since": "soon"}).status_code == 200


def test_new_release_changes_the_feed(feed: Subscribed) -> None:
    """Other bytes, another tag; who knows the old tag gets the new calendar."""
    before = feed.ask()
    released(feed.authority, MOVED)
    after = feed.ask({"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert "20270419" in after.text


def test_feed_before_the_first_release_says_so(local: Api) -> None:
    """Not 404, for clients would drop the subscription: a calendar with one entry, always the same bytes."""
    authority = local.of(local.new_token("authority"))
    story.submitted(authority)
    feed = subscribe(authority)
    first = feed.ask()
    assert (first.status_code, first.text.count("BEGIN:VEVENT")) == (200, 1)
    assert "SUMMARY:No schedule has been released yet\r\n" in first.text
    assert feed.ask({"If-None-Match": first.headers["etag"]}).status_code == 304
    released(authority)
    after = feed.ask({"If-None-Match": first.headers["etag"]})
    assert (after.status_code, after.text.count("BEGIN:VEVENT")) == (200, 2)


def test_new_subscriber_gets_the_release_though_renewing_takes_long(
    prepared: Prepared, released_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that nothing was released because what is in memory is older than the subscription."""
    with running(released_url, feed_cache_seconds=30) as local:
        known = Subscribed(local.of(prepared.token), prepared.path, prepared.id)
        assert known.ask().status_code == 200
        monkeypatch.setattr(keeper, "PATIENCE_SECONDS", 0.0)
        new = subscribe(known.authority, kind="venue", about="north-range").ask()
        assert (new.status_code, new.text.count("BEGIN:VEVENT")) == (200, 2)
        assert "No schedule has been released yet" not in new.text


def test_unknown_feeds_all_look_alike(feed: Subscribed) -> None:
    """One character changed, another case, cut short, too long, odd letters, an API token: the same 404."""
    secret = feed.path.removeprefix("/feeds/").removesuffix(".ics")
    changed = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    names = [
        changed,
        secret.swapcase(),
        secret[:-1],
        secret + "x",
        "x" * 10_000,
        "%00",
        f"{secret}%00",
        "é",
        "",
    ]
    names += [f"{secret}/", f"../{secret}", str(feed.authority.token), "*", "%2e%2e"]
    answers = [feed.authority.of(None).send("GET", f"/feeds/{name}.ics") for name in names]
    answers += [
        feed.authority.of(None).send("GET", path) for path in ("/feeds/", f"/feeds/{secret}", "/feeds/x")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert answers[0].headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PROPFIND", "OPTIONS", "REPORT", "TRACE"])
def test_feeds_can_only_be_read(feed: Subscribed, method: str) -> None:
    """405 with Allow: some clients try whether they may write."""
    answer = feed.ask(method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_ended_feed_is_gone(feed: Subscribed) -> None:
    """410 and never 304, at once in this process; the same for an expired one."""
    etag = feed.ask().headers["etag"]
    assert feed.authority.send("DELETE", f"/api/v1/feeds/{feed.id}").status_code == 204
    gone = feed.ask({"If-None-Match": etag})
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    ends = datetime.now(UTC) + timedelta(hours=1)
    short = subscribe(feed.authority, expires=ends.isoformat())
    assert short.ask().status_code == 200
    CLOCK.set_to(lambda: ends)
    try:
        assert short.ask().status_code == 410
    finally:
        CLOCK.set_to(None)


def test_rotated_feed_has_one_address(feed: Subscribed) -> None:
    """The new address opens, the old one is unknown; the bytes are the same."""
    before = feed.ask().content
    made = feed.authority.made(f"/feeds/{feed.id}/rotate", None)
    assert feed.ask().status_code == 404
    again = Subscribed(feed.authority, "/" + made["url"].split("/", 3)[3], feed.id)
    assert again.ask().content == before


def test_lost_database_leaves_the_last_good_bytes(feed: Subscribed, tmp_path: Path) -> None:
    """What was served is served on, with 200 and 304; of a feed that is not known nothing can be said."""
    before = feed.ask()
    service_of(feed.authority).database.close()
    file, away = tmp_path / "released.db", tmp_path / "away.db"
    file.rename(away)
    file.mkdir()
    for _ in range(3):
        answer = feed.ask()
        assert (answer.status_code, answer.content) == (200, before.content)
    assert feed.ask({"If-None-Match": before.headers["etag"]}).status_code == 304
    unknown = feed.authority.of(None).send("GET", "/feeds/exs_x.ics")
    assert (unknown.status_code, unknown.headers["retry-after"]) == (503, "5")
    file.rmdir()
    away.rename(file)
    released(feed.authority, MOVED)
    assert feed.ask().content != before.content


def test_unknown_feeds_are_slowed_down_and_known_ones_are_not(prepared: Prepared, released_url: str) -> None:
    """Guessing from one address ends in 429; subscribers behind the same address do not notice."""
    with running(released_url, feed_misses_per_minute=3) as api:
        feed = Subscribed(api.of(prepared.token), prepared.path, prepared.id)
        assert feed.ask().status_code == 200
        guesses = [feed.authority.of(None).send("GET", f"/feeds/{n}.ics").status_code for n in range(5)]
        assert guesses == [404, 404, 404, 429, 429]
        assert feed.ask().status_code == 200


def test_plain_http_behind_a_proxy_is_sent_to_https_once(sqlite_url: str) -> None:
    """Clients that turn webcal into http find their way; the location is ours, whatever Host says."""
    with running(sqlite_url, base_url="https://plan.example", trusted_proxies=1) as local:
        headers = {"X-Forwarded-Proto": "http", "Host": "evil.example"}
        answer = local.of(None).send("GET", "/feeds/exs_x.ics", headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (
            308,
            "https://plan.example/feeds/exs_x.ics",
        )
