"""What the nations and the alliance lay down: seasons, law, politics, limits, series."""

from typing import Any

from benchmarks.alliance.nations import Facts, Land
from benchmarks.alliance.series import Series
from benchmarks.alliance.sizes import Sizes, monday, week_range

Statements = list[dict[str, Any]]


def of_nation(land: Land) -> Statements:
    """What a nation says of itself: what it hosts, sends away and can staff, and when it stays at home."""
    code, stem, rank = land.code, land.stem, land.rank
    first = land.sizes.first_year
    election = monday(first + land.number % land.sizes.years, 10 + land.number)
    return [
        {
            "id": f"{stem}-hosts",
            "rule": "host_load",
            "nation": code,
            "exercises": 2 + rank,
            "strength": 14000 + 8000 * rank,
            "reason": "host nation support",
        },
        {
            "id": f"{stem}-abroad",
            "rule": "abroad_load",
            "nation": code,
            "exercises": 3 + rank,
            "reason": "tempo",
        },
        *([_staff(land)] if rank == 1 else []),
        {
            "id": f"{stem}-election",
            "rule": "blackout_period",
            "nations": [code],
            "dates": week_range(election.year, election.isocalendar().week, 2),
            "effect": "no_hosting",
            "reason": "election",
        },
    ]


def _staff(land: Land) -> dict[str, Any]:
    """A small staff prepares so many exercises in a calendar year."""
    named = {"id": f"{land.stem}-staff", "rule": "exercise_count_cap", "nation": land.code}
    return named | {"max": 28, "per": "year", "reason": "planning staff"}


def seasons(sizes: Sizes) -> dict[str, Any]:
    """The days that belong to something else for everybody."""
    return {
        "periods": {
            "summer-leave": {"every_year": "07-20/08-10", "why": "summer leave"},
            "turn-of-the-year": {"every_year": "12-20/01-06", "why": "turn of the year"},
            "ramadan": {"observance": "ramadan"},
        },
        "rules": [
            {"id": "summer-leave", "rule": "blackout_period", "period": "summer-leave", "soft": 3}
            | {"counts": "execution", "effect": "nothing", "reason": "leave"},
            {"id": "turn-of-the-year", "rule": "blackout_period", "period": "turn-of-the-year"}
            | {"effect": "nothing", "counts": "execution", "reason": "leave"},
            {"id": "ramadan", "rule": "observance", "period": "ramadan", "nations": sizes.codes[1:3]}
            | {"effect": "no_live_activity", "soft": 2, "reason": "observance"},
        ],
    }


def agreements(sizes: Sizes) -> dict[str, Any]:
    """Cover for guests: all are bound but the last, whose first treaty runs out and is renewed late."""
    *old, late = sizes.codes
    middle = sizes.first_year + sizes.years // 2
    return {
        "agreements": {
            "alliance-sofa": {"kind": "SOFA", "parties": old},
            "accession-sofa": {
                "kind": "SOFA",
                "parties": [late, *old],
                "valid": f"../{middle}-06-30",
            },
            "renewed-sofa": {"kind": "SOFA", "parties": [late, *old], "valid": f"{middle}-09-01/.."},
        },
        "rules": [{"id": "cover-for-guests", "rule": "legal_cover", "kind": "SOFA", "reason": "law"}],
    }


def politics(sizes: Sizes, series: list[Series]) -> dict[str, Any]:
    """Reservations between invented nations, none of them against what a series needs."""
    end = f"{max(sizes.first_year, sizes.each_year[-1] - 1)}-12-31"
    apart = _pairs(sizes, [(s.nations_invited(), s.firm(), s.firm()) for s in series])
    keeps_away = _pairs(sizes, [(s.nations_invited(), s.firm(), s.hosts) for s in series])
    grand = [s for s in series if "grand" in s.profile.tags]
    barred = [c for c in sizes.codes if not any(c in {*s.firm(), *s.hosts} for s in grand)]
    one, other = apart[0]
    guest, host = next(pair for pair in keeps_away if pair != (one, other))
    by = {"authority": "minister", "reason": "political"}
    return {
        "rules": [
            {"id": "never-together", "rule": "incompatible_participants", "nations": [one, other]}
            | {"owner": one, "valid": f"{sizes.first_year}-01-01/{end}"}
            | by,
            {"id": "stays-away", "rule": "host_refusal", "nation": guest, "hosts": [host], "owner": guest}
            | by,
            *(
                {"id": "no-grand-exercises", "rule": "content_limit", "nation": code, "barred": ["grand"]}
                | {"owner": code, "authority": "parliament", "reason": "constitution"}
                for code in barred[-1:]
            ),
        ]
    }


Seats = tuple[list[str], list[str], list[str]]


def _pairs(sizes: Sizes, seats: list[Seats]) -> list[tuple[str, str]]:
    """Nations that meet in some series, but of which no series needs the first where the second must be."""
    return [
        (one, other)
        for one in sizes.codes
        for other in sizes.codes
        if one != other
        and any(one in invited and other in invited for invited, _, _ in seats)
        and not any(one in needed and other in present for _, needed, present in seats)
    ]


POOLS: Facts = {
    "awacs": {"name": "Early-warning aircraft", "units": 2},
    "tankers": {"name": "Tanker aircraft", "units": 3},
    "patrol-aircraft": {"name": "Maritime patrol aircraft", "units": 2},
    "wagons": {"name": "Flat wagons under contract", "units": 260},
    "scripting-teams": {"name": "Teams that write and steer command-post exercises", "units": 2},
}


def pools(sizes: Sizes) -> dict[str, Any]:
    """Shared means; one aircraft goes into inspection every spring."""
    less = [{"dates": week_range(year, 12, 8), "units": 1, "why": "inspection"} for year in sizes.each_year]
    return {"pools": POOLS | {"awacs": POOLS["awacs"] | {"less": less}}}


def limits() -> Statements:
    """What the alliance agreed for everybody."""
    return [
        {"id": "grand-apart", "rule": "spacing", "where": {"tags": ["grand"]}, "days": 28, "soft": 4}
        | {"reason": "the same headquarters"},
        {"id": "staffs-apart", "rule": "spacing", "where": {"tags": ["command-post"]}, "days": 3, "soft": 2}
        | {"reason": "the same staffs"},
    ]


def of_series(series: list[Series]) -> Statements:
    """How often the firm series and those that move are held, and whose turn it is."""
    found: Statements = []
    for one in series:
        rhythm: dict[str, Any] = {"id": f"every-{one.name}", "rule": "periodicity", "series": one.name}
        rhythm |= {"every": {"years": one.every}, "tolerance": 35}
        if one.is_firm or one.rotates:
            found.append(rhythm if one.is_firm else rhythm | {"soft": 1})
        if one.rotates:
            found.append(
                {
                    "id": f"turns-{one.name}",
                    "rule": "host_rotation",
                    "series": one.name,
                    "no_repeat_within": 2,
                }
            )
    return found


def staff_before_grand(series: list[Series]) -> Statements:
    """A command-post exercise prepares the grand one that follows it in the same half of the year."""
    found: Statements = []
    staffs = sorted((s for s in series if s.profile.kind == "CPX"), key=lambda s: s.week)
    for grand in (s for s in series if "grand" in s.profile.tags):
        before = [s for s in staffs if grand.week - 16 <= s.week <= grand.week - 6 and s.every == 1]
        for year in grand.years() if before else ():
            short = f"{year % 100:02d}"
            found.append(
                {
                    "id": f"script-{grand.name}-{short}",
                    "rule": "precedence",
                    "first": f"{before[-1].name}-{short}",
                    "then": f"{grand.name}-{short}",
                    "gap": "14..",
                    "reason": "the staff is certified first",
                }
            )
    return found
