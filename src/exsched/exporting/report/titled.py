"""Sentences of rules as a reader knows things: exercises by title, dates as they are spoken."""

import re
from collections import Counter
from datetime import date

from markupsafe import Markup, escape

from exsched.domain.dates import Period
from exsched.exporting.report.spoken import spoken, spoken_day
from exsched.rulekit.problem import Problem

_DAY = r"\d{4}-\d\d-\d\d"
_TELLING = re.compile(r"[-\d]")


class Titled:
    """Puts titles for ids; an id stays where it could be something else, or its title is not the only one."""

    def __init__(self, problem: Problem) -> None:
        facts = problem.programme
        others = {*facts.nations, *facts.venues, *facts.forces, *facts.pools, *facts.areas, *facts.periods}
        uses = Counter(exercise.title for exercise in problem.exercises.values())
        self._titles = {
            name: exercise.title
            for name, exercise in problem.exercises.items()
            if _TELLING.search(name) and name not in others and uses[exercise.title] == 1
        }
        ids = "|".join(re.escape(name) for name in sorted(self._titles, key=len, reverse=True))
        known = rf"|(?<![\w./-])(?:{ids})(?![\w/-]|\.\w)" if ids else ""
        self._found = re.compile(rf"((?<![\w-]){_DAY}(?:/{_DAY})?(?![\w/-]){known})")

    def __call__(self, sentence: str) -> Markup:
        """The sentence, escaped; each title keeps its id as a tooltip."""
        return Markup("").join(
            self._told(part) if n % 2 else escape(part) for n, part in enumerate(self._found.split(sentence))
        )

    def _told(self, found: str) -> Markup:
        if found in self._titles:
            return Markup('<bdi title="{}">{}</bdi>').format(found, self._titles[found])
        try:
            first, last = (date.fromisoformat(day) for day in (found[:10], found[-10:]))
        except ValueError:
            return escape(found)
        if last < first:
            return escape(found)
        return spoken_day(first) if first == last else spoken(Period(start=first, end=last))
