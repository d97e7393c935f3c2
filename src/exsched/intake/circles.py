"""Circles of precedence: A before B before C before A."""

from collections.abc import Callable, Iterable, Iterator

from exsched.domain.exercises import HeldIf
from exsched.domain.programme import Programme
from exsched.intake.doubt import Doubt
from exsched.intake.statements import Said
from exsched.rules.precedence import Precedence

_Edges = dict[str, dict[str, Said]]


def circle_doubts(facts: Programme, said: Iterable[Said], where: Callable[[Said], str]) -> Iterator[Doubt]:
    """Each circle once, with the place of every rule in it."""
    edges = _edges(facts, said)
    for circle in _circles(edges):
        names = " before ".join([*circle, circle[0]])
        steps = [edges[one][other] for one, other in zip(circle, [*circle[1:], circle[0]], strict=True)]
        places = ", ".join(map(where, steps))
        droppable = any(facts.exercises[name].held is HeldIf.MAY for name in circle)
        what = f"{names}: no dates can satisfy all of these ({places})"
        yield Doubt("W614" if droppable else "E506", what, steps[-1].path)


def _edges(facts: Programme, said: Iterable[Said]) -> _Edges:
    """Hard rules by which `then` starts after `first` starts, on every day of the horizon."""
    edges: _Edges = {}
    for one in said:
        rule = one.rule
        if not isinstance(rule, Precedence) or rule.cost is not None or rule.gap.least is None:
            continue
        always = rule.valid.start <= facts.horizon.start and rule.valid.end >= facts.horizon.end
        if always and rule.gap.least + facts.exercises[rule.first].days.min - 1 > 0:
            edges.setdefault(rule.first, {})[rule.then] = one
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
