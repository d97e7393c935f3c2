"""The verbs other than solve: what they show, what they write, how they end."""

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from exsched.exporting import FORMATS
from exsched.goals import GOALS
from exsched.handbook import page, topics
from exsched.rules import RULES
from tests.commands.process import BROKEN, COMMAND, KEPT, TINY, exsched, surroundings, tiny


def schedules(folder: Path) -> tuple[str, str, str]:
    """The tiny programme, a schedule that keeps its rules, and one that does not."""
    kept, broken = folder / "kept.csv", folder / "broken.csv"
    kept.write_text(KEPT, encoding="utf-8")
    broken.write_text(BROKEN, encoding="utf-8")
    return tiny(folder), str(kept), str(broken)


def test_check_counts_what_is_there(tmp_path: Path) -> None:
    """A programme in order is one line of data."""
    tiny(tmp_path)
    answer = exsched("check", "tiny.yaml", cwd=tmp_path)
    assert (answer.returncode, answer.stderr, answer.stdout) == (
        0,
        "",
        "tiny.yaml: in order, no warnings "
        "(2 exercises, 2 nations, 0 forces, 1 venue, 0 rules, 13 facts, 2 tiers)\n",
    )


def test_check_shows_every_mistake_at_once(tmp_path: Path) -> None:
    """File, line, column, code, caret and hint for each; then the count."""
    (tmp_path / "tiny.yaml").write_text(
        TINY.replace("days: 3", "days: 0").replace("must: [BMK]", "must: [BMX]"), encoding="utf-8"
    )
    answer = exsched("check", "tiny.yaml", cwd=tmp_path)
    heads = [line for line in answer.stdout.splitlines() if line.startswith("tiny.yaml:")]
    assert heads == [
        "tiny.yaml:8:11: error[E302]: must be 1 or more, found 0",
        'tiny.yaml:20:27: error[E401]: "BMX" is not a nation of this programme',
    ]
    assert "   did you mean: BMK?" in answer.stdout
    assert (answer.returncode, answer.stderr) == (3, "exsched: tiny.yaml: refused, 2 errors\n")


def test_check_counts_mistakes_beyond_fifty(tmp_path: Path) -> None:
    """A long list is cut, and the rest is counted."""
    extra = "".join(f"  bad{n}: {{title: B, days: 0}}\n" for n in range(70))
    (tmp_path / "tiny.yaml").write_text(TINY.replace("goals:", f"{extra}goals:"), encoding="utf-8")
    answer = exsched("check", "tiny.yaml", cwd=tmp_path)
    assert answer.stdout.splitlines()[-1] == "and 20 more"
    assert answer.stderr == "exsched: tiny.yaml: refused, 70 errors\n"


def test_check_proves_impossible_without_solving(tmp_path: Path) -> None:
    """What can never be is exit 4, not 3."""
    (tmp_path / "tiny.yaml").write_text(
        TINY.replace("exercises:\n", "pools: {tankers: {units: 1}}\nexercises:\n", 1).replace(
            "    days: 3\n", "    days: 3\n    draws: {tankers: 2}\n"
        ),
        encoding="utf-8",
    )
    answer = exsched("check", "tiny.yaml", cwd=tmp_path)
    assert answer.returncode == 4
    assert answer.stderr == "exsched: tiny.yaml: proved impossible before solving, 1 error\n"


def test_check_as_json_shows_warnings_and_counts(tmp_path: Path) -> None:
    """Warnings do not refuse; a program reads them with their place."""
    (tmp_path / "tiny.yaml").write_text(
        TINY.replace("exercises:\n", "pools: {tankers: {units: 1}}\nexercises: {}\nunused:\n", 1).partition(
            "unused:"
        )[0],
        encoding="utf-8",
    )
    answer = exsched("check", "tiny.yaml", "--json", cwd=tmp_path)
    document = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert document["counts"]["exercises"] == 0
    assert {one["severity"] for one in document["diagnostics"]} <= {"warning", "note"}
    assert "W608" in {one["code"] for one in document["diagnostics"]}


def test_verify_allows_a_schedule_typed_by_hand(tmp_path: Path) -> None:
    """Nothing broken: exit 0, the certificate, the value of each goal."""
    programme, kept, _ = schedules(tmp_path)
    answer = exsched("verify", programme, kept)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[0] == "verdict: allowed"
    assert answer.stdout.splitlines()[-4:] == [
        "tier 1 hold_exercises: 0 worth × 1",
        "tier 2 wanted_dates: 0 day × 1",
        "tier 2 wanted_participation: 0 worth × 1",
        "allowed",
    ]


def test_verify_refuses_with_sentence_amount_and_place(tmp_path: Path) -> None:
    """A hard rule broken: exit 4, and where the rule was said."""
    schedules(tmp_path)
    answer = exsched("verify", "tiny.yaml", "broken.csv", cwd=tmp_path)
    assert answer.returncode == 4
    assert answer.stderr == "exsched: broken.csv: refused, 1 hard rule is broken\n"
    assert answer.stdout.splitlines()[:2] == [
        "tiny.yaml:4:73: broken (hard): "
        "north takes 1 exercise at once and has 2 on 2027-01-12 (alpha, bravo)",
        "   venue_capacity, amount 1 (exercise)",
    ]


def test_verify_lists_soft_breaches_and_what_is_open(tmp_path: Path) -> None:
    """Soft rules cost, missing data are named, and neither refuses the schedule."""
    text = TINY.replace(
        "goals:",
        "rules:\n"
        "  - {rule: precedence, first: alpha, then: bravo, gap: 20.., soft: 3}\n"
        "  - {rule: abroad_load, nation: BMK, strength: 10}\n"
        "goals:",
    )
    (tmp_path / "tiny.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "kept.csv").write_text(KEPT, encoding="utf-8")
    answer = exsched("verify", "tiny.yaml", "kept.csv", cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "broken (soft, costs " in answer.stdout
    assert "cannot be decided" in answer.stdout
    assert "   missing: " in answer.stdout
    assert answer.stdout.splitlines()[-1] == "allowed as far as can be decided"


def test_verify_as_json_carries_the_verdict(tmp_path: Path) -> None:
    """Both answers are documents with the certificate."""
    programme, kept, broken = schedules(tmp_path)
    yes, no = exsched("verify", programme, kept, "--json"), exsched("verify", programme, broken, "--json")
    assert json.loads(yes.stdout)["verdict"]["verdict"] == "allowed"
    assert json.loads(no.stdout)["verdict"]["broken"][0]["rule"] == "venue_capacity"
    assert json.loads(no.stdout)["error"]["exit"] == 4


def test_verify_reads_a_schedule_from_standard_input(tmp_path: Path) -> None:
    """`-` is standard input for a schedule, too."""
    solved = exsched("solve", tiny(tmp_path))
    answer = exsched("verify", tiny(tmp_path), "-", stdin=solved.stdout.encode())
    assert (answer.returncode, answer.stdout.splitlines()[-1]) == (0, "allowed")


@pytest.mark.parametrize("name", FORMATS)
def test_export_writes_every_format(name: str, tmp_path: Path) -> None:
    """Each format is written to the file named, and nowhere else."""
    programme, kept, _ = schedules(tmp_path)
    file = tmp_path / f"result{FORMATS[name].suffix}"
    answer = exsched("export", name, programme, kept, "-o", str(file))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert file.stat().st_size > 100


def test_export_carries_the_status_of_an_untouched_file(tmp_path: Path) -> None:
    """The status of a solve travels; changed by hand, the schedule has lost it."""
    programme, file = tiny(tmp_path), tmp_path / "s.json"
    exsched("solve", programme, "-o", str(file))
    kept = json.loads(exsched("export", "json", programme, str(file)).stdout)
    text = file.read_text().replace("2027-01-11", "2027-01-12").replace("2027-01-13", "2027-01-14")
    file.write_text(text.replace('"startex": "2027-01-14"', '"startex": "2027-01-16"'))
    changed = json.loads(exsched("export", "json", programme, str(file)).stdout)
    assert kept["outcome"]["status"] == "optimal"
    assert changed["outcome"] is None
    assert changed["verdict"]["checker"] == kept["verdict"]["checker"]


def test_export_of_a_refused_schedule_says_so(tmp_path: Path) -> None:
    """It is written, marked as refused, and the exit code is 4."""
    programme, _, broken = schedules(tmp_path)
    answer = exsched("export", "json", programme, broken)
    assert answer.returncode == 4
    assert json.loads(answer.stdout)["verdict"]["verdict"] == "refused"


def test_export_selects_by_nation(tmp_path: Path) -> None:
    """Only what concerns the nation; an unknown one is wrong usage with the known ones."""
    programme, kept, _ = schedules(tmp_path)
    Path(kept).write_text(KEPT.replace("ARV; BMK", "ARV"), encoding="utf-8")
    belmark = exsched("export", "csv", programme, kept, "--nation", "BMK")
    unknown = exsched("export", "csv", programme, kept, "--nation", "ARX")
    assert [row.split(",")[0] for row in belmark.stdout.splitlines()] == ["exercise", "bravo"]
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "did you mean ARV?" in unknown.stderr


def test_export_never_overwrites_its_input(tmp_path: Path) -> None:
    """Neither the schedule nor the programme can be lost."""
    programme, kept, _ = schedules(tmp_path)
    for target in (programme, kept):
        assert exsched("export", "csv", programme, kept, "-o", target).returncode == 2
    assert (Path(programme).read_text(), Path(kept).read_text()) == (TINY, KEPT)


def test_rules_and_goals_are_listed_with_their_fact() -> None:
    """One line for each, and a page for each."""
    for verb, known in (("rules", RULES), ("goals", GOALS)):
        listed = exsched(verb).stdout.splitlines()
        assert [line.split()[0] for line in listed] == sorted(known)
        pages = json.loads(exsched(verb, "--json").stdout)[verb]
        assert [page["name"] for page in pages] == sorted(known)
        assert all(page["title"] and page["page"] and page["fields"] for page in pages)


def test_rule_page_has_text_and_fields() -> None:
    """A page holds what the rule says and every field of its own."""
    answer = exsched("rules", "venue_closure")
    assert answer.stdout.startswith("# venue_closure\n")
    assert "**What it says.** " in answer.stdout
    assert "- `venue`: venue id (required)" in answer.stdout
    assert exsched("help", "venue_closure").stdout == answer.stdout


def test_help_shows_every_page() -> None:
    """Each topic has a page; the index comes first; codes have entries."""
    assert exsched("help").stdout == exsched("help", "index").stdout
    assert topics()[0] == "index"
    code = exsched("help", "e401").stdout
    assert code.startswith("# E401\n")
    assert json.loads(exsched("help", "trust", "--json").stdout)["topic"] == "trust"


def test_schema_is_a_json_schema(tmp_path: Path) -> None:
    """Both schemas are shown, or written to a file."""
    file = tmp_path / "schema.json"
    for which in ("programme", "schedule"):
        shown = json.loads(exsched("schema", which).stdout)
        assert shown["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert exsched("schema", which, "-o", str(file)).returncode == 0
        assert json.loads(file.read_bytes()) == shown


def test_new_programme_is_in_order_and_solves(tmp_path: Path) -> None:
    """The starter programme has no warnings and an optimal schedule."""
    made = exsched("new", "mine", cwd=tmp_path)
    checked = exsched("check", "mine", cwd=tmp_path)
    solved = exsched("solve", "mine", cwd=tmp_path)
    assert (made.returncode, checked.returncode, solved.returncode) == (0, 0, 0)
    assert "in order, no warnings" in checked.stdout
    assert json.loads(solved.stdout)["outcome"]["status"] == "optimal"


def test_new_never_overwrites(tmp_path: Path) -> None:
    """A folder with something in it, or a file, is left alone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    (tmp_path / "file").write_text("keep")
    for name in ("mine", "file", "file/below"):
        answer = exsched("new", name, cwd=tmp_path)
        assert (answer.returncode, "nothing" in answer.stderr) == (6, True)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "mine", "notes.txt"]


def test_first_programme_page_tells_the_truth(tmp_path: Path) -> None:
    """The change that the handbook proposes has the effect that it promises."""
    exsched("new", "mine", cwd=tmp_path)
    file = tmp_path / "mine" / "programme.yaml"
    rule = "{rule: blackout_period, nations: [BMK], dates: 2027-04-01/2027-04-30, effect: no_participation}"
    text = file.read_text(encoding="utf-8").replace("\ngoals:", f"\n  - {rule}\n\ngoals:")
    file.write_text(text, encoding="utf-8")
    lines = json.loads(exsched("solve", "mine", cwd=tmp_path).stdout)["lines"]
    assert {line["exercise"]: line["startex"] for line in lines}["spring-tide"] == "2027-05-01"


def test_page_on_verifying_by_hand_tells_the_truth(tmp_path: Path) -> None:
    """The CSV and the YAML that the handbook shows are read, and are judged alike."""
    exsched("new", "mine", cwd=tmp_path)
    shown = (page("verify-by-hand") or "").split("\n\n")
    blocks = ["\n".join(line[4:] for line in part.splitlines()) for part in shown if part.startswith("    ")]
    (tmp_path / "hand.csv").write_text(blocks[0] + "\n", encoding="utf-8")
    (tmp_path / "hand.yaml").write_text(blocks[1] + "\n", encoding="utf-8")
    as_csv = exsched("verify", "mine", "hand.csv", cwd=tmp_path)
    as_yaml = exsched("verify", "mine", "hand.yaml", cwd=tmp_path)
    assert (as_csv.returncode, as_csv.stderr, as_csv.stdout.splitlines()[-1]) == (0, "", "allowed")
    assert as_yaml.returncode == 4
    assert "spring-tide" in as_yaml.stdout


@pytest.mark.slow
def test_demo_runs_the_main_job(tmp_path: Path) -> None:
    """Every step is shown as a command, every result is there, and the status stands at the end."""
    answer = exsched("demo", "--json", cwd=tmp_path, seconds=110)
    document = json.loads(answer.stdout)
    steps = [line for line in answer.stderr.splitlines() if line.startswith("$ exsched ")]
    assert answer.returncode == 0, answer.stderr
    assert [step.split()[2] for step in steps] == ["check", "solve", "verify", *["export"] * 4]
    assert all((tmp_path / name).stat().st_size > 1000 for name in document["written"])
    assert document["status"].split()[0] in {"optimal", "within", "feasible,"}
    assert f"The schedule is {document['status']}." in answer.stderr


def test_disk_full_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    """When the file does not fit, the old one stays and nothing is left beside it."""
    programme, kept, _ = schedules(tmp_path)
    target = tmp_path / "result.html"
    target.write_text("old")
    words = shlex.join([*COMMAND, "export", "html", programme, kept, "-o", str(target)])
    script = f"ulimit -f 1; exec {words}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=surroundings(), check=False
    )
    assert (done.returncode, target.read_text()) == (6, "old")
    assert "cannot be written" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {
        "tiny.yaml",
        "kept.csv",
        "broken.csv",
        "result.html",
    }
