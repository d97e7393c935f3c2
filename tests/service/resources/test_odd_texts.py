"""Texts that a database cannot hold are refused on every database; all others come back as they were."""

import base64

from tests.service.here import running
from tests.service.resources import story
from tests.service.resources.conftest import callers

NUL = "a\x00b"


def test_nul_in_a_request_is_refused(database_url: str) -> None:
    """In paths 404, in parameters and documents 422; and what is written is taken back as it was."""
    with running(database_url) as local:
        by = callers(local)
        story.submitted(by.authority)
        for path in (
            "/programmes/a%00b",
            "/programmes/first-steps/submissions/a%00b",
            "/submissions/a%00b",
            "/solves/a%00b",
            "/questions/a%00b",
            "/schedules/a%00b",
            "/releases/a%00b",
        ):
            assert by.authority.get(path).status_code == 404, path
        for method, path in (("DELETE", "/tokens/a%00b"), ("DELETE", "/feeds/a%00b")):
            assert by.authority.send(method, f"/api/v1{path}").status_code == 404, path
        cursor = base64.urlsafe_b64encode(f"2026-12-01T08:00:00+00:00 {NUL}".encode()).decode().rstrip("=")
        assert by.authority.get(f"/programmes?after={cursor}").json()["code"] == "invalid_cursor"
        schedules = "/api/v1/programmes/first-steps/schedules"
        lines = story.LINES.splitlines()[0].encode() + b"\n"
        kind = "text/csv"
        odd = by.authority.send("POST", f"{schedules}?title=a%00b", content=lines, kind=kind)
        assert odd.status_code == 422
        kept = story.kept(by.authority, lines.decode())
        releases = "/programmes/first-steps/releases"
        for wrong in (
            {"schedule": NUL},
            {"schedule": kept, "comment": NUL},
            {"schedule": kept, "decision": {"why": NUL}},
            {"schedule": kept, "decision": {"rejected": [{"schedule": NUL}]}},
        ):
            assert by.authority.post(releases, wrong).status_code == 422, wrong
        solve = {"seconds": 1, "hint": NUL}
        assert by.authority.post("/programmes/first-steps/solves", solve).status_code == 422
        for odd_one in ({"exercise": NUL}, {"exercise": "polar-fox", "venue": NUL}, {"schedule": NUL}):
            asked = {"question": "why-not", "held": False, "exercise": "polar-fox"} | odd_one
            assert by.authority.post("/programmes/first-steps/questions", asked).status_code == 422


def test_comment_comes_back_as_it_was(database_url: str) -> None:
    """What people write is kept letter for letter."""
    with running(database_url) as local:
        by = callers(local)
        story.submitted(by.authority)
        kept = story.kept(by.authority, story.LINES.splitlines()[0] + "\n")
        for text in ("", "Ünïcødé – «quotes» 中文", "two\nlines", "<b>&amp;</b>", "💡"):
            wanted = {"schedule": kept, "comment": text}
            assert by.authority.made("/programmes/first-steps/releases", wanted)["comment"] == text
