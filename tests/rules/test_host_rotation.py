"""The editions of a series go round among the hosts."""

from typing import Any

import pytest

from exsched.domain.schedule import Line
from exsched.rulekit.finding import Finding, Undecided, Violation
from exsched.rules.host_rotation import HostRotation
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.rules.worsening import an_example, best_with_and_without

HOSTS = {"n": "ARV", "s": "BEL", "w": "CAR", "e": "DOR"}
NEED = {"one": list(HOSTS), "two": list(HOSTS)}
NAMES = ("alder", "birch", "cedar", "dogwood")
FACTS: dict[str, Any] = {
    "venues": {venue: {"name": venue, "host": host, "kind": "range"} for venue, host in HOSTS.items()},
    "exercises": {name: an_exercise(series="tide", sites=NEED) for name in NAMES}
    | {"elm": an_exercise(series="moon", sites=NEED)},
}
VENUE = {host: venue for venue, host in HOSTS.items()}


def past(*hosts: str) -> dict[str, Any]:
    """Past editions in the order of these hosts; an empty one is not known."""
    return {
        f"tide-{n}": {"series": "tide", "dates": f"2026-0{n}-01", "hosts": [host] if host else []}
        for n, host in enumerate(hosts, 1)
    }


def editions(*hosts: str) -> list[Line]:
    """Editions held day by day, each at a site of its host, or `ARV+BEL` at two, or at none."""
    lines = []
    for n, (name, named) in enumerate(zip(NAMES, hosts, strict=False), 1):
        venues = [VENUE[host] for host in named.split("+") if host]
        sites = dict(zip(("one", "two"), venues, strict=False))
        lines.append(a_line(name, f"2027-01-0{n}", sites=sites))
    return lines


def found(parts: dict[str, Any], *hosts: str, history: dict[str, Any] | None = None) -> list[Finding]:
    """What the rule finds when the editions have these hosts."""
    rule = HostRotation.model_validate({"series": "tide"} | parts)
    problem = a_problem(rule, **FACTS, history=history or {})
    return list(rule.check(problem, a_laydown(problem, *editions(*hosts))))


def cases(parts: dict[str, Any], *hosts: str, history: dict[str, Any] | None = None) -> list[tuple[str, int]]:
    """The edition and the amount of each case."""
    said = found(parts, *hosts, history=history)
    return [(f.exercises[-1], f.amount) for f in said if isinstance(f, Violation)]


ORDER = {"order": ["ARV", "BEL", "CAR"]}


@pytest.mark.parametrize(
    ("hosts", "broken"),
    [
        (("ARV", "BEL", "CAR", "ARV"), []),
        (("CAR", "ARV"), []),
        (("ARV", "CAR"), ["birch"]),
        (("ARV", "ARV", "BEL"), ["birch"]),
        (("CAR", "BEL", "ARV"), ["birch", "cedar"]),
        (("DOR", "CAR", "ARV"), ["alder"]),
        (("ARV", "DOR", "CAR"), ["birch"]),
        (("ARV+CAR", "ARV"), []),
        (("ARV+CAR", "BEL+DOR"), []),
        (("ARV+BEL", "ARV"), ["birch"]),
    ],
)
def test_host_rotation_follows_the_order(hosts: tuple[str, ...], broken: list[str]) -> None:
    """After each host comes the next; the first may be any of them; nobody else hosts."""
    assert cases(ORDER, *hosts) == [(name, 1) for name in broken]


@pytest.mark.parametrize(
    ("before", "host", "broken"),
    [(["ARV"], "BEL", 0), (["ARV"], "CAR", 1), (["BEL", "CAR"], "ARV", 0), (["DOR"], "CAR", 0)],
)
def test_host_rotation_follows_the_order_of_history(before: list[str], host: str, broken: int) -> None:
    """The last past edition says whose turn it is; a host from outside the order says nothing."""
    assert len(cases(ORDER, host, history=past(*before))) == broken


@pytest.mark.parametrize(
    ("within", "hosts", "broken"),
    [
        (2, ("ARV", "BEL", "ARV"), []),
        (2, ("ARV", "ARV"), [("birch", 1)]),
        (3, ("ARV", "BEL", "ARV"), [("cedar", 1)]),
        (3, ("ARV", "BEL", "CAR", "ARV"), []),
        (3, ("ARV", "ARV", "ARV"), [("birch", 2), ("cedar", 1), ("cedar", 2)]),
        (2, ("ARV+BEL", "BEL+CAR"), [("birch", 1)]),
    ],
)
def test_host_rotation_does_not_repeat(within: int, hosts: tuple[str, ...], broken: list[Any]) -> None:
    """Between two editions of one host are n - 1 others; each that is missing counts."""
    assert cases({"no_repeat_within": within}, *hosts) == broken


@pytest.mark.parametrize(
    ("before", "broken"),
    [(["BEL", "ARV"], [("alder", 2)]), (["ARV", "BEL"], [("alder", 1)]), (["ARV", "BEL", "CAR"], [])],
)
def test_host_rotation_does_not_repeat_history(before: list[str], broken: list[Any]) -> None:
    """Past editions count by their place."""
    assert cases({"no_repeat_within": 3}, "ARV", history=past(*before)) == broken


@pytest.mark.parametrize("parts", [ORDER, {"no_repeat_within": 2}, ORDER | {"no_repeat_within": 2}])
def test_host_rotation_cannot_judge_an_unknown_host(parts: dict[str, Any]) -> None:
    """A past edition without hosts, or an edition without a site, leaves it open; said once."""
    open_past = Undecided(
        ("alder",), "whether ARV may host alder depends on who hosted tide-1", "history.tide-1.hosts"
    )
    assert found(parts, "ARV", history=past("")) == [open_past]
    placeless = Undecided(("alder",), "which nation hosts alder is not known", "exercises.alder.sites")
    after = Undecided(
        ("birch",), "whether BEL may host birch depends on who hosted alder", "exercises.alder.sites"
    )
    assert found(parts, "", "BEL") == [placeless, after]


def test_host_rotation_says_what_is_broken() -> None:
    """The sentences say who hosts, and who should."""
    turn = "birch is hosted by CAR; after alder in ARV it is the turn of BEL"
    none = "cedar is hosted by DOR, none of ARV, BEL, CAR"
    assert found(ORDER, "ARV", "CAR", "DOR") == [Violation(("cedar",), none), Violation(("birch",), turn)]
    again = "ARV hosts birch again after alder, with 0 of 1 editions between"
    assert found({"no_repeat_within": 2}, "ARV", "ARV") == [Violation(("alder", "birch"), again)]


@pytest.mark.parametrize(
    ("valid", "broken"),
    [("../2027-01-01", 0), ("../2027-01-02", 1), ("2027-01-02/..", 1), ("2027-01-03/..", 0)],
)
@pytest.mark.parametrize("parts", [ORDER, {"no_repeat_within": 2}])
def test_host_rotation_applies_where_the_later_edition_lies(
    parts: dict[str, Any], valid: str, broken: int
) -> None:
    """The later edition has an execution day inside the validity."""
    assert len(cases(parts | {"valid": valid}, "ARV", "ARV")) == broken


def test_host_rotation_is_about_its_series() -> None:
    """Other series, and dropped editions, do not count."""
    rule = HostRotation.model_validate({"series": "tide"} | ORDER)
    lines = [
        *editions("ARV"),
        a_line("elm", "2027-01-02", sites={"one": "e"}),
        Line(exercise="birch", held=False),
    ]
    problem = a_problem(rule, **FACTS)
    assert list(rule.check(problem, a_laydown(problem, *lines))) == []


def test_host_rotation_explains_itself() -> None:
    """The sentence says how hosting goes round."""
    rule = HostRotation(series="tide", order=("ARV", "BEL"), no_repeat_within=2)
    said = "tide is hosted by ARV, BEL in turn and has no host twice within 2 editions"
    assert rule.explain(a_problem()) == said
    assert (rule.cost, rule.model_copy(update={"soft": 2}).cost, rule.unit) == (None, 2, "edition")


def test_host_rotation_needs_something_to_say() -> None:
    """A rotation without order and without distance is a mistake."""
    with pytest.raises(ValueError, match="needs order"):
        HostRotation(series="tide")


def test_host_rotation_makes_the_best_schedule_worse() -> None:
    """With the rule something is lost, and trying everything finds the same values."""
    with_it, without = best_with_and_without(an_example("host_rotation"), "host_rotation")
    assert with_it is not None and without is not None and with_it > without
