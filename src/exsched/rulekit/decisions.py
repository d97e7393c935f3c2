"""The questions a rule may ask about a schedule that is not yet made, and the verbs that bind it.

An exercise is named by its id, which means it in whatever form it is held, or by the key of one of its forms
(see `Problem.forms`), which means it when it is held in that form.

A rule's `post` sees this protocol only, never the solver. Literals, expressions and spans are opaque: get
from one method, hand them to another. For a soft rule the same verbs do not forbid: they measure by how
much the statement is broken and charge the rule's cost for each unit.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from exsched.domain.dates import Period, Validity
from exsched.domain.exercises import COUNTED_ROLES, Role

Lit = Any
"""A yes/no decision."""
Expr = Any
"""A whole number that depends on decisions; days are counted by `Decisions.day`."""
SpanOfDays = Any
"""A stretch of days that depends on decisions."""

Range = tuple[int | None, int | None]
"""Least and most, both included; None is open."""


class Term(NamedTuple):
    """A whole number times an expression or a literal."""

    factor: int
    of: Expr


class Use(NamedTuple):
    """Something used on every day of `span`, when all of `when` hold."""

    span: SpanOfDays
    amount: Expr | int
    when: Sequence[Lit] = ()


class Less(NamedTuple):
    """On the days of `period` a limit is lower by `by`."""

    period: Period
    by: int


class Decisions(Protocol):
    """What is being decided, in the words of the domain."""

    # questions
    def held(self, exercise: str) -> Lit:
        """The exercise is held."""

    def takes_part(self, nation: str, exercise: str, roles: frozenset[Role] = COUNTED_ROLES) -> Lit:
        """The nation takes part in one of these roles; a host counts as role `host` if it has no other."""

    def hosts(self, nation: str, exercise: str) -> Lit:
        """One of the chosen sites lies in the nation."""

    def at_site(self, exercise: str, need: str, venue: str) -> Lit:
        """This need of the exercise is met by this venue."""

    def uses(self, exercise: str, venues: Iterable[str]) -> Lit:
        """At least one of the exercise's sites is one of these venues."""

    def takes_force(self, exercise: str, force: str) -> Lit:
        """At least one element of the force is committed to the exercise."""

    def elements(self, exercise: str, need: str, force: str) -> Expr:
        """How many elements of the force fill this role; 0 when the force cannot fill it."""

    def fills(self, exercise: str, need: str, force: str) -> Lit:
        """At least one element of the force fills this role; false when the force cannot fill it."""

    def touches(self, exercise: str, valid: Validity) -> Lit:
        """Held, and at least one execution day lies within `valid`."""

    def starts_in(self, exercise: str, period: Period) -> Lit:
        """Held, with STARTEX in the period."""

    def lasts(self, exercise: str, days: int) -> Lit:
        """Held, for at least so many execution days."""

    def same_days(self, one: str, other: str) -> Lit:
        """Both are held and share an execution day."""

    def before(self, one: str, other: str) -> Lit:
        """Both are held, and STARTEX of the one lies before that of the other."""

    def startex(self, exercise: str) -> Expr:
        """STARTEX as a day number (see `day`); meaningful only when held."""

    def endex(self, exercise: str) -> Expr:
        """ENDEX as a day number."""

    def length(self, exercise: str) -> Expr:
        """Execution days."""

    def day(self, date: Any) -> int:
        """The number of a date; the first day of the horizon is 0."""

    def times(self, factor: int, of: Expr) -> Expr:
        """A whole number times an expression, as an amount for `Use`; the factor is not negative."""

    def only_when(self, value: Expr | int, when: Sequence[Lit]) -> Expr:
        """The value when all of `when` hold, else 0; the value is not negative."""

    def days_inside(self, span: SpanOfDays, periods: Sequence[Period], when: Sequence[Lit] = ()) -> Expr:
        """At or above the days of the span inside the (disjoint) periods; 0 unless it exists and all hold.

        For sums that are to stay small: the solver may think it larger where nothing depends on it.
        """

    def days_of(self, span: SpanOfDays) -> Expr:
        """The days of a span; meaningful only when it exists."""

    def sum_of(self, terms: Sequence[Term]) -> Expr:
        """The sum of the terms, exactly, as one number."""

    def product(self, one: Expr | int, other: Expr | int) -> Expr:
        """One number times another, exactly."""

    def all_of(self, literals: Iterable[Lit]) -> Lit:
        """Every one of them (true when there are none)."""

    def any_of(self, literals: Iterable[Lit]) -> Lit:
        """At least one of them (false when there are none)."""

    def negation(self, literal: Lit) -> Lit:
        """The opposite."""

    # spans of days
    def execution(self, exercise: str) -> SpanOfDays:
        """STARTEX..ENDEX."""

    def footprint(self, exercise: str) -> SpanOfDays:
        """STARTEX - deploy .. ENDEX + redeploy."""

    def venue_days(self, exercise: str, need: str, venue: str, after: int = 0) -> SpanOfDays:
        """STARTEX - setup .. ENDEX + `after`, of that site; it exists only when the site is chosen."""

    def force_days(self, exercise: str, force: str, after: int = 0) -> SpanOfDays:
        """The force's own footprint, `after` days longer: the longer of the exercise's and of its travel.

        With a force in several roles at several sites the longest travel counts; unknown travel counts
        as 0 days.
        """

    def deployment(self, exercise: str) -> SpanOfDays:
        """First arrival .. the day before STARTEX; of no days, and absent, when `deploy` is 0."""

    def redeployment(self, exercise: str) -> SpanOfDays:
        """The day after ENDEX .. last departure; absent when `redeploy` is 0."""

    def from_startex(self, exercise: str, days: int, before: int = 0) -> SpanOfDays:
        """So many days, beginning `before` days before STARTEX."""

    def from_endex(self, exercise: str, days: int, after: int = 0) -> SpanOfDays:
        """So many days, beginning `after` days after the day that follows ENDEX."""

    def fixed(self, period: Period) -> SpanOfDays:
        """Days that are not being decided, such as those of an exercise of last year."""

    def stretched(self, span: SpanOfDays, before: Expr | int, after: Expr | int) -> SpanOfDays:
        """The span with some days more at either end."""

    # verbs
    def never(self, literals: Sequence[Lit], weight: int = 1) -> None:
        """Not all of these together. Broken by `weight`."""

    def at_most(self, terms: Sequence[Term], limit: int, when: Sequence[Lit] = ()) -> None:
        """The sum stays at or below the limit. Broken by the excess."""

    def at_least(self, terms: Sequence[Term], limit: int, when: Sequence[Lit] = ()) -> None:
        """The sum stays at or above the limit. Broken by what is missing."""

    def within(self, value: Sequence[Term], ranges: Sequence[Range], when: Sequence[Lit] = ()) -> None:
        """The sum lies in one of the ranges. Broken by the distance to the nearest."""

    def keep_clear(self, span: SpanOfDays, periods: Sequence[Period], when: Sequence[Lit] = ()) -> None:
        """No day of the span lies in any of the periods (disjoint or not). Broken by the days that do."""

    def apart(self, one: SpanOfDays, other: SpanOfDays, days: int, when: Sequence[Lit] = ()) -> None:
        """From the last day of one to the first of the other are at least `days` days.

        1 means no shared day, and touching is allowed. Broken by the days missing, at most `days`.
        """

    def load(
        self,
        uses: Sequence[Use],
        limit: int,
        less: Sequence[Less] = (),
        valid: Validity | None = None,
        counted: Literal["peak", "days"] = "peak",
    ) -> None:
        """On every day (within `valid`) the uses add up to at most the limit less what is missing.

        Overlapping `less` add up; the limit never falls below 0. Broken by the largest excess of any day
        (`peak`), or by the excess summed over all days (`days`).
        """

    def rolling(self, uses: Sequence[Use], limit: int, window: int, valid: Validity | None = None) -> None:
        """In every stretch of `window` days that ends within `valid`, the used days, each times its amount,
        add up to at most the limit. Broken by the largest excess of any stretch.
        """

    def free_weeks(
        self, busy: Sequence[Use], period: Period, weeks: int, block: int, when: Sequence[Lit] = ()
    ) -> None:
        """In the period are `weeks` whole free weeks (7 days running), in blocks of at least `block` weeks.

        Free days are those on which nothing of `busy` is in use; a stretch of n free days holds n // 7 weeks.
        Broken by the weeks missing.
        """

    def dwell(self, absences: Sequence[SpanOfDays], ratio: int, starts: Period) -> None:
        """Of every two absences the later, if it starts in the period, leaves days at home after the earlier.

        At least `ratio` times its days. Broken by the days missing, summed over all pairs; days at home are
        never fewer than 0. Of two that start on one day, the first in the sequence is the earlier.
        """

    def days_in_use(self, uses: Sequence[Use], limit: int, period: Period) -> None:
        """On at most `limit` days of the period is anything in use, whatever its amount.

        Broken by the excess.
        """

    # for goals
    def shortfall(self, value: Sequence[Term], ranges: Sequence[Range], when: Sequence[Lit] = ()) -> Expr:
        """The distance of the sum to the nearest range; 0 unless all of `when` hold."""

    def peak(self, uses: Sequence[Use]) -> Expr:
        """The largest sum of the uses on any day."""

    def highest(self, values: Sequence[Sequence[Term]]) -> Expr:
        """The largest of these sums, and at least 0."""

    def square(self, value: Sequence[Term], most: int) -> Expr:
        """The square of a sum that lies in 0..most; 0 when the sum is negative."""

    def breaches(self) -> list[Term]:
        """Every soft breach so far, times its cost."""
