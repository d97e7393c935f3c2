"""Feeds are made for one subscriber each, by those whose view they show."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from exsched.service.storage.tables import IDEMPOTENCY, TOKEN
from tests.service.api import Api, done
from tests.service.base.inside import service_of
from tests.service.feeds.subscribed import Subscribed, subscribe

FEEDS = "/programmes/first-steps/feeds"
WANTED = {"label": "Outlook of the cell"}


@pytest.fixture
def arv(feed: Subscribed) -> Api:
    """A planner of ARV."""
    return feed.authority.of(feed.authority.new_token("planner", "ARV"))


def test_address_is_shown_once(feed: Subscribed) -> None:
    """A repeated request gives the same feed without it, and no secret stands in the database."""
    key = {"Idempotency-Key": "k"}
    made = feed.authority.made(FEEDS, WANTED, key)
    again = feed.authority.made(FEEDS, WANTED, key)
    assert made["url"].startswith("http://127.0.0.1:8700/feeds/exs_") and made["url"].endswith(".ics")
    assert len(made["url"]) <= 256
    assert made["webcal"] == made["url"].replace("http://", "webcal://")
    assert again == {"feed": made["feed"], "url": None, "webcal": None}
    secret = made["url"].rpartition("/")[2].removesuffix(".ics")
    with service_of(feed.authority).database.reading() as connection:
        stored = f"{connection.execute(select(TOKEN)).all()} {connection.execute(select(IDEMPOTENCY)).all()}"
    assert secret not in stored
    assert secret not in str(done(feed.authority.get("/audit")))


def test_feed_tells_its_end_and_its_use(feed: Subscribed) -> None:
    """400 days unless said otherwise, a notice before the end, last use and count."""
    feed.ask()
    service = service_of(feed.authority)
    service.uses.flush(service.database)
    found = done(feed.authority.get(FEEDS))["items"][0]
    assert found["uses"] == 1 and found["last_used"] is not None
    assert not found["ends_soon"]
    days = datetime.fromisoformat(found["expires"]) - datetime.fromisoformat(found["created"])
    assert days.days in {399, 400}
    soon = (datetime.now(UTC) + timedelta(days=20)).isoformat()
    assert feed.authority.made(FEEDS, WANTED | {"expires": soon})["feed"]["ends_soon"]


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"kind": "venue"}, 422, "invalid_feed"),
        ({"about": "north-range"}, 422, "invalid_feed"),
        ({"kind": "venue", "about": "north-rage"}, 422, "unknown_name"),
        ({"kind": "exercise", "about": "north-range"}, 422, "unknown_name"),
        ({"nation": "XYZ"}, 422, "unknown_name"),
        ({"kind": "everything"}, 422, "invalid_request"),
        ({"expires": "2020-01-01T00:00:00Z"}, 422, "invalid_feed"),
        ({"label": "a\u0000b"}, 422, "invalid_request"),
        ({"audience": "*/whole"}, 422, "invalid_request"),
        ({"kind": "venue", "about": "a/b"}, 422, "invalid_request"),
    ],
)
def test_senseless_feeds_are_refused(
    feed: Subscribed, wanted: dict[str, object], status: int, code: str
) -> None:
    """Names must be in the view, and nothing is set that is not the caller's to set."""
    answer = feed.authority.post(FEEDS, WANTED | wanted)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_unknown_name_suggests_what_the_view_holds(feed: Subscribed) -> None:
    """Did-you-mean comes from the names that the caller may see."""
    answer = feed.authority.post(FEEDS, WANTED | {"kind": "venue", "about": "north-rage"})
    assert answer.json()["hint"] == "did you mean north-range?"


def test_planner_makes_feeds_for_its_nation_only(feed: Subscribed, arv: Api) -> None:
    """The nation comes from the token; another's is refused, the authority's whole view is out of reach."""
    made = arv.made(FEEDS, WANTED)
    assert made["feed"]["nation"] == "ARV"
    assert arv.post(FEEDS, WANTED | {"nation": "BMK"}).status_code == 403
    assert arv.made(FEEDS, WANTED | {"nation": "ARV"})["feed"]["nation"] == "ARV"


def test_planner_sees_its_nation_s_feeds_only(feed: Subscribed, arv: Api) -> None:
    """Lists, ends and rotations: others' feeds are not there, byte for byte."""
    other = subscribe(feed.authority, nation="BMK")
    whole = subscribe(feed.authority, nation=None)
    assert [one["id"] for one in done(arv.get(FEEDS))["items"]] == [feed.id]
    assert len(done(feed.authority.get(FEEDS))["items"]) == 3
    nothing = arv.send("DELETE", "/api/v1/feeds/tok_nothing")
    for id_ in (other.id, whole.id):
        for answer in (arv.send("DELETE", f"/api/v1/feeds/{id_}"), arv.post(f"/feeds/{id_}/rotate")):
            assert (answer.status_code, answer.content) == (404, nothing.content)
    assert arv.send("DELETE", f"/api/v1/feeds/{feed.id}").status_code == 204
    assert other.ask().status_code == 200


def test_others_cannot_manage_feeds(feed: Subscribed) -> None:
    """An auditor reads, a stranger finds nothing, an API token is no feed."""
    auditor = feed.authority.of(feed.authority.new_token("auditor"))
    assert len(done(auditor.get(FEEDS))["items"]) == 1
    assert auditor.post(FEEDS, WANTED).status_code == 403
    assert auditor.send("DELETE", f"/api/v1/feeds/{feed.id}").status_code == 403
    stranger = feed.authority.of(feed.authority.new_token("planner", "XYZ"))
    hidden, missing = stranger.get(FEEDS), stranger.get("/programmes/nothing/feeds")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert stranger.post(FEEDS, WANTED).status_code == 404
    token = done(feed.authority.get("/tokens"))["items"][0]["id"]
    assert feed.authority.send("DELETE", f"/api/v1/feeds/{token}").status_code == 404


def test_ending_twice_changes_nothing(feed: Subscribed) -> None:
    """DELETE is idempotent; an ended feed cannot be rotated."""
    path = f"/api/v1/feeds/{feed.id}"
    assert [feed.authority.send("DELETE", path).status_code for _ in range(2)] == [204, 204]
    answer = feed.authority.post(f"/feeds/{feed.id}/rotate")
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")
    actions = [entry["action"] for entry in done(feed.authority.get("/audit"))["items"]]
    assert actions.count("feed.end") == 1


def test_new_audience_gets_its_bytes_at_once(feed: Subscribed) -> None:
    """A feed of a venue, made after the release, shows the release without waiting for the next."""
    venue = subscribe(feed.authority, nation="BMK", kind="venue", about="north-range")
    answer = venue.ask()
    assert (answer.status_code, answer.text.count("BEGIN:VEVENT")) == (200, 2)
    single = subscribe(feed.authority, kind="exercise", about="polar-fox")
    assert single.ask().text.count("BEGIN:VEVENT") == 1
