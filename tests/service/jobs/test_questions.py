"""Questions as jobs: whatever dies, none that was taken is lost, none is answered twice, nothing is left."""

import os
import signal
import sys
from pathlib import Path

import pytest

from exsched.intake import load
from exsched.service.jobs.losses import LOST, MOST, lose
from exsched.service.questions import process
from exsched.service.questions.explain import Explain
from exsched.service.questions.process import Defect, OutOfTime, Task, answered
from exsched.service.storage import attempts, jobs
from exsched.solving.limits import Crashed, Refused
from tests.service.jobs.site import EXAMPLES, LONG, SHORT, RunningWorker, Site, alive, children, until

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.timeout(300)]

WISH = {"question": "why-not", "exercise": "polar-fox", "held": False}
ENDLESS = {"question": "why-not", "exercise": "baltops-24", "held": False, "seconds": 300}


def answering(worker: RunningWorker) -> tuple[int, int]:
    """The process of the question that the worker has in hand, and the solver that this one has started."""
    until(lambda: any(children(pid) for pid in worker.solvers()), 40)
    (question,) = worker.solvers()
    return question, children(question)[0]


def ended(site: Site, id_: str) -> list[str]:
    """State, whether there is an answer, and its first line."""
    told = site.read(lambda connection: jobs.answer(connection, id_))
    return [site.job(id_).state, "answered" if told else "nothing", *(told or {"lines": []})["lines"][:1]]


def test_question_ends_with_its_answer(site: Site) -> None:
    """Each is answered on the view of its nation, in the same queue as solves, and ends once."""
    with site.workers():
        ids = [site.ask(SHORT, WISH, owner) for owner in ("", "BMK")]
        solve = site.submit(SHORT)
        assert [site.wait(id_).state for id_ in (*ids, solve)] == ["succeeded"] * 3
    whole, seen = (site.read(lambda c, id_=id_: jobs.answer(c, id_)) for id_ in ids)  # type: ignore[misc]
    assert "must be held" in " ".join(whole["lines"])
    assert seen["lines"][-1].startswith("As far as BMK may know")
    assert site.kinds(ids[0]) == ["queued", "started", "ended"]


def test_killed_worker_loses_no_question(site: Site) -> None:
    """After kill -9 its processes are gone, another worker asks again, and it ends once with its answer."""
    with site.workers(1) as (first,):
        id_ = site.ask(SHORT, WISH)
        processes = answering(first)
        first.kill()
        until(lambda: not any(map(alive, processes)), 5)
        with site.workers(1) as (second,):
            job = site.wait(id_)
    assert (job.state, job.attempt, job.worker) == ("succeeded", 2, second.id)
    assert site.kinds(id_).count(LOST) == site.kinds(id_).count("ended") == 1
    assert ended(site, id_)[:2] == ["succeeded", "answered"]


def test_killed_question_is_asked_again(site: Site) -> None:
    """Its process costs one attempt when it is killed, and takes its solver with it."""
    with site.workers(1) as (worker,):
        id_ = site.ask(SHORT, WISH)
        question, solver = answering(worker)
        os.kill(question, signal.SIGKILL)
        until(lambda: not alive(solver), 5)
        job = site.wait(id_)
    assert (job.state, job.attempt) == ("succeeded", 2)
    assert "SIGKILL" in next(event.data["why"] for event in site.events(id_) if event.kind == LOST)


def test_worker_that_is_told_to_end_hands_its_question_back(site: Site) -> None:
    """SIGTERM leaves it waiting, with no loss and no process; cancelled, it ends without an answer."""
    with site.workers(1) as (first,):
        id_ = site.ask(LONG, ENDLESS)
        processes = answering(first)
        assert first.end() == 0
        until(lambda: not any(map(alive, processes)), 5)
    assert (site.job(id_).state, site.kinds(id_)[-1]) == ("queued", "handed_back")
    with site.workers(1) as (second,):
        processes = answering(second)
        site.write(lambda connection: jobs.ask_to_cancel(connection, id_))
        site.wait(id_, seconds=8)
        until(lambda: not any(map(alive, processes)), 5)
    assert ended(site, id_) == ["cancelled", "nothing"]
    assert LOST not in site.kinds(id_)


def test_question_whose_attempts_are_all_lost_fails(site: Site) -> None:
    """After three lost attempts it is not asked again."""
    id_ = site.ask(SHORT, WISH)
    for _ in range(MOST):
        held = site.write(lambda connection: attempts.claim(connection, "gone"))
        assert held is not None
        assert site.write(lambda connection, job=held: lose(connection, site.tickets, job, "it fell silent"))  # type: ignore[misc]
    with site.workers(1):
        job = site.wait(id_)
    assert (job.state, (job.problem or {})["code"]) == ("failed", "attempts-lost")


SAID = {
    "sys.exit(3)": (Crashed, "ended with status 3"),
    "os.kill(os.getpid(), 9)": (Crashed, "ended by SIGKILL"),
    "print('{\"lines\": [')": (Crashed, "in the middle"),
    "print('[1]')": (Defect, "the answer is none"),
    'print(\'{"lines": [5], "answer": {}}\')': (Defect, "the answer is none"),
    'print(\'{"lost": "no memory"}\')': (Crashed, "no memory"),
    'print(\'{"refused": "it lies"}\')': (Refused, "it lies"),
    'print(\'{"defect": "oh"}\')': (Defect, "oh"),
    "print('x' * (17 << 20))": (Defect, "longer than 16 MB"),
    "time.sleep(60)": (OutOfTime, "killed 1 s after its limit of 1 s"),
}


@pytest.mark.parametrize("does", SAID)
def test_nothing_that_the_process_says_is_believed_for_its_form(
    does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies, hangs, or says what is no answer ends in a word for it, and is gone."""
    code = f"import os, sys, time; sys.stdin.buffer.read(8); {does}"
    monkeypatch.setattr(process, "CHILD", (sys.executable, "-c", code))
    kind, said = SAID[does]
    before = children(os.getpid())
    with pytest.raises(kind, match=said):
        answered(task(), lambda: False, beyond=1)
    assert children(os.getpid()) == before


def test_question_that_needs_more_memory_than_it_may_have_says_so() -> None:
    """The limit holds for the process and for those that it starts; the worker goes on."""
    with pytest.raises(Crashed, match="ran out of its 256 MB"):
        answered(task(memory_mb=256), lambda: False)


def test_question_is_not_waited_for_once_nobody_wants_it() -> None:
    """Told to stop, it gives nothing back and leaves nothing behind."""
    before = children(os.getpid())
    assert answered(task(), lambda: True) is None
    assert children(os.getpid()) == before


def task(**limits: int) -> Task:
    """A question about the first example."""
    problem = load(Path(EXAMPLES) / SHORT).problem
    assert problem is not None
    asked = Explain.model_validate({"question": "explain", "seconds": 1} | limits)
    return Task(asked, problem)
