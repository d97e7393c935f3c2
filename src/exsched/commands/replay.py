"""`exsched replay`: checks an archive, and repeats the run that it tells of."""

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption

if TYPE_CHECKING:
    from exsched.archiving.manifest import Manifest
    from exsched.archiving.opening import Opened
    from exsched.archiving.replaying import Repeated
    from exsched.domain.outcome import Outcome
    from exsched.rulekit.problem import Problem
    from exsched.rulekit.verdict import Verdict
    from exsched.solving.limits import Limits, Solved

_WORDS = {
    "same": "the same schedule file, byte by byte",
    "equal": "equal: the same value in every tier",
    "better": "better than the schedule in the archive",
    "worse": "worse than the schedule in the archive",
    "none": "no schedule was found within the same limits",
}
_LIMITED = "a run that its time limit ended need not repeat; one made with --reproducible does"


def replay(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="An archive written by `exsched bundle`.")],
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Check and verify only.")] = False,
    json: JsonOption = False,
) -> None:
    """Check an archive, repeat its run, and compare.

    Its schedule is verified, and solved again with the same parameters.

    Exit 0 for the same or equal values, 4 when it differs or the archive was changed, 3 when it is no bundle,
    5 when the run found no schedule. Nothing is written outside a temporary folder.
    """
    from exsched.archiving.opening import Changed, NoBundle, opened
    from exsched.archiving.replaying import laid_out
    from exsched.commands.talk import show, show_json

    try:
        archive = opened(_content(bundle))
        with laid_out(archive) as folder:
            lines, document, stop = _replayed(archive, folder, solve=not no_solve)
    except NoBundle as trouble:
        raise Stop(Exit.REFUSED, f"{bundle}: no bundle: {trouble}") from None
    except Changed as trouble:
        raise Stop(Exit.NO, f"{bundle}: the archive was changed: {trouble}", "ask for it once more") from None
    if not json:
        show("\n".join(lines))
    elif stop is None:
        show_json(document)
    if stop is not None:
        raise Stop(stop.code, stop.sentence, stop.hint, document)


def _content(bundle: str) -> bytes:
    from exsched.archiving.opening import MOST_TOGETHER, NoBundle

    try:
        facts = Path(bundle).stat()
        if not stat.S_ISREG(facts.st_mode):
            raise NoBundle("it is no regular file")
        if facts.st_size > MOST_TOGETHER:
            raise NoBundle(f"it has {facts.st_size:,} bytes; at most {MOST_TOGETHER:,} are read")
        return Path(bundle).read_bytes()
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        code = Exit.USAGE if isinstance(trouble, FileNotFoundError) else Exit.ENVIRONMENT
        raise Stop(code, f"{bundle}: cannot be read: {reason}") from None


def _replayed(
    archive: "Opened", folder: Path, *, solve: bool
) -> tuple[list[str], dict[str, Any], Stop | None]:
    """What was found in words and as data, and how the command ends when not with 0."""
    from exsched.archiving.replaying import differences, limits, repeated

    manifest = archive.manifest
    problem, verdict = _judged(archive, folder)
    lines = [f"archive: sound, {len(archive.members)} members as written by {manifest.written_with}"]
    told: dict[str, Any] = {"programme": manifest.programme, "input_sha256": manifest.input_sha256}
    told |= {"certificate": verdict.certificate(), "tiers": list(verdict.tier_values())}
    if other := differences(archive, verdict):
        told["differences"] = other
        lines += ["schedule: judged otherwise than in the archive", *(f"  {line}" for line in other)]
        return lines, told, Stop(Exit.NO, "the checker says otherwise than the archive")
    lines.append(f"schedule: {verdict.word}, as the archive says")
    made, given = _made(archive, verdict), archive.members[manifest.schedule]
    if made is None or not solve:
        why = "left out" if made else "the schedule does not say how it was made"
        return [*lines, f"run: not repeated: {why}"], told | {"run": None}, None
    run = repeated(given, verdict, _solved(problem, limits(made)))
    lines += [f"run: {_WORDS[run.word]}", *_tiers(problem, run), *_versions(made)]
    told["run"] = {"word": run.word, "was": list(run.was), "now": list(run.now) if run.now else None}
    if made.reproducible and run.word == "equal":
        lines.append("  not the same bytes, though it was made with --reproducible")
    return lines, told, _end(run)


def _judged(archive: "Opened", folder: Path) -> tuple["Problem", "Verdict"]:
    """The programme as loaded from the archive, and the verdict on its schedule.

    Raises:
        Stop: refused (3), or another programme than the one that was packed (4).
    """
    from exsched.archiving.replaying import loaded
    from exsched.checking.judge import judge
    from exsched.commands import inputs
    from exsched.intake import read_schedule

    manifest = archive.manifest
    found = loaded(folder, manifest)
    if found.problem is not None and found.problem.input_hash != manifest.input_sha256:
        raise Stop(Exit.NO, "the programme does not mean what it meant", _why_other(manifest))
    if found.problem is None:
        raise inputs.refusal(manifest.main, found.diagnostics)
    schedule, diagnostics = read_schedule(folder / manifest.schedule, found.problem)
    if schedule is None:
        raise inputs.refusal(manifest.schedule, diagnostics)
    return found.problem, judge(found.problem, schedule)


def _why_other(manifest: "Manifest") -> str:
    from exsched import __version__
    from exsched.archiving.replaying import other_library

    other = other_library(manifest)
    which = f"; other library files: {', '.join(other)[:300]}" if other else ""
    return f"it was written with {manifest.written_with}, this is exsched {__version__}{which}"


def _made(archive: "Opened", verdict: "Verdict") -> "Outcome | None":
    """How the schedule was made, as its own file and the manifest say alike."""
    from exsched.archiving.opening import Changed
    from exsched.commands import claims

    made = claims.outcome(archive.members[archive.manifest.schedule], verdict)
    if made != archive.manifest.made:
        raise Changed("its manifest and its schedule do not say alike how it was made")
    return made


def _solved(problem: "Problem", limits: "Limits") -> "Solved":
    from exsched.commands.interrupt import Interrupt
    from exsched.commands.running import run
    from exsched.commands.talk import say

    say(f"solving again with the same parameters, for up to {limits.seconds:g} s")
    with Interrupt() as interrupt:
        solved = run(problem, limits, None, interrupt)
    if interrupt.asked:
        raise Stop(Exit.INTERRUPTED, "stopped: the run was not repeated to its end")
    return solved


def _tiers(problem: "Problem", run: "Repeated") -> list[str]:
    if run.now is None:
        return []
    lines = []
    for number, (was, now) in enumerate(zip(run.was, run.now, strict=True), 1):
        goals = " + ".join(goal.goal for goal in problem.tiers[number - 1]) if problem.tiers else ""
        lines.append(f"  tier {number} {goals}: {was} then, {now} now")
    return lines


def _versions(made: "Outcome") -> list[str]:
    """What has another version than then."""
    from importlib.metadata import version

    from exsched import __version__

    here = {"exsched": __version__, "ortools": version("ortools")}
    return [
        f"  {name} {was} then, {here[name]} now"
        for name, was in sorted(made.versions.items())
        if name in here and was != here[name]
    ]


def _end(run: "Repeated") -> Stop | None:
    if run.word in {"same", "equal"}:
        return None
    if run.now is None:
        return Stop(Exit.UNDECIDED, _WORDS["none"], _LIMITED)
    return Stop(Exit.NO, f"the run came out {run.word} than the archive says", _LIMITED)
