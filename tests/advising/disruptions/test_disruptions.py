"""Forty disruptions of the example programmes, read from one table."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from exsched.advising.disruptions import Disruption
from exsched.advising.replan import Asked, replan
from exsched.advising.replan_told import Told
from exsched.domain.dates import Period
from exsched.domain.schedule import Schedule
from exsched.intake import load, read_schedule
from exsched.library import examples_dir
from exsched.rulekit.problem import Problem
from exsched.solving.limits import Limits
from tests.long_form import LONG

TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "disruptions.yaml").read_text(encoding="utf-8")
)
SECONDS = {"europe-2024": 40.0}


@cache
def published(example: str) -> tuple[Problem, Schedule]:
    """An example and the schedule beside it."""
    problem = load(examples_dir() / example).problem
    assert problem is not None
    schedule, _ = read_schedule(examples_dir() / example / "expected" / "schedule.json", problem)
    assert schedule is not None
    return problem, schedule


def with_days(texts: list[str]) -> tuple[tuple[str, Any], ...]:
    """Names, each with its days."""
    parts = [text.partition(":") for text in texts]
    return tuple((name, Period.model_validate(days) if days else None) for name, _, days in parts)


def disruption(entry: dict[str, Any]) -> Disruption:
    """An entry of the table."""
    return Disruption(
        withdraw=with_days(entry.get("withdraw", [])),
        close=with_days(entry.get("close", [])),
        forbid=with_days(entry.get("forbid", [])),
        cancel=tuple(entry.get("cancel", ())),
        leaves=tuple(
            (text.partition(":")[0], text.partition(":")[2] or None) for text in entry.get("leaves", ())
        ),
    )


def test_table_holds_forty_disruptions_real_ones_among_them() -> None:
    """The corpus is what it says."""
    assert len(TABLE) == 40
    assert sum("real" in entry for entry in TABLE) >= 5


def name_of(entry: dict[str, Any]) -> str:
    """An entry in a few words."""
    what = next(word for word in ("withdraw", "close", "forbid", "cancel", "leaves") if word in entry)
    return f"{entry['example']}-{what}-{entry[what][0]}"


CHOSEN = [entry for entry in TABLE if LONG or entry.get("short")]


@pytest.mark.parametrize("entry", CHOSEN, ids=name_of)
def test_disruption_is_replanned(entry: dict[str, Any]) -> None:
    """The new schedule is allowed, the frozen part is as it was, each change has its reason."""
    problem, schedule = published(entry["example"])
    limits = Limits(seconds=SECONDS.get(entry["example"], 20.0))
    frozen: date | None = entry.get("frozen")
    found = replan(problem, schedule, Asked(disruption(entry), frozen_until=frozen), limits)
    if not entry.get("way", True):
        assert found.after is None
        return
    assert found.after is not None
    assert found.after.verdict.allowed
    assert [name for name in found.frozen if found.after.schedule.line(name) != schedule.line(name)] == []
    if frozen:
        changed = {change.exercise for change in found.changes}
        begin = {h.footprint.start for n, h in found.after.laydown.held.items() if n in changed}
        assert [day for day in begin if day < frozen] == []
    assert [touched.change.exercise for touched in Told(found).touched if touched.kind == "choice"] == []
    assert found.points is not None
    assert found.points >= found.bound
