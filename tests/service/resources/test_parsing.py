"""The parser's process: what it answers, and what becomes of input that is hard on purpose."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from exsched.intake.normal_form import read_problem
from exsched.service import parsing
from exsched.service.bundle import JSON, YAML, Fault
from exsched.service.parsing import Bundle, Submitted, read_bundle, read_schedule, status_of
from tests.commands.process import ROOT

FIRST_STEPS = (ROOT / "examples" / "first-steps" / "programme.yaml").read_bytes()


def test_bundle_read_gives_problem_and_counts() -> None:
    """A programme comes back in normal form, with what it holds."""
    read = read_bundle(Bundle(FIRST_STEPS, YAML), {})
    assert read.normal is not None
    problem = read_problem(read.normal)
    assert (problem.input_hash, sorted(problem.exercises)) == (read.input_hash, ["polar-fox", "steel-heron"])
    assert (read.programme, read.nations) == ("first-steps", ("ARV", "BMK", "CAL"))
    assert read.counts["exercises"] == 2
    assert not read.refusals


def test_bundle_with_submission_takes_the_nation_file() -> None:
    """A nation's file is joined, and messages call it by the name given."""
    file = Submitted(
        b"venues: {south-range: {name: South, host: BMK, kind: range}}\n", "submissions/BMK.yaml"
    )
    read = read_bundle(Bundle(FIRST_STEPS, YAML), {"BMK": file})
    assert read.normal is not None
    assert "south-range" in read_problem(read.normal).programme.venues
    wrong = Submitted(b"venues: {south-range: {host: XXX}}\n", "submissions/BMK.yaml")
    told = read_bundle(Bundle(FIRST_STEPS, YAML), {"BMK": wrong})
    assert told.normal is None
    assert {one["file"] for one in told.refusals} == {"submissions/BMK.yaml"}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"a: [1, 2", YAML, 400),
        (b"{", JSON, 400),
        (b"a: &x 1\nb: *x\n", YAML, 400),
        (b"\x1f\x8b\x08\x00", YAML, 415),
        (b"programme: {id: x}\n", YAML, 422),
        (b"", YAML, 422),
    ],
)
def test_bundle_refused_says_status_and_place(content: bytes, kind: str, status: int) -> None:
    """What cannot be parsed, is of the wrong kind, or is wrong, differ in status."""
    read = read_bundle(Bundle(content, kind), {})
    assert read.normal is None
    assert status_of(read.refusals) == status


def test_bundle_message_names_no_folder_of_ours() -> None:
    """The folder that the process works in shows in no message."""
    read = read_bundle(Bundle(b"nations: {}\n", YAML), {})
    assert read.diagnostics
    assert all("exsched-" not in str(one) for one in read.diagnostics)


def test_bundle_too_large_to_read_is_refused() -> None:
    """Beyond what its process may hold, an input is refused with a sentence, and the service goes on."""
    wide = b"a: [" + b"{b: [1,2,3,4,5,6,7,8]}," * 240_000 + b"1]\n"
    try:
        told = {one["code"] for one in read_bundle(Bundle(wide, YAML), {}).refusals}
    except Fault as fault:
        told = {fault.code}
    assert told <= {"too_hard_to_read", "E119"}
    assert told


def test_parser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall clock ends what the clock of the processor does not."""
    monkeypatch.setattr(parsing, "WALL_SECONDS", 0.05)
    with pytest.raises(Fault) as told:
        read_bundle(Bundle(FIRST_STEPS, YAML), {})
    assert (told.value.status, told.value.code) == (413, "too_hard_to_read")


def test_parser_is_waited_for_by_a_few_only() -> None:
    """Who comes when many wait is told at once, and holds no thread that others need."""
    fault: set[tuple[int, str]] = set()

    def read() -> bool:
        try:
            read_bundle(Bundle(FIRST_STEPS, YAML), {})
        except Fault as told:
            fault.add((told.status, told.code))
            return False
        return True

    many = parsing.AT_ONCE + parsing.MOST_WAITING
    with ThreadPoolExecutor(3 * many) as pool:
        took = [one.result() for one in [pool.submit(read) for _ in range(3 * many)]]
    assert took.count(True) >= many
    assert fault == {(503, "busy")}
    assert read()


def test_schedule_read_against_the_normal_form() -> None:
    """A schedule typed by hand comes back as lines; a name that is unknown is refused with its place."""
    normal = read_bundle(Bundle(FIRST_STEPS, YAML), {}).normal
    assert normal is not None
    text = b"exercise,startex,endex,sites\npolar-fox,2027-04-26,2027-05-07,land=north-range\n"
    schedule, found = read_schedule(normal, text, "schedule.csv")
    assert schedule is not None
    assert [line.exercise for line in schedule.lines] == ["polar-fox"]
    assert not found
    nothing, wrong = read_schedule(normal, text.replace(b"polar-fox", b"polar-fix"), "schedule.csv")
    assert nothing is None
    assert [(one["code"], one["line"], one["suggestion"]) for one in wrong] == [("E401", 2, "polar-fox")]
