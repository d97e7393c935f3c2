"""`exsched worker`: solve what waits at a service, from this machine."""

from typing import Annotated

import typer

from exsched.commands.exits import Exit, Stop


def worker(
    database: Annotated[
        str,
        typer.Option(
            envvar="EXSCHED_DATABASE",
            metavar="URL",
            help="The service's database; from elsewhere PostgreSQL.",
        ),
    ] = "sqlite:///exsched.db",
    slots: Annotated[int, typer.Option(min=1, max=64, help="Solves at the same time, a process each.")] = 1,
    log_level: Annotated[
        str, typer.Option(metavar="LEVEL", help="debug, info, warning or error; the log is JSON lines.")
    ] = "info",
) -> None:
    """Take jobs from the service's queue and solve them, until Ctrl-C or SIGTERM.

    Any number of workers share one database, on any number of machines. A worker that is told to end hands
    its jobs back with the best schedules so far; the jobs of one that dies are taken over within 90 seconds.
    A URL with a password belongs into EXSCHED_DATABASE: other users of the machine can read arguments.
    """
    from exsched.commands.talk import counted, say
    from exsched.service import logs
    from exsched.service.jobs.crew import Crew
    from exsched.service.jobs.signals import until_told

    if log_level not in ("debug", "info", "warning", "error"):
        raise Stop(Exit.USAGE, f"--log-level {log_level}: use debug, info, warning or error")
    _demand(database)
    logs.start(log_level)
    with until_told() as told, Crew(database, slots, log_level=log_level):
        say(f"solving up to {counted(slots, 'job')} at a time; Ctrl-C hands them back and ends")
        told.wait()
        say("ending: jobs are handed back")


def _demand(url: str) -> None:
    """Make sure that the database is there and fits.

    Raises:
        Stop: environment (6), or usage (2) for what is no URL.
    """
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    from exsched.service.storage import schema
    from exsched.service.storage.database import Database, Unavailable

    try:
        database = Database(url)
    except (ArgumentError, NoSuchModuleError):
        hint = "such as sqlite:///exsched.db or postgresql://user@host/exsched"
        raise Stop(Exit.USAGE, "--database: this is no URL of a database", hint) from None
    try:
        schema.demand(database)
    except schema.WrongSchema as wrong:
        raise Stop(Exit.ENVIRONMENT, str(wrong), wrong.hint) from None
    except Unavailable as trouble:
        raise Stop(Exit.ENVIRONMENT, f"the database is not available: {trouble}") from None
    finally:
        database.close()
