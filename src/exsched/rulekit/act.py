"""A dated act: something to be done by a day, because an exercise is held."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Duty(StrEnum):
    """The kind of a dated act: what is to be done."""

    NOTIFICATION = "notification"
    REGISTRATION = "registration"
    LISTING = "listing"
    CLEARANCE = "clearance"
    WARNING = "warning"
    INVITATION = "invitation"
    AUTHORISATION = "authorisation"
    CONFERENCE = "conference"


@dataclass(frozen=True, order=True)
class Act:
    """One duty: what, for which exercise, to whom, due when, from which paragraph, on record or open."""

    due: date
    exercise: str
    act: str
    to: str
    paragraph: str
    on_record: date | None = None
    duty: Duty = Duty.NOTIFICATION


@dataclass(frozen=True, order=True)
class PlanningEvent:
    """One planning event (IPC, MPC, FPC …), in the week that lies the given weeks before STARTEX."""

    start: date
    end: date
    exercise: str
    event: str
