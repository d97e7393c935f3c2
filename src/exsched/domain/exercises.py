"""Exercises as a planner programmes them: when, how long, where, who, with what."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from exsched.domain.dates import Day, Frozen, Period, Span
from exsched.domain.forces import ServiceDomain
from exsched.domain.names import (
    AreaId,
    Count,
    Days,
    ForceId,
    ForceIds,
    Id,
    Name,
    NationId,
    NationsOrGroups,
    Note,
    PlanningId,
    PoolId,
    Positive,
    PositiveDays,
    Tag,
    Tags,
    VenueId,
    Venues,
)


class Kind(StrEnum):
    """The form of an exercise."""

    LIVEX = "LIVEX"
    FTX = "FTX"
    CPX = "CPX"
    CAX = "CAX"
    TTX = "TTX"
    STAFFEX = "STAFFEX"
    ALERTEX = "ALERTEX"
    DEPLOYEX = "DEPLOYEX"
    MAPEX = "MAPEX"
    CYBER = "CYBER"
    CMX = "CMX"
    TRIAL = "TRIAL"
    OTHER = "OTHER"


class State(StrEnum):
    """How firm a line is; the price of moving it rises in this order."""

    IDEA = "idea"
    REQUESTED = "requested"
    AGREED = "agreed"
    ANNOUNCED = "announced"
    COMMITTED = "committed"


class Role(StrEnum):
    """How a nation takes part."""

    FULL = "full"
    STAFF = "staff"
    OBSERVER = "observer"
    HOST = "host"
    NON_COMBAT = "non_combat"


COUNTED_ROLES = frozenset(Role) - {Role.OBSERVER}


class HeldIf(StrEnum):
    """Whether the line may be dropped."""

    MUST = "must"
    MAY = "may"


class Duration(Frozen):
    """Execution days: `19`, or `{min: 14, max: 21, wanted: 19}`."""

    min: PositiveDays
    max: PositiveDays
    wanted: PositiveDays | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return {"min": value, "max": value}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max < self.min:
            raise ValueError(f"min {self.min} is above max {self.max}; swap the two numbers")
        if self.wanted is not None and not self.min <= self.wanted <= self.max:
            raise ValueError(f"wanted {self.wanted} lies outside {self.min}..{self.max}")
        return self


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


Periods = Annotated[tuple[Period, ...], BeforeValidator(_one_or_many)]


class SiteNeed(Frozen):
    """A place that the exercise needs; it takes one venue that fits.

    A bare venue id, or a list of them, is short for `any_of`.
    """

    any_of: Venues = ()
    provides: Tags = Field(default=(), description="the venue offers all of these")
    hosts: NationsOrGroups = Field(default=(), description="the venue lies in one of these nations")
    area: AreaId | None = None
    strength: Count | None = Field(
        default=None, description="troops at this site; all of the exercise's if left out"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_names(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"any_of": (value,)}
        if isinstance(value, list | tuple):
            return {"any_of": tuple(value)}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.any_of or self.provides or self.hosts or self.area):
            raise ValueError("a site needs one of any_of, provides, hosts, area")
        return self


class Part(Frozen):
    """One nation's part in an exercise; a bare number is its `worth`."""

    role: Role = Role.FULL
    worth: Count = 1
    strength: Count = Field(default=0, description="troops it brings besides the forces that are named")
    release: NationsOrGroups | None = Field(
        default=None, description="who may know that it takes part; left out = all who see the exercise"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_worth(cls, value: Any) -> Any:
        if value is None:
            return {}
        if isinstance(value, int) and not isinstance(value, bool):
            return {"worth": value}
        return value


def _parts(value: Any) -> Any:
    if isinstance(value, list | tuple):
        twice = sorted({str(name) for name in value if value.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} listed twice")
        return {name: {} for name in value}
    return value


Parts = Annotated[dict[NationId, Part], BeforeValidator(_parts)]


class Participants(Frozen):
    """Who must take part, who may (and what that is worth), and how many there shall be."""

    must: Parts = Field(default_factory=dict)
    may: Parts = Field(default_factory=dict)
    count: Span | None = Field(default=None, description="nations taking part in any role but observer")

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"must": value} if isinstance(value, list | tuple) else value

    @model_validator(mode="after")
    def _once(self) -> Self:
        both = sorted(set(self.must) & set(self.may))
        if both:
            raise ValueError(f"{', '.join(both)} listed under must and under may")
        return self

    @model_validator(mode="after")
    def _countable(self) -> Self:
        given = [n for n in (self.count.least, self.count.most) if n is not None] if self.count else [0]
        if not given or not 0 <= min(given) <= max(given) <= 1000:
            raise ValueError("count is a number or a range of nations, from 0 to 1000")
        return self


class ForceNeed(Frozen):
    """A role to fill with force elements; each force taken makes its nation a participant."""

    need: Span = Field(description="elements, a number or a range")
    any_of: ForceIds = ()
    capability: Tag | None = None
    domain: ServiceDomain | None = None
    of: NationsOrGroups = Field(default=(), description="only forces of these nations")
    nations: Span | None = Field(default=None, description="how many nations the elements come from")
    site: Id | None = Field(default=None, description="the site they go to; the first one if left out")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.any_of or self.capability or self.domain):
            raise ValueError("a force role needs one of any_of, capability, domain")
        if (self.need.least or 0) < 0:
            raise ValueError("need must be 0 or more")
        return self


class Equipment(Frozen):
    """Planned maximum of what confidence-building regimes count; left out = not known, 0 = none."""

    tanks: Count | None = Field(default=None, description="battle tanks")
    acvs: Count | None = Field(default=None, description="armoured combat vehicles")
    artillery: Count | None = Field(default=None, description="artillery pieces of 100 mm and above")
    sorties: Count | None = Field(
        default=None, description="sorties of fixed-wing aircraft, helicopters excluded"
    )


FULL_FORM = "full"
"""The name of the form that the exercise itself describes."""


class Form(Frozen):
    """Another way of holding an exercise; what is left out is as in the full form."""

    loses: Count = Field(default=0, description="worth lost when it is held in this form")
    title: Name | None = None
    kind: Kind | None = None
    domains: tuple[ServiceDomain, ...] | None = None
    tags: Tags | None = None
    days: Duration | None = None
    deploy: Days | None = None
    redeploy: Days | None = None
    strength: Count | None = None
    equipment: Equipment | None = None
    sites: dict[Id, SiteNeed] | None = None
    forces: dict[Id, ForceNeed] | None = None
    draws: dict[PoolId, Positive] | None = None
    lift: dict[PoolId, Positive] | None = None
    movements: dict[Tag, Positive] | None = None
    objectives: Tags | None = None
    observers: Days | None = None
    cost: Count | None = None
    cost_per_day: Count | None = None


class Locks(Frozen):
    """What is fixed already and may not be chosen again."""

    form: Id | None = Field(default=None, description="the form it is held in; `full` is the exercise's own")
    startex: Day | None = None
    endex: Day | None = None
    sites: dict[Id, VenueId] = Field(default_factory=dict)
    participants: tuple[NationId, ...] | None = Field(default=None, description="these and no others")
    forces: dict[Id, dict[ForceId, Positive]] = Field(default_factory=dict)


class Exercise(Frozen):
    """One programmed line: an exercise with all that it needs and allows."""

    id: Id
    title: Name
    series: Id | None = None
    kind: Kind = Kind.OTHER
    domains: tuple[ServiceDomain, ...] = ()
    sponsor: Name | None = None
    tags: Tags = ()
    state: State = State.REQUESTED
    held: HeldIf = HeldIf.MUST
    worth: Count = 1
    days: Duration
    deploy: Days = Field(default=0, description="days from first arrival to STARTEX")
    redeploy: Days = Field(default=0, description="days from ENDEX to last departure")
    startex: Periods = Field(default=(), description="allowed STARTEX ranges; the whole horizon if left out")
    endex_by: Day | None = Field(default=None, description="latest ENDEX")
    wanted: Period | None = Field(default=None, description="preferred STARTEX")
    strength: Count | None = Field(default=None, description="planned maximum of troops, all participants")
    sites: dict[Id, SiteNeed] = Field(default_factory=dict)
    participants: Participants = Participants()
    forces: dict[Id, ForceNeed] = Field(default_factory=dict)
    draws: dict[PoolId, Positive] = Field(
        default_factory=dict, description="pool units on every execution day"
    )
    lift: dict[PoolId, Positive] = Field(
        default_factory=dict, description="pool units on every day of deployment and redeployment"
    )
    movements: dict[Tag, Positive] = Field(
        default_factory=dict, description="on every execution day, by kind: firing, noise, berths"
    )
    equipment: Equipment = Equipment()
    command: NationId | None = Field(default=None, description="the State under whose command it is held")
    observers: Days | None = Field(default=None, description="days of the programme for invited observers")
    cost: Count | None = Field(default=None, description="currency units, whatever the days")
    cost_per_day: Count | None = Field(default=None, description="currency units per execution day")
    planning: PlanningId | None = None
    objectives: Tags = ()
    forms: dict[Id, Form] = Field(
        default_factory=dict, description="fall-backs: other ways of holding it, each with its loss"
    )
    locked: Locks | None = None
    release: NationsOrGroups | None = Field(default=None, description="REL TO; left out = all participants")
    busy: NationsOrGroups = Field(
        default=(), description="these see a reserved block in its place: venues, and dates in whole weeks"
    )
    notes_release: NationsOrGroups | None = Field(
        default=None, description="who may read its source and notes; left out = the owner of its file"
    )
    source: Note | None = None
    notes: Note | None = None

    _form: str | None = PrivateAttr(default=None)

    def declared_role(self, nation: str) -> Role | None:
        """The role written for a nation under `must` or `may`, if any."""
        part = self.participants.must.get(nation) or self.participants.may.get(nation)
        return part.role if part else None

    def part(self, nation: str) -> Part | None:
        """What is written for a nation under `must` or `may`, if anything."""
        return self.participants.must.get(nation) or self.participants.may.get(nation)

    @model_validator(mode="after")
    def _forms_have_names(self) -> Self:
        if FULL_FORM in self.forms:
            raise ValueError(f"{FULL_FORM!r} is the exercise itself; choose another name for the form")
        return self

    def in_form(self, form: str | None) -> "Exercise":
        """The exercise as it is in one of its forms; None and `full` mean its own."""
        if not self.forms:
            return self
        other = self.forms[form] if form and form != FULL_FORM else Form()
        said = {name: getattr(other, name) for name in Form.model_fields if name != "loses"}
        line = self.model_copy(update={name: value for name, value in said.items() if value is not None})
        line._form = form or FULL_FORM
        return line

    @property
    def in_every_form(self) -> "tuple[Exercise, ...]":
        """The exercise in each of its forms, the full one first."""
        return tuple(self.in_form(form) for form in self.form_names)

    @property
    def key(self) -> str:
        """The id; for one of several forms `id/form`, which no id can be, since none holds a slash."""
        return self.id if self._form is None else f"{self.id}/{self._form}"

    @property
    def form(self) -> str:
        """The form that this is: `full`, unless it was taken by `in_form`."""
        return self._form or FULL_FORM

    @property
    def loses(self) -> int:
        """The worth that is lost by holding it in this form."""
        return self.forms[self._form].loses if self._form and self._form != FULL_FORM else 0

    @property
    def form_names(self) -> tuple[str, ...]:
        """The forms it can be held in, the full one first."""
        return (FULL_FORM, *self.forms)
