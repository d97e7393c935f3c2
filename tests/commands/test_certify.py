"""`exsched certify`: writes proofs, checks them, refuses what is forged, too large, or not so."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands.process import BROKEN, COMMAND, KEPT, TINY, exsched, hard, surroundings, tiny

pytest.importorskip("pysat", reason="the package that finds proofs is not installed")

NO_ROOM = TINY.replace("held: may", "held: must").replace("2027-01-04/2027-01-20", "2027-01-04/2027-01-05")
NO_ROOM = NO_ROOM.replace("2027-01-04/2027-01-25", "2027-01-03/2027-01-04").replace("days: 3", "days: 6")
"""Both must be held, on one range, and each window leaves two days."""


def files(folder: Path) -> None:
    """The tiny programme with a schedule that is best, one that is not, and one that is not allowed."""
    tiny(folder)
    (folder / "best.csv").write_text(KEPT, encoding="utf-8")
    (folder / "worse.csv").write_text(KEPT.replace("01-11,2027-01-13", "01-12,2027-01-14"), encoding="utf-8")
    (folder / "broken.csv").write_text(BROKEN, encoding="utf-8")
    (folder / "noroom.yaml").write_text(NO_ROOM, encoding="utf-8")


@pytest.mark.parametrize("way", ["any", "clauses"])
def test_best_schedule_is_certified_and_checked(tmp_path: Path, way: str) -> None:
    """The file is written, its level shown, and the command shown is the one that checks it."""
    files(tmp_path)
    made = exsched("certify", "tiny.yaml", "best.csv", "--way", way, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    lines = made.stdout.splitlines()
    assert lines[0] == "tiny: optimal, [0, 0] (E4: certified by a proof that can be checked)"
    assert "written: tiny.proof.json" in lines
    command = next(line for line in lines if line.startswith("checked by: exsched "))
    checked = exsched(*command.split()[3:], cwd=tmp_path)
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, lines[0])


def test_impossible_is_certified(tmp_path: Path) -> None:
    """Without a schedule, what is proved is that there is none."""
    files(tmp_path)
    made = exsched("certify", "noroom.yaml", "--way", "clauses", "-o", "none.json", cwd=tmp_path)
    assert (made.returncode, made.stdout.splitlines()[0]) == (
        0,
        "tiny: impossible (E4: certified by a proof that can be checked)",
    )
    assert exsched("certify", "noroom.yaml", "--check", "none.json", cwd=tmp_path).returncode == 0
    alone = subprocess.run(
        [COMMAND[0], "-m", "exsched.proof.check", "none.json"],
        cwd=tmp_path, env=surroundings(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (alone.returncode, "every step follows" in alone.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("tiny.yaml",), 4, "it is not so: there is a schedule that keeps every hard rule"),
        (("tiny.yaml", "worse.csv"), 4, "it is not so: the best schedule has the values [0, 0]"),
        (("tiny.yaml", "worse.csv", "--way", "clauses"), 4, "it is not so: tier 2 can be lower than 1"),
        (("tiny.yaml", "broken.csv"), 4, "the schedule breaks a hard rule"),
        (("tiny.yaml", "missing.csv"), 2, "missing.csv"),
        (("tiny.yaml", "best.csv", "-o", "no/such/folder"), 6, "its folder does not exist"),
        (("tiny.yaml", "best.csv", "-o", "tiny.yaml"), 2, "would overwrite tiny.yaml"),
        (("tiny.yaml", "--check", "tiny.yaml"), 3, "tiny.yaml: it is not JSON"),
        (("tiny.yaml", "--check", "missing.json"), 6, "missing.json"),
        (("tiny.yaml", "--way", "guess"), 2, "guess"),
        (("-", "-"), 2, "standard input can be read once only"),
    ],
)
def test_what_cannot_be_done_is_told(
    tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """One sentence, the right exit code, no file."""
    files(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = exsched("certify", *arguments, cwd=tmp_path)
    assert (answer.returncode, says in answer.stderr) == (code, True), answer.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_changed_programme_and_changed_file_are_refused(tmp_path: Path) -> None:
    """A proof holds for the very programme that it was made for, and only as it was written."""
    files(tmp_path)
    assert exsched("certify", "tiny.yaml", "best.csv", "--way", "clauses", cwd=tmp_path).returncode == 0
    proof = tmp_path / "tiny.proof.json"
    (tmp_path / "other.yaml").write_text(TINY.replace("days: 5", "days: 4"), encoding="utf-8")
    other = exsched("certify", "other.yaml", "--check", "tiny.proof.json", cwd=tmp_path)
    assert (other.returncode, "the programme has changed since" in other.stderr) == (4, True)
    document = json.loads(proof.read_text())
    document["model"]["parts"].pop()
    proof.write_text(json.dumps(document))
    changed = exsched("certify", "tiny.yaml", "--check", "tiny.proof.json", "--json", cwd=tmp_path)
    assert (changed.returncode, json.loads(changed.stdout)["error"]["exit"]) == (4, 4)


def test_large_programme_is_refused_with_its_size(tmp_path: Path) -> None:
    """What is too large says how large it is, and exits 5."""
    hard(tmp_path)
    answer = exsched("certify", "hard.yaml", cwd=tmp_path)
    assert (answer.returncode, "too large to be proved: " in answer.stderr) == (5, True), answer.stderr


PIGEONS = """\
programme: {id: pigeons, title: One more than there are days, horizon: 2027-03-01/2027-03-17}
nations: {ARV: {name: Arvania}}
venues: {north: {name: North range, host: ARV, kind: range, takes: {exercises: 1}}}
exercises:
""" + "".join(f"  e{n}: {{title: E{n}, days: 1, sites: {{land: north}}}}\n" for n in range(18))
"""Impossible, and hard to prove so on any machine (Haken, The intractability of resolution, 1985)."""


def test_interrupt_ends_at_once_and_leaves_no_file(tmp_path: Path) -> None:
    """Ctrl-C while the proof is looked for exits 130 and writes nothing."""
    (tmp_path / "pigeons.yaml").write_text(PIGEONS, encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "certify", "pigeons.yaml"], cwd=tmp_path, env=surroundings(), stderr=subprocess.PIPE
    ) as running:
        time.sleep(4)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) in {130, 5}
    assert [file.name for file in tmp_path.iterdir()] == ["pigeons.yaml"]
