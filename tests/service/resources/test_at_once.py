"""Several callers at the same moment: nothing is lost, nothing is released twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from exsched.releasing.audience import Audience, Kind
from exsched.service import publishing, subscribing
from exsched.service.storage import releases
from exsched.service.storage.errors import Stale
from tests.service.api import Api, done
from tests.service.here import running
from tests.service.resources import story
from tests.service.resources.conftest import callers
from tests.service.resources.test_submissions import put_alpha
from tests.service.world import NEW, OWN

POLAR = story.LINES.splitlines()[0] + "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
FIRST = POLAR + "steel-heron,2027-04-19,2027-04-28,land=north-range,ARV; BMK,\n"
OTHER = POLAR + "steel-heron,2027-04-12,2027-04-21,land=north-range,ARV; BMK,\n"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """All of these calls in threads of their own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


def proposed(authority: Api, lines: str) -> str:
    """A proposed release of these lines."""
    release = story.drafted(authority, story.kept(authority, lines))
    authority.made(f"/releases/{release}/propose", {"silence_days": 1})
    return release


def test_submissions_at_once_are_all_in_the_programme(database_url: str) -> None:
    """Two nations put their files together; the revision that stands at the end holds both."""
    with running(database_url) as local:
        by = callers(local)
        put_alpha(by.authority)
        answers = at_once(
            lambda: by.arv.put("/programmes/alpha/submissions/ARV", OWN["ARV"].encode(), headers=NEW),
            lambda: by.bmk.put("/programmes/alpha/submissions/BMK", OWN["BMK"].encode(), headers=NEW),
        )
        assert [answer.status_code for answer in answers] == [200, 200]
        whole = by.authority.get("/programmes/alpha/view").text
        assert "arctic" in whole
        assert "bay" in whole
        assert done(by.authority.get("/programmes/alpha"))["revision"] == 3


def test_same_file_put_at_once_is_taken_once(database_url: str) -> None:
    """Two first submissions of one nation: one is taken, the other is told that it was changed."""
    with running(database_url) as local:
        by = callers(local)
        put_alpha(by.authority)
        path = "/programmes/alpha/submissions/ARV"
        other = OWN["ARV"].replace("arctic", "boreal").encode()
        answers = at_once(
            lambda: by.arv.put(path, OWN["ARV"].encode(), headers=NEW),
            lambda: by.arv.put(path, other, headers=NEW),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        assert len(done(by.arv.get("/programmes/alpha/submissions"))["items"]) == 1


def test_releases_published_at_once_leave_one_in_force(database_url: str) -> None:
    """Two proposals, each published twice: one is in force at the end, each was released once."""
    with running(database_url) as local:
        by = callers(local)
        story.submitted(by.authority)
        path = story.feed(by.arv)
        both = [proposed(by.authority, FIRST), proposed(by.authority, OTHER)]
        calls = [
            (lambda id_=id_: by.authority.post(f"/releases/{id_}/publish", {"override": "agreed"}))
            for id_ in (*both, *both)
        ]
        answers = at_once(*calls)
        assert {answer.status_code for answer in answers} == {200}
        states = sorted(done(by.authority.get(f"/releases/{id_}"))["state"] for id_ in both)
        assert states == ["released", "superseded"]
        acts = [entry["action"] for entry in done(by.authority.get("/audit?limit=200"))["items"]]
        assert acts.count("release.publish") == 2
        shown = story.events(by.arv, path)
        heron = next(event for name, event in shown.items() if name.startswith("STEEL HERON"))
        assert heron["SEQUENCE"] == "1"


def test_subscriber_who_comes_while_it_is_published_gets_it(database_url: str) -> None:
    """A new audience that subscribes at the same moment is shown the new release as all others."""
    with running(database_url) as local:
        by = callers(local)
        story.submitted(by.authority)
        release = proposed(by.authority, FIRST)
        answers = at_once(
            lambda: by.authority.post(f"/releases/{release}/publish", {"override": "agreed"}),
            lambda: story.feed(by.bmk, kind="venue", about="north-range"),
        )
        assert answers[0].status_code == 200
        assert any(name.startswith("POLAR FOX") for name in story.events(by.bmk, answers[1]))


def test_subscription_begun_before_a_release_begins_again(database_url: str) -> None:
    """What a subscription had read is compared when it is written, even when that was nothing."""
    with running(database_url) as local:
        by = callers(local)
        story.submitted(by.authority)
        release = proposed(by.authority, FIRST)
        service = local.client.app.state.service  # type: ignore[attr-defined] # a TestClient
        audience = Audience("BMK", Kind.VENUE, "north-range")
        with service.database.reading() as connection:
            nothing, state = subscribing.beginning(service, connection, "first-steps", audience)
        assert nothing is None
        by.authority.made(f"/releases/{release}/publish", {"override": "agreed"})
        with pytest.raises(Stale), service.database.writing() as connection:
            subscribing.put(connection, "first-steps", nothing, state)


def test_publishing_begun_before_a_label_was_narrowed_begins_again(database_url: str) -> None:
    """Constraint files acknowledged before the release is written count: labels are compared anew."""
    with running(database_url) as local:
        by = callers(local)
        etag = story.submitted(by.authority)
        release = proposed(by.authority, FIRST)
        service = local.client.app.state.service  # type: ignore[attr-defined] # a TestClient
        with service.database.reading() as connection:
            found = releases.get(connection, release)
            assert found is not None
            shown = publishing.shown_after(connection, "first-steps", found, "released")
            gathered = publishing.gather(service, connection, "first-steps", shown)
        with service.database.writing() as connection:
            publishing.complete(connection, gathered)
        closed = story.FIRST_STEPS.replace("{title: POLAR FOX 27,", "{title: POLAR FOX 27, release: [ARV],")
        done(by.authority.put("/programmes/first-steps/bundle", closed.encode(), headers={"If-Match": etag}))
        with pytest.raises(Stale), service.database.writing() as connection:
            publishing.complete(connection, gathered)
        answer = by.authority.post(f"/releases/{release}/publish", {"override": "agreed", "outdated": True})
        assert answer.json()["code"] == "label_narrowed"
