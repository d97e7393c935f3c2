"""The statements that a viewer may be told of, under keys that do not tell how many others there are."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from exsched.access.label import exercises_in, label_of_statement, nations_in
from exsched.access.sight import Seeing
from exsched.access.visible import Sight, visible
from exsched.domain.exercises import Exercise
from exsched.domain.history import PastExercise
from exsched.domain.names import Tags
from exsched.domain.programme import Programme
from exsched.intake.normal_form import plain_rule
from exsched.intake.report import dotted
from exsched.intake.shape import hints
from exsched.intake.strangers import can_be_said, without_strangers
from exsched.rulekit.problem import Place, Statement
from exsched.rulekit.rule import Rule
from exsched.rulekit.where import Where
from exsched.rules import RULES

_CAST = frozenset({"required_participants", "conditional_participation", "locked_line"})
"""Rules that say who takes part in what."""
_WORDS = frozenset({"tags", "exempt", "exempt_tags"})


class Words:
    """The words by which statements ask for exercises, as far as the viewer knows exercises with them."""

    def __init__(
        self,
        exercises: Iterable[Exercise],
        past: Iterable[PastExercise],
        templates: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.lines = [form for line in exercises for form in line.in_every_form]
        self.past = tuple(past)
        known: tuple[Exercise | PastExercise, ...] = (*self.lines, *self.past)
        self.tags = frozenset(tag for line in known for tag in line.tags)
        self.series = frozenset(line.series for line in known)
        self.sponsors = frozenset(line.sponsor for line in self.lines)
        self.planning = frozenset(line.planning for line in self.lines)
        self.events = frozenset(event for name in self.planning if name for event in templates[name])

    def meet(self, rule: Rule) -> bool:
        """Whether every filter of a rule means something that the viewer sees."""
        return (
            all(self._means_something(where) for where in _filters(rule))
            and _asked(rule, "series") in {None, *self.series}
            and _asked(rule, "sponsor") in {None, *self.sponsors}
            and _asked(rule, "planning") in {None, *self.planning}
            and all(self.tags & set(tags) for tags in _tags_asked(rule))
            and (not _asked(rule, "events") or bool(self.events & set(_asked(rule, "events"))))
        )

    def _means_something(self, where: Where) -> bool:
        if where == Where():
            return True
        if where.sponsor is not None and where.sponsor not in self.sponsors:
            return False
        return any(where.means(line) is not False for line in self.lines)

    def trimmed(self, model: Any) -> Any:
        """A rule without those tags that no exercise has which the viewer sees; it means the same to him."""
        kind: type[BaseModel] = type(model)
        changes: dict[str, Any] = {}
        for name, value in vars(model).items():
            if name in _WORDS and hints(kind)[name] == Tags:
                changes[name] = tuple(tag for tag in value if tag in self.tags)
            elif isinstance(value, BaseModel):
                changes[name] = self.trimmed(value)
            elif isinstance(value, tuple) and any(isinstance(entry, BaseModel) for entry in value):
                changes[name] = tuple(self.trimmed(e) if isinstance(e, BaseModel) else e for e in value)
        changes = {name: value for name, value in changes.items() if value != getattr(model, name)}
        return model.model_copy(update=changes) if changes else model


def _asked(rule: Rule, name: str) -> Any:
    return getattr(rule, name, None)


def _tags_asked(model: BaseModel) -> Iterator[tuple[str, ...]]:
    """The tags for which a rule asks, in itself and in its conditions."""
    for name, value in vars(model).items():
        if name == "tags" and value:
            yield value
        elif isinstance(value, BaseModel) and not isinstance(value, Where):
            yield from _tags_asked(value)


def _filters(model: BaseModel) -> Iterator[Where]:
    for value in vars(model).values():
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Where):
                yield entry
            elif isinstance(entry, BaseModel):
                yield from _filters(entry)


def statements_seen(seeing: Seeing, words: Words) -> tuple[Statement, ...]:
    """The statements that were written and that the viewer may be told of, in an order of their own."""
    told = [
        (seen, statement)
        for statement in seeing.problem.statements
        if not statement.fact and (seen := _seen(seeing, statement, words)) and can_be_said(seen)
    ]
    told.sort(key=lambda pair: (pair[0].rule, pair[0].id or "", json.dumps(plain_rule(pair[0]))))
    numbers: dict[str, int] = {}
    found = []
    for rule, statement in told:
        numbers[rule.rule] = numbers.get(rule.rule, 0) + 1
        key = rule.id or f"{rule.rule}[{numbers[rule.rule]}]"
        found.append(Statement(key, rule, _own_place(seeing, statement)))
    return tuple(found)


def _own_place(seeing: Seeing, statement: Statement) -> Place | None:
    return statement.place if seeing.owns("rules", statement.key) else None


def _seen(seeing: Seeing, statement: Statement, words: Words) -> Rule | None:
    """A rule as the viewer sees it; None when it is not for him."""
    rule = statement.rule
    if visible(seeing.viewer, label_of_statement(seeing.problem, statement)) is not Sight.FULL:
        return None
    named = exercises_in(rule)
    if not named <= seeing.full.keys() or _tells_hidden_part(seeing, rule, named):
        return None
    if seeing.owns("rules", statement.key) or rule.owner == seeing.viewer.nation:
        return rule.model_copy(update={"release": None})
    if rule.release is None:
        if not words.meet(rule):
            return None
        rule = words.trimmed(rule)
    rule = without_strangers(rule, seeing.problem.programme)
    return rule.model_copy(update={"release": None, "source": None})


def _tells_hidden_part(seeing: Seeing, rule: Rule, named: frozenset[str]) -> bool:
    """Whether it names an exercise together with a nation of whose part in it the viewer may not know."""
    about = set(named)
    if rule.rule in _CAST:
        meant = [where for where in _filters(rule) if where != Where()]
        about |= {
            name
            for name, line in seeing.full.items()
            if not named and all(where.means(line) is not False for where in meant)
        }
    hidden = {
        nation for name in about if not seeing.owns("exercises", name) for nation in seeing.hidden_in(name)
    }
    return bool(hidden) and not hidden.isdisjoint(nations_in(seeing.problem, rule))


def facts_seen(seeing: Seeing, programme: Programme) -> Iterator[Statement]:
    """The rules for which the facts of a projection stand."""
    places = {s.key: s.place for s in seeing.problem.statements if s.fact}
    for kind in RULES.values():
        for path, rule in kind.from_facts(programme):
            key = dotted(path)
            own = len(path) > 1 and seeing.owns(str(path[0]), str(path[1]))
            owned = rule.model_copy(update={"owner": seeing.viewer.nation}) if own else rule
            yield Statement(key, owned, places.get(key) if own else None, fact=True)
