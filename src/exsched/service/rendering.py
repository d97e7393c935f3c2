"""From what is stored to what a viewer is shown: problem, answer, export, all computed from the projection.

Revisions and schedules never change, so what was read once is kept for each viewer, apart for each database.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from exsched.access.answers import project_answer
from exsched.access.viewer import Role, Viewer
from exsched.checking.judge import judge
from exsched.domain.outcome import Outcome
from exsched.domain.schedule import Schedule
from exsched.exporting import FORMATS, Selection
from exsched.exporting.selection import UnknownName
from exsched.intake.normal_form import read_problem
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service.context import Service
from exsched.service.problems import invalid, not_found
from exsched.service.storage import revisions
from exsched.service.storage.database import Database
from exsched.service.storage.records import Revision
from exsched.service.storage.records import Schedule as Stored
from exsched.service.views import Base, closing, view

_MOST_KEPT = 128

Thing = TypeVar("Thing")


class _Kept:
    """The things read last, by key."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing under this key, made when it is not there."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]  # type: ignore[return-value] # a key says which kind of thing
        thing = make()
        with self._lock:
            self._things[key] = thing
            while len(self._things) > _MOST_KEPT:
                self._things.popitem(last=False)
        return thing


_KEPT: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()


def kept(service: Service, key: Hashable, make: Callable[[], Thing]) -> Thing:
    """What was worked out before from things that never change, or `make` it now."""
    return _KEPT.setdefault(service.database, _Kept()).get(key, make)


def viewer_of(service: Service, nation: str) -> Viewer:
    """The viewer that a nation's planner is."""
    return Viewer(Role.PLANNER, nation, service.installation.secret)


def usable(connection: Connection, programme: str) -> Revision | None:
    """The newest revision that was not refused as a whole, or None."""
    newest = revisions.current(connection, programme)
    while newest is not None and not newest.input_hash:
        older = revisions.page(connection, programme, newest.number, 1)
        newest = older[0] if older else None
    return newest


def whole(service: Service, connection: Connection, programme: str, revision: int) -> Problem:
    """The whole problem of a revision that is usable."""

    def read() -> Problem:
        normal = revisions.normal(connection, programme, revision)
        assert normal is not None
        return read_problem(normal)

    return kept(service, ("problem", programme, revision), read)


def seen(service: Service, connection: Connection, programme: str, base: Base, viewer: Viewer) -> Problem:
    """The problem as the viewer may see it."""
    problem = whole(service, connection, programme, base.revision)
    if viewer.sees_everything:
        return problem
    key = ("view", programme, base, viewer.nation)
    return kept(service, key, lambda: view(problem, viewer, closing(connection, base.closed_by)))


def answer(service: Service, connection: Connection, stored: Stored) -> Answer:
    """A stored schedule, judged against the very problem that it answers."""

    def make() -> Answer:
        viewer = viewer_of(service, stored.viewer) if stored.viewer else None
        base = Base(stored.revision, stored.closed_by)
        problem = (
            seen(service, connection, stored.programme, base, viewer)
            if viewer
            else whole(service, connection, stored.programme, stored.revision)
        )
        schedule = schedule_of(stored)
        return Answer(problem, schedule, judge(problem, schedule), _outcome(stored.outcome))

    return kept(service, ("answer", stored.id), make)


def answer_for(service: Service, connection: Connection, stored: Stored, viewer: Viewer) -> Answer:
    """The same as a viewer may see it; a nation's own what-if is an answer to its view already."""
    found = answer(service, connection, stored)
    if viewer.sees_everything or (stored.viewer and stored.viewer == viewer.nation):
        return found
    if stored.viewer:
        raise not_found()
    return kept(service, ("answer", stored.id, viewer.nation), lambda: project_answer(found, viewer))


def _outcome(said: dict[str, Any] | None) -> Outcome | None:
    """What the solver said, without the sentence that goes with it."""
    if said is None:
        return None
    facts = {key: value for key, value in said.items() if key in Outcome.model_fields}
    return Outcome.model_validate(facts, strict=False)


def schedule_of(stored: Stored) -> Schedule:
    """The lines of a stored schedule."""
    return Schedule.model_validate({"programme": stored.programme, "lines": stored.lines}, strict=False)


def export(shown: Answer, format_: str, selection: Selection) -> bytes:
    """An answer in one of the formats.

    Raises:
        ApiProblem: there is no such format, or the selection names what this viewer does not see.
    """
    if format_ not in FORMATS:
        hint = f"formats: {', '.join(FORMATS)}"
        raise invalid("unknown_format", "There is no such format.", hint)
    try:
        return FORMATS[format_].write(shown, selection)
    except UnknownName as unknown:
        sentence, _, hint = str(unknown).partition("\nhint: ")
        raise invalid("unknown_name", sentence, hint or None) from None
