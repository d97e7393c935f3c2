"""`exsched alternatives` as a planner types it."""

import json
from pathlib import Path

from tests.commands.process import BROKEN, KEPT, exsched, tiny

QUICK = ("--time-limit", "20", "--number", "1", "--within-points", "9")


def test_alternatives_are_shown_and_written(tmp_path: Path) -> None:
    """Each course is a schedule that verify allows; the page holds them side by side."""
    tiny(tmp_path)
    more = ("--output", "courses", "--export", "html:c.html")
    answer = exsched("alternatives", "tiny.yaml", *QUICK, *more, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "best: tiers 0 · 0; proved best" in answer.stdout
    assert "alternative 1: tiers 0 · 0; no better one differs as much" in answer.stdout
    for name in ("best", "alternative-1"):
        assert exsched("verify", "tiny.yaml", f"courses/{name}.json", cwd=tmp_path).returncode == 0
    assert "alternative 1" in (tmp_path / "c.html").read_text(encoding="utf-8")


def test_alternatives_depart_from_a_schedule_for_a_nation(tmp_path: Path) -> None:
    """As JSON, with the viewer named."""
    tiny(tmp_path)
    (tmp_path / "kept.csv").write_text(KEPT, encoding="utf-8")
    answer = exsched(
        "alternatives", "tiny.yaml", "kept.csv", *QUICK, "--viewer", "ARV", "--json", cwd=tmp_path
    )
    document = json.loads(answer.stdout)
    assert (answer.returncode, document["viewer"]) == (0, "ARV")
    assert [course["name"] for course in document["courses"]] == ["given", "alternative 1"]


def test_no_other_course_is_the_answer_no(tmp_path: Path) -> None:
    """Both exercises would have to be dropped or held twice: exit 4, with a way on."""
    tiny(tmp_path)
    answer = exsched("alternatives", "tiny.yaml", "--differ-in", "held", "--time-limit", "20", cwd=tmp_path)
    assert answer.returncode == 4
    assert "there is no other course of that kind" in answer.stderr
    assert "hint: raise --within" in answer.stderr


def test_alternatives_refuse_what_cannot_be_asked(tmp_path: Path) -> None:
    """An unknown way to differ is wrong usage; a refused schedule is no measure."""
    tiny(tmp_path)
    (tmp_path / "broken.csv").write_text(BROKEN, encoding="utf-8")
    wrong = exsched("alternatives", "tiny.yaml", "--differ-in", "date", cwd=tmp_path)
    assert (wrong.returncode, "ways: dates" in wrong.stderr) == (2, True)
    refused = exsched("alternatives", "tiny.yaml", "broken.csv", cwd=tmp_path)
    assert (refused.returncode, "broken.csv: refused" in refused.stderr) == (4, True)
