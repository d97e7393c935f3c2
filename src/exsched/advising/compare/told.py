"""A comparison in words, and for a program to read."""

from collections.abc import Iterator, Sequence
from typing import Any

from exsched.advising.compare import Comparison, Course
from exsched.advising.compare.matrix import AID
from exsched.exporting.wording import day, listed, many
from exsched.rulekit.act import Act

NATIONS = ("held", "dates", "sites", "joined", "hosted", "lost", "regret")
"""The columns of gains and losses."""
_ACTS = 12
"""Acts named in the text; JSON and CSV have them all."""


def lines(found: Comparison) -> list[str]:
    """The comparison as text."""
    told = [*_heads(found), "", *_differences(found), "", *_figures(found), "", *_nations(found)]
    return [*told, *_regrets(found), "", *_matrix(found)]


def standing(course: Course) -> str:
    """How the checker sees it: allowed, or refused with the number of hard breaches."""
    verdict = course.answer.verdict
    broken = f", {many(len(verdict.hard), 'hard breach', 'hard breaches')}" if verdict.hard else ""
    return f"{'REFUSED' if verdict.hard else verdict.word}{broken}"


def _heads(found: Comparison) -> Iterator[str]:
    for letter, course in letters(found):
        held = many(len(course.answer.laydown.held), "exercise")
        yield f"{letter}  {course.name}: {standing(course)}; {held} held"
        yield from (f"     broken: {broken.violation.sentence}" for broken in course.answer.verdict.hard[:5])


def letters(found: Comparison) -> list[tuple[str, Course]]:
    """The schedules with the letters that stand for them in tables."""
    return [(chr(ord("A") + n) if n < 26 else str(n + 1), course) for n, course in enumerate(found.courses)]


def _differences(found: Comparison) -> Iterator[str]:
    for letter, course in letters(found)[1:]:
        verb = "differs" if len(course.changes) == 1 else "differ"
        yield f"{letter} against A: {many(len(course.changes), 'exercise')} {verb}"
        yield from (f"  {change.sentence}" for change in course.changes)
        yield from _acts(course)


def _acts(course: Course) -> Iterator[str]:
    if course.gone or course.come:
        yield f"  dated acts: {len(course.gone)} fall away, {len(course.come)} are new"
    both = sorted([*((act, "-") for act in course.gone), *((act, "+") for act in course.come)])
    yield from (f"    {sign} {told_act(act)}" for act, sign in both[:_ACTS])
    if len(both) > _ACTS:
        yield f"    and {len(both) - _ACTS} more; --json shows all"


def told_act(act: Act) -> str:
    """`12 Jan 2027 prior notification to OSCE for alpha`."""
    return f"{day(act.due)} {act.act.replace('-', ' ')} to {act.to} for {act.exercise}"


def _figures(found: Comparison) -> list[str]:
    rows = [[f"{one.tier}  {one.name} ({one.unit})", *map(str, one.values)] for one in found.matrix.criteria]
    for number, tier in enumerate(
        zip(*(c.answer.verdict.tier_values() for c in found.courses), strict=True), 1
    ):
        rows.append([f"{number}  tier, with weights", *map(str, tier)])
    return _table(
        "Goals by tier, small is better", [letter for letter, _ in letters(found)], sorted(rows, key=_tier)
    )


def _tier(row: Sequence[str]) -> int:
    return int(row[0].split()[0])


def _nations(found: Comparison) -> list[str]:
    rows, alike = [], [one for one in found.nations if len(set(one.shares)) == 1]
    for balance in (one for one in found.nations if one not in alike):
        for n, share in enumerate(balance.shares):
            who = balance.nation if not n else ""
            parts = (share.held, share.dates, share.sites, share.participation)
            figures = [*map(str, parts), str(share.hosted), str(share.lost), str(share.regret)]
            rows.append([f"{who:4} {letters(found)[n][0]}", *figures])
    title = "What each nation asked for and got (got/asked)"
    rest = [f"the same in all for {listed(one.nation for one in alike)}"] if alike else []
    return [*(_table(title, NATIONS, rows) if rows else [f"{title}:"]), *rest]


def _regrets(found: Comparison) -> Iterator[str]:
    for n, (letter, _) in enumerate(letters(found)):
        if largest := largest_regret(found, n):
            nation, points, why = largest
            above = f"{many(points, 'point')} above its best here"
            yield f"largest regret over {letter}: {nation}, {above} (most of it: {why})"
        else:
            yield f"no nation loses more by {letter} than by another"


def largest_regret(found: Comparison, place: int) -> tuple[str, int, str] | None:
    """The nation that regrets a schedule most, its points, and what costs it most."""
    worst = max(found.nations, key=lambda one: one.shares[place].regret, default=None)
    if worst is None or not worst.shares[place].regret:
        return None
    return worst.nation, worst.shares[place].regret, worst.shares[place].worst


def _matrix(found: Comparison) -> list[str]:
    if not found.matrix.criteria:
        return ["The programme has no goals that could be compared."]
    rows = [[f"{one.name} × {one.weight}", *map(str, one.scores)] for one in found.matrix.criteria]
    rows.append([f"sum, of {found.matrix.most}", *map(str, found.matrix.sums)])
    title = "Decision matrix, 100 is the best of these"
    return [*_table(title, [letter for letter, _ in letters(found)], rows), AID]


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    wide = max([len(title), *(len(row[0]) for row in rows)])
    columns = (
        [max(len(head), *(len(row[n]) for row in rows)) for n, head in enumerate(heads, 1)] if rows else []
    )
    above = "  ".join(f"{head:>{width}}" for head, width in zip(heads, columns, strict=False))
    found = [f"{title:{wide}}  {above}".rstrip()]
    for row in rows:
        cells = "  ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], columns, strict=True))
        found.append(f"{row[0]:{wide}}  {cells}")
    return found


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON values."""
    return {
        "schedules": [_course(found, n) for n in range(len(found.courses))],
        "nations": [
            {
                "nation": one.nation,
                "shares": [_share(found, one.shares[n], n) for n in range(len(one.shares))],
            }
            for one in found.nations
        ],
        "matrix": {
            "note": AID,
            "criteria": [
                {
                    "goal": one.name,
                    "tier": one.tier,
                    "unit": one.unit,
                    "weight": one.weight,
                    "values": list(one.values),
                    "scores": list(one.scores),
                }
                for one in found.matrix.criteria
            ],
            "sums": list(found.matrix.sums),
            "most": found.matrix.most,
        },
    }


def _course(found: Comparison, place: int) -> dict[str, Any]:
    course = found.courses[place]
    largest = largest_regret(found, place)
    return {
        "name": course.name,
        "certificate": course.answer.verdict.certificate(),
        "broken": [broken.violation.sentence for broken in course.answer.verdict.hard],
        "tiers": list(course.answer.verdict.tier_values()),
        "changes": [
            {
                "exercise": change.exercise,
                "kinds": [kind.value for kind in change.kinds],
                "sentence": change.sentence,
                "before": change.before and change.before.as_json(),
                "after": change.after and change.after.as_json(),
            }
            for change in course.changes
        ],
        "acts_gone": [_act(act) for act in course.gone],
        "acts_new": [_act(act) for act in course.come],
        "largest_regret": largest and dict(zip(("nation", "points", "why"), largest, strict=True)),
    }


def _act(act: Act) -> dict[str, Any]:
    return {"due": act.due.isoformat(), "exercise": act.exercise, "act": act.act, "to": act.to}


def _share(found: Comparison, share: Any, place: int) -> dict[str, Any]:
    wishes = {
        name: {"asked": getattr(share, name).asked, "got": getattr(share, name).got}
        for name in ("held", "dates", "sites", "participation")
    }
    rest = {name: getattr(share, name) for name in ("hosted", "lost", "regret", "worst")}
    return {"schedule": found.names[place]} | wishes | rest
