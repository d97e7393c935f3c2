"""`exsched goals`: what a schedule can be good at, and how it is measured."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption


def _names() -> list[str]:
    from exsched.goals import GOALS

    return sorted(GOALS)


def goals(
    goal: Annotated[
        str | None, typer.Argument(metavar="[GOAL]", help="Show this goal's page.", autocompletion=_names)
    ] = None,
    json: JsonOption = False,
) -> None:
    """List every goal, or show the page of one."""
    from exsched.commands import catalogue
    from exsched.commands.pages import show_page
    from exsched.commands.talk import show, show_json
    from exsched.goals import GOALS

    if goal is None and json:
        show_json({"goals": [catalogue.as_json(name, entry) for name, entry in sorted(GOALS.items())]})
    elif goal is None:
        show(catalogue.listing(GOALS))
    elif json:
        show_json(catalogue.as_json(goal, catalogue.choose(goal, GOALS, "goal")))
    else:
        show_page(catalogue.page(goal, catalogue.choose(goal, GOALS, "goal")))
