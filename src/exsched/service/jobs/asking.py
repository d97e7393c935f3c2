"""An attempt at a question: answered anew each time, on what its asker may see.

Nothing is kept of an attempt that is lost, for half an answer is none; so each attempt has all the time that
was asked for.
"""

from collections.abc import Sequence

from exsched.advising.sight import NO_MORE
from exsched.service.jobs.attempt import Attempt, Taken
from exsched.service.jobs.bench import LOG
from exsched.service.jobs.clerk import Clerk
from exsched.service.jobs.losses import MOST
from exsched.service.jobs.material import Material
from exsched.service.questions import Told, stored
from exsched.service.questions.process import Defect, OutOfTime, Task, answered
from exsched.service.storage.records import Ending
from exsched.solving.limits import Crashed, Refused


class Asking(Attempt):
    """One attempt at a question."""

    def work(self, given: Material) -> None:
        """Answer it, unless too many attempts were lost."""
        if len(given.lost) >= MOST:
            self.give_up(given.lost)
            return
        assert self.job.question is not None
        task = Task(stored(self.job.question), given.problem(self.job.viewer), given.about)
        clerk = Clerk(self.job, self.bench)
        try:
            with clerk:
                told = answered(task, clerk.must_stop)
        except Crashed as crashed:
            self._lost(clerk, str(crashed))
        except Refused as refused:
            self.refuse(refused, clerk.spent)
        except OutOfTime as late:
            hint = "ask for more `seconds`, or about less"
            self.fail("out-of-time", f"the question was {late}", hint, clerk.spent)
        except Defect as defect:
            LOG.error("%s: a defect: %s", self.job.id, defect)
            sentence = "this is a defect of exsched"
            self.fail("defect", sentence, "please report it with the lines of the log", clerk.spent)
        else:
            self._after(told, clerk)

    def _lost(self, clerk: Clerk, why: str) -> None:
        if clerk.lost:
            raise Taken
        self.lose(clerk.spent, why)

    def _after(self, told: Told | None, clerk: Clerk) -> None:
        if clerk.lost:
            raise Taken
        if told is not None or clerk.cancel:
            self._keep(told or Told([], {}), clerk.spent)
        else:
            self.hand_back(clerk.spent)

    def _keep(self, told: Told, spent: float) -> None:
        answer = {"lines": [*told.lines, *self._below()], "answer": told.answer}
        self.succeed(spent, lambda _: Ending(state="succeeded", spent=spent, answer=answer))

    def _below(self) -> Sequence[str]:
        """What stands below every answer for a nation."""
        return [NO_MORE.format(nation=self.job.viewer)] if self.job.viewer else []
