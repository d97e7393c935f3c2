"""The group access: what a caller may not know or do."""

import time
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from tests.bad_inputs.service import Here, Site, answered
from tests.service.api import CSV, Api, done
from tests.service.world import ALPHA, SEEN_BY_ARV, WHOLE

pytestmark = pytest.mark.slow

VARY = {"x-request-id", "date"}


def same(first: httpx2.Response, second: httpx2.Response) -> bool:
    """Whether two answers cannot be told apart."""
    return _all(first) == _all(second)


def _all(answer: httpx2.Response) -> tuple[object, ...]:
    kept = [pair for pair in answer.headers.multi_items() if pair[0] not in VARY]
    return answer.status_code, kept, answer.content


def test_without_credentials_nothing_is_told(site: Site) -> None:
    """access-01: the same 401 for what exists and what does not."""
    existing, missing = site.nobody.get("/programmes/alpha"), site.nobody.get("/programmes/nowhere")
    answered("access-01", existing)
    assert same(existing, missing)


def test_bad_tokens_are_told_apart_by_nobody(site: Site) -> None:
    """access-02: expired, revoked, malformed and unknown tokens get the same answer."""
    soon = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    expired = site.authority.new_token("auditor", expires=soon)
    made = site.authority.made("/tokens", {"label": "gone", "role": "auditor"})
    site.authority.send("DELETE", f"/api/v1/tokens/{made['token']['id']}")
    time.sleep(1.2)
    answers = [
        site.local.of(token).get("/programmes/alpha")
        for token in (expired, made["secret"], "expired", "exs_" + "a" * 43, "a.b.c", "x" * 9000)
    ]
    answered("access-02", answers[0])
    assert [same(answers[0], one) for one in answers[1:]] == [True] * 5


def test_nation_comes_from_the_credential(site: Site) -> None:
    """access-04: neither the path nor the file lets ARV speak for BMK; nothing is stored."""
    before = site.authority.get("/programmes/alpha/submissions").content
    answered("access-04", _put(site.arv, "BMK", b"owner: BMK\n"))
    answered("access-04", _put(site.arv, "ARV", b"owner: BMK\nvenues:\n  x: {name: X, host: BMK}\n"))
    assert site.authority.get("/programmes/alpha/submissions").content == before


def test_hints_never_name_what_is_hidden(here: Here) -> None:
    """access-06: a reference one letter off a hidden id brings no suggestion of it."""
    arv, bmk = here.arv, here.bmk
    rule = "owner: {0}\nrules:\n  - {{rule: precedence, first: quiex, then: {1}}}\n"
    for_arv = _put(arv, "ARV", rule.format("ARV", "shared").encode())
    answered("access-06", for_arv)
    assert "quiet" not in for_arv.text.lower()
    assert "quiet" in _put(bmk, "BMK", rule.format("BMK", "shared").encode()).text


def test_name_of_something_hidden_is_free(here: Here) -> None:
    """access-07: a new exercise may have the id of a hidden one; nothing says that it exists already."""
    arv = here.arv
    body = "owner: ARV\nexercises:\n  {0}:\n    title: NEW\n    days: 2\n    sites: {{land: north}}\n"
    body += "    participants: {{must: [ARV]}}\n"
    free, taken = (_put(arv, "ARV", body.format(name).encode()) for name in ("zebra", "quiet"))
    data, other = answered("access-07", taken), answered("access-07", free)
    assert "exist" not in taken.text
    assert data["submission"]["diagnostics"] == other["submission"]["diagnostics"]


def test_what_only_hidden_things_forbid_is_allowed_in_ones_own_view(here: Here) -> None:
    """access-09: a hidden exercise that takes the whole range changes nothing in what ARV is told."""
    blocked = ALPHA.replace("days: 5", "days: 80").replace("2027-02-01/2027-02-20", "2027-01-01/2027-01-05")
    blocked = blocked.replace("sites: {land: south}", "sites: {land: north}")
    authority, arv = here.authority, here.arv
    verdicts = [_verified(arv)]
    tag = authority.get("/programmes/alpha/bundle").headers["ETag"]
    done(authority.put("/programmes/alpha/bundle", blocked.encode(), headers={"If-Match": tag}))
    verdicts.append(_verified(arv))
    assert answered("access-09", verdicts[1])["allowed"]
    assert same(*verdicts)


def test_releases_that_differ_in_hidden_things_bring_no_change(here: Here) -> None:
    """access-11: the feed keeps its tag, its date and its bytes, and no change is told."""
    authority, arv = here.authority, here.arv
    feed = f"/feeds/{here.world.tokens['feed']}.ics"
    release(authority, WHOLE)
    before = here.nobody.send("GET", feed)
    second = release(authority, WHOLE.replace("2027-02-08,2027-02-12", "2027-02-15,2027-02-19"))
    assert same(before, here.nobody.send("GET", feed))
    assert answered("access-11", arv.get(f"/releases/{second}/changes"))["changes"] == []


def test_job_of_others_is_no_job(site: Site) -> None:
    """access-12: byte for byte the answer for an id that names nothing."""
    other = site.arv.get(f"/solves/{site.world.objects['other']['job']}")
    answered("access-12", other)
    assert same(other, site.arv.get("/solves/job_" + "0" * 32))


@pytest.mark.parametrize("role", ["authority", "auditor", "planner"])
def test_token_of_one_programme_opens_nothing_else(role: str, site: Site) -> None:
    """access-14: neither another programme nor anything that is about all of them."""
    nation = "ARV" if role == "planner" else None
    limited = site.local.of(site.authority.new_token(role, nation, programme="alpha"))
    assert limited.get("/programmes/alpha").status_code == 200
    for path in ("/programmes/omega", "/tokens", "/audit", "/programmes/omega/releases"):
        answered("access-14", limited.get(path))
    wanted = {"label": "all", "role": "authority"}
    answered("access-14", limited.post("/tokens", wanted))
    answered("access-14", limited.get(f"/solves/{site.world.objects['hidden']['job']}"))
    answered("access-14", limited.get(f"/releases/{site.world.objects['hidden']['release']}"))
    listed = limited.get("/programmes").json()["items"]
    assert [one["id"] for one in listed] == ["alpha"]


@pytest.mark.parametrize(
    ("line", "status", "seen"),
    [
        ("release: []", 200, {"ARV": False, "BMK": False}),
        ("", 200, {"ARV": False, "BMK": True}),
        ("release: null", 422, {}),
    ],
)
def test_empty_missing_and_null_labels_differ(
    line: str, status: int, seen: dict[str, bool], here: Here
) -> None:
    """access-16: empty is nobody but owner and authority, missing the participants, null refused."""
    authority, path = here.authority, "/programmes/alpha/bundle"
    tag = authority.get(path).headers["ETag"]
    bundle = ALPHA.replace("    release: [BMK]\n", f"    {line}\n" if line else "")
    answer = authority.put(path, bundle.encode(), headers={"If-Match": tag})
    answered("access-16", answer)
    assert answer.status_code == status
    for nation, expected in seen.items():
        view = here.local.of(here.world.tokens[nation]).get("/programmes/alpha/view").text
        assert ("QUIET" in view) == expected


def test_label_of_others_cannot_be_widened(here: Here) -> None:
    """access-17: a file that names a hidden exercise and gives it to oneself shows nothing of it."""
    arv, bmk = here.arv, here.bmk
    body = b"owner: ARV\nexercises:\n  quiet: {title: MINE, days: 2, release: [ARV]}\n"
    answer = _put(arv, "ARV", body)
    assert answer.status_code in {200, 422}
    assert "QUIET" not in arv.get("/programmes/alpha/view").text
    assert "QUIET" in bmk.get("/programmes/alpha/view").text


def test_reserved_block_stays_a_block_when_it_moves(here: Here) -> None:
    """access-19: one changed date never turns the block into the exercise."""
    bundle = ALPHA.replace("    release: [BMK]\n", "    release: [BMK]\n    busy: [ARV]\n")
    authority = here.authority
    tag = authority.get("/programmes/alpha/bundle").headers["ETag"]
    done(authority.put("/programmes/alpha/bundle", bundle.encode(), headers={"If-Match": tag}))
    feed = f"/feeds/{here.world.tokens['feed']}.ics"
    for dates in ("2027-02-08,2027-02-12", "2027-02-15,2027-02-19"):
        release(authority, WHOLE.replace("2027-02-08,2027-02-12", dates))
        answer = here.nobody.send("GET", feed)
        answered("access-19", answer)
        assert "Reserved" in answer.text
        assert "quiet" not in answer.text.lower()


def test_guessing_tokens_is_slowed_down_for_the_guesser_only(here: Here) -> None:
    """access-21: a thousand guesses end in 429; who has a token goes on."""
    nobody = here.nobody
    answers = [nobody.post("/session", {"token": f"exs_{n:043}"}) for n in range(1000)]
    answered("access-21", answers[-1])
    assert here.arv.get("/programmes").status_code == 200
    assert len({answer.content for answer in answers if answer.status_code == 401}) == 1


def release(authority: Api, schedule: str) -> str:
    """Release a schedule of alpha and give the release's id."""
    path = "/api/v1/programmes/alpha/schedules"
    kept = done(authority.send("POST", path, content=schedule.encode(), kind=CSV))
    made: str = authority.made("/programmes/alpha/releases", {"schedule": kept["id"]})["id"]
    done(authority.post(f"/releases/{made}/propose", {"silence_days": 5}))
    done(authority.post(f"/releases/{made}/publish", {"override": "exercise of the procedure"}))
    return made


def _put(api: Api, nation: str, content: bytes) -> httpx2.Response:
    """Put a nation's file, having read the one before."""
    path = f"/programmes/alpha/submissions/{nation}"
    tag = api.get(path).headers.get("ETag")
    return api.put(path, content, headers={"If-Match": tag} if tag else {"If-None-Match": "*"})


def _verified(api: Api) -> httpx2.Response:
    """What a planner is told of the schedule that it sees."""
    return api.send("POST", "/api/v1/programmes/alpha/verify", content=SEEN_BY_ARV.encode(), kind=CSV)
