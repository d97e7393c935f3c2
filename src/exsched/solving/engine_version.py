"""Versions of the engine that are known to answer wrongly: nothing is solved with them."""

from importlib.metadata import version

KNOWN_BAD = {
    "9.2": "an unstable optimum (or-tools issue 3246)",
    "9.6": "false infeasibility (or-tools issues 3607, 3681)",
    "9.10": "false infeasibility (or-tools issue 4426)",
    "9.12": "false infeasibility (or-tools issue 4546)",
}
"""Release to what was reported of it. 9.15 is in use with the guards of `build` and `search` (issue 5293)."""


class Unfit(RuntimeError):
    """The engine that is installed is known to answer wrongly."""


def refuse_known_bad(installed: str | None = None) -> None:
    """Make sure that the engine is none of those.

    Raises:
        Unfit: it is one, with what is known and what helps.
    """
    installed = installed or version("ortools")
    release = ".".join(installed.split(".")[:2])
    if release in KNOWN_BAD:
        raise Unfit(
            f"OR-Tools {installed} is known for {KNOWN_BAD[release]}; "
            "hint: install the version that requirements.txt names"
        )
