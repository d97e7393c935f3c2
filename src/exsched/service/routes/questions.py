"""Questions as jobs: asked, answered, cancelled. A planner's is answered from its own view alone."""

from typing import Annotated, Any

from fastapi import Body, Response
from sqlalchemy import Connection

from exsched.service import queueing, reach
from exsched.service.answering import created
from exsched.service.caller import Caller, CallerDep, WriterDep
from exsched.service.idempotent import OnceDep
from exsched.service.models.questions import QuestionHead, QuestionSeen
from exsched.service.paging import Page, PagingDep
from exsched.service.questioning import new_question
from exsched.service.questions import QUESTIONS, AnyQuestion
from exsched.service.record import record
from exsched.service.routes.programmes import ProgrammePath, ServiceDep
from exsched.service.routes.views import WHOLE
from exsched.service.routing import api_router
from exsched.service.storage import jobs
from exsched.service.storage.records import Job

ROUTER = api_router("questions")

_EXAMPLES: Any = {kind.name(): {"summary": kind.summary(), "value": kind.example()} for kind in QUESTIONS}
QuestionBody = Annotated[AnyQuestion, Body(openapi_examples=_EXAMPLES)]


@ROUTER.post("/programmes/{programme}/questions", status_code=202, response_model=QuestionSeen)
def ask_question(
    service: ServiceDep, caller: WriterDep, programme: ProgrammePath, asked: QuestionBody, once: OnceDep
) -> Response:
    """Queue a question about what the caller may see; `Location` is where its answer will be."""
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        if (given := once.given(connection)) is not None:
            return given
        new = new_question(service, connection, caller, programme, asked)
    with service.database.writing() as connection:
        if (given := once.before(connection)) is not None:
            return given
        job = queueing.queue(service, connection, caller, new)
        facts = {"of": job.viewer or WHOLE, "question": asked.question}
        record(connection, caller, "question.ask", f"{programme}/{job.id}", **facts)
        return once.keep(connection, created(_seen(connection, caller, job), f"/questions/{job.id}", 202))


@ROUTER.get("/programmes/{programme}/questions")
def list_questions(
    service: ServiceDep, caller: CallerDep, programme: ProgrammePath, paging: PagingDep
) -> Page[QuestionHead]:
    """Questions without their answers, newest first; a planner sees those of its own nation."""
    viewer = None if caller.viewer.sees_everything else caller.nation
    with service.database.reading() as connection:
        reach.programme(service, connection, caller, programme)
        found = jobs.page(connection, programme, viewer, paging.after, paging.look, questions=True)
    heads = [QuestionHead.model_validate(_head(caller, one)) for one in found]
    return paging.page(heads, [(one.queued, one.id) for one in found])


@ROUTER.get("/questions/{question}")
def get_question(service: ServiceDep, caller: CallerDep, question: str) -> QuestionSeen:
    """One question: its state, and when it has succeeded its answer."""
    with service.database.reading() as connection:
        return _seen(connection, caller, reach.question(service, connection, caller, question))


@ROUTER.post("/questions/{question}/cancel")
def cancel_question(service: ServiceDep, caller: WriterDep, question: str) -> QuestionSeen:
    """End it without an answer; asking again changes nothing."""
    with service.database.writing() as connection:
        found = reach.question(service, connection, caller, question)
        ended = jobs.ask_to_cancel(connection, found.id)
        record(connection, caller, "question.cancel", f"{found.programme}/{found.id}")
        return _seen(connection, caller, ended or found)


def _seen(connection: Connection, caller: Caller, job: Job) -> QuestionSeen:
    told = jobs.answer(connection, job.id) if job.state == "succeeded" else None
    return QuestionSeen.model_validate(_head(caller, job) | (told or {}))


def _head(caller: Caller, job: Job) -> dict[str, Any]:
    assert job.question is not None
    everything = caller.viewer.sees_everything
    return {
        "id": job.id,
        "programme": job.programme,
        "of": job.viewer or WHOLE,
        "question": job.question["question"],
        "state": job.state,
        "asked": job.question,
        "queued": job.queued,
        "started": job.started,
        "ended": job.ended,
        "cancel_requested": job.cancel_requested,
        "problem": job.problem,
        "revision": job.revision if everything else None,
        "asked_by": job.label if everything else None,
    }
