"""`exsched worker`: solve what waits at a service, from this machine."""

from typing import Annotated

import typer

from exsched.commands.databases import DEFAULT, DatabaseOption
from exsched.commands.exits import Exit, Stop

_LEVELS = ("debug", "info", "warning", "error")


def worker(
    database: DatabaseOption = DEFAULT,
    slots: Annotated[int, typer.Option(min=1, max=64, help="Solves at the same time, a process each.")] = 1,
    log_level: Annotated[
        str, typer.Option(metavar="LEVEL", help="debug, info, warning or error; the log is JSON lines.")
    ] = "info",
) -> None:
    """Solve what waits in the service's queue, until Ctrl-C.

    Any number of workers share one database, on any number of machines. A worker that is told to end hands
    its jobs back with the best schedules so far; the jobs of one that dies are taken over within 90 seconds.
    A URL with a password belongs into EXSCHED_DATABASE: other users of the machine can read arguments.
    """
    if log_level not in _LEVELS:
        raise Stop(Exit.USAGE, f"--log-level {log_level}: use {', '.join(_LEVELS)}")

    from exsched.commands.databases import opened
    from exsched.commands.talk import counted, say
    from exsched.service import logs
    from exsched.service.jobs.crew import Crew
    from exsched.service.jobs.signals import until_told

    with opened(database) as open_:
        url = open_.url
    logs.start(log_level)
    with until_told() as told, Crew(url, slots, log_level=log_level):
        say(f"solving {counted(slots, 'job')} at a time; Ctrl-C hands back and ends")
        told.wait()
        say("ending: what runs is handed back")
