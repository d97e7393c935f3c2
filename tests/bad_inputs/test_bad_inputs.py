"""Every hostile or edge input ends in the answer that a planner would want: no traceback, nothing written."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.bad_inputs.adapter import BASE, CASES, content
from tests.commands.process import COMMAND, ROOT, exsched, hard, surroundings

NOT_HERE = {
    "reference-09": "a host is never left out by mistake: whoever hosts a chosen site takes part",
}
"""Cases that cannot apply, and why."""

OTHERWISE = {
    "path-06": ({3, 6}, "the case itself names both: outcome environment, exit 3"),
    "logic-11": ({0, 5}, "a schedule within the limit is a better answer than none"),
}
"""Cases with another exit code than written, and why."""

CODES = {
    "encoding-02": "E106",
    "encoding-04": "E108",
    "encoding-06": "E109",
    "encoding-07": "E109",
    "encoding-09": "E107",
    "encoding-11": "E106",
    "json-01": "E202",
    "json-02": "E120",
    "json-04": "E302",
    "json-06": "E121",
    "json-07": "E110",
    "json-09": "E201",
    "logic-01": "W608",
    "logic-02": "E506",
    "logic-06": "E504",
    "logic-09": "E304",
    "logic-12": "E509",
    "number-01": "E302",
    "number-02": "E302",
    "number-04": "E301",
    "number-06": "E301",
    "number-07": "E302",
    "number-09": "E301",
    "number-11": "E302",
    "number-12": "E507",
    "number-14": "E309",
    "path-01": "E130",
    "path-02": "E130",
    "reference-01": "E202",
    "reference-02": "E208",
    "reference-04": "E401",
    "reference-06": "E401",
    "reference-07": "E311",
    "reference-11": "E203",
    "reference-12": "E310",
    "reference-14": "E302",
    "reference-16": "E307",
    "reference-17": "E401",
    "size-01": "E105",
    "size-04": "E105",
    "text-01": "E306",
    "text-04": "E306",
    "text-19": "E306",
    "time-01": "E304",
    "time-02": "E502",
    "time-04": "E303",
    "time-06": "E303",
    "time-09": "E303",
    "time-11": "E303",
    "time-12": "E303",
    "time-14": "E501",
    "time-16": "E303",
    "time-17": "E303",
    "time-19": "E304",
    "yaml-01": "E111",
    "yaml-02": "E112",
    "yaml-04": "E206",
    "yaml-06": "E308",
    "yaml-07": "E202",
    "yaml-09": "E113",
    "yaml-11": "E118",
    "yaml-12": "E114",
    "yaml-14": "E116",
    "yaml-16": "E303",
    "yaml-17": "E303",
    "yaml-19": "E114",
    "yaml-21": "E117",
    "yaml-22": "E122",
}
"""The diagnostic code that must be among those shown; cases that are not here show none."""

WHERE_NOT = {"encoding-02", "encoding-09", "size-01", "size-04"}
"""Refusals of a whole file, which have no line to point to."""

STEPS = {"path-04", "path-06", "path-07", "sheet-24", *(name for name in CASES if name.startswith("cli-"))}
"""Cases with a test of their own below."""

FED = [name for name in CASES if name not in {*NOT_HERE, *STEPS}]


def test_every_case_runs_or_has_its_reason() -> None:
    """No case that blocks a release is left out, and each of the others is fed or explained."""
    assert {name for name in NOT_HERE if CASES[name]["priority"] == "P0"} == set()
    assert len(FED) + len(STEPS) + len(NOT_HERE) == len(CASES) == 87


@pytest.mark.parametrize("name", FED)
def test_bad_input_gets_the_expected_answer(name: str, tmp_path: Path) -> None:
    """Check (or solve, where only a search can tell) gives the right exit, code and place; writes nothing."""
    case = CASES[name]
    file = tmp_path / ("input.json" if name.startswith("json") or name == "encoding-09" else "input.yaml")
    file.write_bytes(content(case))
    began = time.monotonic()
    answer = exsched("check", file.name, "--json", cwd=tmp_path, seconds=60)
    if case["outcome"] in {"infeasible", "limit"} and answer.returncode == 0:
        answer = exsched("solve", file.name, "--json", "--time-limit", "5", cwd=tmp_path, seconds=60)
    wanted, _ = OTHERWISE.get(name, ({case["exit"]}, ""))
    assert answer.returncode in wanted, answer.stderr
    assert signs_of_a_defect(answer.stderr + answer.stdout) == []
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert time.monotonic() - began < 30
    found = json.loads(answer.stdout).get("diagnostics", [])
    shown = {one["code"]: one for one in reversed(found)}
    assert (name in CODES) == bool(found)
    if name in CODES:
        assert shown[CODES[name]]["line"] is not None or name in WHERE_NOT


def test_twenty_mistakes_are_all_shown(tmp_path: Path) -> None:
    """Twenty mistakes in one file are told in one go, in the order of the file."""
    (tmp_path / "input.yaml").write_bytes(content(CASES["reference-14"]))
    answer = exsched("check", "input.yaml", "--json", cwd=tmp_path)
    lines = [one["line"] for one in json.loads(answer.stdout)["diagnostics"]]
    assert len(set(lines)) == 20
    assert lines == sorted(lines)


@pytest.mark.parametrize("name", ["text-02", "text-06", "text-07", "text-09"])
def test_strange_text_is_kept_and_shown_as_text(name: str, tmp_path: Path) -> None:
    """Scripts, links, other writing systems: the same text in the file, never an element of the report."""
    (tmp_path / "input.yaml").write_bytes(content(CASES[name]))
    answer = exsched("solve", "input.yaml", "-o", "s.json", "--export", "html:r.html", cwd=tmp_path)
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    lines = json.loads((tmp_path / "s.json").read_bytes())["lines"]
    given = {op["target"].split(".")[-1]: op["value"] for op in CASES[name]["patch"][:1]}
    assert answer.returncode == 0
    assert "name" not in given or given["name"] in [line["derived"]["title"] for line in lines]
    assert [
        bad for bad in ("<img src=x", "<script>alert", 'href="javascript:', 'src="data:text') if bad in report
    ] == []


def test_canary_of_a_python_tag_is_not_made(tmp_path: Path) -> None:
    """yaml-12: nothing in a file is ever run."""
    (tmp_path / "input.yaml").write_bytes(content(CASES["yaml-12"]))
    exsched("check", "input.yaml", cwd=tmp_path)
    assert not (tmp_path / "CANARY").exists()


def test_include_circle_is_shown(tmp_path: Path) -> None:
    """path-04: a -> b -> a."""
    (tmp_path / "a.yaml").write_bytes(b"include: [b.yaml]\n" + BASE)
    (tmp_path / "b.yaml").write_text("include: [a.yaml]\n", encoding="utf-8")
    answer = exsched("check", "a.yaml", cwd=tmp_path)
    assert answer.returncode == 3
    assert "a.yaml -> b.yaml -> a.yaml" in answer.stdout


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device of POSIX")
def test_device_as_input_is_refused(tmp_path: Path) -> None:
    """path-06: not a regular file, said at once."""
    answer = exsched("solve", "/dev/zero", cwd=tmp_path, seconds=20)
    assert answer.returncode in OTHERWISE["path-06"][0]
    assert "regular file" in answer.stderr


def test_folder_as_output_is_refused(tmp_path: Path) -> None:
    """path-07: cannot write there; nothing changed."""
    (tmp_path / "base.yaml").write_bytes(BASE)
    answer = exsched("solve", "base.yaml", "--output", "/", cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (6, "")
    assert answer.stderr.splitlines()[-2:] == [
        "exsched: /: cannot be written: it is a folder; name a file in it",
        "  hint: nothing was changed",
    ]


def test_csv_rows_of_the_wrong_length_are_refused(tmp_path: Path) -> None:
    """sheet-24: every row that does not fit is named."""
    (tmp_path / "base.yaml").write_bytes(BASE)
    (tmp_path / "rows.csv").write_text("exercise,startex\nEX-1,2027-03-01,9\nEX-2\n", encoding="utf-8")
    answer = exsched("verify", "base.yaml", "rows.csv", "--json", cwd=tmp_path)
    found = json.loads(answer.stdout)["diagnostics"]
    assert answer.returncode == 3
    assert [(one["code"], one["line"]) for one in found] == [("E213", 2), ("E213", 3)]


def test_missing_input_is_wrong_usage(tmp_path: Path) -> None:
    """cli-01: a file that is not there, and a folder without a programme, are told apart."""
    (tmp_path / "empty").mkdir()
    missing = exsched("check", "nope.yaml", cwd=tmp_path)
    empty = exsched("check", "empty", cwd=tmp_path)
    assert (missing.returncode, empty.returncode) == (2, 2)
    assert "nope.yaml" in missing.stdout
    assert "empty is a folder" in empty.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_input_is_wrong_usage(tmp_path: Path) -> None:
    """cli-01: a file without the right to read it."""
    file = tmp_path / "base.yaml"
    file.write_bytes(BASE)
    file.chmod(0)
    answer = exsched("check", "base.yaml", cwd=tmp_path)
    assert answer.returncode == 2
    assert "E104" in answer.stdout


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """cli-02: the reader goes away, like `head -1`."""
    (tmp_path / "base.yaml").write_bytes(BASE)
    process = subprocess.Popen(
        [*COMMAND, "solve", "base.yaml"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, signs_of_a_defect(said.decode())) == (0, [])


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted_solve_leaves_nothing_half_written(tmp_path: Path) -> None:
    """cli-04: SIGINT after a second, then a second SIGINT."""
    hard(tmp_path)
    process = subprocess.Popen(
        [*COMMAND, "solve", "hard.yaml", "-o", "s.json"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env=surroundings(),
    )
    for _ in range(2):
        time.sleep(1)
        process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, signs_of_a_defect(said.decode())) == (130, [])
    for left in tmp_path.glob("s.json"):
        assert json.loads(left.read_bytes())["verdict"]["verdict"] == "allowed"
    assert {path.name for path in tmp_path.iterdir()} <= {"hard.yaml", "s.json"}


@pytest.mark.parametrize(
    "changes",
    [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"COLUMNS": "20", "NO_COLOR": "1"}],
    ids=["cli-06", "cli-07"],
)
def test_plain_terminals_lose_nothing(changes: dict[str, str], tmp_path: Path) -> None:
    """cli-06, cli-07: a plain locale and a narrow terminal show every warning, without escape sequences."""
    (tmp_path / "base.yaml").write_bytes(content(CASES["text-02"]))
    shown = exsched("check", "base.yaml", cwd=tmp_path, changes=changes)
    assert shown.returncode == 0
    assert "\x1b" not in shown.stdout
    assert shown.stdout.split() == exsched("check", "base.yaml", cwd=tmp_path).stdout.split()


def signs_of_a_defect(said: str) -> list[str]:
    """Words that no answer may carry."""
    return [sign for sign in ("Traceback", "defect of exsched", 'File "', str(ROOT)) if sign in said]
