"""Days at home after absences, and days on which something is in use, as the model counts them."""

from datetime import date

import pytest
from ortools.sat.python import cp_model

from exsched.domain.dates import Period, Validity
from exsched.rulekit.decisions import Use
from exsched.solving.decisions import SolverDecisions
from tests.builders import a_problem, an_exercise

ALWAYS = Period(start=date(2027, 1, 1), end=date(2199, 12, 31))
NAMES = ("alder", "birch", "cedar")


def decisions(cost: int | None) -> SolverDecisions:
    """Three exercises of one to nine days in January."""
    made = SolverDecisions(a_problem(exercises={name: an_exercise() for name in NAMES}))
    made.cost = cost
    return made


def charge(d: SolverDecisions, **held: tuple[int, int]) -> int | None:
    """The least charge when these are held from a day for so many days; None when that is forbidden."""
    model = d.logic.model
    for name in NAMES:
        model.add(d.held(name) == (name in held))
        if name in held:
            first, days = held[name]
            model.add(d.startex(name) == first)
            model.add(d.length(name) == days)
    model.minimize(d.logic.total(d.breaches()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ({"alder": (3, 2), "birch": (9, 5)}, 0),
        ({"alder": (3, 2), "birch": (8, 5)}, 1),
        ({"birch": (3, 2), "alder": (8, 5)}, 1),
        ({"alder": (3, 2), "birch": (5, 5)}, 4),
        ({"alder": (3, 2), "birch": (4, 5)}, 4),
        ({"alder": (3, 2), "birch": (3, 5)}, 4),
        ({"alder": (3, 5), "birch": (4, 1)}, 10),
        ({"alder": (3, 1), "birch": (6, 1), "cedar": (8, 1)}, 1),
        ({"alder": (3, 5), "birch": (9, 1), "cedar": (12, 1)}, 9 + 6),
        ({"alder": (3, 5)}, 0),
    ],
)
def test_dwell_counts_days_missing_over_all_pairs(held: dict[str, tuple[int, int]], missing: int) -> None:
    """Twice the days of the earlier; the first of two that start together is the earlier."""
    for cost, expected in ((1, missing), (3, 3 * missing), (None, None if missing else 0)):
        d = decisions(cost)
        d.dwell([d.execution(name) for name in NAMES], 2, ALWAYS)
        assert charge(d, **held) == expected


@pytest.mark.parametrize(("day", "missing"), [(8, 1), (9, 0)])
def test_dwell_judges_absences_that_start_in_the_period(day: int, missing: int) -> None:
    """What starts before it is only ever the earlier one."""
    d = decisions(1)
    starts = Period(start=date(2027, 1, day), end=date(2027, 1, 9))
    d.dwell(
        [d.fixed(Period(start=date(2026, 12, 1), end=date(2026, 12, 31))), d.execution("alder")], 1, starts
    )
    assert (charge(d, alder=(7, 2)) or 0) == missing * (31 - 7)


@pytest.mark.parametrize(
    ("held", "days"),
    [
        ({}, 0),
        ({"alder": (0, 4)}, 3),
        ({"alder": (0, 4), "birch": (2, 4)}, 5),
        ({"alder": (0, 4), "birch": (2, 4), "cedar": (3, 1)}, 5),
        ({"alder": (0, 2), "birch": (8, 9)}, 1 + 2),
    ],
)
@pytest.mark.parametrize("small", [2000, 0])
def test_days_in_use_counts_a_shared_day_once(
    held: dict[str, tuple[int, int]], days: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the second to the tenth of January, in either way of posting; a day outside is free."""
    monkeypatch.setattr("exsched.solving.pauses._SMALL", small)
    period = Period(start=date(2027, 1, 2), end=date(2027, 1, 10))
    for limit in range(days + 2):
        excess = max(0, days - limit)
        for cost, expected in ((2, 2 * excess), (None, None if excess else 0)):
            d = decisions(cost)
            d.days_in_use([Use(d.execution(name), 7) for name in NAMES], limit, period)
            assert charge(d, **held) == expected


def test_days_in_use_goes_by_its_conditions() -> None:
    """A use under a condition that fails is none."""
    d = decisions(1)
    uses = [Use(d.execution("alder"), 1, (d.held("birch"),))]
    d.days_in_use(uses, 0, ALWAYS)
    assert charge(d, alder=(0, 4)) == 0


def worst_stretch(held: dict[str, tuple[int, int]], past: tuple[int, int], window: int) -> int:
    """The most days, those of ALDER twice, in a stretch that ends from 2 to 30 January."""
    used = dict.fromkeys(range(past[0], past[0] + past[1]), 1)
    for name, (first, days) in held.items():
        for day in range(first, first + days):
            used[day] = used.get(day, 0) + (2 if name == "alder" else 1)
    return max(sum(used.get(end - n, 0) for n in range(window)) for end in range(1, 30))


@pytest.mark.parametrize("few", [31, -100])
@pytest.mark.parametrize("window", [2, 12, 30, 31, 60])
@pytest.mark.parametrize(
    "held",
    [
        {"alder": (0, 5)},
        {"alder": (0, 5), "birch": (3, 6)},
        {"alder": (22, 8), "birch": (4, 4), "cedar": (26, 9)},
        {"birch": (0, 1), "cedar": (30, 1)},
        {},
    ],
)
def test_rolling_finds_the_worst_stretch(
    held: dict[str, tuple[int, int]], window: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether stretches are short or as long as the programme, past included, in either way of posting."""
    monkeypatch.setattr("exsched.solving.pauses._FEW", few)
    monkeypatch.setattr("exsched.solving.pauses._LOADS", 0)
    first, days = -20, 15
    most = worst_stretch(held, (first, days), window)
    past = Period(start=date(2026, 12, 12), end=date(2026, 12, 26))
    valid = Validity(start=date(2027, 1, 2), end=date(2027, 1, 30))
    for limit in (0, most - 1, most):
        for cost, over in ((1, max(0, most - limit)), (None, None if most > limit else 0)):
            d = decisions(cost)
            uses = [Use(d.execution(name), 2 if name == "alder" else 1) for name in NAMES]
            d.rolling([Use(d.fixed(past), 1), *uses], limit, window, valid)
            if limit >= 0:
                assert charge(d, **held) == over
