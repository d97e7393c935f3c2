"""explain, relax and why-not from a terminal: words, documents, exit codes, whose eyes."""

import json
from pathlib import Path
from typing import Any

import pytest

from exsched.commands.entry import run
from exsched.library import examples_dir

TOO_MUCH = str(examples_dir() / "too-much-2027")
FIRST = str(examples_dir() / "first-steps")

CLASH = """
exsched: 1
programme: {id: clash, title: Clash, horizon: 2027-03-01/2027-04-30}
nations: {ARV: {name: Arvania}, BMK: {name: Belmark}, CAL: {name: Calder}}
exercises:
  open-one: {title: Open, held: must, days: 5, startex: 2027-03-01/2027-03-10,
    participants: {must: [ARV, CAL]}}
  hidden-one: {title: Hidden, held: must, days: 5, startex: 2027-03-01/2027-03-10,
    participants: {must: [CAL]}, release: [CAL]}
rules:
  - {rule: precedence, first: open-one, then: hidden-one, gap: {least: 40}, owner: CAL, release: [CAL]}
"""


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = run(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def clash(tmp_path: Path) -> str:
    """A programme that is impossible for a reason which ARV may not know."""
    path = tmp_path / "clash.yaml"
    path.write_text(CLASH)
    return str(path)


def test_explain_names_places_and_levels(capsys: pytest.CaptureFixture[str]) -> None:
    """Two conflicts, each statement with file and line, told of as they are found."""
    code, out, err = told(["explain", TOO_MUCH, "--json"], capsys)
    document = json.loads(out)
    assert (code, document["possible"], document["complete"]) == (0, False, True)
    keys = [{one["key"] for one in conflict["statements"]} for conflict in document["conflicts"]]
    assert len(keys) == 2
    assert any("brigade-tempo" in some for some in keys)
    assert all(conflict["smallest"] for conflict in document["conflicts"])
    assert sorted(err.splitlines()) == sorted(
        f"{len(some)} statements clash; looking for more" for some in keys
    )


def test_explain_has_nothing_to_explain_where_there_is_a_schedule(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, and where to go on."""
    code, out, _ = told(["explain", FIRST], capsys)
    assert (code, "There is a schedule" in out, "exsched solve" in out) == (0, True, True)


def test_nation_is_told_nothing_of_what_it_may_not_know(
    clash: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """For ARV there is a schedule as far as it may know; for CAL and the authority there is none."""
    code, out, err = told(["explain", clash, "--viewer", "ARV"], capsys)
    assert (code, "hidden" in (out + err).lower(), "As far as ARV may know" in out) == (0, False, True)
    assert "There is a schedule" in out
    assert "40" not in out + err
    code, out, _ = told(["explain", clash], capsys)
    assert "there is no schedule" in out


def test_relax_shows_a_schedule_that_breaks_only_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Signatures, amounts with units, and lines."""
    code, out, _ = told(["relax", TOO_MUCH, "--most", "1", "--json"], capsys)
    way = json.loads(out)["ways"][0]
    assert (code, way["proved"], way["signatures"]) == (0, True, ["Planning cell"])
    assert {easing["unit"] for easing in way["easings"]} == {"day", "element"}
    assert len(way["lines"]) == 5


@pytest.mark.parametrize(
    ("wish", "code", "said"),
    [
        (["--in", "2027-05"], 4, "it cannot be that polar-fox"),
        (["--in", "2027-04"], 0, "so already"),
        (["--with", "CAL"], 0, "and costs"),
        (["--dropped"], 4, "polar-fox must be held"),
        (["--at", "north-range"], 0, "so already"),
        (["--at", "south"], 2, "south: no such venue"),
        (["--in", "2027-13"], 2, "not a time"),
        (["--with", "XXX"], 2, "nations: ARV, BMK, CAL"),
        (["--dropped", "--with", "CAL"], 2, "no other wish"),
        ([], 2, "nothing is wished for"),
    ],
)
def test_why_not_says_what_forbids_or_what_it_costs(
    wish: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is wished for the fox: a sentence, and the exit code that goes with it."""
    found, out, err = told(["why-not", FIRST, "polar-fox", *wish], capsys)
    assert (found, said in out + err) == (code, True), out + err


def test_costs_are_those_of_solving_again_with_the_wish(capsys: pytest.CaptureFixture[str]) -> None:
    """The difference of the proved values, tier by tier."""
    _, out, _ = told(["why-not", FIRST, "polar-fox", "--with", "CAL", "--json"], capsys)
    document: dict[str, Any] = json.loads(out)
    assert document["exact"]
    assert document["costs"] == [a - b for a, b in zip(document["after"], document["before"], strict=True)]
    assert document["changes"]
