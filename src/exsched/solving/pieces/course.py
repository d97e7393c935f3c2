"""The course of a search by pieces: a first schedule at once; tier by tier a crew, then the exact model."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model

from exsched.solving.anatomy import Anatomy
from exsched.solving.anatomy.owners import owners
from exsched.solving.anatomy.take_apart import sum_of, take_apart
from exsched.solving.hinting import hint_wishes
from exsched.solving.logic import Number
from exsched.solving.pieces.apart import independent, share
from exsched.solving.pieces.bare import bare, batches, finished, hasty
from exsched.solving.pieces.crew import Crew
from exsched.solving.pieces.member import Task
from exsched.solving.pieces.neighbourhoods import Ground
from exsched.solving.pieces.piece import Aim, cut
from exsched.solving.pieces.relations import relations
from exsched.solving.pieces.relaxing import Question, Relaxing
from exsched.solving.pieces.store import Store, Values
from exsched.solving.search import DEFINITE, WORK_PER_SECOND, Tier, TierSearch, whole

FEW = 40
"""Up to so many exercises the exact model is searched as a whole."""
EXACT = 250_000
"""Up to so many parts of the exact model it is searched as a whole, once pieces have made a start."""
_SHARE = 0.7
"""Share of what is left for each tier but the last."""
_PROOF, _PROOF_LATER = 0.75, 0.3
"""Share of the first tier's time, and of a later one's, for the exact model, which alone can prove that a
value is the best: the worth held often is, costs rarely are. What pieces leave of theirs comes to it."""
_PATIENCE = 120
"""Pieces in a row without a gain, for each thread, after which a tier rests."""
_ROUNDS = 50
"""So many times all tiers that are not proved are gone over, at most."""
_COMPLETING = 3.0
"""Seconds at least for the values of a schedule that is known: without them no piece can be cut."""
_PACE = 10
"""Telling a schedule may take one part in so many of the time."""


def by_pieces(search: TierSearch) -> bool:
    """Whether a programme is large enough to be searched by pieces."""
    return len(search.problem.exercises) > FEW


@dataclass
class Course:
    """One search by pieces over a model."""

    search: TierSearch
    listed: bool = False
    """Whether what is known is a list's schedule, to which much can be added."""
    bounds: dict[int, int] = field(default_factory=dict)
    _told: int = -1
    _ahead: deque[int] = field(default_factory=deque)
    """Exercises (bits) that the first tier begins with."""
    _relaxing: Relaxing = field(init=False)
    _next: float = 0.0

    def prepare(self) -> Values | None:
        """Take a first schedule; `run` goes on from there.

        It is the one that is known, or else, where the engine finds no values for it, of what must be held.
        """
        return self._start

    @cached_property
    def _start(self) -> Values | None:
        _ = self.anatomy  # first, for then the copy of the model that it is read from is let go
        search = self.search
        hint_wishes(search.model, search.problem)
        known = self._known() if search.best is not None else None
        values = known or bare(search)
        if values is not None and not known:
            search.forget()  # or values of two schedules would be mixed
            search.consider(Tier(0), lambda said: value_of(said, values), list(values))
        if values is not None and (self.listed or not known):
            self._ahead.extend(batches(self._ground))
        return values

    def run(self) -> str:
        """Search; returns `found`, `impossible` or `undecided`."""
        search, values = self.search, self.prepare()
        status = search.look_for_any() if search.best is None else cp_model.UNKNOWN
        if status == cp_model.INFEASIBLE:
            return search.word(status)
        if values is None:
            values = search.complete
        if values is None:
            return search.run()
        self.crew.store.replace(list(values))
        self._tell(0, at_once=True)
        with Relaxing(self.anatomy, search.limits) as self._relaxing:
            rounds = 0
            while self._tiers(rounds) and not search.stopped() and search.left() > 1 and rounds < _ROUNDS:
                rounds += 1
        search.proved = all(value <= self._bound(tier) for tier, value in search.reached.items())
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
        owned = owners(self.anatomy)
        return Ground(self.anatomy, owned, relations(self.anatomy, owned, starts), starts)

    @cached_property
    def crew(self) -> Crew:
        """The threads that solve pieces."""
        limits = self.search.limits
        return Crew(
            self._ground, Store(self.anatomy, self._least), limits, self.search.running, self.search.spend
        )

    @cached_property
    def _groups(self) -> list[int]:
        return independent(self._ground.owners)

    @cached_property
    def _least(self) -> Values:
        return [domain[0] for domain in self.anatomy.domains]

    def _known(self) -> Values | None:
        """All variables of a schedule that is known: its decisions fixed, the engine works out the rest."""
        search = self.search
        if search.complete is not None:
            return search.complete
        solver = hasty(search, _COMPLETING)
        solver.parameters.fix_variables_to_their_hinted_value = True
        return finished(search, solver, search.model.cp)

    def _over(self, share: float) -> Callable[[], bool]:
        """Whether so much of what is left now is used up, in work or on the clock."""
        search = self.search
        allowed = share * search.left()
        if search.limits.reproducible:
            most = search.spent + allowed * WORK_PER_SECOND
            return lambda: search.stopped() or search.spent >= most
        end = time.monotonic() + allowed
        return lambda: search.stopped() or time.monotonic() >= end

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
            search.reached[number] = min(search.reached.get(number, value), value)
            if rounds == 0:
                self._close(number)
            ceilings[number] = search.ceiling(search.reached[number])
        return still_open

    def _tier(self, number: int, ceilings: dict[int, int], part: float, rounds: int) -> None:
        search, proof = self.search, _PROOF_LATER if number else _PROOF
        exact = rounds == 0 and len(self.anatomy.parts) <= EXACT
        task, after = Task(number, dict(ceilings), self._bound, _PATIENCE), (1 - part) * search.left()
        self._add_batches(task, self._over(part))
        over = self._over(part * (1 - proof if exact else 1))
        self.crew.work(task, over, lambda: self._look(number))
        self._tell(number, at_once=True)
        if exact and self.crew.store.tiers[number] > self._bound(number) and not search.stopped():
            self._prove(number, max(1.0, search.left() - after), ceilings)

    def _add_batches(self, task: Task, over: Callable[[], bool]) -> None:
        """Add what was not looked at yet, one batch after the other."""
        while self._ahead and not over():
            self.crew.members[0].add(self._ahead.popleft(), task)
            self._tell(task.tier)

    def _prove(self, number: int, seconds: float, ceilings: dict[int, int]) -> None:
        """Let the exact model look for a proof, part by part where parts are independent."""
        if len(self._groups) == 1:
            self._prove_whole(number, seconds)
        elif all(self.search.reached[tier] == self._bound(tier) == most for tier, most in ceilings.items()):
            self._prove_apart(number, seconds, ceilings)

    def _prove_whole(self, number: int, seconds: float) -> None:
        search, tier = self.search, Tier(number)
        known = search.complete = list(self.crew.store.values)
        search.solve_tier(tier, seconds)
        if tier.bound is not None:
            self._raise_bound(number, tier.bound)
        if search.complete is not known:
            self.crew.store.replace(list(search.complete))

    def _prove_apart(self, number: int, seconds: float, ceilings: dict[int, int]) -> None:
        """Solve each independent part alone, smallest first; their bounds add up."""
        search, total = self.search, self._ground.anatomy.tiers[number]
        end, values = search.left() - seconds, self.crew.store.values
        bound = total.at(values) - sum(
            share(self._ground.owners, total, group, values) for group in self._groups
        )
        for place, group in enumerate(self._groups):
            left = max(0.1, search.left() - end) / (len(self._groups) - place)
            bound += self._prove_group(group, Task(number, ceilings, self._bound, 0), left)
        self._raise_bound(number, bound)

    def _prove_group(self, group: int, task: Task, seconds: float) -> int:
        """Solve one independent part; the least that it adds to the tier."""
        ground, worker, since = self._ground, self.crew.members[0], self.crew.store.snapshot()
        aim = Aim({task.tier: 1}, task.ceilings)
        piece = cut(ground.anatomy, ground.owners, group, since.values, aim, since.stays)
        solver = worker.solver(seconds * WORK_PER_SECOND)
        solver.parameters.linearization_level = 1
        if not self.search.limits.reproducible:
            solver.parameters.max_deterministic_time = 10 * seconds
            solver.parameters.max_time_in_seconds = seconds
            solver.parameters.num_workers = self.search.limits.workers
        status = worker.run(solver, piece.model)
        if status not in DEFINITE:
            return self._least_share(
                group, task.tier
            )  # the engine's bound may be a number it never looked for
        worker.offer(piece, solver, since, task)
        return whole(solver.best_objective_bound) if piece.aims else 0

    def _least_share(self, group: int, tier: int) -> int:
        """What the domains alone leave of a group's share of a tier."""
        of = self._ground.owners.of_variable
        return self.anatomy.least(self.anatomy.tiers[tier].only(lambda variable: of[variable] & group != 0))

    def _close(self, number: int) -> None:
        tier = Tier(number, self.search.values[number], self._bound(number))
        tier.proved = tier.value == tier.bound
        self.search.close_tier(tier)

    def _bound(self, number: int) -> int:
        return self.bounds.get(number, 0)

    def _raise_bound(self, number: int, bound: int) -> None:
        if bound > self._bound(number):
            self.bounds[number] = bound
            self.search.tell("bound", tier=number, bound=bound)

    def _look(self, number: int) -> None:
        """Hand on what the crew and the relaxation have found, and tell the relaxation what is open."""
        self._tell(number)
        for tier in range(len(self.search.model.tiers)):
            self._raise_bound(tier, self._relaxing.latest(tier))
        self._relaxing.follow(self._questions())

    def _questions(self) -> list[Question]:
        """The tiers that are not proved, as far as earlier ones have been worked on."""
        found, ceilings, reached = list[Question](), dict[int, int](), self.search.reached
        for tier, value in enumerate(self.crew.store.tiers):
            if reached.get(tier, value) > self._bound(tier):
                found.append((tier, dict(ceilings)))
            if tier not in reached:
                break
            ceilings[tier] = self.search.ceiling(reached[tier])
        return found

    # -- telling --------------------------------------------------------------------------------------------

    def _tell(self, tier: int, *, at_once: bool = False) -> None:
        """Hand the best on, not more often than it is worth; in reproducible mode whatever the clock says."""
        now = time.monotonic()
        stands = self.crew.store.snapshot()
        early = now < self._next and not (at_once or self.search.limits.reproducible)
        if stands.version == self._told or early:
            return
        self._told = stands.version
        self.search.consider(Tier(tier), lambda said: value_of(said, stands.values), list(stands.values))
        self._next = time.monotonic() + _PACE * (time.monotonic() - now)


def value_of(said: Number, values: Values) -> int:
    """The value of an expression or literal of the model under an assignment."""
    return sum_of(said).at(values)
