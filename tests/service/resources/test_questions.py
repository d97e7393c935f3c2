"""Questions over HTTP: each answered from what its asker may see, and from nothing else."""

import json
from typing import Any

import pytest

from exsched.advising.sight import NO_MORE
from exsched.service.questions import NAMES, QUESTIONS, Question, stored
from tests.service.api import CSV, Api, done
from tests.service.questions import OF_EACH, of_each
from tests.service.resources.conftest import Callers
from tests.service.resources.test_submissions import put_alpha
from tests.service.resources.working import work
from tests.service.world import ALPHA, NEW, OWN, SEEN_BY_ARV, WHOLE

ASK = "/programmes/alpha/questions"
CLASH = (
    ALPHA.replace("2027-02-01/2027-02-20", "2027-01-11")
    .replace("2027-01-04/2027-01-20", "2027-01-11")
    .replace("land: south", "land: north")
)
"""Both exercises on one range in one week, one of them hidden from ARV."""


def asked(caller: Api, question: str, **more: object) -> str:
    """The id of a new question."""
    answer = caller.post(ASK, {"question": question, "workers": 1, **more})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/questions/{answer.json()['id']}"
    id_: str = answer.json()["id"]
    return id_


def told(caller: Api, id_: str) -> Any:
    """A question that has been answered."""
    found = done(caller.get(f"/questions/{id_}"))
    assert found["state"] == "succeeded", found
    return found


def rules(answer: Any) -> list[str]:
    """The rules that clash, sorted."""
    return sorted(said["rule"] for said in answer["conflict"]["statements"])


def kept(caller: Api, lines: str) -> str:
    """Keep a schedule made by hand."""
    path = "/api/v1/programmes/alpha/schedules"
    id_: str = done(caller.send("POST", path, content=lines.encode(), kind=CSV))["id"]
    return id_


def test_authority_is_told_of_all_and_a_nation_of_what_it_sees(by: Callers, sqlite_url: str) -> None:
    """What clashes with a hidden exercise is told to the authority; for the nation there is a schedule."""
    put_alpha(by.authority, CLASH)
    whole, own = asked(by.authority, "explain"), asked(by.arv, "explain")
    work(sqlite_url)
    found = told(by.authority, whole)
    assert found["answer"]["possible"] is False
    assert "quiet" in " ".join(found["lines"])
    assert (found["of"], found["revision"], found["asked_by"]) == ("whole", 1, "authority")
    seen = told(by.arv, own)
    assert seen["answer"] == {"possible": True, "conflicts": [], "complete": None}
    assert seen["lines"][-1] == NO_MORE.format(nation="ARV")
    assert (seen["of"], seen["revision"], seen["asked_by"]) == ("ARV", None, None)
    listed = done(by.arv.get(ASK))["items"]
    assert [(one["id"], one["question"], "answer" in one) for one in listed] == [(own, "explain", False)]
    assert [one["id"] for one in done(by.auditor.get(ASK))["items"]] == [own, whole]
    assert done(by.bmk.get(ASK))["items"] == []
    hidden, missing = by.bmk.get(f"/questions/{own}"), by.bmk.get("/questions/qst_0")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert by.bmk.post(f"/questions/{own}/cancel").status_code == 404


def test_nation_asks_about_a_release_as_it_sees_it(by: Callers, sqlite_url: str) -> None:
    """A release that the nation is shown will do, or its own schedule; drafts and whole ones are 404."""
    put_alpha(by.authority)
    whole, own = kept(by.authority, WHOLE), kept(by.arv, SEEN_BY_ARV)
    drafted = by.authority.made("/programmes/alpha/releases", {"schedule": whole})["id"]
    wish = {"exercise": "shared", "startex": "2027-01-11"}
    for hidden in (whole, drafted, "sch_" + "0" * 32, "rel_" + "0" * 32):
        refused = by.arv.post(ASK, {"question": "why-not", "schedule": hidden} | wish)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found"), hidden
    by.authority.made(f"/releases/{drafted}/propose", {"silence_days": 5})
    ids = [asked(by.arv, "why-not", schedule=one, **wish) for one in (drafted, own)]
    ids.append(asked(by.arv, "why-not", schedule=drafted, exercise="shared", without_nations=["ARV"]))
    work(sqlite_url)
    already, too, never = (told(by.arv, id_)["answer"] for id_ in ids)
    assert (already["word"], too["word"], never["word"]) == ("already", "already", "impossible")
    assert already == too
    assert rules(never) == ["required_participants", "wish"]


def test_reserved_blocks_of_the_release_asked_about_close_their_venues(by: Callers, sqlite_url: str) -> None:
    """What a proposed release shows as taken is the reason; without it the nation knows of none."""
    text = ALPHA.replace("land: south", "land: north").replace(
        "    release: [BMK]", "    release: [BMK]\n    busy: [ARV]"
    )
    put_alpha(by.authority, text.replace("startex: 2027-01-04/2027-01-20", "startex: 2027-01-04/2027-02-20"))
    taken = kept(by.authority, WHOLE.replace("land=south", "land=north"))
    release = by.authority.made("/programmes/alpha/releases", {"schedule": taken})["id"]
    by.authority.made(f"/releases/{release}/propose", {"silence_days": 5})
    wish = {"exercise": "shared", "startex": "2027-02-09"}
    ids = [asked(by.arv, "why-not", **wish), asked(by.arv, "why-not", schedule=release, **wish)]
    work(sqlite_url)
    free, shut = (told(by.arv, id_)["answer"] for id_ in ids)
    assert (free["word"], shut["word"]) == ("costs", "impossible")
    assert rules(shut) == ["site_need", "venue_closure", "wish"]


def test_unknown_names_are_answered_with_those_of_the_view(by: Callers) -> None:
    """What is hidden and what does not exist are unknown alike; all names are told, each with its field."""
    put_alpha(by.authority)
    body = {"question": "why-not", "startex": "2027-02-15"}
    hidden, missing = (by.arv.post(ASK, body | {"exercise": name}) for name in ("quiet", "quite"))
    assert hidden.status_code == 422
    assert hidden.text.replace("quiet", "quite") == missing.text
    assert hidden.json()["errors"] == [
        {
            "code": "unknown_name",
            "where": {"field": "body.exercise"},
            "message": "quiet: no such exercise",
            "known": ["shared"],
            "suggestion": None,
        }
    ]
    wrong = {"exercise": "shared", "venue": "nort", "with_nations": ["ARV", "ARW"], "form": "cpx"}
    found = by.authority.post(ASK, body | wrong).json()["errors"]
    assert [(one["where"]["field"], one["suggestion"]) for one in found] == [
        ("body.venue", "north"),
        ("body.with_nations.1", "ARV"),
        ("body.form", None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"question": "why"},
        {"question": 5},
        {"question": "explain", "colour": "red"},
        {"question": "explain", "most": 51},
        {"question": "explain", "seconds": 0},
        {"question": "explain", "seconds": "5"},
        {"question": "explain", "schedule": "sch_0"},
        {"question": "why-not", "exercise": "shared"},
        {"question": "why-not", "exercise": "shared", "held": False, "venue": "north"},
        {"question": "why-not", "exercise": "shared", "startex": "2027-13-01"},
        {"question": "why-not", "exercise": "shared", "with_nations": ["ARV", "ARV"]},
        {"question": "why-not", "exercise": "shared", "venue": "north", "schedule": "nonsense"},
    ],
    ids=json.dumps,
)
def test_question_that_makes_no_sense_is_refused(by: Callers, wrong: dict[str, object]) -> None:
    """Before anything is queued, with the field; an unknown question with those that there are."""
    put_alpha(by.authority)
    answer = by.arv.post(ASK, wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    if wrong.get("question") not in NAMES:
        (error,) = answer.json()["errors"]
        assert (error["code"], error["message"]) == (
            "unknown_question",
            f"`question` is one of {', '.join(NAMES)}",
        )
    assert done(by.authority.get(ASK))["items"] == []


def test_question_that_waits_is_cancelled_at_once(by: Callers) -> None:
    """Cancel ends what has not begun; asking again changes nothing; the auditor may read and not ask."""
    put_alpha(by.authority)
    id_ = asked(by.authority, "relax")
    assert by.auditor.post(ASK, {"question": "explain"}).status_code == 403
    assert by.auditor.post(f"/questions/{id_}/cancel").status_code == 403
    assert done(by.auditor.get(f"/questions/{id_}"))["state"] == "queued"
    for _ in range(2):
        ended = done(by.authority.post(f"/questions/{id_}/cancel"))
        assert (ended["state"], ended["lines"], ended["answer"]) == ("cancelled", None, None)


def test_questions_and_solves_share_one_queue_and_no_address(by: Callers) -> None:
    """The 21st that waits is refused, whatever it is; neither is found, listed or ended as the other."""
    put_alpha(by.authority)
    question, *_ = [asked(by.arv, "explain") for _ in range(19)]
    solve = by.arv.made("/programmes/alpha/solves", {"seconds": 5})["id"]
    for path in (ASK, "/programmes/alpha/solves"):
        refused = by.arv.post(path, {"question": "explain"} if path == ASK else {})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    asked(by.bmk, "explain")
    for path in (f"/solves/{question}", f"/solves/{question}/events?after=0", f"/questions/{solve}"):
        assert by.arv.get(path).status_code == 404
    for path in (f"/solves/{question}/stop", f"/solves/{question}/cancel", f"/questions/{solve}/cancel"):
        assert by.arv.post(path).status_code == 404
    assert [one["id"] for one in done(by.arv.get("/programmes/alpha/solves"))["items"]] == [solve]
    first = done(by.arv.get(f"{ASK}?limit=10"))
    rest = done(by.arv.get(f"{ASK}?limit=10&after={first['next']}"))
    ids = [one["id"] for one in (*first["items"], *rest["items"])]
    assert (len(ids), ids[-1], rest["next"]) == (19, question, None)


def test_question_once_per_key(by: Callers) -> None:
    """The same key queues one question; with another body it is refused."""
    put_alpha(by.authority)
    key = {"Idempotency-Key": "once"}
    first, again = (by.arv.post(ASK, {"question": "explain"}, key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert by.arv.post(ASK, {"question": "relax"}, key).json()["code"] == "key_used"
    assert len(done(by.arv.get(ASK))["items"]) == 1


def test_question_of_a_nation_is_limited(by: Callers) -> None:
    """Ten minutes for a nation; a programme without constraint files has no answers."""
    by.authority.made("/programmes", {"id": "beta", "title": "Beta"})
    refused = by.authority.post("/programmes/beta/questions", {"question": "explain"})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_bundle")
    put_alpha(by.authority)
    assert by.arv.post(ASK, {"question": "explain", "seconds": 601}).json()["code"] == "too_long"
    asked(by.authority, "explain", seconds=601)
    assert by.stranger.post(ASK, {"question": "explain"}).status_code == 404


def test_question_of_the_authority_moves_no_view(by: Callers) -> None:
    """Views rest on what the authority works with; to ask is not yet to work with it."""
    put_alpha(by.authority)
    before = done(by.arv.get("/programmes/alpha/view"))
    done(by.arv.put("/programmes/alpha/submissions/ARV", OWN["ARV"].encode(), headers=NEW))
    asked(by.authority, "explain")
    assert done(by.arv.get("/programmes/alpha/view")) == before
    by.authority.made("/programmes/alpha/solves", {"seconds": 5})
    assert done(by.arv.get("/programmes/alpha/view")) != before


def test_schedule_of_other_files_is_refused(by: Callers) -> None:
    """A schedule that names what the present files do not have is said to be too old."""
    etag = put_alpha(by.authority)
    schedule = kept(by.authority, WHOLE)
    renamed = ALPHA.replace("north: {", "fjell: {").replace("land: north", "land: fjell")
    done(by.authority.put("/programmes/alpha/bundle", renamed.encode(), headers={"If-Match": etag}))
    wish = {"question": "why-not", "exercise": "shared", "startex": "2027-01-11", "schedule": schedule}
    refused = by.authority.post(ASK, wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "other_files")


@pytest.mark.parametrize("kind", QUESTIONS, ids=lambda kind: kind.name())
def test_question_has_an_example_and_comes_back_as_it_was_stored(kind: type[Question]) -> None:
    """Its example is one that can be asked; stored and read again it is the same."""
    example = kind.model_validate_json(json.dumps(kind.example()))
    assert stored(example.model_dump(mode="json")) == example
    assert kind.summary().endswith(".")


def test_every_question_is_asked_somewhere() -> None:
    """The list of bodies with which tests ask every question has them all."""
    assert sorted(OF_EACH) == sorted(NAMES)
    assert [one["question"] for one in of_each("shared", "sch_0", "sch_1")] == list(OF_EACH)
