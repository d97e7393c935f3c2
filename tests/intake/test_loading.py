"""From files to a problem."""

import subprocess
import sys
from pathlib import Path

import pytest

from exsched.domain.exercises import Role
from exsched.intake import load, load_text
from exsched.intake.source import MOST_BYTES
from exsched.rulekit.problem import Place, Settings
from tests.intake.programmes import HEAD, a_loaded, a_problem, a_text, errors

ALPHA = "exercises: {alpha: {title: Alpha, days: 3, sites: {land: north}, participants: [ARV]}}"


def write(folder: Path, **files: str) -> Path:
    """Files by name; `__` stands for a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_importing_intake_loads_no_solver() -> None:
    """`exsched check` starts without OR-Tools, Jinja2 or icalendar."""
    code = "import sys, exsched.intake; print({'ortools', 'jinja2', 'icalendar'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


def test_load_reads_a_programme() -> None:
    """Facts, rules, goals and settings come out as they were written."""
    problem = a_problem(
        "exercises:",
        "  alpha: {title: Alpha, days: {min: 3, max: 5}, sites: {land: north},",
        "    participants: {must: [ARV], may: {BMK: 5, CAL: {role: observer}}}}",
        "rules:",
        "  - {rule: venue_closure, id: nesting, venue: north, dates: 2027-05-01/2027-06-10}",
        "goals: [[hold_exercises], [{goal: soft_rules, weight: 3}]]",
        "solve: {time_limit: 120, give_back: 0.5%}",
    )
    alpha = problem.exercises["alpha"]
    assert (alpha.days.min, alpha.days.max, alpha.sites["land"].any_of) == (3, 5, ("north",))
    assert {n: (part.worth, part.role) for n, part in alpha.participants.may.items()} == {
        "BMK": (5, Role.FULL),
        "CAL": (1, Role.OBSERVER),
    }
    said = [(s.key, s.rule.rule, s.place) for s in problem.statements if not s.fact]
    assert said == [("nesting", "venue_closure", Place("programme.yaml", 8, 5))]
    assert [[(goal.goal, goal.weight) for goal in tier] for tier in problem.tiers] == [
        [("hold_exercises", 1)],
        [("soft_rules", 3)],
    ]
    assert problem.settings == Settings(time_limit=120, give_back_permille=5)


def test_load_keeps_norway_and_clock_times_as_text() -> None:
    """`NO` is text and `12:30` is not a number, as YAML 1.2 says."""
    problem = a_problem("groups: {NORTH: [ARV]}", "exercises: {NO: {title: NO, days: 3, sponsor: 12:30}}")
    assert (problem.exercises["NO"].title, problem.exercises["NO"].sponsor) == ("NO", "12:30")


def test_load_takes_on_as_text() -> None:
    """`on` and `yes` are words."""
    assert a_problem("exercises: {alpha: {title: on, days: 3}}").exercises["alpha"].title == "on"


def test_load_drops_the_byte_order_mark(tmp_path: Path) -> None:
    """A file with a mark means the same as one without."""
    plain, marked = tmp_path / "plain.yaml", tmp_path / "marked.yaml"
    plain.write_bytes(a_text(ALPHA).encode())
    marked.write_bytes(b"\xef\xbb\xbf" + a_text(ALPHA).encode())
    one, other = load(plain).problem, load(marked).problem
    assert one and other
    assert one.input_hash == other.input_hash


def test_load_reads_crlf_lines_at_the_right_place() -> None:
    """Windows line ends do not shift positions."""
    text = a_text("exercises:", "  alpha: {title: Alpha, days: 0}").replace("\n", "\r\n")
    assert [str(d.place) for d in load_text(text).diagnostics] == ["programme.yaml:5:31"]


def test_load_reads_the_same_from_json_and_yaml() -> None:
    """JSON with the same structure gives the same problem."""
    json = (
        '{"programme": {"id": "tiny", "title": "Tiny programme", "horizon": "2027-01-01/2027-12-31"},'
        ' "nations": {"ARV": {"name": "Arvania"}, "BMK": {"name": "Belmark"}, "CAL": {"name": "Calder"}},'
        ' "venues": {"north": {"name": "North range", "host": "ARV", "kind": "range"}},'
        ' "exercises": {"alpha": {"title": "Alpha", "days": 3, "sites": {"land": "north"},'
        ' "participants": ["ARV"]}}}'
    )
    one, other = load_text(json, "programme.json").problem, a_problem(ALPHA)
    assert one is not None
    assert one.input_hash == other.input_hash


def test_load_reads_standard_input() -> None:
    """`-` reads the bytes given, YAML or JSON, and includes nothing from a folder."""
    assert load("-", stdin=a_text(ALPHA).encode()).problem is not None
    pair = '{"programme": {"id": "tiny", "title": "\\ud83d\\ude00", "horizon": "2027-01-01/2027-12-31"}}'
    problem = load("-", stdin=pair.encode()).problem
    assert problem is not None
    assert problem.programme.programme.title == "\U0001f600"
    assert errors(load("-", stdin=b"include: nations.yaml\n"))[0][0] == "E130"


@pytest.mark.parametrize(("name", "code", "exit_code"), [("missing.yaml", "E101", 2), ("empty", "E103", 2)])
def test_load_says_what_is_not_there(tmp_path: Path, name: str, code: str, exit_code: int) -> None:
    """A missing file and a folder without programme are wrong usage."""
    (tmp_path / "empty").mkdir()
    loaded = load(tmp_path / name)
    assert ([code for code, _ in errors(loaded)], loaded.exit_code) == ([code], exit_code)
    assert str(tmp_path) not in loaded.diagnostics[0].render()


def test_load_refuses_a_device() -> None:
    """A device is not read, not even its first byte."""
    loaded = load("/dev/zero")
    assert (errors(loaded), loaded.exit_code) == ([("E102", "zero is not a regular file")], 6)


def test_load_refuses_a_file_that_is_too_large_before_reading(tmp_path: Path) -> None:
    """Ten megabytes are the limit, judged by the size of the file."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    message = "large.yaml has 10,485,761 bytes; at most 10,485,760 are read"
    assert errors(load(path)) == [("E105", message)]


def test_load_refuses_a_name_with_nul() -> None:
    """A name that no file can have is refused like a missing file."""
    assert errors(load("a\0b"))[0][0] in {"E101", "E104"}


def test_load_joins_a_folder(tmp_path: Path) -> None:
    """Included files add entities and rules; each file is read once, whatever the way to it."""
    folder = write(
        tmp_path,
        programme=HEAD + "include: [parts/a.yaml, parts/b.yaml]\n",
        parts__a=f"include: b.yaml\n{ALPHA}\n",
        parts__b="rules:\n  - {rule: venue_closure, venue: north, dates: 2027-05-01}\n",
    )
    loaded = load(folder)
    assert loaded.problem is not None
    assert loaded.files == ("programme.yaml", "parts/a.yaml", "parts/b.yaml")
    assert [str(s.place) for s in loaded.problem.statements if not s.fact] == ["parts/b.yaml:2:5"]


def test_load_takes_the_only_file_with_a_programme(tmp_path: Path) -> None:
    """A folder without programme.yaml is read from the one file that has `programme:`."""
    folder = write(tmp_path, main=HEAD + "include: other.yaml\n", other=ALPHA + "\n")
    assert load(folder).files == ("main.yaml", "other.yaml")


def test_load_refuses_a_link_out_of_the_folder(tmp_path: Path) -> None:
    """A symbolic link is not a way out."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("nations: {SEC: {name: Secret}}\n")
    folder = write(tmp_path / "folder", programme=HEAD + "include: link.yaml\n")
    (folder / "link.yaml").symlink_to(secret)
    assert errors(load(folder)) == [("E130", '"link.yaml" leads out of this folder')]


def test_load_does_not_tell_whether_a_file_outside_exists(tmp_path: Path) -> None:
    """The answer about a file outside is the same whether it exists or not."""
    (tmp_path / "there.yaml").write_text("")
    answers = []
    for name in ("there", "gone"):
        folder = write(tmp_path / "folder", programme=HEAD + f"include: ../{name}.yaml\n")
        answers.append([message.replace(name, "X") for _, message in errors(load(folder))])
    assert answers[0] == answers[1]


def test_load_stamps_the_owner_of_a_file(tmp_path: Path) -> None:
    """`owner:` at the head of a file is on every rule in it, facts of its entities included, on no other."""
    folder = write(
        tmp_path,
        programme=HEAD + f"include: belmark.yaml\n{ALPHA}\n",
        belmark="owner: BMK\nvenues: {south: {name: South, host: BMK, kind: range, takes: {exercises: 1}}}\n"
        "rules:\n  - {rule: venue_closure, venue: south, dates: 2027-05-01}\n",
    )
    problem = load(folder).problem
    assert problem is not None
    owned = {s.key: s.rule.owner for s in problem.statements if s.rule.owner}
    assert owned == {"rules[0]": "BMK", "venues.south.takes.exercises": "BMK"}


def test_load_uses_a_library_group_with_the_nations_that_are_there() -> None:
    """Nations that only a library group names are left out of it; a misspelt nation of one's own is not."""
    head = "programme: {id: tiny, title: Tiny, horizon: 2027-01-01/2027-12-31}\n"
    text = f"{head}include: library:reference/nations\n"
    problem = load_text(text).problem
    assert problem is not None
    assert "NOR" in problem.programme.expand(("NORDEFCO",))
    world = load_text(text.replace("nations", "nations-world")).problem
    assert world is not None
    assert set(world.programme.groups["FVEY"]) <= set(world.programme.nations)
    assert errors(a_loaded("groups: {MINE: [ARV, XXX]}")) == [
        ("E401", '"XXX" is not a nation or a group of this programme')
    ]


def test_load_shows_mistakes_of_every_kind_at_once() -> None:
    """A wrong value hides neither a wrong name nor a wrong rule."""
    loaded = a_loaded(
        "exercises:",
        "  alpha: {title: Alpha, days: 0}",
        "  bravo: {title: Bravo, days: 3, participants: [XXX]}",
        "rules:",
        "  - {rule: nonsense}",
        "  - {rule: precedence, first: alpha, then: omega}",
    )
    assert [code for code, _ in errors(loaded)] == ["E302", "E401", "E209", "E401"]


def test_load_knows_the_ids_of_faulty_entities() -> None:
    """A name is not called unknown because the entity it names has a mistake of its own."""
    loaded = a_loaded(
        "exercises: {alpha: {title: Alpha, days: 0}, bravo: {title: Bravo, days: 1}}",
        "rules: [{rule: precedence, first: alpha, then: bravo}]",
    )
    assert [code for code, _ in errors(loaded)] == ["E302"]


def test_load_refuses_more_exercises_than_it_plans() -> None:
    """The count of exercises is judged before they are looked at."""
    lines = "\n".join(f"  e{n}: {{}}" for n in range(20_001))
    assert errors(a_loaded("exercises:", lines)) == [("E214", "20,001 exercises; at most 20,000 are read")]


def test_load_treats_an_empty_section_as_none() -> None:
    """`rules:` with nothing but comments under it is no rules."""
    assert a_problem(ALPHA, "rules:", "  # none yet").statements


def test_load_allows_empty_parts_of_participants() -> None:
    """`may: {BMK: }` is short for a part with nothing special."""
    problem = a_problem("exercises: {alpha: {title: A, days: 3, participants: {must: [ARV], may: {BMK: }}}}")
    assert problem.exercises["alpha"].participants.may["BMK"].worth == 1


def test_load_gives_every_statement_its_own_key() -> None:
    """No two statements share a key, although several rules can stand for one fact."""
    problem = a_problem(
        "exercises: {alpha: {title: A, days: 3, participants: {must: {ARV: {}, BMK: {role: observer}}}}}"
    )
    keys = [statement.key for statement in problem.statements]
    assert len(keys) == len(set(keys))


def test_load_keeps_an_impossible_problem_and_says_so() -> None:
    """A demand above supply is not malformed: the problem is there; the exit code is that of an answer."""
    loaded = a_loaded(
        "pools: {awacs: {units: 1}}", "exercises: {alpha: {title: A, days: 3, draws: {awacs: 2}}}"
    )
    assert (loaded.refused, loaded.impossible, loaded.exit_code) == (False, True, 4)


def test_load_lets_an_exercise_that_may_be_dropped_ask_too_much() -> None:
    """What can be dropped makes nothing impossible."""
    loaded = a_loaded(
        "pools: {awacs: {units: 1}}",
        "exercises: {alpha: {title: A, days: 3, held: may, draws: {awacs: 2}}}",
    )
    assert (loaded.diagnostics, loaded.impossible) == ((), False)


def test_hash_is_of_the_content() -> None:
    """Layout, comments, order of entities and files do not change the hash; content does."""
    one = a_problem("exercises: {alpha: {title: A, days: 3}, bravo: {title: B, days: 3}}")
    same = a_problem(
        "# a comment",
        "exercises:",
        "  bravo: {days: 3, title: B}",
        "  alpha: {title: 'A', days: 3, worth: 1}",
    )
    other = a_problem("exercises: {alpha: {title: A, days: 4}, bravo: {title: B, days: 3}}")
    goals = a_problem("exercises: {alpha: {title: A, days: 3}, bravo: {title: B, days: 3}}", "goals: []")
    assert one.input_hash == same.input_hash
    assert len({one.input_hash, other.input_hash, goals.input_hash}) == 3


def test_places_lead_to_what_was_written() -> None:
    """A path finds its line; one that was not written, the nearest thing above; a foreign one, nothing."""
    problem = a_problem(
        "exercises:", "  alpha:", "    title: Alpha", "    days: 3", "    sites: {land: north}"
    )
    places = problem.places
    assert str(places["exercises", "alpha", "days"]) == "programme.yaml:7:11"
    assert str(places["exercises", "alpha", "sites", "land", "any_of", 0]) == "programme.yaml:8:19"
    assert str(places["exercises", "alpha", "strength"]) == "programme.yaml:5:3"
    assert places.get(("nowhere",)) is None
    assert ("exercises", "alpha") in set(places)


def test_problem_travels_to_another_process() -> None:
    """A problem can be pickled; positions stay behind, places of statements do not."""
    import pickle

    problem = a_problem(ALPHA)
    copy = pickle.loads(pickle.dumps(problem))  # noqa: S301 - our own bytes
    assert copy == problem
    assert dict(copy.places) == {}
    assert [s.place for s in copy.statements] == [s.place for s in problem.statements]


def test_load_is_quick_to_refuse_what_expands() -> None:
    """References cannot multiply: the first one ends the reading."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    lines += [f"{c}: &{c} [" + ",".join([f"*{p}"] * 9) + "]" for p, c in pairs]
    assert {code for code, _ in errors(load_text("\n".join(lines)))} == {"E113"}


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_load_survives_a_hundred_thousand_brackets(name: str) -> None:
    """Deep nesting is refused without recursion."""
    assert [code for code, _ in errors(load_text("[" * 100_000, name))] == ["E118"]


def test_load_refuses_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries of all files together are counted."""
    monkeypatch.setattr("exsched.intake.files.MOST_NODES", 20)
    assert [code for code, _ in errors(a_loaded(ALPHA))] == ["E119"]


def test_load_finds_the_entry_of_a_list_that_is_wrong() -> None:
    """An entry that is no entry at all does not shift the place of the next."""
    loaded = a_loaded(
        ALPHA, "acts:", "  - {act: notice}", "  - {act: notice, exercise: omega, on: 2027-01-01}"
    )
    assert [(d.code, d.place.line if d.place else 0) for d in loaded.diagnostics] == [
        ("E204", 6),
        ("E204", 6),
        ("E401", 7),
    ]
