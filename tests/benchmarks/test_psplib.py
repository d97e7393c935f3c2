"""Projects in PSPLIB's files: read, said in our format, and solved to the makespan that brute force finds."""

from itertools import product
from pathlib import Path

import pytest

from benchmarks.peers.rcpsp import makespan
from benchmarks.psplib.instance import Instance, Mode
from benchmarks.psplib.known import best_known
from benchmarks.psplib.programme import body, programme
from benchmarks.psplib.reading import MARK, parse, read
from benchmarks.psplib.style import Style, instance
from benchmarks.psplib.writing import text
from exsched.domain.outcome import Status
from exsched.solving.limits import Limits
from exsched.solving.solve import solve

FOLDER = Path(__file__).parent / "projects"
FILES = ("bridge.sm", "camp.sm", "convoy.mm")


def brute_force(project: Instance) -> int:
    """The least makespan over all modes: starts are tried one after the other, cut off at the best so far."""
    best = project.longest + 1
    for modes in product(*(job.modes for job in project.jobs)):
        totals = [sum(mode.nonrenewable[n] for mode in modes) for n in range(len(project.nonrenewable))]
        if all(total <= level for total, level in zip(totals, project.nonrenewable, strict=True)):
            best = min(best, _earliest(project, modes, best))
    return best


def _earliest(project: Instance, modes: tuple[Mode, ...], best: int) -> int:
    jobs = project.jobs
    before = {job.number: [o.number for o in jobs if job.number in o.followers] for job in jobs}
    ends: dict[int, int] = {}
    use = [[0] * len(project.renewable) for _ in range(best + 1)]

    def place(n: int, bound: int) -> int:
        if n == len(jobs):
            return max(ends.values())
        job, mode = jobs[n], modes[n]
        for start in range(max((ends[o] for o in before[job.number]), default=0), bound - mode.days):
            days = range(start, start + mode.days)
            if any(
                use[day][k] + units > project.renewable[k]
                for day in days
                for k, units in enumerate(mode.renewable)
            ):
                continue
            _book(use, days, mode, 1)
            ends[job.number] = start + mode.days
            bound = min(bound, place(n + 1, bound))
            del ends[job.number]
            _book(use, days, mode, -1)
        return bound

    return place(0, best)


def _book(use: list[list[int]], days: range, mode: Mode, sign: int) -> None:
    for day in days:
        for k, units in enumerate(mode.renewable):
            use[day][k] += sign * units


@pytest.mark.parametrize("name", FILES)
def test_project_is_solved_to_the_makespan_of_brute_force(name: str) -> None:
    """Our goal measures the makespan exactly: exsched, a direct model and brute force agree."""
    project = read(FOLDER / name)
    least = brute_force(project)
    outcome = solve(programme(project), Limits(seconds=20, workers=1)).outcome
    assert outcome.status is Status.OPTIMAL
    assert (outcome.tiers[0].value, makespan(project, 20, 1)) == (least, (least, least))


@pytest.mark.parametrize("name", FILES)
def test_file_is_written_as_it_was_read(name: str) -> None:
    """Reading and writing are each other's inverse."""
    whole = (FOLDER / name).read_text(encoding="ascii")
    assert text(parse(whole, name.partition(".")[0])) == whole


def test_modes_become_forms_and_stores_become_quotas() -> None:
    """A job of two modes is an exercise with a fall-back; what is not renewed is a yearly quota, scaled."""
    facts = body(read(FOLDER / "convoy.mm"))
    assert facts["exercises"]["job-2"] == {
        "title": "JOB 2",
        "participants": ["ARV"],
        "days": 1,
        "draws": {"r1": 2},
        "movements": {"n1": 240},
        "sites": {"store": "store"},
        "forms": {"mode-2": {"days": 3, "draws": {"r1": 1}, "movements": {"n1": 20}}},
    }
    assert facts["venues"]["store"]["movements"] == {"n1": {"per_year": 420}}


def test_faulty_file_is_refused() -> None:
    """A row that is too short, and a missing section, are said."""
    whole = (FOLDER / "camp.sm").read_text(encoding="ascii")
    with pytest.raises(ValueError, match="a row of requests has 2 numbers"):
        parse(whole.replace("   2     1     2       1    2", "   2     1"), "camp")
    with pytest.raises(ValueError, match="camp: precedence relations"):
        parse(whole.replace("PRECEDENCE RELATIONS", "PRECEDENCES"), "camp")


def test_best_known_is_read_from_tables(tmp_path: Path) -> None:
    """Tables of optima and of heuristics, and CSV; lower bounds are no makespans; the least counts."""
    (tmp_path / "j30opt.sm").write_text("Optima\nPar Inst Makespan CPU\n1 1 43 0.02\n1 2 47 0.1\n", "ascii")
    (tmp_path / "j60hrs.sm").write_text("1 1 77 x\n", "ascii")
    (tmp_path / "j60lb.sm").write_text("1 1 70 x\n", "ascii")
    (tmp_path / "more.csv").write_text("instance,makespan\nj601_1,76\n", "ascii")
    assert best_known(tmp_path) == {"j301_1": 43, "j301_2": 47, "j601_1": 76}


@pytest.mark.parametrize(
    "style", [Style(30), Style(120, strength=0.5, seed=2), Style(50, modes=3, complexity=2.1, factor=1.0)]
)
def test_generated_projects_say_what_they_are(style: Style) -> None:
    """They are the same for the same style, survive the file, and are never taken for PSPLIB's."""
    project = instance(style)
    assert project == instance(style)
    assert parse(text(project), project.name) == project
    assert project.made == MARK
    assert len(project.jobs) == style.jobs
    assert programme(project).exercises.keys() >= {"finish"}
