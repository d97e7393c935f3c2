"""Write the programme of an invented alliance over some years: `examples/five-years`, or a larger one.

Usage: `python benchmarks/five_years.py FOLDER [--nations N] [--series N] [--years N] [--seed N]`.

The same numbers give the same bytes. Nothing in it stands for any State; the nations lie in the empty part of
the South Atlantic. The files that are not generated (README.md, expected/) are left alone.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.alliance import series as series_of
from benchmarks.alliance import statements
from benchmarks.alliance.nations import Land, lands
from benchmarks.alliance.series import Series, all_series
from benchmarks.alliance.sizes import Sizes
from benchmarks.alliance.text import render

SCHEMA = "# yaml-language-server: $schema={up}models/schema/programme.json"


def files(sizes: Sizes) -> dict[str, str]:
    """Every generated file of the folder, by its name."""
    nations = lands(sizes)
    series = all_series(sizes, nations)
    parts: dict[str, tuple[str, dict[str, Any]]] = {
        f"nations/{land.name.lower()}.yaml": (f"{land.name}'s submission.", submission(land, series))
        for land in nations
    }
    for year in sizes.each_year:
        body = {"exercises": series_of.lines(series, year)}
        parts[f"exercises/{year}.yaml"] = (
            f"The editions of {year}, by the week in which they are wanted.",
            body,
        )
    parts |= shared(sizes, series)
    whole = {name: _text(name, title, body) for name, (title, body) in parts.items()}
    return whole | {"programme.yaml": _text("programme.yaml", _title(sizes), main_file(sizes, list(parts)))}


def submission(land: Land, series: list[Series]) -> dict[str, Any]:
    """What one nation hands in: the places and the forces that some exercise could use."""
    places = {what for s in series if land.code in s.hosts for what in s.needs().values()}
    roles = {role for s in series for role, *_ in s.profile.forces if land.code in s.who_may_send(role)}
    return {
        "owner": land.code,
        "venues": {name: v for name, v in land.venues().items() if places & {*v["provides"]}},
        "forces": {name: f for name, f in land.forces().items() if roles & {*f["capabilities"]}},
        "rules": statements.of_nation(land),
    }


def shared(sizes: Sizes, series: list[Series]) -> dict[str, tuple[str, dict[str, Any]]]:
    """What the nations agreed, and what was held before."""
    rules = [*statements.limits(), *statements.staff_before_grand(series)]
    return {
        "shared/seasons.yaml": ("Days that belong to something else.", statements.seasons(sizes)),
        "shared/agreements.yaml": ("Which guest is covered where.", statements.agreements(sizes)),
        "shared/politics.yaml": (
            "Reservations between invented nations.",
            statements.politics(sizes, series),
        ),
        "shared/pools.yaml": ("Means that everyone asks for and few own.", statements.pools(sizes)),
        "shared/limits.yaml": ("What the alliance agreed for everybody.", {"rules": rules}),
        "shared/series.yaml": (
            "How often each series is held, and whose turn it is.",
            {"rules": statements.of_series(series)},
        ),
        "shared/history.yaml": (
            "The last edition of each series before the horizon.",
            {"history": {f"{s.name}-{s.last_year % 100:02d}": s.past() for s in series}},
        ),
    }


def main_file(sizes: Sizes, parts: list[str]) -> dict[str, Any]:
    """The header, the nations, the goals, and what is included."""
    return {
        "exsched": 1,
        "programme": {
            "id": "five-years" if sizes == Sizes() else f"alliance-{sizes.seed}",
            "title": "An invented alliance, the years of the long programme",
            "horizon": f"{sizes.first_year}-01-01/{sizes.each_year[-1]}-12-31",
            "as_of": f"{sizes.first_year - 1}-11-01",
            "organiser": "Alliance exercise planning board",
        },
        "include": [*parts, "library:planning/defaults"],
        "nations": {land.code: {"name": land.name} for land in lands(sizes)},
        "goals": [
            ["hold_exercises"],
            [
                "soft_rules",
                {"goal": "wanted_dates", "weight": 1},
                {"goal": "wanted_participation", "weight": 5},
            ],
            [{"goal": "level_load", "of": "exercises", "per": "host"}],
        ],
        "solve": {"time_limit": 120, "give_back": "1%"},
    }


def _title(sizes: Sizes) -> str:
    return f"{sizes.nations} invented nations, {sizes.series} series, {sizes.years} years, seed {sizes.seed}."


def _text(name: str, title: str, body: dict[str, Any]) -> str:
    up = "../" * (2 + name.count("/"))
    made = "# Made by benchmarks/five_years.py; change that, not this."
    return "\n".join([SCHEMA.format(up=up), f"# {title}", made, *render(body)]) + "\n"


def write(folder: Path, sizes: Sizes) -> None:
    """Write the files; those of an earlier run that are no longer made are removed."""
    made = files(sizes)
    for part in ("nations", "exercises", "shared"):
        for old in sorted((folder / part).glob("*.yaml")):
            if old.relative_to(folder).as_posix() not in made:
                old.unlink()
    for name, text in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Read the sizes and write the folder."""
    usual = Sizes()
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    for name in ("nations", "series", "years", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    given = parser.parse_args()
    sizes = Sizes(given.nations, given.series, given.years, usual.first_year, given.seed)
    write(given.folder, sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
