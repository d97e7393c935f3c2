"""What goals tell in detail, and days of calendars that may shift."""

import json
import re
from typing import Any

from exsched.checking.judge import judge
from exsched.domain.dates import Period
from exsched.domain.periods import Computed
from exsched.exporting import FORMATS, Selection
from exsched.exporting.closures import Closures
from exsched.exporting.report.goals import Loss, goals_told
from exsched.exporting.report.shifting import Shifting, shifting
from exsched.exporting.selection import EVERYTHING
from exsched.goals.fair_concessions import FairConcessions
from exsched.goals.hold_exercises import HoldExercises
from exsched.goals.low_cost import LowCost
from exsched.goals.low_travel import LowTravel
from exsched.rulekit.goal import Goal
from exsched.rulekit.problem import Problem
from exsched.rulekit.verdict import Answer
from exsched.rules.blackout_period import BlackoutPeriod
from tests.builders import a_line, a_problem, a_schedule, an_exercise

BRIGADE = {"name": "Brigade", "nation": "BMK", "domain": "land", "strength": 1000, "home": [51, 20]}


def answer(*goals: Goal, home: bool = True, **oak: Any) -> Answer:
    """OAK with a Belmark brigade; ASH of Calder, worth 7, is not held."""
    facts = {"forces": {"armour": {"need": 1, "any_of": ["bde"]}}, "sites": {"a": ["north"]}, "cost": 5}
    force = BRIGADE if home else {key: said for key, said in BRIGADE.items() if key != "home"}
    problem = a_problem(
        goals=goals,
        venues={"north": {"name": "North range", "host": "ARV", "kind": "range", "at": [60, 20]}},
        forces={"bde": force},
        exercises={
            "oak": an_exercise(title="OAK") | facts | oak,
            "ash": an_exercise(title="ASH", held="may", worth=7, command="CAL"),
        },
    )
    line = a_line("oak", "2027-01-10", 5, sites={"a": "north"}, forces={"armour": {"bde": 1}})
    plan = a_schedule(line)
    return Answer(problem, plan, judge(problem, plan))


def text(found: Answer, section: str) -> str:
    """A section of the report as text."""
    page = FORMATS["html"].write(found).decode()
    part = re.findall(f'(?s)<section id="{section}".*?</section>', page)[0]
    return re.sub(r"\s*\|[\s|]*", "|", re.sub("<[^>]+>", "|", part))


def test_report_without_such_goals_has_no_section_of_goals() -> None:
    """Neither section nor link."""
    page = FORMATS["html"].write(answer(HoldExercises())).decode()
    assert ('id="goals"' in page, 'href="#goals"' in page) == (False, False)


def test_travel_is_told_with_its_estimate_and_what_that_rests_on() -> None:
    """1,000 troops over 2 x 1,002 km at 80 g."""
    (told,) = goals_told(answer(LowTravel()))
    assert told.facts == (
        "2,004 thousand troop-kilometres, there and back",
        "about 160 t of CO2 equivalent: an estimate from the kilometres and grams for one troop and"
        " kilometre (averages of passenger transport in the EU, 2018): road 80, rail 33, sea 61, air 160,"
        " mixed 80; heavy equipment emits more",
    )
    assert told.missing == ""


def test_travel_of_own_factors_is_not_called_an_average() -> None:
    """Whose factors they are is the planner's business."""
    goal = LowTravel.model_validate({"grams": {"road": 500}})
    (told,) = goals_told(answer(goal))
    assert "about 1,002 t" in told.facts[1]
    assert "averages" not in told.facts[1]


def test_travel_names_journeys_that_are_not_known() -> None:
    """They count 0, and the report says so."""
    (told,) = goals_told(answer(LowTravel(), home=False))
    assert told.missing == "A position is missing, so these count 0: OAK (bde)"
    assert "A position is missing" in text(answer(LowTravel(), home=False), "goals")


def test_cost_is_at_least_while_something_is_not_written() -> None:
    """With the names of what is missing."""
    (told,) = goals_told(answer(LowCost.model_validate({"counts": ["exercises", "sites"]})))
    assert told.facts == ("at least 5 currency units",)
    assert told.missing.startswith("Not written, so these count 0: ")
    assert "north" in told.missing
    (known,) = goals_told(answer(LowCost.model_validate({"counts": ["exercises"]})))
    assert (known.facts, known.missing) == (("5 currency units",), "")


def test_many_unknowns_are_counted() -> None:
    """Twelve by name, the rest as a number."""
    forces = {f"role-{n:02}": {"need": 1, "any_of": [f"unit-{n:02}"]} for n in range(15)}
    units = {f"unit-{n:02}": BRIGADE | {"home": None} for n in range(15)}
    problem = a_problem(
        goals=(LowTravel(),), forces=units, exercises={"oak": an_exercise(title="OAK", forces=forces)}
    )
    taken = {f"role-{n:02}": {f"unit-{n:02}": 1} for n in range(15)}
    plan = a_schedule(a_line("oak", "2027-01-10", forces=taken))
    (told,) = goals_told(Answer(problem, plan, judge(problem, plan)))
    assert told.missing.endswith("OAK (unit-11) and 3 more")


def test_concessions_are_told_nation_by_nation() -> None:
    """Most first; a nation beyond its red line is marked."""
    goal = FairConcessions.model_validate({"acceptable": {"CAL": 2}, "red_line": {"CAL": 6, "ARV": 3}})
    (told,) = goals_told(answer(goal))
    assert told.losses == (Loss("CAL", 7, 2, 6), Loss("ARV", 0, 0, 3), Loss("BMK", 0, 0, None))
    assert [loss.beyond for loss in told.losses] == [True, False, False]
    assert "|CAL|7, beyond|2|6|" in text(answer(goal), "goals")


def feast(**line: Any) -> Answer:
    """OAK beside a feast whose first and last day are not certain."""
    problem = a_problem(
        BlackoutPeriod.model_validate({"period": "feast", "nations": ["ARV"], "soft": 1}),
        periods={"feast": {"observance": "eid-al-fitr", "why": "end of fasting"}},
        exercises={"oak": an_exercise(title="OAK", participants=["ARV"])},
    )
    facts = problem.programme
    days = tuple(Period.model_validate(text) for text in ("2026-01-20/2026-01-22", "2027-01-09/2027-01-13"))
    doubt = tuple(Period.model_validate(text) for text in ("2026-01-20", "2027-01-09", "2027-01-13"))
    period = facts.periods["feast"].resolved(days, Computed(doubt, {"hijridate": "2.5.0"}))
    problem = Problem(facts.model_copy(update={"periods": {"feast": period}}), problem.statements)
    plan = a_schedule(a_line("oak", **({"startex": "2027-01-13"} | line)))
    return Answer(problem, plan, judge(problem, plan))


def test_days_that_may_shift_name_who_exercises_on_them() -> None:
    """Stretches within the horizon, their uncertain days, and the exercises on these."""
    found = feast()
    days, doubt = found.problem.programme.periods["feast"].dates[1], ("2027-01-09", "2027-01-13")
    uncertain = tuple(map(Period.model_validate, doubt))
    held = (found.laydown.held["oak"],)
    assert list(shifting(found, EVERYTHING)) == [Shifting("feast", "end of fasting", days, uncertain, held)]
    assert [one.held for one in shifting(feast(startex="2027-01-10", days=3), EVERYTHING)] == [()]
    assert [one.held for one in shifting(found, Selection(nation="CAL"))] == [()]
    assert "|9–13 Jan 2027|9 Jan 2027|13 Jan 2027|OAK|" in re.sub(r"\|–\|", "–", text(found, "shifting"))


def test_report_without_uncertain_days_has_no_such_section() -> None:
    """Neither section nor link."""
    page = FORMATS["html"].write(answer()).decode()
    assert ('id="shifting"' in page, 'href="#shifting"' in page) == (False, False)


def test_closure_by_an_uncertain_period_says_so() -> None:
    """In the tooltip of its hatching."""
    assert [why for _, why in Closures(feast().problem).of_nation("ARV")] == [
        "barred (no participation) 20–22 Jan 2026, uncertain by one day",
        "barred (no participation) 9–13 Jan 2027, uncertain by one day",
    ]


def test_versions_of_calendar_data_travel_with_the_schedule() -> None:
    """In the report and in the schedule file; in neither when a planner wrote every date."""
    assert "|calendar data hijridate|2.5.0|" in text(feast(), "made")
    assert json.loads(FORMATS["json"].write(feast()))["made_with"]["calendars"] == {"hijridate": "2.5.0"}
    assert "calendar data" not in text(answer(), "made")
    assert "calendars" not in json.loads(FORMATS["json"].write(answer()))["made_with"]
