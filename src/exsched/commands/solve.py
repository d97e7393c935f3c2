"""`exsched solve`: the best schedule that can be found within the limits, checked before it is shown."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption, ProgrammeArgument

_MOST_SECONDS = 7 * 86_400


def solve(
    programme: ProgrammeArgument,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Where the schedule goes; - is standard output."),
    ] = "-",
    export: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT:FILE", help="Write this as well, such as html:report.html; repeatable."),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=1, max=_MOST_SECONDS, metavar="SECONDS", help="Default: the programme's own, else 60."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Chooses among equal searches.")] = 0,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Same input and seed, same bytes; slower.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=0, max=256, help="Searches at once; 0 is one for each core.")
    ] = 0,
    memory_mb: Annotated[int, typer.Option(min=256, max=2**20, help="Memory of the solver, in MB.")] = 4096,
    hint: Annotated[str | None, typer.Option(metavar="SCHEDULE", help="A schedule to start from.")] = None,
    json: JsonOption = False,
) -> None:
    """Find the best schedule, have it checked, and write it.

    Nothing is shown that the independent checker has not allowed.

    Ctrl-C keeps the best schedule so far, writes it and exits 130; a second Ctrl-C ends at once.
    Exit 0 with a schedule, 4 when the programme is impossible, 5 when neither was found within the limits.
    """
    from exsched.commands import inputs, running
    from exsched.commands.outputs import STDOUT, Target

    wanted = running.exports(export or [])
    names = [output, *(target.name for _, target in wanted)]
    inputs.once(programme, hint or "")
    problem = inputs.problem(programme, names)
    for name in names:
        Target(name).probe()
    start = inputs.schedule(hint, problem) if hint else None

    from exsched.solving.limits import Limits

    limits = Limits(
        seconds=time_limit or problem.settings.time_limit,
        memory_mb=memory_mb,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
    )
    everything = [("json", Target(output)), *wanted]
    solved = running.solve_and_write(problem, limits, start, everything)
    if json and output != STDOUT:
        running.show_summary(solved, names)
