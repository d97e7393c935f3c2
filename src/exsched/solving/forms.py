"""An exercise that can be held in several forms: the same questions, asked of whichever form is chosen."""

from collections.abc import Callable, Iterable
from functools import cached_property

from exsched.domain.exercises import Exercise
from exsched.solving.lines import Frame, LineDecisions
from exsched.solving.logic import Bool, Logic, Number
from exsched.solving.spans import Span


class OneOfForms:
    """The decisions about an exercise in whatever form it is held; at most one form is."""

    def __init__(self, logic: Logic, exercise: Exercise, frame: Frame, forms: list[LineDecisions]) -> None:
        self.logic, self.exercise, self.forms_decided = logic, exercise, forms
        self.held, self.start = frame.held, frame.start
        chosen = [form.held for form in forms]
        logic.model.add_at_most_one(chosen)
        logic.model.add_bool_or([*chosen, logic.negation(self.held)])
        for literal in chosen:
            logic.model.add_implication(literal, self.held)

    # -- who is there ---------------------------------------------------------------------------------------

    @cached_property
    def named(self) -> dict[str, Bool]:
        """The nations written under `must` or `may`, which are the same in every form."""
        first = self.forms_decided[0].named
        return {nation: self._any(form.named[nation] for form in self.forms_decided) for nation in first}

    @cached_property
    def at(self) -> dict[str, dict[str, Bool]]:
        """By site need and venue, whether the one is met by the other in the form chosen."""
        found: dict[str, dict[str, list[Bool]]] = {}
        for form in self.forms_decided:
            for need, sites in form.at.items():
                for venue, literal in sites.items():
                    found.setdefault(need, {}).setdefault(venue, []).append(literal)
        return {need: {v: self._any(them) for v, them in sites.items()} for need, sites in found.items()}

    @cached_property
    def counts(self) -> dict[str, dict[str, Number]]:
        """By role and force, the elements committed in the form chosen."""
        found: dict[str, dict[str, Number]] = {}
        for form in self.forms_decided:
            for need, counts in form.counts.items():
                for force, count in counts.items():
                    there = found.setdefault(need, {})
                    there[force] = there[force] + count if force in there else count
        return found

    @cached_property
    def forces(self) -> tuple[str, ...]:
        """Forces that could be taken in some form, sorted."""
        return tuple(sorted({force for form in self.forms_decided for force in form.forces}))

    def taken(self, force: str) -> Bool:
        """At least one element of the force is committed."""
        return self._any(form.taken(force) for form in self.forms_decided)

    def filled(self, need: str, force: str) -> Bool:
        """At least one element of the force fills this role."""
        return self._any(
            form.filled(need, force) for form in self.forms_decided if force in form.counts.get(need, {})
        )

    def owned(self, nation: str) -> Bool:
        """The nation has a force here."""
        return self._any(form.owned(nation) for form in self.forms_decided)

    def hosted(self, nation: str) -> Bool:
        """A chosen site lies in the nation."""
        return self._any(form.hosted(nation) for form in self.forms_decided)

    def uses(self, wanted: Callable[[str], bool]) -> Bool:
        """A chosen site is one of the venues wanted."""
        return self._any(form.uses(wanted) for form in self.forms_decided)

    # -- when -----------------------------------------------------------------------------------------------

    @cached_property
    def length(self) -> Number:
        """Execution days of the form chosen."""
        return self._either([form.length for form in self.forms_decided])

    @cached_property
    def end(self) -> Number:
        """ENDEX."""
        return self.logic.as_variable(self.start + self.length - 1)

    @cached_property
    def execution(self) -> Span:
        """STARTEX..ENDEX."""
        return Span(self.start, self.end, self.length, self.held)

    @cached_property
    def footprint(self) -> Span:
        """First arrival to last departure."""
        return self._span([form.footprint for form in self.forms_decided], self.held)

    def force_footprint(self, force: str) -> Span:
        """The force's own footprint in the form chosen."""
        return self._own_footprints[force]

    @cached_property
    def _own_footprints(self) -> dict[str, Span]:
        return {force: self._own_footprint(force) for force in self.forces}

    def _own_footprint(self, force: str) -> Span:
        spans = [
            form.force_footprint(force) if force in form.forces else form.footprint
            for form in self.forms_decided
        ]
        return self._span(spans, self.taken(force))

    def _span(self, spans: list[Span], present: Bool) -> Span:
        before = self._either([self.logic.as_variable(self.start - span.first) for span in spans])
        size = self._either([span.size for span in spans])
        first = self.logic.as_variable(self.start - before)
        return Span(first, self.logic.as_variable(first + size - 1), size, present)

    # -- of all forms ---------------------------------------------------------------------------------------

    def _any(self, literals: Iterable[Bool]) -> Bool:
        return self.logic.any_of(literals)

    def _either(self, values: list[Number]) -> Number:
        """The value that belongs to the form chosen, and that of the first form when none is."""
        bounds = [self.logic.bounds(value) for value in values]
        least, most = min(low for low, _ in bounds), max(high for _, high in bounds)
        if least == most:
            return least
        model, chosen = self.logic.model, self.logic.model.new_int_var(least, most, "")
        for form, value in zip(self.forms_decided, values, strict=True):
            model.add(chosen == value).only_enforce_if(form.held)
        dropped = self.logic.simplified([self.logic.negation(self.held)])
        if dropped is not None:
            model.add(chosen == bounds[0][0]).only_enforce_if(dropped)
        return chosen
