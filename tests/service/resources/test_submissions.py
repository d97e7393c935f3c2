"""Programmes and their constraint files over HTTP: who may put what, and what everybody is told."""

import io
import tarfile

from tests.service.api import CSV, JSON, Api, done
from tests.service.resources.conftest import Callers
from tests.service.world import ALPHA, NEW, OWN, WHOLE

ARV_FILE = OWN["ARV"].encode()


def put_alpha(authority: Api, text: str = ALPHA) -> str:
    """Make the programme and put its bundle; its ETag."""
    authority.made("/programmes", {"id": "alpha", "title": "Alpha"})
    answer = authority.put("/programmes/alpha/bundle", text.encode(), headers=NEW)
    done(answer)
    return answer.headers["etag"]


def archive(**files: str) -> bytes:
    """A tar archive of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"{name}.yaml")
            entry.size = len(text)
            packed.addfile(entry, io.BytesIO(text.encode()))
    return out.getvalue()


def test_programme_seen_by_role(by: Callers) -> None:
    """The authority sees revision and counts, a planner of it the nations, any other planner nothing."""
    assert by.arv.get("/programmes/alpha").status_code == 404
    put_alpha(by.authority)
    whole = done(by.authority.get("/programmes/alpha"))
    assert (whole["revision"], whole["usable"], whole["counts"]["exercises"]) == (1, 1, 2)
    seen = done(by.arv.get("/programmes/alpha"))
    assert seen["nations"] == ["ARV", "BMK"]
    assert (seen["revision"], seen["usable"], seen["counts"]) == (None, None, None)
    hidden, missing = by.stranger.get("/programmes/alpha"), by.stranger.get("/programmes/nothing")
    assert (
        (hidden.status_code, hidden.content)
        == (missing.status_code, missing.content)
        == (404, missing.content)
    )
    assert [one["id"] for one in done(by.arv.get("/programmes"))["items"]] == ["alpha"]
    assert done(by.stranger.get("/programmes"))["items"] == []


def test_programme_made_once_per_key_and_id(by: Callers) -> None:
    """The same key gives the same answer, the same id without it a conflict; others may not."""
    key = {"Idempotency-Key": "k1"}
    wanted = {"id": "alpha", "title": "Alpha"}
    first, again = (by.authority.post("/programmes", wanted, key) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (201, "/api/v1/programmes/alpha")
    assert again.content == first.content
    assert by.authority.post("/programmes", wanted).status_code == 409
    assert by.arv.post("/programmes", wanted).status_code == 403
    assert by.auditor.post("/programmes", wanted).status_code == 403


def test_bundle_put_needs_to_know_what_it_replaces(by: Callers) -> None:
    """Without a condition 428, with an outdated one 412, with the right one it goes on."""
    etag = put_alpha(by.authority)
    changed = ALPHA.replace("QUIET", "CALM").encode()
    path = "/programmes/alpha/bundle"
    assert by.authority.put(path, changed).status_code == 428
    assert by.authority.put(path, changed, headers=NEW).status_code == 412
    assert by.authority.put(path, changed, headers={"If-Match": '"00"'}).status_code == 412
    taken = done(by.authority.put(path, changed, headers={"If-Match": etag}))
    assert (taken["fresh"], taken["usable"], taken["submission"]["number"]) == (True, True, 2)
    got = by.authority.get(path)
    assert got.content == changed
    assert by.authority.get(path, {"If-None-Match": got.headers["etag"]}).status_code == 304


def test_bundle_that_came_before_changes_nothing(by: Callers) -> None:
    """The same bytes again make no new revision."""
    etag = put_alpha(by.authority)
    again = done(by.authority.put("/programmes/alpha/bundle", ALPHA.encode(), headers={"If-Match": etag}))
    assert (again["fresh"], again["submission"]["number"]) == (False, 1)
    assert done(by.authority.get("/programmes/alpha"))["revision"] == 1


def test_bundle_refused_tells_every_place_and_stores_nothing(by: Callers) -> None:
    """422 with code, file, line and column of each error."""
    by.authority.made("/programmes", {"id": "alpha", "title": "Alpha"})
    wrong = ALPHA.replace("sites: {land: north}", "sites: {land: nroth}").replace("days: 5", "days: many")
    answer = by.authority.put("/programmes/alpha/bundle", wrong.encode(), headers=NEW)
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "input_refused"
    assert [(one["code"], one["where"]["line"]) for one in body["errors"]] == [("E401", 11), ("E301", 15)]
    assert body["errors"][0]["suggestion"] == "north"
    assert by.authority.get("/programmes/alpha/bundle").status_code == 404
    assert done(by.authority.get("/programmes/alpha"))["revision"] == 0


def test_bundle_of_another_programme_is_refused(by: Callers) -> None:
    """The id inside is the id of the address."""
    by.authority.made("/programmes", {"id": "beta", "title": "Beta"})
    answer = by.authority.put("/programmes/beta/bundle", ALPHA.encode(), headers=NEW)
    assert (answer.status_code, answer.json()["code"]) == (422, "other_programme")


def test_bundle_as_archive_with_a_nation_file(by: Callers) -> None:
    """A folder comes as tar; a nation's later submission takes the place of its file in it."""
    by.authority.made("/programmes", {"id": "alpha", "title": "Alpha"})
    text = ALPHA.replace("programme:", "include: [ARV.yaml]\nprogramme:", 1)
    body = archive(programme=text, ARV=OWN["ARV"])
    done(by.authority.put("/programmes/alpha/bundle", body, "application/x-tar", NEW))
    view = done(by.arv.get("/programmes/alpha/view"))
    assert "arctic" in str(view["files"])
    other = OWN["ARV"].replace("arctic", "boreal").encode()
    done(by.arv.put("/programmes/alpha/submissions/ARV", other, headers=NEW))
    kept = by.authority.send("POST", "/api/v1/programmes/alpha/schedules", content=WHOLE.encode(), kind=CSV)
    done(kept)
    view = done(by.arv.get("/programmes/alpha/view"))
    assert "boreal" in str(view["files"])
    assert "arctic" not in str(view["files"])


def test_submission_only_of_the_own_nation(by: Callers) -> None:
    """Another nation's file is neither put nor read by a planner, and the auditor writes nothing."""
    put_alpha(by.authority)
    path = "/programmes/alpha/submissions/ARV"
    assert by.bmk.put(path, ARV_FILE, headers=NEW).status_code == 404
    assert by.auditor.put(path, ARV_FILE, headers=NEW).status_code == 403
    taken = done(by.arv.put(path, ARV_FILE, headers=NEW))
    assert taken["usable"] is None
    assert by.bmk.get(path).status_code == 404
    assert by.arv.get(path).content == by.auditor.get(path).content == ARV_FILE
    id_ = taken["submission"]["id"]
    assert by.bmk.get(f"/submissions/{id_}").content == by.bmk.get("/submissions/sub_0").content
    assert by.arv.get(f"/submissions/{id_}/content").content == ARV_FILE
    owners = {
        name: [one["owner"] for one in done(caller.get("/programmes/alpha/submissions"))["items"]]
        for name, caller in vars(by).items()
        if name not in {"stranger"}
    }
    assert owners == {"authority": ["ARV", ""], "auditor": ["ARV", ""], "arv": ["ARV"], "bmk": []}


def test_submission_is_checked_against_what_its_nation_sees(by: Callers) -> None:
    """A name that is hidden is unknown, and is not offered as what was perhaps meant."""
    put_alpha(by.authority)
    text = b"owner: ARV\nrules:\n  - {rule: precedence, first: shared, then: quiett}\n"
    answer = by.arv.put("/programmes/alpha/submissions/ARV", text, headers=NEW)
    assert answer.status_code == 422
    assert "quiet," not in answer.text
    assert '"quiet"' not in answer.text
    known = text.replace(b"quiett", b"quiet")
    hidden = by.arv.put("/programmes/alpha/submissions/ARV", known, headers=NEW)
    assert hidden.status_code == 422
    assert hidden.json()["errors"][0]["code"] == answer.json()["errors"][0]["code"]


def test_submission_that_clashes_with_something_hidden_is_taken(by: Callers) -> None:
    """Its planner is told nothing; the authority sees that all files together are refused now."""
    put_alpha(by.authority)
    clash = OWN["ARV"] + (
        "exercises:\n  quiet: {title: MINE, days: 3, startex: 2027-03-01/2027-03-20,"
        " participants: {must: [ARV]}}\n"
    )
    done(by.arv.put("/programmes/alpha/submissions/ARV", clash.encode(), headers=NEW))
    told = done(by.arv.get("/programmes/alpha/check"))
    assert (told["of"], told["accepted"]) == ("ARV", True)
    assert {one["code"] for one in told["diagnostics"]} == {"W606"}
    whole = done(by.authority.get("/programmes/alpha/check"))
    assert (whole["accepted"], whole["revision"]) == (False, 2)
    assert done(by.authority.get("/programmes/alpha"))["usable"] == 1


def test_check_of_the_whole_has_places(by: Callers) -> None:
    """Warnings of lint come with file and line."""
    put_alpha(
        by.authority,
        ALPHA.replace("goals:", "forces: {idle: {name: Idle, nation: ARV, domain: land}}\ngoals:"),
    )
    found = done(by.authority.get("/programmes/alpha/check"))
    assert found["accepted"]
    assert [(one["code"], one["where"]["file"]) for one in found["diagnostics"]] == [
        ("W605", "programme.yaml")
    ]


def test_view_holds_what_its_nation_sees(by: Callers) -> None:
    """What is hidden is nowhere in a planner's view; the authority's has all."""
    put_alpha(by.authority)
    seen, whole = by.arv.get("/programmes/alpha/view"), by.authority.get("/programmes/alpha/view")
    assert "quiet" not in seen.text.lower()
    assert "SHARED" in seen.text
    assert "QUIET" in whole.text
    assert (seen.json()["of"], whole.json()["of"]) == ("ARV", "whole")


def test_files_of_a_wrong_type_are_refused(by: Callers) -> None:
    """An archive is no submission, text of an unknown type nothing at all, an empty body neither."""
    put_alpha(by.authority)
    path = "/programmes/alpha/submissions/ARV"
    assert by.arv.put(path, archive(a="x"), "application/x-tar", NEW).status_code == 415
    assert by.arv.put(path, b"a", "text/html", NEW).status_code == 415
    assert by.arv.put(path, b"", headers=NEW).status_code in {400, 415}
    assert by.arv.put(path, b"{", JSON, NEW).status_code == 400


def test_acts_are_in_the_audit_log(by: Callers) -> None:
    """Making a programme and submitting leave an entry each, with who did it."""
    put_alpha(by.authority)
    done(by.arv.put("/programmes/alpha/submissions/ARV", ARV_FILE, headers=NEW))
    entries = done(by.auditor.get("/audit"))["items"]
    told = [(one["action"], one["nation"]) for one in entries]
    for expected in (("programme.make", ""), ("bundle.put", ""), ("submission.put", "ARV")):
        assert expected in told


def test_submission_under_another_name_is_forbidden(by: Callers) -> None:
    """Whose file it is follows from the caller; a head that names another nation is refused with 403."""
    put_alpha(by.authority)
    answer = by.arv.put("/programmes/alpha/submissions/ARV", OWN["BMK"].encode(), headers=NEW)
    assert (answer.status_code, answer.json()["code"]) == (403, "other_owner")
    assert by.arv.get("/programmes/alpha/submissions/ARV").status_code == 404


def test_file_that_is_there_already_may_be_sent_again(by: Callers) -> None:
    """Who lost the answer to a PUT sends it again, and hears that it is there, not that it was changed."""
    put_alpha(by.authority)
    path = "/programmes/alpha/submissions/ARV"
    first = by.arv.put(path, ARV_FILE, headers=NEW)
    again = by.arv.put(path, ARV_FILE, headers=NEW)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (done(first)["fresh"], done(again)["fresh"]) == (True, False)
    assert done(again)["submission"]["id"] == done(first)["submission"]["id"]
    assert by.arv.put(path, ARV_FILE + b"# other\n", headers=NEW).status_code == 412
    assert by.arv.put(path, ARV_FILE).status_code == 428
