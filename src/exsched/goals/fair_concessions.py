"""Let no nation give up much more than others.

What it measures  For every nation what it loses against its best possible, in which all its wishes are met,
                  and of these losses the largest (`by: worst`) or the sum (`by: sum`). A nation loses
                  `dropped`   for the worth of every exercise of its own that is not held, and for what a
                              lesser form of it loses. Its own are those whose sponsor (by id or name) or
                              whose command it is;
                  `day`       for every day from the wanted STARTEX of an exercise that is held and that is
                              its own or in which it must take part;
                  `left_out`  for its worth in every exercise in which it may take part and does not, in any
                              role, those that are not held included;
                  `past`      for every wish of it that `history:` records as refused.
Prices            Under `prices`, in points; each is 1 when nothing is written.
Acceptable        Under `acceptable`, by nation: points that it gives up without counting.
Red line          Under `red_line`, by nation: every point above it counts `beyond` more (100 when nothing is
                  written). That is a price, not a limit: what must never happen to a nation is a rule
                  (`must_be_held`, `required_participants`, `exercise_window`, `locked_line`).
Unit              Point.
Does not measure  Wishes that nobody has written, and what a nation gains.
Real case         Austere Challenge 12 was moved from spring to the second half of 2012, for the best
                  participation by one account (J. Weekly, 20 January 2012): the date that suits most is
                  somebody's concession.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, Strict, model_validator

from exsched.domain.dates import Frozen
from exsched.domain.exercises import Exercise, Role
from exsched.domain.names import Count, NationId, NationsOrGroups
from exsched.rulekit.decisions import Decisions, Expr, Term
from exsched.rulekit.goal import Goal
from exsched.rulekit.laydown import Laydown
from exsched.rulekit.phrases import number_of
from exsched.rulekit.problem import Problem

Price = Annotated[int, Strict(), Field(ge=0, le=10_000)]
_ANY = frozenset(Role)


class Prices(Frozen):
    """Points for one unit lost."""

    dropped: Price = Field(default=1, description="for a unit of worth of its own exercises")
    day: Price = Field(default=1, description="for a day off the wanted STARTEX")
    left_out: Price = Field(default=1, description="for a unit of worth of what it may take part in")
    past: Price = Field(default=1, description="for a wish refused in past years")


class Concession(StrEnum):
    """How the losses become one number."""

    WORST = "worst"
    SUM = "sum"


class FairConcessions(Goal):
    """Keep the largest loss of any nation small."""

    goal: Literal["fair_concessions"] = "fair_concessions"
    nations: NationsOrGroups = Field(default=(), description="whose losses; those of all nations if left out")
    prices: Prices = Prices()
    acceptable: dict[NationId, Count] = Field(default_factory=dict, description="points that do not count")
    red_line: dict[NationId, Count] = Field(default_factory=dict, description="points above which all hurts")
    beyond: Price = Field(default=100, description="what a point above the red line counts more")
    by: Concession = Concession.WORST

    unit: ClassVar[str] = "point"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for nation, line in self.red_line.items():
            if line < self.acceptable.get(nation, 0):
                raise ValueError(f"{nation}: the red line {line} lies below what is acceptable")
        return self

    def explain(self, problem: Problem) -> str:
        """The goal as one sentence."""
        among = number_of(len(self._among(problem)), "nation")
        what = "the largest loss of any" if self.by is Concession.WORST else "the losses"
        lines = f", with {number_of(len(self.red_line), 'red line')}" if self.red_line else ""
        return f"keep {what} of {among} against its best possible small{lines}"

    def _among(self, problem: Problem) -> list[str]:
        return sorted(problem.expand(self.nations) if self.nations else problem.programme.nations)

    def _is_own(self, problem: Problem, line: Exercise, nation: str) -> bool:
        known = problem.programme.nations.get(nation)
        return nation in {line.sponsor, line.command} or (known is not None and known.name == line.sponsor)

    def _past(self, problem: Problem, nation: str) -> int:
        history = problem.programme.history.values()
        return self.prices.past * sum(past.wishes_refused.get(nation, 0) for past in history)

    # -- solver ---------------------------------------------------------------------------------------------

    def post(self, problem: Problem, decisions: Decisions) -> list[Term]:
        """What each nation loses above the acceptable, and once more above its red line."""
        d = decisions
        off = {
            name: d.shortfall(
                [Term(1, d.startex(name))],
                [(d.day(line.wanted.start), d.day(line.wanted.end))],
                [d.held(name)],
            )
            for name, line in problem.exercises.items()
            if line.wanted is not None
        }
        losses = [self._weighed(problem, d, nation, off) for nation in self._among(problem)]
        if self.by is Concession.SUM:
            return [term for terms in losses for term in terms]
        return [Term(1, d.highest(losses))]

    def _weighed(self, problem: Problem, d: Decisions, nation: str, off: dict[str, Expr]) -> list[Term]:
        lost = [*self._lost(problem, d, nation, off), Term(self._past(problem, nation), d.all_of([]))]
        terms = [Term(1, d.shortfall(lost, [(None, self.acceptable.get(nation, 0))]))]
        if nation in self.red_line:
            terms.append(Term(self.beyond, d.shortfall(lost, [(None, self.red_line[nation])])))
        return terms

    def _lost(self, problem: Problem, d: Decisions, nation: str, off: dict[str, Expr]) -> Iterator[Term]:
        for name, line in problem.exercises.items():
            own = self._is_own(problem, line, nation)
            if own:
                yield Term(self.prices.dropped * line.worth, d.negation(d.held(name)))
                for key in problem.forms_of(name):
                    yield Term(self.prices.dropped * problem.forms[key].loses, d.held(key))
            if name in off and (own or nation in line.participants.must):
                yield Term(self.prices.day, off[name])
            if part := line.participants.may.get(nation):
                left_out = d.negation(d.takes_part(nation, name, _ANY))
                yield Term(self.prices.left_out * part.worth, left_out)

    # -- checker --------------------------------------------------------------------------------------------

    def measure(self, problem: Problem, laydown: Laydown) -> int:
        """The largest of the losses, or their sum."""
        counted = []
        for nation, loss in self.losses(problem, laydown).items():
            above = max(0, loss - self.red_line[nation]) if nation in self.red_line else 0
            counted.append(max(0, loss - self.acceptable.get(nation, 0)) + self.beyond * above)
        return sum(counted) if self.by is Concession.SUM else max(counted, default=0)

    def losses(self, problem: Problem, laydown: Laydown) -> dict[str, int]:
        """What each nation loses, in points, before anything is accepted or counted more."""
        lost = Counter({nation: self._past(problem, nation) for nation in self._among(problem)})
        for name, line in problem.exercises.items():
            held = laydown.held.get(name)
            gone = line.worth if held is None else held.exercise.loses
            days = 0
            if held is not None and line.wanted is not None:
                start = held.execution.start
                days = max(0, (line.wanted.start - start).days, (start - line.wanted.end).days)
            for nation in lost:
                own = self._is_own(problem, line, nation)
                lost[nation] += self.prices.dropped * gone * own
                lost[nation] += self.prices.day * days * (own or nation in line.participants.must)
                part = line.participants.may.get(nation)
                if part and (held is None or nation not in held.roles):
                    lost[nation] += self.prices.left_out * part.worth
        return dict(lost)
