"""`exsched compare` as a planner types it."""

import json
from pathlib import Path

from tests.commands.process import BROKEN, KEPT, exsched, tiny


def write(folder: Path) -> list[str]:
    """The tiny programme and two schedules of it, one refused."""
    (folder / "kept.csv").write_text(KEPT, encoding="utf-8")
    (folder / "broken.csv").write_text(BROKEN, encoding="utf-8")
    tiny(folder)
    return ["compare", "tiny.yaml", "kept.csv", "broken.csv"]


def test_compare_shows_text_and_writes_files(tmp_path: Path) -> None:
    """Exit 0 although one is refused: it was compared, and is marked."""
    arguments = write(tmp_path)
    answer = exsched(*arguments, "--export", "html:c.html", "--export", "csv:c.csv", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "B  broken: REFUSED, 1 hard breach; 2 exercises held" in answer.stdout
    assert "  BRAVO: moved from 18–22 Jan 2027 to 12–16 Jan 2027 (6 days earlier)." in answer.stdout
    assert (tmp_path / "c.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").startswith("table,of,what,kept,broken")


def test_compare_as_json_for_a_nation(tmp_path: Path) -> None:
    """The document names the viewer; text ends with the constant sentence."""
    arguments = write(tmp_path)
    document = json.loads(exsched(*arguments, "--viewer", "BMK", "--json", cwd=tmp_path).stdout)
    assert document["viewer"] == "BMK"
    text = exsched(*arguments, "--viewer", "BMK", cwd=tmp_path).stdout
    assert text.endswith("As far as BMK may know; the scheduling authority may know of more.\n")


def test_compare_refuses_wrong_usage_with_a_way_on(tmp_path: Path) -> None:
    """One schedule only, an unknown goal, no number, an unknown format, a file that is also read."""
    arguments = write(tmp_path)
    for more, said in (
        (["--weights", "wanted_date=2"], "wanted_date: no such goal"),
        (["--weights", "wanted_dates=x"], "write GOAL=N"),
        (["--export", "xls:c.xls"], "formats: html, csv, xlsx"),
        (["--export", "csv:kept.csv"], "would overwrite kept.csv"),
        (["--viewer", "XXX"], "no such nation"),
    ):
        answer = exsched(*arguments, *more, cwd=tmp_path)
        assert answer.returncode == 2, (more, answer.stderr)
        assert said in answer.stderr
    alone = exsched(*arguments[:3], cwd=tmp_path)
    assert (alone.returncode, "needs at least two schedules" in alone.stderr) == (2, True)
