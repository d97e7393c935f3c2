"""Schedules made by hand over HTTP: judged, kept, exported, each as its reader may see it."""

import csv
import io

from tests.service.api import CSV, JSON, Api, done
from tests.service.resources.conftest import Callers
from tests.service.resources.test_submissions import put_alpha
from tests.service.world import ALPHA, SEEN_BY_ARV, WHOLE

SCHEDULES = "/api/v1/programmes/alpha/schedules"
VERIFY = "/api/v1/programmes/alpha/verify"


def keep(caller: Api, text: str, query: str = "") -> str:
    """The id of a schedule that is kept now."""
    id_: str = done(caller.send("POST", SCHEDULES + query, content=text.encode(), kind=CSV))["id"]
    return id_


def test_verify_judges_and_stores_nothing(by: Callers) -> None:
    """Allowed and refused are both answers; a file that cannot be read is none."""
    put_alpha(by.authority)
    good = done(by.authority.send("POST", VERIFY, content=WHOLE.encode(), kind=CSV))
    assert (good["allowed"], good["verdict"]["verdict"]) == (True, "allowed")
    late = WHOLE.replace("2027-01-11,2027-01-13", "2027-03-01,2027-03-03")
    bad = done(by.authority.send("POST", VERIFY, content=late.encode(), kind=CSV))
    assert bad["allowed"] is False
    assert [one["exercises"] for one in bad["verdict"]["broken"]] == [["shared"]]
    assert done(by.authority.get("/programmes/alpha/schedules"))["items"] == []
    wrong = by.authority.send("POST", VERIFY, content=WHOLE.replace("north", "nroth").encode(), kind=CSV)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "E401")
    assert wrong.json()["errors"][0]["where"] == {"file": "schedule.csv", "line": 2, "column": 30}


def test_verify_of_a_planner_knows_its_view_only(by: Callers) -> None:
    """A hidden exercise is unknown in a schedule, as one that does not exist."""
    put_alpha(by.authority)
    assert done(by.arv.send("POST", VERIFY, content=SEEN_BY_ARV.encode(), kind=CSV))["allowed"]
    hidden = by.arv.send("POST", VERIFY, content=WHOLE.encode(), kind=CSV)
    missing = by.arv.send("POST", VERIFY, content=WHOLE.replace("quiet", "quaet").encode(), kind=CSV)
    assert hidden.status_code == missing.status_code == 422
    assert hidden.text.replace("quiet", "quaet") == missing.text


def test_schedule_kept_is_seen_by_its_own_view(by: Callers) -> None:
    """The authority's is not a planner's to see, and a planner's is not another's."""
    put_alpha(by.authority)
    whole, own = keep(by.authority, WHOLE, "?title=by%20hand"), keep(by.arv, SEEN_BY_ARV)
    assert done(by.authority.get(f"/schedules/{whole}"))["title"] == "by hand"
    assert [one["id"] for one in done(by.authority.get("/programmes/alpha/schedules"))["items"]] == [
        own,
        whole,
    ]
    assert [one["id"] for one in done(by.arv.get("/programmes/alpha/schedules"))["items"]] == [own]
    missing = by.arv.get("/schedules/sch_0")
    assert by.arv.get(f"/schedules/{whole}").content == missing.content
    assert by.bmk.get(f"/schedules/{own}").content == missing.content
    assert by.auditor.send("POST", SCHEDULES, content=WHOLE.encode(), kind=CSV).status_code == 403


def test_schedule_kept_is_acknowledged_again_whatever_came_since(by: Callers) -> None:
    """The first answer is given again although the files that came since would refuse the schedule."""
    etag = put_alpha(by.authority)
    key = {"Idempotency-Key": "k"}
    first = by.authority.send("POST", SCHEDULES, content=WHOLE.encode(), kind=CSV, headers=key)
    renamed = ALPHA.replace("  quiet:", "  silent:").encode()
    done(by.authority.put("/programmes/alpha/bundle", renamed, headers={"If-Match": etag}))
    again = by.authority.send("POST", SCHEDULES, content=WHOLE.encode(), kind=CSV, headers=key)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    other = by.authority.send("POST", SCHEDULES, content=SEEN_BY_ARV.encode(), kind=CSV, headers=key)
    assert other.json()["code"] == "key_used"
    assert len(done(by.authority.get("/programmes/alpha/schedules"))["items"]) == 1


def test_schedule_kept_even_when_refused(by: Callers) -> None:
    """What breaks a hard rule is kept and says so."""
    put_alpha(by.authority)
    late = WHOLE.replace("2027-01-11,2027-01-13", "2027-03-01,2027-03-03")
    kept = done(by.authority.send("POST", SCHEDULES, content=late.encode(), kind=CSV))
    assert (kept["allowed"], kept["certificate"]["hard_broken"]) == (False, 1)
    assert done(by.authority.get(f"/schedules/{kept['id']}/verdict"))["allowed"] is False


def test_schedule_exported_in_every_format(by: Callers) -> None:
    """Each format with its type and as an attachment; a known tag gives 304."""
    put_alpha(by.authority)
    id_ = keep(by.authority, WHOLE)
    for format_, begins in (
        ("ical", b"BEGIN:VCALENDAR"),
        ("csv", b"exercise,"),
        ("json", b"{"),
        ("svg", b"<?xml"),
        ("png", b"\x89PNG"),
        ("geojson", b"{"),
        ("html", b"<!"),
    ):
        answer = by.authority.get(f"/schedules/{id_}/export/{format_}")
        assert answer.status_code == 200
        assert answer.content.lstrip(b"\xef\xbb\xbf").lower().startswith(begins.lower())
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        known = {"If-None-Match": answer.headers["etag"]}
        assert by.authority.get(f"/schedules/{id_}/export/{format_}", known).status_code == 304
    again = by.authority.get(f"/schedules/{id_}/export/json").content
    back = by.authority.send("POST", VERIFY, content=again, kind=JSON)
    assert done(back)["allowed"]


def test_schedule_export_narrowed(by: Callers) -> None:
    """Only one nation's rows; an unknown name, format or parameter is refused."""
    put_alpha(by.authority)
    path = f"/schedules/{keep(by.authority, WHOLE)}/export"
    text = by.authority.get(f"{path}/csv?nation=ARV").content.decode("utf-8-sig")
    assert [row["exercise"] for row in csv.DictReader(io.StringIO(text))] == ["shared"]
    for wrong, code in (
        ("csv?nation=XXX", "unknown_name"),
        ("docx", "unknown_format"),
        ("csv?nations=ARV", "unknown_parameter"),
        ("svg?by=colour", "invalid_request"),
    ):
        answer = by.authority.get(f"{path}/{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (422, code)
