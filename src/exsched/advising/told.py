"""Conflicts, ways out and costs in sentences and as data: each statement with its place."""

from collections.abc import Iterator, Sequence
from typing import Any

from exsched.access.label import exercises_in
from exsched.advising.conflict import Conflict
from exsched.advising.explain import Explanation
from exsched.advising.prices import may_be_eased
from exsched.advising.relax import Relaxation
from exsched.advising.ways import WayOut
from exsched.advising.why_not import WhyNot
from exsched.domain.outcome import Evidence, Outcome, Status
from exsched.exporting.wording import counted, listed, many
from exsched.releasing.changes import changes
from exsched.rulekit.problem import Problem, Statement

Json = dict[str, Any]


# -- statements ---------------------------------------------------------------------------------------------


def sentence(problem: Problem, said: Statement) -> str:
    """A statement in words, with where it stands."""
    where = f" ({said.place.file}:{said.place.line})" if said.place else ""
    return f"{said.rule.explain(problem)}{where}"


def as_statement(problem: Problem, said: Statement) -> Json:
    """A statement as data."""
    return {
        "key": said.key,
        "rule": said.rule.rule,
        "sentence": said.rule.explain(problem),
        "place": str(said.place) if said.place else None,
        "owner": said.rule.owner,
        "authority": said.rule.authority,
        "may_be_eased": may_be_eased(said),
    }


def conflict_lines(problem: Problem, conflict: Conflict, so: str) -> list[str]:
    """`Because`, each statement of the conflict, and what follows from them."""
    first, *others = _grouped(problem, conflict.statements)
    lines = [f"Because {first}", *(f"    and {other}" for other in others)]
    sure = "" if conflict.smallest else "; some of these may not be needed: that was not settled in time"
    return [*lines, f"  {so} ({conflict.evidence.value}: {_stands(conflict.evidence)}{sure})"]


def _grouped(problem: Problem, statements: Sequence[Statement]) -> list[str]:
    """What rules say, one by one, then what is said of each exercise, in one sentence each."""
    general: list[str] = []
    by_exercise: dict[str, list[Statement]] = {}
    for said in statements:
        names = exercises_in(said.rule)
        if len(names) == 1 and said.rule.explain(problem).startswith(f"{next(iter(names))} "):
            by_exercise.setdefault(next(iter(names)), []).append(said)
        else:
            general.append(sentence(problem, said))
    return general + [_of_one(problem, name, those) for name, those in by_exercise.items()]


def _of_one(problem: Problem, exercise: str, statements: Sequence[Statement]) -> str:
    """All that is said of one exercise: `x must be held, lasts 21 days (file:17, 19)`."""
    parts = [said.rule.explain(problem).removeprefix(f"{exercise} ") for said in statements]
    lines: dict[str, list[str]] = {}
    for said in statements:
        if said.place and str(said.place.line) not in lines.setdefault(said.place.file, []):
            lines[said.place.file].append(str(said.place.line))
    where = "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in lines.items())
    return f"{exercise} {listed(parts)}{f' ({where})' if where else ''}"


def _stands(evidence: Evidence) -> str:
    """What stands behind a conflict, in words: the same as behind any `impossible`."""
    return Outcome(status=Status.IMPOSSIBLE, evidence=evidence).meaning


def conflict_json(problem: Problem, conflict: Conflict) -> Json:
    """A conflict as data."""
    return {
        "statements": [as_statement(problem, said) for said in conflict.statements],
        "smallest": conflict.smallest,
        "evidence": conflict.evidence.value,
    }


# -- explain ------------------------------------------------------------------------------------------------


def explained(problem: Problem, found: Explanation) -> list[str]:
    """Why there is no schedule."""
    if found.possible:
        return ["There is a schedule: nothing has to be explained. `exsched solve` finds the best."]
    if found.possible is None:
        return ["Undecided within the time limit: neither a schedule nor a conflict was found."]
    lines = []
    for number, conflict in enumerate(found.conflicts, 1):
        head = [f"conflict {number} of {len(found.conflicts)}"] if len(found.conflicts) > 1 else []
        lines += [*head, *conflict_lines(problem, conflict, "there is no schedule")]
    if not found.conflicts:
        lines.append("There is no schedule, but no smallest conflict was found within the time limit.")
    lines.append(_rest(found))
    return lines


def _rest(found: Explanation) -> str:
    if found.complete:
        return "Nothing else stands in the way. hint: `exsched relax` shows what would have to give way"
    if found.complete is False:
        return "More stands in the way than is shown; raise --most. hint: `exsched relax` shows ways out"
    return "Whether more stands in the way was not settled. hint: raise --time-limit, or `exsched relax`"


def explained_json(problem: Problem, found: Explanation) -> Json:
    """Why there is no schedule, as data."""
    return {
        "possible": found.possible,
        "conflicts": [conflict_json(problem, conflict) for conflict in found.conflicts],
        "complete": found.complete,
    }


# -- relax --------------------------------------------------------------------------------------------------


def relaxed(problem: Problem, found: Relaxation) -> list[str]:
    """What it would take."""
    if found.possible:
        return ["There is a schedule: nothing has to give way. `exsched solve` finds the best."]
    if found.possible is None:
        return ["Undecided within the time limit: neither a schedule nor a way out was found."]
    lines = []
    for number, way in enumerate(found.ways, 1):
        lines += [_way_head(number, way), *_easings(way)]
    if found.stuck:
        so = "there is no way out: none of these can be eased by a signature"
        lines += conflict_lines(problem, found.stuck, so)
    elif not found.ways:
        lines.append("No way out was found within the time limit. hint: raise --time-limit")
    elif found.complete:
        lines.append("There is no other way within these conflicts.")
    return lines


def _way_head(number: int, way: WayOut) -> str:
    who, word = listed(way.signatures), "least" if way.proved else "found, not proved least"
    return f"way {number} ({word}): {many(len(way.signatures), 'signature')}, {who}"


def _easings(way: WayOut) -> Iterator[str]:
    for easing in way.easings:
        rule = easing.broken[0].statement.rule
        for broken in easing.broken:
            place = broken.statement.place
            where = f" ({place.file}:{place.line})" if place else ""
            much = counted(broken.violation.amount, rule.unit)
            yield f"  by {much}: {broken.violation.sentence}{where}"


def relaxed_json(problem: Problem, found: Relaxation) -> Json:
    """What it would take, as data; `lines` of each way are those of a schedule that it makes possible."""
    return {
        "possible": found.possible,
        "ways": [_way_json(problem, way) for way in found.ways],
        "stuck": conflict_json(problem, found.stuck) if found.stuck else None,
        "complete": found.complete,
    }


def _way_json(problem: Problem, way: WayOut) -> Json:
    signatures, levels, points = way.rank
    return {
        "signatures": list(way.signatures),
        "rank": {"signatures": signatures, "levels": levels, "points": points},
        "proved": way.proved,
        "easings": [
            {
                "statement": as_statement(problem, easing.broken[0].statement),
                "signature": easing.price.signature,
                "amount": easing.amount,
                "unit": easing.broken[0].statement.rule.unit,
                "sentences": [broken.violation.sentence for broken in easing.broken],
            }
            for easing in way.easings
        ],
        "lines": [line.model_dump(mode="json", exclude_defaults=True) for line in way.schedule.lines],
    }


# -- why not ------------------------------------------------------------------------------------------------


def answered(problem: Problem, found: WhyNot) -> list[str]:
    """Why not, in words."""
    asked = found.wish.explain(problem)
    if found.word == "already":
        return [f"It is so already: {asked}."]
    if found.word == "undecided":
        return [f"Undecided within the time limit whether {asked}. hint: raise --time-limit"]
    if found.word == "costs":
        return _costs(problem, found, asked)
    if found.conflict is None:
        return [f"Impossible: {asked}; the reasons were not found in time. hint: raise --time-limit"]
    if found.word == "no schedule":
        so = "there is no schedule at all, whatever is wished"
        return conflict_lines(problem, found.conflict, so)
    wish = found.wish.statement().key
    others = Conflict(
        tuple(said for said in found.conflict.statements if said.key != wish),
        found.conflict.smallest,
        found.conflict.evidence,
    )
    so = f"it cannot be that {asked}"
    return (
        conflict_lines(problem, others, so) if others.statements else [f"Never: {asked} contradicts itself"]
    )


def _costs(problem: Problem, found: WhyNot, asked: str) -> list[str]:
    if found.before is None or found.after is None:
        return [f"It can be: {asked}; there was no schedule to compare with."]
    word = "and costs" if found.exact else "and, as far as was found, costs"
    lines = [f"It can be: {asked}, {word}"]
    for number, (cost, goals) in enumerate(zip(found.costs, problem.tiers, strict=True), 1):
        names = " + ".join(goal.goal for goal in goals)
        before, after = (one.verdict.tier_values()[number - 1] for one in (found.before, found.after))
        lines.append(f"  tier {number} {names}: {after} instead of {before} ({cost:+d})")
    told = [change.sentence for change in changes(found.before, found.after)]
    lines += [f"  {line}" for line in told] or ["  nothing else changes"]
    return lines


def answered_json(problem: Problem, found: WhyNot) -> Json:
    """Why not, as data."""
    both = found.before is not None and found.after is not None
    return {
        "wish": found.wish.explain(problem),
        "word": found.word,
        "conflict": conflict_json(problem, found.conflict) if found.conflict else None,
        "costs": list(found.costs),
        "exact": found.exact,
        "before": list(found.before.verdict.tier_values()) if found.before else None,
        "after": list(found.after.verdict.tier_values()) if found.after else None,
        "changes": _changes(found) if both else [],
    }


def _changes(found: WhyNot) -> list[Json]:
    assert found.after is not None
    return [
        {
            "exercise": change.exercise,
            "kinds": [kind.value for kind in change.kinds],
            "sentence": change.sentence,
        }
        for change in changes(found.before, found.after)
    ]
