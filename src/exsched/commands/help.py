"""`exsched help`: the handbook, page by page; rules, goals and diagnostic codes have pages too."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption


def _topics() -> list[str]:
    from exsched.handbook import topics

    return list(topics())


def help_(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A page, a command, a rule, a goal, or a code such as E401.",
            autocompletion=_topics,
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the handbook: its table of contents, or one page of it."""
    from exsched.commands.pages import show_page
    from exsched.commands.talk import show_json
    from exsched.handbook import page

    name = topic or "index"
    text = page(name) or _other(name)
    if json:
        show_json({"topic": name, "page": text})
    else:
        show_page(text)


def _other(name: str) -> str:
    """The page of a rule, a goal, a code or a command."""
    from exsched.commands import catalogue
    from exsched.goals import GOALS
    from exsched.handbook import code_entry, command_entry, topics
    from exsched.rules import RULES

    for known in (RULES, GOALS):
        if name in known:
            return catalogue.page(name, known[name])
    if entry := code_entry(name) or command_entry(name):
        return entry
    return _unknown(name, [*topics(), *RULES, *GOALS])


def _unknown(name: str, known: list[str]) -> str:
    from exsched.commands.exits import Exit, Stop
    from exsched.handbook import topics
    from exsched.intake.diagnostic import alike

    close = alike(name, known)
    hint = f"did you mean {close}?" if close else f"pages: {', '.join(topics())}"
    raise Stop(Exit.USAGE, f"{name}: the handbook has no such page", hint)
