"""Replays an archive: the programme loaded from it, its schedule judged, the run repeated and compared."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from exsched.archiving.manifest import CERTIFICATE, PROGRAMME, Manifest
from exsched.archiving.opening import NoBundle, Opened
from exsched.archiving.packing import library_hashes
from exsched.domain.outcome import Outcome
from exsched.exporting import FORMATS
from exsched.intake import Loaded, load
from exsched.rulekit.verdict import Verdict
from exsched.solving.limits import Limits, Solved

_SAID = (
    "verdict",
    "rules_checked",
    "hard_broken",
    "soft_broken",
    "undecided",
    "input_sha256",
    "schedule_sha256",
)
"""What of a certificate has to be the same; the version of the checker may be another."""
_BOUNDS = {"seconds": (1, 7 * 86_400), "workers": (0, 256), "memory_mb": (256, 2**20)}
"""Within what a command line can ask for; an archive can ask for no more."""


@contextmanager
def laid_out(archive: Opened) -> Iterator[Path]:
    """A folder, gone afterwards, with the members as files."""
    with tempfile.TemporaryDirectory(prefix="exsched-") as name:
        folder = Path(name).resolve()
        for member, content in archive.members.items():
            path = folder / member
            if not path.resolve().is_relative_to(folder):
                raise NoBundle(f"its member {member!r} leads out of its folder")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise NoBundle(f"its member {member!r} cannot be laid out: {error.strerror}") from None
        yield folder


def loaded(folder: Path, manifest: Manifest) -> Loaded:
    """The programme in a folder that was laid out.

    Raises:
        NoBundle: the manifest names no main file among the programme's files.
    """
    if not manifest.main.startswith(PROGRAMME) or "/" in manifest.main.removeprefix(PROGRAMME):
        raise NoBundle("its main file is not where a main file is packed")
    return load(folder / manifest.main)


def other_library(manifest: Manifest) -> list[str]:
    """The library files that are not what they were when the archive was written."""
    here = library_hashes(tuple(manifest.library))
    return [name for name, was in manifest.library.items() if here[name] != was]


def differences(archive: Opened, verdict: Verdict) -> list[str]:
    """What the checker says otherwise than the packed certificate does."""
    try:
        said = json.loads(archive.members.get(CERTIFICATE, b"{}"))
    except ValueError:
        said = {}
    now = verdict.certificate() | {"tiers": list(verdict.tier_values())}
    names = [*_SAID, "tiers"]
    was = said if isinstance(said, dict) else {}
    return [f"{name}: {was.get(name)} then, {now[name]} now" for name in names if was.get(name) != now[name]]


def limits(made: Outcome) -> Limits:
    """The limits under which the schedule was made.

    Raises:
        NoBundle: they are none that a command line can ask for.
    """
    found: dict[str, int | float] = {}
    for name, (least, most) in _BOUNDS.items():
        value = made.parameters.get(name)
        if not isinstance(value, int | float) or not least <= value <= most:
            raise NoBundle(f"it asks for {name} {str(value)[:50]!r}; from {least} to {most} can be asked for")
        found[name] = value
    if not 0 <= made.seed < 2**31:
        raise NoBundle(f"it asks for the seed {made.seed}")
    return Limits(
        seconds=found["seconds"],  # an integer stays one: the schedule file shows it as it was typed
        memory_mb=int(found["memory_mb"]),
        workers=int(found["workers"]),
        seed=made.seed,
        reproducible=made.reproducible,
    )


@dataclass(frozen=True)
class Repeated:
    """The run repeated.

    Attributes:
        was: the tiers of the packed schedule.
        now: those of the new one; None when no schedule was found.
        same_bytes: whether the schedule file is the same to the byte.
    """

    was: tuple[int, ...]
    now: tuple[int, ...] | None
    same_bytes: bool

    @property
    def word(self) -> str:
        """`same`, `equal`, `better`, `worse`, or `none` without a schedule."""
        if self.now is None:
            return "none"
        if self.same_bytes:
            return "same"
        return "equal" if self.now == self.was else "better" if self.now < self.was else "worse"


def repeated(given: bytes, verdict: Verdict, solved: Solved) -> Repeated:
    """The new run held against the packed schedule."""
    if solved.answer is None:
        return Repeated(verdict.tier_values(), None, same_bytes=False)
    values = solved.answer.verdict.tier_values()
    same = FORMATS["json"].write(solved.answer) == given
    return Repeated(verdict.tier_values(), values, same)
