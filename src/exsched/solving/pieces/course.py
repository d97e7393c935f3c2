"""The course of a search by pieces: a first schedule at once; tier by tier a crew, then the exact model."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.solving.anatomy import Anatomy, take_apart
from exsched.solving.anatomy.take_apart import sum_of
from exsched.solving.hinting import hint_wishes
from exsched.solving.logic import Number
from exsched.solving.pieces.crew import Crew
from exsched.solving.pieces.first import FirstSchedule
from exsched.solving.pieces.member import Task
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.pieces.owners import owners
from exsched.solving.pieces.relations import relations
from exsched.solving.pieces.store import Store, Values
from exsched.solving.search import LARGE, Tier, TierSearch

FEW = 40
"""Up to so many exercises the exact model is searched as a whole."""
_SHARE = 0.7
"""Share of what is left for each tier but the last."""
_PROOF = 0.25
"""Share of a tier's time for the exact model, which alone can prove that a value is the best."""
_PATIENCE = 120
"""Pieces in a row without a gain, for each thread, after which a tier rests."""
_PACE = 10
"""Telling a schedule may take one part in so many of the time."""


def by_pieces(search: TierSearch) -> bool:
    """Whether a programme is large enough to be searched by pieces."""
    return len(search.problem.exercises) > FEW


@dataclass
class Course:
    """One search by pieces over a model."""

    search: TierSearch
    bounds: dict[int, int] = field(default_factory=dict)
    _reached: dict[int, int] = field(default_factory=dict)
    _told: int = -1
    _next: float = 0.0

    def run(self) -> str:
        """Search; returns `found`, `impossible` or `undecided`."""
        search = self.search
        hint_wishes(search.model, search.problem)
        values = self._known() if search.best is not None else self.first()
        if values is None:
            status = search.look_for_any()
            if search.complete is None:
                return search.run() if status != cp_model.INFEASIBLE else search.word(status)
            values = search.complete
        self.crew.store.replace(list(values))
        self._tell(0, at_once=True)
        rounds = 0
        while self._tiers(rounds) and not search.stopped() and search.left() > 1 and rounds < 50:
            rounds += 1
        return "found"

    # -- what the crew works on -----------------------------------------------------------------------------

    @cached_property
    def anatomy(self) -> Anatomy:
        """The exact model as plain data."""
        return take_apart(self.search.model)

    @cached_property
    def _ground(self) -> Ground:
        search = self.search
        starts = [search.model.decisions.line(name).start.index for name in search.problem.exercises]
        owned = owners(search.problem, search.model, self.anatomy)
        return Ground(self.anatomy, owned, relations(self.anatomy, owned, starts), starts)

    @cached_property
    def crew(self) -> Crew:
        """The threads that solve pieces."""
        limits = self.search.limits
        return Crew(
            self._ground, Store(self.anatomy, self._least), limits, self.search.running, self.search.spend
        )

    @cached_property
    def _least(self) -> Values:
        return [domain[0] for domain in self.anatomy.domains]

    # -- a first schedule -----------------------------------------------------------------------------------

    def first(self) -> Values | None:
        """The values of a first schedule, or None when batches do not lead to one."""
        wishes = list(self._least)
        told = self.search.model.cp.proto.solution_hint
        for place in range(len(told.vars)):
            wishes[told.vars[place]] = told.values[place]
        first = FirstSchedule(self._ground, wishes, self.crew.members[0], self._over(0.5))
        return first.find()

    def _known(self) -> Values | None:
        """All variables of a schedule that is known: its decisions fixed, the engine works out the rest."""
        solver = self.crew.members[0].solver(1.0)
        solver.parameters.fix_variables_to_their_hinted_value = True
        model = self.search.model.cp.clone()
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return list(solver.response_proto.solution)

    def _over(self, share: float) -> Callable[[], bool]:
        """Whether so much of what is left now is used up."""
        search = self.search
        least = search.left() * (1 - share)
        return lambda: search.stopped() or search.left() <= least

    # -- tier by tier ---------------------------------------------------------------------------------------

    def _tiers(self, rounds: int) -> bool:
        """Work on each tier that is not proved; whether any is left."""
        search, ceilings, still_open = self.search, dict[int, int](), False
        for number in range(len(search.model.tiers)):
            last = number + 1 == len(search.model.tiers)
            if self.crew.store.tiers[number] > self._bound(number) and not search.stopped():
                still_open = True
                self._tier(number, ceilings, 1.0 if last else _SHARE, rounds)
            value = self.crew.store.tiers[number]
            self._reached[number] = min(self._reached.get(number, value), value)
            if rounds == 0:
                self._close(number)
            ceilings[number] = search.ceiling(self._reached[number])
        return still_open

    def _tier(self, number: int, ceilings: dict[int, int], share: float, rounds: int) -> None:
        search = self.search
        exact = rounds == 0 and len(self.anatomy.parts) <= LARGE
        over = self._over(share * (1 - _PROOF if exact else 1))
        task = Task(number, dict(ceilings), self._bound(number), _PATIENCE)
        self.crew.work(task, over, lambda: self._tell(number))
        self._tell(number, at_once=True)
        if exact and self.crew.store.tiers[number] > self._bound(number) and not search.stopped():
            self._prove(number, share)

    def _prove(self, number: int, share: float) -> None:
        """Let the exact model look for a proof, and take what it finds on the way."""
        search, tier = self.search, Tier(number)
        seconds = search.left() if share == 1.0 else search.left() * _PROOF
        search.complete = list(self.crew.store.values)
        search.solve_tier(tier, seconds)
        if tier.bound is not None:
            self.bounds[number] = max(self.bounds.get(number, 0), tier.bound)
        if search.complete is not None and search.complete != self.crew.store.values:
            self.crew.store.replace(list(search.complete))

    def _close(self, number: int) -> None:
        tier = Tier(number, self.search.values[number], self._bound(number))
        tier.proved = tier.value == tier.bound
        self.search.close_tier(tier)

    def _bound(self, number: int) -> int:
        return self.bounds.get(number, 0)

    # -- telling --------------------------------------------------------------------------------------------

    def _tell(self, tier: int, *, at_once: bool = False) -> None:
        """Hand the best on, not more often than it is worth."""
        now = time.monotonic()
        stands = self.crew.store.snapshot()
        if stands.version == self._told or (now < self._next and not at_once):
            return
        self._told = stands.version
        self.search.consider(Tier(tier), lambda said: value_of(said, stands.values), list(stands.values))
        self._next = time.monotonic() + _PACE * (time.monotonic() - now)


def value_of(said: Number, values: Values) -> int:
    """The value of an expression or literal of the model under an assignment."""
    return sum_of(said).at(values)
