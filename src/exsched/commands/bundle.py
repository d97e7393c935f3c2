"""`exsched bundle`: one archive with all that was planned with and how."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.options import JsonOption, ProgrammeArgument, ScheduleArgument

if TYPE_CHECKING:
    from exsched.archiving.packing import Given
    from exsched.rulekit.problem import Problem


def bundle(
    programme: ProgrammeArgument,
    schedule: ScheduleArgument,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; default: ID.bundle.zip.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Write programme, schedule and verdict as one archive.

    It says how the schedule was made, too; `exsched replay` checks and repeats it. The same input gives the
    same bytes. Library files are named, not packed. Nothing is left out: hand it only to those who may see
    the whole programme.
    """
    from exsched.archiving.manifest import digest
    from exsched.archiving.packing import pack
    from exsched.commands import inputs
    from exsched.commands.outputs import STDOUT, Target, apart
    from exsched.commands.talk import say, show, show_json

    inputs.once(programme, schedule)
    problem, files = inputs.problem_and_files(programme, [output] if output else [])
    name = output or f"{problem.programme.programme.id}.bundle.zip"
    apart([name], [schedule])
    Target(name).probe()
    given = _given(programme, files, problem, schedule)
    content = pack(given)
    _must_open(content, given)
    Target(name).write(content)
    if json and name != STDOUT:
        sizes = {"written": name, "sha256": digest(content), "bytes": len(content)}
        show_json(sizes | {"files": sorted(given.files), "library": sorted(given.library)})
        return
    (say if name == STDOUT else show)("\n".join(_lines(given, name, content)))


def _given(programme: str, files: tuple[str, ...], problem: "Problem", schedule: str) -> "Given":
    from exsched.archiving.packing import LIBRARY, Given
    from exsched.checking.judge import judge
    from exsched.commands import claims, inputs

    verdict, written = judge(problem, inputs.schedule(schedule, problem)), inputs.content(schedule)
    return Given(
        problem=problem,
        files=_contents(programme, [name for name in files if not name.startswith(LIBRARY)]),
        library=tuple(name for name in files if name.startswith(LIBRARY)),
        schedule=written,
        suffix=_suffix(schedule, written),
        verdict=verdict,
        made=claims.outcome(written, verdict),
    )


def _contents(programme: str, names: list[str]) -> dict[str, bytes]:
    """The bytes of each file of the programme itself.

    Raises:
        Stop: environment (6), when one cannot be read any more.
    """
    from exsched.commands import inputs
    from exsched.commands.exits import Exit, Stop

    if programme == inputs.STDIN:
        content = inputs.content(programme)
        return {"programme.json" if content.lstrip().startswith(b"{") else "programme.yaml": content}
    folder = Path(programme) if Path(programme).is_dir() else Path(programme).parent
    try:
        return {name: (folder / name).read_bytes() for name in names}
    except OSError as trouble:
        raise Stop(Exit.ENVIRONMENT, f"{trouble.filename}: cannot be read: {trouble.strerror}") from None


def _suffix(schedule: str, content: bytes) -> str:
    """The end of the name by which a schedule is read."""
    from exsched.commands import inputs

    if schedule != inputs.STDIN:
        return Path(schedule).suffix
    first = content.lstrip().partition(b"\n")[0]
    table = b"exercise" in first and not any(mark in first for mark in b":{[")
    return ".json" if first.startswith(b"{") else ".csv" if table else ".yaml"


def _must_open(content: bytes, given: "Given") -> None:
    """Make sure that the programme comes out of the archive as it went in.

    Raises:
        Stop: refused (3), for one that is put together in a way that an archive cannot hold.
    """
    from exsched.archiving.opening import NoBundle, opened
    from exsched.archiving.replaying import laid_out, loaded
    from exsched.commands.exits import Exit, Stop

    try:
        archive = opened(content)
        with laid_out(archive) as folder:
            again = loaded(folder, archive.manifest).problem
    except NoBundle as trouble:
        raise Stop(Exit.REFUSED, f"it cannot be packed: {trouble}") from None
    if again is None or again.input_hash != given.problem.input_hash:
        hint = "put copies in place of links in its folder, and run it again"
        raise Stop(Exit.REFUSED, "the programme does not come out of the archive as it went in", hint)


def _lines(given: "Given", name: str, content: bytes) -> list[str]:
    from exsched.archiving.manifest import digest
    from exsched.commands.talk import counted

    made = given.made.headline() if given.made else "not said: it can be verified, not solved again"
    named = counted(len(given.library), "library file")
    return [
        f"written: {name}, {counted(len(content), 'byte')}",
        f"SHA-256: {digest(content)}",
        f"programme: {counted(len(given.files), 'file')}; named: {named}",
        f"schedule: {given.verdict.word}",
        f"made: {made}",
    ]
