"""`exsched review`: which statements were carried over from last year's programme, and which still matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.options import JsonOption

if TYPE_CHECKING:
    from exsched.checking.nearness import Nearness
    from exsched.intake import Loaded
    from exsched.intake.comparing import Carried
    from exsched.rulekit.problem import Problem


def review(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Last year's programme.")],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="This year's programme, or - for standard input.")
    ],
    schedule: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Last year's schedule: did each statement matter in it?"),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(min=1, max=86_400, metavar="SECONDS", help="For the test against the schedule.")
    ] = 60,
    json: JsonOption = False,
) -> None:
    """Compare the statements of a programme with last year's.

    They are listed as carried over, changed, dropped, new or out of date, by who says so.
    With last year's schedule, each statement of last year's programme is also tested: was it broken, would
    one change to one exercise have broken it, or would none. Exit 0; 3 when a programme is refused.
    """
    from exsched.commands import inputs
    from exsched.commands.talk import show, show_json
    from exsched.intake.comparing import compare

    inputs.once(old, new, schedule or "")
    before, after = _loaded(old), _loaded(new)
    carried = compare(before, after)
    tested = _tested(before, schedule, carried, time_limit) if schedule else {}
    found = _Review(_problem(before), _problem(after), carried, tested, _idle(after), schedule)
    if json:
        show_json(_document(found))
    else:
        show(_report(found))


@dataclass(frozen=True)
class _Review:
    """All that was found out; `tested` by key in the old programme, `idle` by place in the new one."""

    before: "Problem"
    after: "Problem"
    carried: Sequence["Carried"]
    tested: Mapping[str, "Nearness"]
    idle: Mapping[str, str]
    schedule: str | None


def _loaded(source: str) -> "Loaded":
    """A programme that is in order."""
    from exsched.commands import inputs

    loaded = inputs.load(source)
    if loaded.problem is None or loaded.exit_code:
        raise inputs.refusal(source, loaded.diagnostics)
    return loaded


def _problem(loaded: "Loaded") -> "Problem":
    assert loaded.problem is not None
    return loaded.problem


def _tested(
    before: "Loaded", schedule: str, carried: Sequence["Carried"], seconds: float
) -> dict[str, "Nearness"]:
    """How each statement of the old programme fared in the old schedule, by its key there."""
    from exsched.checking.nearness import nearness
    from exsched.commands import inputs

    problem = _problem(before)
    known = {said.key for said in problem.statements}
    statements = [one.old for one in carried if one.old is not None and one.old.key in known]
    return nearness(problem, inputs.schedule(schedule, problem), statements, seconds)


def _idle(after: "Loaded") -> dict[str, str]:
    """What lint says against statements of the new programme, by their place."""
    from exsched.intake import lint

    remarks = [one for one in lint(_problem(after)) if one.code in {"W602", "W603"} and one.place]
    return {str(one.place): one.message for one in remarks}


# -- text ----------------------------------------------------------------------------------------------


def _report(found: _Review) -> str:
    from exsched.commands.talk import coloured

    old, new = found.before.programme.programme, found.after.programme.programme
    lines = [f"Statements of {new.title} ({new.id}), compared with {old.title} ({old.id})", ""]
    for owner, entries in groupby(found.carried, key=lambda one: one.owner):
        lines.append(coloured(_heading(owner, found.after), "bold"))
        for fate, alike in groupby(entries, key=lambda one: one.fate):
            group = list(alike)
            lines.append(f"  {_FATES[fate]} ({len(group)})")
            for one in group:
                lines += _entry(one, found)
        lines.append("")
    lines += _summary(found)
    return "\n".join(lines)


_FATES = {
    "outdated": "out of date: valid on no day of the new horizon, left out",
    "changed": "changed",
    "new": "new",
    "dropped": "dropped",
    "unchanged": "carried over unchanged",
}
_REACHES = {
    "broken": "last time: broken",
    "open": "last time: could not be decided",
    "near": "last time: kept; broken by one change",
    "far": "last time: kept, and no single change of one exercise would have broken it",
    "untested": "last time: kept; the test of single changes ran out of time",
}
_TRIED = (
    "Single changes tried: another STARTEX in the exercise's window, another fitting venue or force, one",
    "`may` nation more or fewer, dropping a `may` exercise. Not tried: several at once, lengths, forms.",
)


def _heading(owner: str, problem: "Problem") -> str:
    if not owner:
        return "Nobody named as owner"
    nation = problem.programme.nations.get(owner)
    return f"{nation.name} ({owner})" if nation else owner


def _entry(one: "Carried", found: _Review) -> list[str]:
    said, problem = one.said, found.after if one.new else found.before
    lines = [f"    - {said.key} [{said.place}]: {said.rule.explain(problem)}"]
    if one.why:
        lines.append(f"        {one.why}")
    for other in one.differences:
        was = "not written" if other.old is None else other.old
        now = "not written" if other.new is None else other.new
        lines.append(f"        {other.field}: {was} -> {now}")
    if one.new and (remark := found.idle.get(str(one.new.place))):
        lines.append(f"        this time: {remark}")
    if one.old and (near := found.tested.get(one.old.key)):
        lines.append(f"        {_reach(near)}")
    return lines


def _reach(near: "Nearness") -> str:
    cost = f", cost {near.cost}" if near.cost is not None else ""
    shown = f": {near.shown_by}" if near.shown_by else ""
    return f"{_REACHES[near.reach]}{cost}{shown}"


def _summary(found: _Review) -> list[str]:
    from exsched.commands.talk import counted

    fates = {fate: sum(one.fate == fate for one in found.carried) for fate in _FATES}
    counts = ", ".join(f"{number} {fate}" for fate, number in fates.items())
    lines = [f"{counted(len(found.carried), 'statement')}: {counts}"]
    if found.schedule:
        reaches = {reach: sum(near.reach == reach for near in found.tested.values()) for reach in _REACHES}
        lines.append(
            f"last time ({found.schedule}): {reaches['broken']} broken, {reaches['near']} one change away, "
            f"{reaches['far']} farther away, {reaches['open']} undecided, {reaches['untested']} untested"
        )
        lines += _TRIED
    return lines


# -- JSON ----------------------------------------------------------------------------------------------


def _document(found: _Review) -> dict[str, Any]:
    from exsched.intake.comparing import shipped

    return {
        "old": found.before.programme.programme.id,
        "new": found.after.programme.programme.id,
        "library_statements": {"old": shipped(found.before), "new": shipped(found.after)},
        "statements": [_statement(one, found) for one in found.carried],
    }


def _statement(one: "Carried", found: _Review) -> dict[str, Any]:
    near = found.tested.get(one.old.key) if one.old else None
    problem = found.after if one.new else found.before
    return {
        "fate": str(one.fate),
        "owner": one.owner or None,
        "rule": one.said.rule.rule,
        "sentence": one.said.rule.explain(problem),
        "old": {"key": one.old.key, "place": str(one.old.place)} if one.old else None,
        "new": {"key": one.new.key, "place": str(one.new.place)} if one.new else None,
        "differences": [{"field": d.field, "old": d.old, "new": d.new} for d in one.differences],
        "outdated": one.why,
        "remark": found.idle.get(str(one.new.place)) if one.new else None,
        "last_time": {"reach": str(near.reach), "shown_by": near.shown_by, "cost": near.cost}
        if near
        else None,
    }
