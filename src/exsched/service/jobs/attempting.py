"""What a worker does with a job that it has claimed: a question is answered, all else is a solve."""

from exsched.service.jobs.asking import Asking
from exsched.service.jobs.bench import Bench
from exsched.service.jobs.solving import Solving
from exsched.service.storage.records import Job


def attempt(job: Job, bench: Bench) -> None:
    """Work on it until it has ended or waits again."""
    kind = Solving if job.question is None else Asking
    kind(job, bench).run()
