"""The whole story on the first-steps example: solve, silence, feeds, and a second release with changes."""

from collections.abc import Iterator

import pytest

from tests.service.api import Api, done
from tests.service.here import running
from tests.service.resources import story
from tests.service.resources.conftest import Callers, callers
from tests.service.resources.working import work


@pytest.fixture
def clock() -> Iterator[story.Clockwork]:
    """A clock that stands until it is moved."""
    with story.Clockwork() as clock:
        yield clock


def solved(by: Callers, url: str) -> str:
    """The schedule that the solver finds."""
    job = by.authority.made("/programmes/first-steps/solves", {"seconds": 10})["id"]
    work(url)
    schedule: str = done(by.authority.get(f"/solves/{job}"))["schedule"]
    return schedule


@pytest.mark.slow
@pytest.mark.one_database
def test_story_from_submission_to_second_release(database_url: str, clock: story.Clockwork) -> None:
    """On each kind of database, in the order in which a programme lives."""
    with running(database_url) as local:
        by = callers(local)
        etag = story.submitted(by.authority)
        schedule = solved(by, database_url)
        path, proposals = story.feed(by.arv), story.feed(by.authority, nation="BMK", proposals=True)
        one = _first_release(by, clock, schedule, path, proposals)
        _second_release(by, clock, etag, path, one)


def _first_release(by: Callers, clock: story.Clockwork, schedule: str, path: str, proposals: str) -> str:
    """Proposed, broken, overridden."""
    release = story.drafted(by.authority, schedule, "First programme")
    assert by.arv.get(f"/releases/{release}").status_code == 404
    assert done(by.arv.get("/programmes/first-steps/releases"))["items"] == []
    proposed = by.authority.made(f"/releases/{release}/propose", {"silence_days": 5})
    assert (proposed["state"], proposed["number"], len(proposed["copy_sha256"])) == ("proposed", 1, 64)
    assert proposed["silence"]["asked"] == ["ARV", "BMK", "CAL"]
    assert {one["STATUS"] for one in story.events(by.arv, proposals).values()} == {"TENTATIVE"}
    by.arv.made(f"/releases/{release}/concur", None)
    by.bmk.made(f"/releases/{release}/break", {"reason": "dates", "note": "the range is closed"})
    seen = done(by.arv.get(f"/releases/{release}"))
    assert [one["nation"] for one in seen["silence"]["answers"]] == ["ARV"]
    assert (seen["decision"], seen["schedule"], seen["silence"]["why_not"]) == (None, None, None)
    refused = by.authority.post(f"/releases/{release}/publish", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "silence_not_held")
    assert refused.json()["detail"] == "Silence was broken by BMK."
    clock.pass_days(1)
    released = by.authority.made(f"/releases/{release}/publish", {"override": "agreed at the conference"})
    assert (released["state"], released["override"]["broken"]) == ("released", ["BMK"])
    shown = story.events(by.arv, path)
    assert {one["STATUS"] for one in shown.values()} == {"CONFIRMED"}
    assert {one["SEQUENCE"] for one in shown.values()} == {"0"}
    assert sum("27 (" in summary for summary in shown) == 2, shown
    return release


def _second_release(by: Callers, clock: story.Clockwork, etag: str, path: str, one: str) -> None:
    """A move, a cancellation and an addition; silence runs out."""
    before = story.events(by.arv, path)
    bundle = story.SECOND.encode()
    done(by.authority.put("/programmes/first-steps/bundle", bundle, headers={"If-Match": etag}))
    release = story.drafted(by.authority, story.kept(by.authority, story.LINES))
    preview = done(by.authority.get(f"/releases/{release}/preview?nation=BMK"))
    assert {entry["exercise"]: entry["kinds"][0] for entry in preview["changes"]} == {
        "polar-fox": "moved",
        "steel-heron": "cancelled",
    }
    whole = done(by.authority.get(f"/releases/{release}/changes"))
    assert {entry["exercise"] for entry in whole["changes"]} == {"polar-fox", "steel-heron", "amber-lynx"}
    by.authority.made(f"/releases/{release}/propose", {"silence_days": 2})
    assert done(by.bmk.get(f"/releases/{release}/preview?nation=BMK")) == preview
    assert by.arv.get(f"/releases/{release}/preview?nation=CAL").status_code == 404
    assert by.authority.post(f"/releases/{release}/publish", {}).status_code == 409
    clock.pass_days(2)
    late = by.bmk.post(f"/releases/{release}/break", {"reason": "dates"})
    assert (late.status_code, late.json()["code"]) == (409, "out_of_turn")
    assert story.events(by.arv, path) == before
    by.authority.made(f"/releases/{release}/publish", {})
    assert done(by.arv.get(f"/releases/{one}"))["state"] == "superseded"
    after = story.events(by.arv, path)
    moved = next(event for name, event in after.items() if name.startswith("POLAR FOX"))
    assert (moved["SEQUENCE"], moved["DTSTART;VALUE=DATE"]) == ("1", "20270607")
    gone = next(event for name, event in after.items() if name.startswith("CANCELLED: STEEL HERON"))
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", "1")
    assert any(name.startswith("AMBER LYNX") for name in after)
    assert not any(name.startswith("AMBER LYNX") for name in story.events(by.bmk, story.feed(by.bmk)))
    again = by.authority.made(f"/releases/{release}/publish", {})
    assert (again["state"], again["number"]) == ("released", 2)
    assert done(by.authority.get("/audit/check"))["faults"] == []
    acts = [entry["action"] for entry in done(by.authority.get("/audit?limit=200"))["items"]]
    assert acts.count("release.publish") == 2


def test_release_copy_and_exports_by_reader(by: Callers, clock: story.Clockwork) -> None:
    """The copy is for authority and auditor; exports come as each reader sees the release."""
    story.submitted(by.authority)
    lines = story.LINES.splitlines()[0] + "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
    lines += "steel-heron,2027-04-19,2027-04-28,land=north-range,ARV; BMK,\n"
    release = story.drafted(by.authority, story.kept(by.authority, lines))
    assert by.authority.get(f"/releases/{release}/copy").json()["code"] == "no_copy"
    by.authority.made(f"/releases/{release}/propose", {"silence_until": "2026-12-05T12:00:00Z"})
    copy = by.auditor.get(f"/releases/{release}/copy")
    assert set(copy.json()) == {"certificate", "problem", "schedule"}
    assert copy.headers["etag"].strip('"') == done(by.authority.get(f"/releases/{release}"))["copy_sha256"]
    assert by.arv.get(f"/releases/{release}/copy").status_code == 403
    for caller in (by.authority, by.auditor, by.arv):
        assert caller.get(f"/releases/{release}/export/csv").status_code == 200
    assert b"SUMMARY" in by.arv.get(f"/releases/{release}/export/ical").content
    assert by.stranger.get(f"/releases/{release}/export/csv").status_code == 404
    leaks = done(by.authority.get(f"/releases/{release}/leaks"))["leaks"]
    assert [(one["nations"], one["exercise"], one["warn"]) for one in leaks] == [
        (["CAL"], "steel-heron", False)
    ]
    assert by.arv.get(f"/releases/{release}/leaks").status_code == 403


def test_release_out_of_turn_is_refused(by: Callers, clock: story.Clockwork) -> None:
    """Each step only from the states that lead to it; withdrawing and proposing twice change nothing."""
    story.submitted(by.authority)
    refused = story.kept(by.authority, story.LINES.splitlines()[0] + "\n")
    bad = story.drafted(by.authority, refused)
    assert (
        by.authority.post(f"/releases/{bad}/propose", {"silence_days": 1}).json()["code"]
        == "schedule_refused"
    )
    what_if = by.arv.made("/programmes/first-steps/solves", {"seconds": 1})
    assert what_if["of"] == "ARV"
    assert by.authority.post(f"/releases/{bad}/concur").status_code == 403
    for body in ({}, {"silence_days": 0}, {"silence_days": 1, "silence_until": "2026-12-05T12:00:00Z"}):
        assert by.authority.post(f"/releases/{bad}/propose", body).status_code == 422
    past = {"silence_until": "2026-11-05T12:00:00Z"}
    assert by.authority.post(f"/releases/{bad}/propose", past).json()["code"] == "silence_period"
    done(by.authority.post(f"/releases/{bad}/withdraw"))
    assert done(by.authority.post(f"/releases/{bad}/withdraw"))["state"] == "withdrawn"
    assert by.authority.post(f"/releases/{bad}/publish", {}).json()["code"] == "wrong_state"
    assert by.arv.post(f"/releases/{bad}/concur").status_code == 404
    assert by.arv.post("/programmes/first-steps/releases", {"schedule": refused}).status_code == 403


def test_release_of_narrowed_label_is_refused(by: Callers, clock: story.Clockwork) -> None:
    """What was closed to a nation since the schedule was made does not go out to it."""
    etag = story.submitted(by.authority)
    lines = story.LINES.splitlines()[0] + "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
    lines += "steel-heron,2027-04-19,2027-04-28,land=north-range,ARV; BMK,\n"
    release = story.drafted(by.authority, story.kept(by.authority, lines))
    closed = story.FIRST_STEPS.replace("{title: POLAR FOX 27,", "{title: POLAR FOX 27, release: [ARV],")
    done(by.authority.put("/programmes/first-steps/bundle", closed.encode(), headers={"If-Match": etag}))
    answer = by.authority.post(f"/releases/{release}/propose", {"silence_days": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "label_narrowed")
    assert answer.json()["detail"].startswith("polar-fox is no longer released to BMK")


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("release: [ARV, BMK, CAL], ", "", "polar-fox is no longer released to CAL"),
        ("release: [ARV], busy: [CAL], ", "release: [ARV], ", "the reserved block of polar-fox"),
        ("notes: x, notes_release: [BMK], ", "notes: x, ", "what is noted on polar-fox is no longer"),
        (
            "must: [ARV]",
            "must: {ARV: {release: [ARV]}}",
            "the part of ARV in polar-fox is no longer released to",
        ),
    ],
)
def test_release_of_other_narrowed_labels_is_refused(
    by: Callers, clock: story.Clockwork, then: str, now: str, said: str
) -> None:
    """Readers that are no longer named, reserved blocks, notes and parts count as exercises do."""
    del clock
    etag = story.submitted(by.authority)
    path, lines = "/programmes/first-steps/bundle", story.LINES.splitlines()[0]
    fox, host = "{title: POLAR FOX 27, ", "must: [ARV], may: {BMK: 5, CAL: 3}"
    plain = story.FIRST_STEPS.replace(host, "must: [ARV], may: {BMK: 5}")
    open_, closed = (
        plain.replace("must: [ARV], may", f"{label}, may")
        if "must" in label
        else plain.replace(fox, fox + label)
        for label in (then, now)
    )
    if open_ != story.FIRST_STEPS:
        answer = by.authority.put(path, open_.encode(), headers={"If-Match": etag})
        done(answer)
        etag = answer.headers["etag"]
    lines += "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
    lines += "steel-heron,2027-04-19,2027-04-28,land=north-range,ARV; BMK,\n"
    release = story.drafted(by.authority, story.kept(by.authority, lines))
    done(by.authority.put(path, closed.encode(), headers={"If-Match": etag}))
    answer = by.authority.post(f"/releases/{release}/publish", {"override": "agreed", "outdated": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "label_narrowed")
    assert answer.json()["detail"].startswith(said)


def test_draft_without_its_schedule_is_refused(by: Callers, local: Api) -> None:
    """Another programme's schedule, a nation's what-if, and one that is not there."""
    del local
    story.submitted(by.authority)
    path = "/programmes/first-steps/releases"
    assert by.authority.post(path, {"schedule": "sch_0"}).status_code == 404
    lines = story.LINES.splitlines()[0] + "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
    own = done(
        by.arv.send(
            "POST", "/api/v1/programmes/first-steps/schedules", content=lines.encode(), kind="text/csv"
        )
    )["id"]
    assert by.authority.post(path, {"schedule": own}).json()["code"] == "other_schedule"


def test_release_of_outdated_schedule_asks_for_confirmation(by: Callers, clock: story.Clockwork) -> None:
    """When the constraint files have changed since, publishing needs a word more."""
    etag = story.submitted(by.authority)
    lines = story.LINES.splitlines()[0] + "\npolar-fox,2027-06-07,2027-06-18,land=north-range,ARV; BMK,\n"
    lines += "steel-heron,2027-04-19,2027-04-28,land=north-range,ARV; BMK,\n"
    release = story.drafted(by.authority, story.kept(by.authority, lines))
    assert done(by.authority.get(f"/releases/{release}"))["outdated"] is False
    done(
        by.authority.put("/programmes/first-steps/bundle", story.SECOND.encode(), headers={"If-Match": etag})
    )
    assert done(by.authority.get(f"/releases/{release}"))["outdated"] is True
    path = f"/releases/{release}/publish"
    assert by.authority.post(path, {"override": "agreed"}).json()["code"] == "outdated"
    done(by.authority.post(path, {"override": "agreed", "outdated": True}))
