"""Every regime that ships can be traced to its text, and says what was compared with it."""

from pathlib import Path
from typing import Any

import pytest

from exsched.intake import Severity, load_text
from exsched.rulekit.act import Duty
from exsched.rulekit.finding import Undecided
from exsched.rules.dated_act import DatedAct
from tests.builders import a_laydown, a_line, a_problem, an_exercise
from tests.regimes.shipped import body_of, regime_files, rules_of

FILES = regime_files()
SHIPPED = {
    "aegean-1988",
    "airac",
    "bavarian-manoeuvre-notice",
    "diplomatic-clearance",
    "eu-cross-border",
    "india-pakistan-1991",
    "montreux-1936",
    "navarea-warning",
    "vienna-document-2011",
}


def test_regimes_are_all_there() -> None:
    """What the handbook promises is shipped."""
    assert {path.stem for path in FILES} >= SHIPPED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_regime_says_that_the_official_text_prevails(path: Path) -> None:
    """Nobody takes the file for the law."""
    assert "official text prevails" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_regime_names_paragraph_and_source_of_every_statement(path: Path) -> None:
    """Every number can be traced, and says whether it was checked."""
    lacking = [
        (entry.get("id"), key)
        for entry in body_of(path.stem)["rules"]
        for key in ("id", "paragraph", "source", "checked")
        if key not in entry and not (key == "paragraph" and "Art" in str(entry.get("source")))
    ]
    assert lacking == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_regime_acts_name_their_duty_and_addressee(path: Path) -> None:
    """A list of duties says what is to be done, and towards whom."""
    acts = [
        entry for entry in body_of(path.stem)["rules"] if entry["rule"] in {"dated_act", "annual_listing"}
    ]
    assert all(entry["duty"] in set(Duty) and entry["to"] for entry in acts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_regime_statements_are_sentences(path: Path) -> None:
    """What a planner reads names the paragraph."""
    problem = load_text("programme: {id: t, title: T, horizon: 2027-01-01/2027-12-31}\n").problem
    assert problem is not None
    for rule in rules_of(path.stem).values():
        if isinstance(rule, DatedAct):
            assert str(rule.paragraph) in rule.explain(problem)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_regime_loads_where_none_of_its_nations_is(path: Path) -> None:
    """A programme of invented nations can include it without harm."""
    text = (
        "programme: {id: t, title: T, horizon: 2027-01-01/2027-12-31}\n"
        "nations: {ARV: {name: Arvania}}\n"
        f"include: [library:regimes/{path.stem}]\n"
    )
    loaded = load_text(text)
    assert [d.render() for d in loaded.diagnostics if d.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("strength", "weeks"), [(1, 3), (250, 3), (251, 5), (750, 5), (751, 8), (2000, 8), (2001, 14)]
)
def test_bavarian_notice_has_four_tiers_without_a_gap(strength: int, weeks: int) -> None:
    """3, 5, 8 and 14 weeks, each exactly once."""
    tiers = [
        rule.days
        for rule in rules_of("bavarian-manoeuvre-notice").values()
        if isinstance(rule, DatedAct)
        and rule.strength
        and not rule.strength.short_by(strength) + rule.strength.over_by(strength)
    ]
    assert tiers == [7 * weeks]


@pytest.mark.parametrize(
    ("regime", "tag", "days"),
    [
        ("india-pakistan-1991", "indpak-air", 15),
        ("india-pakistan-1991", "indpak-naval", 15),
        ("india-pakistan-1991", "indpak-division", 30),
        ("india-pakistan-1991", "indpak-corps", 60),
        ("india-pakistan-1991", "indpak-above-corps", 90),
        ("diplomatic-clearance", "diplomatic-clearance", 3),
        ("diplomatic-clearance", "diplomatic-clearance-cargo", 30),
        ("airac", "airspace-activation", 7),
        ("airac", "airspace-temporary", 28),
        ("airac", "airspace-major", 56),
        ("eu-cross-border", "cross-border-single", 5),
    ],
)
def test_regime_tiers_follow_the_tags(regime: str, tag: str, days: int) -> None:
    """One tag, one period."""
    line: Any = load_text(
        "programme: {id: t, title: T, horizon: 2027-01-01/2027-12-31}\n"
        f"exercises: {{alder: {{title: ALDER, days: 3, tags: [{tag}]}}}}\n"
    ).problem
    found = [
        rule.days
        for rule in rules_of(regime).values()
        if isinstance(rule, DatedAct) and rule.concerns(line.exercises["alder"])
    ]
    assert found == [days]


@pytest.mark.parametrize(
    ("startex", "host", "tags", "broken"),
    [
        ("2027-06-12", "TUR", [], []),
        ("2027-06-13", "TUR", [], ["aegean-season"]),
        ("2027-06-13", "GRC", [], ["aegean-season"]),
        ("2027-06-13", "ITA", [], []),
        ("2027-06-13", "GRC", ["aegean-free"], []),
        ("2027-09-15", "GRC", [], ["aegean-season"]),
        ("2027-09-16", "GRC", [], []),
        ("2027-03-24", "TUR", [], ["aegean-25-march"]),
        ("2027-10-28", "GRC", [], ["aegean-28-october", "aegean-29-october"]),
        ("2027-05-02", "GRC", [], ["aegean-easter"]),
        ("2027-05-04", "GRC", [], []),
    ],
)
def test_aegean_season_and_holidays(startex: str, host: str, tags: list[str], broken: list[str]) -> None:
    """From 15 June to 15 September, and on main holidays of either side; three days at sea."""
    loaded = load_text(
        "programme: {id: t, title: T, horizon: 2027-01-01/2027-12-31}\n"
        "include: [library:reference/nations, library:regimes/aegean-1988]\n"
        f"venues: {{sea: {{name: Sea, host: {host}, kind: sea_area, at: [38.0, 25.0]}}}}\n"
        f"exercises: {{alder: {{title: ALDER, kind: LIVEX, days: 3, tags: {tags}, sites: {{sea: [sea]}}}}}}\n"
    )
    problem = loaded.problem
    assert problem is not None, [d.render() for d in loaded.diagnostics]
    laydown = a_laydown(problem, a_line("alder", startex, 3, sites={"sea": "sea"}))
    said = [
        s.key
        for s in problem.statements
        if s.key.startswith("aegean") and list(s.rule.check(problem, laydown))
    ]
    assert said == broken


def test_aegean_is_soft() -> None:
    """The text asks to avoid such exercises to the maximum extent possible."""
    assert {rule.cost for rule in rules_of("aegean-1988").values()} == {100}


@pytest.mark.parametrize(
    ("tag", "as_of", "late"),
    [
        ("cross-border", "2026-12-31", []),
        ("cross-border", "2027-01-01", ["eu-annual-permission"]),
        ("cross-border-single", "2027-05-27", []),
        ("cross-border-single", "2027-05-28", ["eu-single-permission"]),
    ],
)
def test_eu_permission_is_annual_or_single(tag: str, as_of: str, late: list[str]) -> None:
    """Before the year begins, or five days ahead."""
    line = an_exercise(tags=[tag])
    head = {"id": "t", "title": "T", "horizon": "2027-01-01/2027-12-31", "as_of": as_of}
    problem = a_problem(*rules_of("eu-cross-border").values(), programme=head, exercises={"alder": line})
    laydown = a_laydown(problem, a_line("alder", "2027-06-01", 3))
    assert [s.key for s in problem.statements if list(s.rule.check(problem, laydown))] == late


def test_india_pakistan_distance_is_open_until_the_line_is_drawn() -> None:
    """No line ships, and no exercise is let pass for want of it."""
    loaded = load_text(
        "programme: {id: t, title: T, horizon: 2027-01-01/2027-12-31}\n"
        "nations: {ARV: {name: Arvania}}\n"
        "include: [library:regimes/india-pakistan-1991]\n"
        "venues: {range: {name: Range, host: ARV, kind: range, at: [1.0, 1.0]}}\n"
        "exercises: {alder: {title: ALDER, days: 3, tags: [indpak-division], sites: {place: [range]}}}\n"
    )
    problem = loaded.problem
    assert problem is not None, [d.render() for d in loaded.diagnostics]
    laydown = a_laydown(problem, a_line("alder", "2027-06-01", 3, sites={"place": "range"}))
    found = [f for s in problem.statements for f in s.rule.check(problem, laydown)]
    missing = [f.missing for f in found if isinstance(f, Undecided)]
    assert missing == ["areas.indpak-line.geojson"]
