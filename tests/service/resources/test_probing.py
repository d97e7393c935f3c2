"""A planner cannot ask about hidden things by handing in files, nor plan over what it sees is taken."""

from typing import Any

import pytest

from tests.service.api import CSV, Api, done
from tests.service.resources.conftest import Callers
from tests.service.resources.test_submissions import put_alpha
from tests.service.world import NEW, OWN

MARKED = OWN["ARV"].rstrip("\n") + "\n  marker: {name: Marker, host: ARV, kind: range}\n"
CLASHES = "  quiet: {title: MINE, days: 3, startex: 2027-03-01/2027-03-20, participants: {must: [ARV]}}\n"
FITS = CLASHES.replace("quiet", "hushed")
TAKEN = "exercise,startex,endex,sites,participants,forces\nshared,2027-02-09,2027-02-11,land=north,ARV,\n"
BOTH = (
    "exercise,startex,endex,sites,participants,forces\nshared,2027-01-11,2027-01-13,land=north,ARV,\n"
    "quiet,2027-02-08,2027-02-12,land=north,BMK,\n"
)
BLOCKED = """programme: {id: alpha, title: Alpha, horizon: 2027-01-04/2027-03-28}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}}
venues: {north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}}}
exercises:
  shared: {title: SHARED, days: 3, startex: 2027-01-04/2027-03-20, sites: {land: north},
    participants: {must: [ARV]}}
  quiet: {title: QUIET, days: 5, startex: 2027-02-01/2027-02-20, sites: {land: north},
    participants: {must: [BMK]}, release: [BMK], busy: [ARV]}
goals: [[hold_exercises]]
"""


def sent(caller: Api, what: str, csv: str) -> Any:
    """A schedule as CSV, verified or kept; the answer."""
    path = f"/api/v1/programmes/alpha/{what}"
    return done(caller.send("POST", path, content=csv.encode(), kind=CSV))


@pytest.mark.parametrize("probe", [CLASHES, FITS], ids=["clashes", "fits"])
def test_own_file_moves_no_view_until_the_authority_works_with_it(by: Callers, probe: str) -> None:
    """Whether an id is taken by something hidden cannot be told from any answer."""
    put_alpha(by.authority)
    before = by.arv.get("/programmes/alpha/view").text
    file = f"{MARKED}exercises:\n{probe}"
    done(by.arv.put("/programmes/alpha/submissions/ARV", file.encode(), headers=NEW))
    assert by.arv.get("/programmes/alpha/view").text == before
    assert by.bmk.get("/programmes/alpha/view").text.count("Marker") == 0
    assert done(by.arv.get("/programmes/alpha/check"))["accepted"]


def test_own_file_is_seen_once_the_authority_works_with_it(by: Callers) -> None:
    """A schedule that the authority keeps, or a solve that it asks for, takes the newest files."""
    put_alpha(by.authority)
    done(by.arv.put("/programmes/alpha/submissions/ARV", MARKED.encode(), headers=NEW))
    sent(
        by.authority,
        "schedules",
        BOTH.replace("quiet,2027-02-08,2027-02-12,land=north", "quiet,2027-02-08,2027-02-12,land=south"),
    )
    assert "Marker" in by.arv.get("/programmes/alpha/view").text


def test_verify_knows_what_a_release_has_reserved(by: Callers) -> None:
    """A planner is not told "allowed" where it can see that the range is taken."""
    put_alpha(by.authority, BLOCKED)
    assert sent(by.arv, "verify", TAKEN)["allowed"]
    kept = sent(by.authority, "schedules", BOTH)
    draft = {"schedule": kept["id"], "decision": {"why": "x", "rejected": []}}
    made = by.authority.made("/programmes/alpha/releases", draft)
    by.authority.made(f"/releases/{made['id']}/publish", {"override": "for the test"})
    judged = sent(by.arv, "verify", TAKEN)
    assert not judged["allowed"]
    assert [one["rule"] for one in judged["verdict"]["broken"]] == ["venue_closure"]
    mine = sent(by.arv, "schedules", TAKEN)
    assert not mine["allowed"]
    assert not done(by.arv.get(f"/schedules/{mine['id']}/verdict"))["allowed"]
