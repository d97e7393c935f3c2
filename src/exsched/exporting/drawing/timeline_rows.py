"""The rows of the four timelines: by exercise, by nation, by venue, by force."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from exsched.domain.exercises import Exercise, Kind, Role
from exsched.exporting.acts import Standing, named, standing
from exsched.exporting.closures import Closures, Shut
from exsched.exporting.drawing.timeline import Bar, Mark, Row
from exsched.exporting.selection import Selection, View
from exsched.exporting.wording import day, days
from exsched.rulekit.laydown import Commitment, Held
from exsched.rulekit.verdict import Answer

STAFF = frozenset({Kind.CPX, Kind.CAX, Kind.TTX, Kind.STAFFEX, Kind.MAPEX, Kind.CMX, Kind.CYBER})


def rows(answer: Answer, selection: Selection, view: View) -> list[Row]:
    """The rows of one view, of what is selected: rows that hold something, and exercises that are dropped."""
    makers = {
        View.EXERCISE: _by_exercise,
        View.NATION: _by_nation,
        View.VENUE: _by_venue,
        View.FORCE: _by_force,
    }
    return makers[view](answer, selection)


def extent(answer: Answer) -> tuple[date, date]:
    """First and last day to draw: the horizon, and every footprint that a hand-typed schedule has outside."""
    horizon = answer.problem.programme.horizon
    feet = [held.footprint for held in answer.laydown.held.values()]
    return min([horizon.start, *(p.start for p in feet)]), max([horizon.end, *(p.end for p in feet)])


def colour(exercise: Exercise) -> str:
    """The colour class of an exercise: its domain, `joint` for several."""
    names = {domain.value for domain in exercise.domains}
    if len(names) > 1 or "joint" in names:
        return "joint"
    if names & {"cyber", "space"}:
        return "cyber"
    return next(iter(names & {"land", "maritime", "air"}), "other")


def _bar(held: Held, label: str, tooltip: str = "", role: Role | None = None) -> Bar:
    facts = held.exercise
    form = f", held as {held.line.form}" if held.line.form else ""
    words = f"{facts.title} ({facts.kind}{form}): {days(held.execution)}; footprint {days(held.footprint)}"
    return Bar(
        footprint=held.footprint,
        execution=held.execution,
        label=label,
        tooltip=f"{words}. {tooltip}".strip(),
        colour=colour(facts),
        staff=facts.kind in STAFF,
        watching=role is Role.OBSERVER,
    )


def _by_exercise(answer: Answer, selection: Selection) -> list[Row]:
    marks: dict[str, list[Mark]] = defaultdict(list)
    for event in answer.planning:
        marks[event.exercise].append(Mark(event.start, "event", f"{event.event}: {day(event.start)}"))
    for act in answer.acts:
        stands = standing(act, answer.problem.programme.as_of)
        sign = "done" if stands is Standing.ON_RECORD else "act"
        said = f"{act.duty.capitalize()}: {named(act)} to {act.to}: due {day(act.due)}, {stands}"
        marks[act.exercise].append(Mark(act.due, sign, said))
    shut = Closures(answer.problem).for_all()
    found = [_held_row(held, tuple(marks[held.id]), shut) for held in selection.held(answer)]
    if not selection.narrowed:
        dropped = [e for name, e in answer.problem.exercises.items() if name not in answer.laydown.held]
        found += [_windows(e, Row(e.title, "not held", shut=shut, faint=True)) for e in dropped]
    return found


def _held_row(held: Held, marks: tuple[Mark, ...], shut: Shut) -> Row:
    short = (
        days(held.execution).rpartition(" ")[0]
        if held.execution.start.year == held.execution.end.year
        else ""
    )
    sites = ", ".join(venue.name for venue in held.sites.values())
    bar = _bar(held, short, f"At {sites}." if sites else "")
    return _windows(
        held.exercise, Row(held.exercise.title, held.exercise.kind.value, (bar,), shut, marks=marks)
    )


def _windows(exercise: Exercise, row: Row) -> Row:
    return replace(row, allowed=exercise.startex, wanted=(exercise.wanted,) if exercise.wanted else ())


def _by_nation(answer: Answer, selection: Selection) -> list[Row]:
    stays: dict[str, list[Bar]] = defaultdict(list)
    for held in selection.held(answer):
        for nation, role in held.roles.items():
            if selection.nation in (None, nation):
                stays[nation].append(
                    _bar(held, _with_role(held, nation, role), f"{nation}: {role.value}.", role)
                )
    shut = Closures(answer.problem)
    names = answer.problem.programme.nations
    return [
        Row(names[nation].name if nation in names else nation, nation, tuple(bars), shut.of_nation(nation))
        for nation, bars in sorted(stays.items())
    ]


def _with_role(held: Held, nation: str, role: Role) -> str:
    parts = [held.exercise.title]
    if nation in held.hosts:
        parts.append("host")
    if role not in (Role.FULL, Role.HOST):
        parts.append(role.value.replace("_", " "))
    return " · ".join(parts)


def _by_venue(answer: Answer, selection: Selection) -> list[Row]:
    stays: dict[str, list[Bar]] = defaultdict(list)
    for held in selection.held(answer):
        for need, venue in held.sites.items():
            if selection.venue in (None, venue.id):
                taken = days(held.venue_days(need))
                stays[venue.id].append(_bar(held, held.exercise.title, f"Site {need}, taken {taken}."))
    shut = Closures(answer.problem)
    venues = answer.problem.programme.venues
    return [
        Row(venues[name].name, venues[name].host, tuple(bars), shut.of_venue(name))
        for name, bars in sorted(stays.items(), key=lambda item: (venues[item[0]].host, item[0]))
    ]


def _by_force(answer: Answer, selection: Selection) -> list[Row]:
    stays: dict[str, list[Bar]] = defaultdict(list)
    for held in selection.held(answer):
        for commitment in held.commitments:
            if selection.force in (None, commitment.force.id):
                stays[commitment.force.id].append(_committed(held, commitment))
    shut = Closures(answer.problem)
    forces = answer.problem.programme.forces
    return [
        Row(forces[name].name, forces[name].nation, tuple(bars), shut.of_force(name))
        for name, bars in sorted(stays.items(), key=lambda item: (forces[item[0]].nation, item[0]))
    ]


def _committed(held: Held, commitment: Commitment) -> Bar:
    count = (
        f" · {commitment.elements} of {commitment.force.elements}" if commitment.force.elements > 1 else ""
    )
    own = f"The force's own footprint: {days(commitment.footprint)}."
    return replace(_bar(held, f"{held.exercise.title}{count}", own), footprint=commitment.footprint)
