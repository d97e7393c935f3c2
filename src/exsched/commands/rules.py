"""`exsched rules`: which statements a programme can make, and what each one means."""

from typing import Annotated

import typer

from exsched.commands.options import JsonOption


def _names() -> list[str]:
    from exsched.rules import RULES

    return sorted(RULES)


def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="Show this rule's page.", autocompletion=_names)
    ] = None,
    json: JsonOption = False,
) -> None:
    """List every rule, or show the page of one."""
    from exsched.commands import catalogue
    from exsched.commands.pages import show_page
    from exsched.commands.talk import show, show_json
    from exsched.rules import RULES

    if rule is None and json:
        show_json({"rules": [catalogue.as_json(name, entry) for name, entry in sorted(RULES.items())]})
    elif rule is None:
        show(catalogue.listing(RULES))
    elif json:
        show_json(catalogue.as_json(rule, catalogue.choose(rule, RULES, "rule")))
    else:
        show_page(catalogue.page(rule, catalogue.choose(rule, RULES, "rule")))
