"""Circles of precedence: A before B before C before A."""

from collections.abc import Callable, Iterator

from exsched.domain.exercises import HeldIf
from exsched.domain.programme import Programme
from exsched.intake.doubt import Doubt
from exsched.intake.report import Path
from exsched.intake.sorted_rules import Sorted, always
from exsched.rulekit.rule import Rule
from exsched.rules.precedence import Precedence

_Step = tuple[Path, Precedence]
_Edges = dict[str, dict[str, _Step]]


def circle_doubts(facts: Programme, said: Sorted, where: Callable[[Path, Rule], str]) -> Iterator[Doubt]:
    """Each circle once, with the place of every rule in it."""
    edges = _edges(facts, said)
    for circle in _circles(edges):
        names = " before ".join([*circle, circle[0]])
        steps = [edges[one][other] for one, other in zip(circle, [*circle[1:], circle[0]], strict=True)]
        places = ", ".join(where(*step) for step in steps)
        droppable = any(facts.exercises[name].held is HeldIf.MAY for name in circle)
        what = f"{names}: no dates can satisfy all of these ({places})"
        yield Doubt("W614" if droppable else "E506", what, steps[-1][0])


def _edges(facts: Programme, said: Sorted) -> _Edges:
    """Hard rules by which `then` starts after `first` starts, on every day of the horizon."""
    edges: _Edges = {}
    for path, rule in said.of(Precedence):
        if rule.cost is not None or rule.gap.least is None or not always(facts, rule):
            continue
        if rule.gap.least + facts.exercises[rule.first].days.min - 1 > 0:
            edges.setdefault(rule.first, {})[rule.then] = path, rule
    return edges


def _circles(edges: _Edges) -> Iterator[list[str]]:
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        trail: dict[str, Iterator[str]] = {start: iter(edges[start])}
        while trail:
            name = next(reversed(trail))
            then = next(trail[name], None)
            if then is None:
                done.add(name)
                del trail[name]
            elif then in trail:
                names = list(trail)
                yield names[names.index(then) :]
            elif then not in done:
                trail[then] = iter(edges.get(then, ()))
