"""The yearly review of statements."""

import json
from pathlib import Path

from tests.commands.process import KEPT, TINY, exsched

RULES = """\
rules:
  - {id: cap, rule: host_load, nation: ARV, exercises: 2, owner: ARV}
  - {rule: blackout_period, nations: [BMK], dates: 2027-01-31, valid: ../2027-01-31}
  - {id: gone, rule: precedence, first: alpha, then: bravo, gap: 3..}
goals:"""


def write(folder: Path) -> None:
    """Two programmes and the schedule of the first."""
    (folder / "old.yaml").write_text(TINY.replace("goals:", RULES), encoding="utf-8")
    later = TINY.replace("goals:", RULES.partition("  - {id: gone")[0] + "goals:").replace("2027", "2028")
    later = later.replace("2028-01-31, valid: ../2028", "2027-01-31, valid: ../2027").replace(
        "exercises: 2", "exercises: 1"
    )
    (folder / "new.yaml").write_text(later, encoding="utf-8")
    (folder / "kept.csv").write_text(KEPT, encoding="utf-8")


def test_review_groups_by_owner_with_places(tmp_path: Path) -> None:
    """What can be pasted into a meeting paper: owner, fate, key, place, sentence, what differs, last time."""
    write(tmp_path)
    answer = exsched("review", "old.yaml", "new.yaml", "--schedule", "kept.csv", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == (
        "Statements of Tiny programme (tiny), compared with Tiny programme (tiny)\n\n"
        "Nobody named as owner\n"
        "  out of date: valid on no day of the new horizon, left out (1)\n"
        "    - rules[1] [new.yaml:23:5]: on 2027-01-31 BMK will not exercise\n"
        "        expired on 2027-01-31, before the horizon 2028-01-01/2028-01-31\n"
        "        last time: kept, and no single change of one exercise would have broken it\n"
        "  dropped (1)\n"
        "    - gone [old.yaml:24:5]: bravo starts at least 3 days after alpha ends\n"
        "        last time: kept; broken by one change: moving bravo to 2027-01-15\n\n"
        "Arvania (ARV)\n"
        "  changed (1)\n"
        "    - cap [new.yaml:22:5]: ARV hosts at most 1 exercise at once\n"
        "        exercises: 2 -> 1\n"
        "        last time: kept, and no single change of one exercise would have broken it\n\n"
        "3 statements: 1 outdated, 1 changed, 0 new, 1 dropped, 0 unchanged\n"
        "last time (kept.csv): 0 broken, 1 one change away, 2 farther away, 0 undecided, 0 untested\n"
        "Single changes tried: another STARTEX in the exercise's window, another fitting venue or force, "
        "one\n`may` nation more or fewer, "
        "dropping a `may` exercise. Not tried: several at once, lengths, forms.\n"
    )


def test_review_as_json_carries_the_same(tmp_path: Path) -> None:
    """Each statement with fate, places, differences, and how it fared."""
    write(tmp_path)
    plain = json.loads(exsched("review", "old.yaml", "new.yaml", "--json", cwd=tmp_path).stdout)
    assert [(one["fate"], one["owner"], one["last_time"]) for one in plain["statements"]] == [
        ("outdated", None, None),
        ("dropped", None, None),
        ("changed", "ARV", None),
    ]
    assert plain["statements"][2]["differences"] == [{"field": "exercises", "old": "2", "new": "1"}]
    answer = exsched("review", "old.yaml", "new.yaml", "--json", "--schedule", "kept.csv", cwd=tmp_path)
    last = [one["last_time"]["reach"] for one in json.loads(answer.stdout)["statements"]]
    assert last == ["far", "near", "far"]


def test_review_refuses_what_check_refuses(tmp_path: Path) -> None:
    """A programme that is not in order cannot be compared."""
    write(tmp_path)
    (tmp_path / "new.yaml").write_text("programme: {}\n", encoding="utf-8")
    assert exsched("review", "old.yaml", "new.yaml", cwd=tmp_path).returncode == 3
    assert exsched("review", "-", "-", cwd=tmp_path).returncode == 2
