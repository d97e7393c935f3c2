"""`exsched new`: a commented starter programme that solves as it stands."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption


def new(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="A folder that does not exist yet, or is empty.")
    ],
    json: JsonOption = False,
) -> None:
    """Write a commented starter programme that can be solved.

    Nothing is ever overwritten.
    """
    from importlib.resources import files
    from pathlib import Path

    from exsched.commands.exits import Exit, Stop
    from exsched.commands.outputs import made
    from exsched.commands.talk import say, show_json

    place = Path(folder)
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise Stop(
            Exit.ENVIRONMENT, f"{folder}: exists already, and nothing is overwritten", "choose another name"
        )
    made(place)
    written = []
    for source in sorted(files("exsched.commands").joinpath("starter").iterdir(), key=lambda one: one.name):
        target = place / source.name
        with target.open("xb") as file:
            file.write(source.read_bytes())
        written.append(str(target))
    if json:
        show_json({"written": written})
        return
    say(f"written: {', '.join(written)}")
    say(f"next: exsched check {folder}")
    say(f"      exsched solve {folder} -o {place / 'schedule.json'} --export html:{place / 'report.html'}")
