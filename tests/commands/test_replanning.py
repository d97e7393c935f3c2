"""replan, ripple and slack as a planner types them."""

import json
from pathlib import Path

import pytest

from tests.commands.process import KEPT, exsched, tiny


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The tiny programme and a schedule of it."""
    schedule = tmp_path / "kept.csv"
    schedule.write_text(KEPT, encoding="utf-8")
    return tiny(tmp_path), str(schedule)


def test_replan_writes_a_schedule_that_verifies(files: tuple[str, str], tmp_path: Path) -> None:
    """The change is kept, the file is allowed, the document says what is proved."""
    new = str(tmp_path / "new.json")
    done = exsched(
        "replan", *files, "--forbid", "alpha:2027-01-11/2027-01-12", "-o", new, "--time-limit", "20", "--json"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [change["exercise"] for change in found["changes"]] == ["alpha"]
    assert (found["proved"], found["points"]) == ("whole", found["bound"])
    assert exsched("verify", files[0], new).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("replan", "--withdraw", "ghosts"), "ghosts: no such force"),
        (("replan", "--forbid", "alpha"), "days are missing"),
        (("replan", "--close", "north:2027-02-03/2027-02-01"), "ends before it begins"),
        (("ripple", "alpha"), "no move is given"),
        (("ripple", "nobody", "--drop"), "nobody: no such exercise"),
        (("slack", "--tier", "9"), "there are 2 tiers"),
    ],
)
def test_wrong_use_is_told(files: tuple[str, str], arguments: tuple[str, ...], said: str) -> None:
    """Each names what is wrong and exits 2."""
    verb, *rest = arguments
    done = exsched(verb, *files, *rest)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_ripple_and_slack_answer_for_a_nation(files: tuple[str, str]) -> None:
    """The sentence below says that there may be more."""
    for arguments in (("ripple", *files, "alpha", "--to", "2027-01-12"), ("slack", *files)):
        done = exsched(*arguments, "--viewer", "ARV")
        assert done.returncode == 0, done.stderr
        assert done.stdout.rstrip().endswith(
            "As far as ARV may know; the scheduling authority may know of more."
        )
