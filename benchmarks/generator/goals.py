"""What the programme is for: three tiers, two in some of the small ones; the last one differs by seed."""

from benchmarks.generator.scale import Facts, Scale
from exsched.rulekit.problem import Problem


def prices(problem: Problem) -> tuple[int, ...]:
    """What a unit of each tier counts in the one number by which engines are compared, first tier first.

    A unit of worth is taken for 30 days or wishes, and these for 10 points of the last tier each;
    troop-kilometres and currency units are small things, of which there are many, and count a hundredth.
    """
    if len(problem.tiers) < 3:
        return tuple(30 ** (len(problem.tiers) - 1 - place) for place in range(len(problem.tiers)))
    fine = any(goal.goal in {"low_travel", "low_cost"} for goal in problem.tiers[-1])
    return (30_000, 1_000, 1) if fine else (300, 10, 1)


def goals(scale: Scale) -> list[list[str | Facts]]:
    """The tiers."""
    first: list[str | Facts] = ["hold_exercises"]
    second: list[str | Facts] = [
        "soft_rules",
        {"goal": "wanted_dates", "weight": 1},
        {"goal": "wanted_participation", "weight": 5},
    ]
    if scale.exercises <= 50 and scale.seed % 5 == 4:
        return [first, second]
    return [first, second, _last(scale)]


def _last(scale: Scale) -> list[str | Facts]:
    some = scale.codes[:6]
    choices: tuple[list[str | Facts], ...] = (
        [{"goal": "level_load", "of": "exercises", "per": "host"}, {"goal": "fair_hosting", "nations": some}],
        [{"goal": "low_travel"}, {"goal": "wanted_sites", "weight": 5}],
        [{"goal": "level_load", "of": "days", "per": "nation"}, {"goal": "burden_sharing", "nations": some}],
        [
            {
                "goal": "objective_coverage",
                "audience": some,
                "objectives": ["fires", "logistics"],
                "least": 2,
            },
            {"goal": "interoperability", "nations": some[:4]},
            {"goal": "stability", "against": "published"},
            {"goal": "low_cost"},
        ],
    )
    return choices[scale.seed % len(choices)]
