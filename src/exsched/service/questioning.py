"""Taking a question: its names and schedules are those that its asker sees, before anything is queued."""

from dataclasses import replace

from sqlalchemy import Connection

from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.service import publishing, queueing, reach, rendering
from exsched.service.caller import Caller
from exsched.service.context import Service
from exsched.service.ids import Prefix
from exsched.service.jobs.material import known
from exsched.service.problems import conflict, invalid
from exsched.service.questions import Question, Shown
from exsched.service.storage.records import NewJob, Release
from exsched.service.storage.records import Schedule as Stored
from exsched.service.views import Base


def new_question(
    service: Service, connection: Connection, caller: Caller, programme: str, asked: Question
) -> NewJob:
    """The job that answers a question, on the asker's own view.

    Raises:
        ApiProblem: 404, 409 or 422; what is said follows from what the asker sees.
    """
    base = reach.base(connection, caller, programme)
    if not caller.viewer.sees_everything:
        base = _closed_by(base, asked)
    named = [_named(service, connection, caller, programme, id_) for id_ in asked.names_schedules]
    problem = rendering.seen(service, connection, programme, base, caller.viewer)
    if mistakes := [one.as_json() for one in asked.mistakes(problem)]:
        raise invalid("unknown_name", f"{mistakes[0]['message']}.", errors=mistakes)
    about = [
        _shown(
            problem, id_, answer, projected=caller.is_planner and id_.startswith(Prefix.RELEASE)
        ).document()
        for id_, answer in zip(asked.names_schedules, named, strict=True)
    ]
    new = queueing.new_job(caller, programme, base, asked.bounds)
    return replace(new, question=asked.model_dump(mode="json"), about=about or None)


def _closed_by(base: Base, asked: Question) -> Base:
    """A nation that asks about a release has the reserved blocks of that one before its eyes."""
    release = next((id_ for id_ in asked.names_schedules if id_.startswith(Prefix.RELEASE)), base.closed_by)
    return Base(base.revision, release)


def _named(service: Service, connection: Connection, caller: Caller, programme: str, id_: str) -> Answer:
    """The schedule, or that of the release, as the caller sees it."""
    found: Release | Stored
    if id_.startswith(Prefix.RELEASE):
        found = reach.release(service, connection, caller, id_)
        stored = publishing.schedule_of(connection, found)
    else:
        found = stored = reach.schedule(service, connection, caller, id_)
    if found.programme != programme:
        raise invalid("other_programme", f"{id_} belongs to another programme.")
    return rendering.answer_for(service, connection, stored, caller.viewer)


def _shown(problem: Problem, id_: str, answer: Answer, *, projected: bool) -> Shown:
    """The lines as a schedule of the problem that the question is asked of.

    They may be of an earlier revision: exercises that are gone since are left out, and roles are those of the
    present files. Reserved blocks are left out, too.
    """
    schedule = known(
        problem,
        [
            line.model_dump(mode="json") | {"participants": sorted(line.participants)}
            for line in answer.schedule.lines
            if line.exercise not in answer.blocks
        ],
    )
    if schedule is None:
        raise conflict(
            "other_files",
            f"{id_} does not fit the present constraint files.",
            "solve again, or ask about a newer one",
        )
    same = answer.problem.input_hash == problem.input_hash
    return Shown(schedule, answer.outcome if same else None, projected)
