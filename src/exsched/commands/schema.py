"""`exsched schema`: the JSON Schemas, for editors and other programs."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption

_WHICH = ("programme", "schedule")


def schema(
    which: Annotated[
        str,
        typer.Argument(
            metavar="programme|schedule", help="Which of the two.", autocompletion=lambda: list(_WHICH)
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; - is standard output.")
    ] = "-",
    json: JsonOption = False,
) -> None:
    """Show the JSON Schema of programme or schedule files."""
    from json import dumps

    from exsched.commands.exits import Exit, Stop
    from exsched.commands.outputs import STDOUT, Target
    from exsched.commands.talk import show_json
    from exsched.intake import programme_schema, schedule_schema

    if which not in _WHICH:
        raise Stop(Exit.USAGE, f"{which}: no such schema", f"schemas: {', '.join(_WHICH)}")
    document = programme_schema() if which == "programme" else schedule_schema()
    Target(output).probe()
    Target(output).write((dumps(document, indent=2, ensure_ascii=False) + "\n").encode())
    if json and output != STDOUT:
        show_json({"written": output})
