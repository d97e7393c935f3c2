"""`exsched check`: is the programme in order, and what looks wrong about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from exsched.commands.options import JsonOption, ProgrammeArgument

if TYPE_CHECKING:
    from exsched.intake import Diagnostic
    from exsched.rulekit.problem import Problem


def check(programme: ProgrammeArgument, json: JsonOption = False) -> None:
    """Find what is wrong or doubtful in a programme, all at once.

    Exit 0 when it can be solved as it stands (with or without warnings), 3 when it is refused, 4 when it
    contradicts itself so plainly that no search is needed.
    """
    from exsched.commands import inputs
    from exsched.commands.talk import show, show_json
    from exsched.intake import exit_code, lint, render_all

    loaded = inputs.load(programme)
    found = list(loaded.diagnostics)
    if loaded.problem is not None:
        found += [one for one in lint(loaded.problem) if one not in found]
    if found and not json:
        show(render_all(found))
    if loaded.problem is None or exit_code(found):
        raise inputs.refusal(programme, found, said=not json)
    if json:
        show_json(
            {"programme": programme, "diagnostics": inputs.as_json(found), "counts": counts(loaded.problem)}
        )
    else:
        show(_summary(programme, loaded.problem, found))


def counts(problem: "Problem") -> dict[str, int]:
    """How much the programme holds; facts are rules that stand on an entity, such as a closure."""
    facts = problem.programme
    return {
        "exercises": len(facts.exercises),
        "nations": len(facts.nations),
        "forces": len(facts.forces),
        "venues": len(facts.venues),
        "rules": sum(not said.fact for said in problem.statements),
        "facts": sum(said.fact for said in problem.statements),
        "tiers": len(problem.tiers),
    }


def _summary(source: str, problem: "Problem", found: "Sequence[Diagnostic]") -> str:
    from exsched.commands.talk import coloured, counted

    listed = ", ".join(counted(number, name.removesuffix("s")) for name, number in counts(problem).items())
    state = coloured(counted(len(found), "warning"), "yellow") if found else coloured("no warnings", "green")
    return f"{source}: in order, {state} ({listed})"
