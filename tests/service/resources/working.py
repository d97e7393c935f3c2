"""Does what a worker does with the waiting jobs, in this process: the real attempt with the real solver."""

from exsched.service.jobs.attempting import attempt
from exsched.service.jobs.bench import Bench
from exsched.service.jobs.engine import Tickets
from exsched.service.storage import attempts
from exsched.service.storage.database import Database


def work(url: str) -> int:
    """Solve all that waits; how many jobs that were."""
    database, engine = Database(url), Tickets(url)
    bench = Bench(database, engine)
    done = 0
    try:
        while True:
            with database.writing() as connection:
                job = attempts.claim(connection, "worker")
            if job is None:
                return done
            attempt(job, bench)
            done += 1
    finally:
        engine.close()
        database.close()
