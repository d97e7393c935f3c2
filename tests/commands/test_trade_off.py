"""`exsched trade-off` as a planner types it."""

import json
from pathlib import Path

from tests.commands.process import exsched, tiny

PAIR = ("--between", "wanted_dates,hold_exercises", "--time-limit", "20")


def test_trade_off_shows_and_writes_the_curve(tmp_path: Path) -> None:
    """One schedule is the best for both goals of the tiny programme, and that is said."""
    tiny(tmp_path)
    answer = exsched(
        "trade-off", "tiny.yaml", *PAIR, "--export", "svg:c.svg", "--export", "csv:c.csv", cwd=tmp_path
    )
    assert answer.returncode == 0, answer.stderr
    assert "one schedule is the best for both: there is nothing to trade" in answer.stdout
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[1] == "1,0,0,true,"


def test_trade_off_as_json_for_a_nation(tmp_path: Path) -> None:
    """The document names the viewer."""
    tiny(tmp_path)
    answer = exsched("trade-off", "tiny.yaml", *PAIR, "--viewer", "ARV", "--json", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["viewer"] == "ARV"


def test_trade_off_refuses_what_are_no_two_goals(tmp_path: Path) -> None:
    """One goal, the same twice, an unknown one, an unknown format: exit 2 with the goals there are."""
    tiny(tmp_path)
    for pair, said in (
        ("wanted_dates", "name two goals"),
        ("wanted_dates,wanted_dates", "name two goals"),
        ("wanted_dates,peace", "peace: no such goal"),
    ):
        answer = exsched("trade-off", "tiny.yaml", "--between", pair, cwd=tmp_path)
        assert (answer.returncode, said in answer.stderr) == (2, True), answer.stderr
        assert "goals: hold_exercises, wanted_dates, wanted_participation" in answer.stderr
    wrong = exsched("trade-off", "tiny.yaml", *PAIR, "--export", "png:c.png", cwd=tmp_path)
    assert (wrong.returncode, "formats: svg, csv" in wrong.stderr) == (2, True)
