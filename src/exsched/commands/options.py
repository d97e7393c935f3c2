"""Arguments and options that several verbs share."""

from typing import Annotated

import typer

ProgrammeArgument = Annotated[
    str,
    typer.Argument(metavar="PROGRAMME", help="A programme file, a folder with one, or - for standard input."),
]
ScheduleArgument = Annotated[
    str,
    typer.Argument(metavar="SCHEDULE", help="A schedule as JSON, YAML or CSV, or - for standard input."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Show one JSON document on standard output, whatever happens.")
]
