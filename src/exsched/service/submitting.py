"""Taking constraint files: read and checked before anything is stored, then stored with a new revision.

The authority's bundle is checked by itself and must be in order. A nation's file is checked against what that
nation may see, spelt out as files, so that every word of the answer follows from its own view. Whether all
files together still make a programme is for the authority alone: if not, the revision is kept without a
problem, and everybody goes on with the last one that can be solved.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from exsched.intake.spelling import spell
from exsched.service import reach, rendering
from exsched.service.bundle import Fault, suffix_of
from exsched.service.caller import Caller
from exsched.service.context import Service
from exsched.service.models.found import entry
from exsched.service.parsing import (
    Bundle,
    Read,
    Submitted,
    read_bundle,
    read_files,
    refusals,
    status_of,
)
from exsched.service.problems import ApiProblem, conflict, invalid, not_found
from exsched.service.record import record
from exsched.service.storage import revisions, submissions
from exsched.service.storage.errors import Stale
from exsched.service.storage.records import NewRevision, NewSubmission, Submission
from exsched.service.views import Base

_TRIES = 5
_KEPT = 500
"""Diagnostics that are stored with a revision."""

Json = dict[str, Any]


@dataclass(frozen=True)
class New:
    """What comes: whose it is ('' for the bundle), its bytes, and the SHA-256 of what it replaces."""

    programme: str
    owner: str
    bundle: Bundle
    expected: str


@dataclass(frozen=True)
class Taken:
    """What came of it; `usable` is whether all files together can be solved, for the authority's eyes."""

    submission: Submission
    fresh: bool
    usable: bool


@dataclass(frozen=True)
class _Base:
    """What a submission is added to: the newest of all others, and the revision they made."""

    revision: int
    newest: dict[str, Submission]
    files: dict[str, Submitted]
    bundle: Bundle | None


@dataclass(frozen=True)
class _Whole:
    """All files together: what was read, and which submissions it was read from."""

    read: Read
    told: tuple[Json, ...]


def put_bundle(service: Service, caller: Caller, new: New) -> Taken:
    """Keep the authority's bundle.

    Raises:
        ApiProblem: refused with every diagnostic, or changed meanwhile.
    """

    def read(base: _Base) -> _Whole:
        alone = _parsed(lambda: read_bundle(new.bundle, {}))
        _same_programme(alone, new.programme)
        joined = _together(lambda: read_bundle(new.bundle, base.files)) if base.files else alone
        return _Whole(joined, joined.diagnostics)

    return _put(service, caller, new, read)


def put_file(service: Service, caller: Caller, new: New) -> Taken:
    """Keep the file of the nation `new.owner`.

    Raises:
        ApiProblem: refused with every diagnostic, or changed meanwhile.
    """

    def read(base: _Base) -> _Whole:
        nation = new.owner
        file = Submitted(new.bundle.content, file_name(nation, new.bundle.media_type))
        if base.bundle is None:
            raise conflict("no_bundle", "The scheduling authority has put no bundle yet.")
        told = check_own(service, new.programme, nation, file)
        _of_its_nation(nation, told)
        refuse(told)
        bundle = base.bundle
        joined = _together(lambda: read_bundle(bundle, {**base.files, nation: file}))
        return _Whole(joined, told)

    return _put(service, caller, new, read)


def file_name(nation: str, media_type: str) -> str:
    """How messages call a nation's file."""
    return f"submissions/{nation}{suffix_of(media_type)}"


def check_own(service: Service, programme: str, nation: str, file: Submitted | None) -> tuple[Json, ...]:
    """What is wrong with a nation's file, as far as that nation can know: against its view, spelt out."""
    with service.database.reading() as connection:
        viewer = rendering.viewer_of(service, nation)
        base = reach.base_of_nations(connection, programme)
        problem = rendering.seen(service, connection, programme, Base(base.revision), viewer)
    if nation not in problem.programme.nations:
        raise not_found()
    submitted = {nation: file} if file else {}
    mark = hashlib.sha256(file.content).hexdigest() if file else ""
    key = ("own check", programme, base.revision, nation, mark, file.name if file else "")
    read = rendering.kept(service, key, lambda: _read(lambda: read_files(spell(problem), submitted)))
    return tuple(one for one in read.diagnostics if _of_own(one, file))


def _of_own(one: Json, file: Submitted | None) -> bool:
    """Whether a diagnostic is about the nation's own file; errors always are."""
    return one["severity"] == "error" or (file is not None and one["file"] == file.name)


def _of_its_nation(nation: str, found: tuple[Json, ...]) -> None:
    """Whose file it is follows from who may send it; one whose head says otherwise is refused."""
    said = [entry(one) for one in found if one["code"] == "E211" and one["path"] == "owner"]
    if said:
        detail = f"Here you may submit for {nation} only. Nothing was stored."
        raise ApiProblem(
            403, "other_owner", detail, hint=f"write `owner: {nation}`, or leave it out", errors=said
        )


def refuse(found: tuple[Json, ...]) -> None:
    """End the request when an input is refused.

    Raises:
        ApiProblem: with every error, where it stands and what to do about it.
    """
    wrong = refusals(found)
    if wrong:
        many = "one error" if len(wrong) == 1 else f"{len(wrong)} errors"
        raise ApiProblem(
            status_of(wrong),
            "input_refused",
            f"The input is refused: {many}. Nothing was stored.",
            hint=wrong[0]["hint"],
            errors=[entry(one) for one in wrong],
        )


def told(fault: Fault) -> ApiProblem:
    """A fault of a bundle as a refusal."""
    return ApiProblem(
        fault.status, fault.code, f"{fault.sentence[:1].upper()}{fault.sentence[1:]}.", hint=fault.hint
    )


def _parsed(read: Callable[[], Read]) -> Read:
    found = _read(read)
    refuse(found.diagnostics)
    return found


def _read(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except Fault as fault:
        raise told(fault) from None


def _together(read: Callable[[], Read]) -> Read:
    """All files together: when that is too hard to read, it is for the authority to know, in `check`."""
    try:
        return read()
    except Fault as fault:
        if fault.status == 503:
            raise told(fault) from None
        why = {"code": fault.code, "severity": "error", "message": fault.sentence, "hint": fault.hint}
        nowhere: Json = {
            "file": None,
            "line": None,
            "column": None,
            "path": "",
            "known": [],
            "suggestion": None,
        }
        return Read(None, "", (why | nowhere | {"refusal": "too_large"},), {}, None, None, ())


def _same_programme(read: Read, programme: str) -> None:
    if read.programme != programme:
        raise invalid(
            "other_programme",
            f"The bundle is about the programme {read.programme}, not {programme}. Nothing was stored.",
            "its id stands in the main file under `programme: id`",
        )


def _put(service: Service, caller: Caller, new: New, read: Callable[[_Base], _Whole]) -> Taken:
    """Read outside of any transaction, then store; read again when somebody else was faster."""
    for _ in range(_TRIES):
        base = _base(service, caller, new)
        whole = read(base)
        try:
            with service.database.writing() as connection:
                return _store(connection, caller, new, base, whole)
        except Stale:
            continue
    raise ApiProblem(
        503,
        "busy",
        "Other submissions keep coming in; nothing was stored.",
        hint="try again in a minute",
        headers={"Retry-After": "30"},
    )


def _base(service: Service, caller: Caller, new: New) -> _Base:
    with service.database.reading() as connection:
        found = reach.programme(service, connection, caller, new.programme)
        newest = submissions.newest(connection, new.programme)
        held = newest.get(new.owner)
        if (held.sha256 if held else "") != new.expected:
            raise _changed()
        bundle = newest.get("")
        return _Base(
            revision=found.revision,
            newest=newest,
            files={nation: _file(connection, one) for nation, one in newest.items() if nation},
            bundle=Bundle(_content(connection, bundle), bundle.media_type) if bundle else None,
        )


def _file(connection: Connection, one: Submission) -> Submitted:
    return Submitted(_content(connection, one), file_name(one.owner, one.media_type))


def _content(connection: Connection, one: Submission) -> bytes:
    content = submissions.content(connection, one.id)
    assert content is not None
    return content


def _store(connection: Connection, caller: Caller, new: New, base: _Base, whole: _Whole) -> Taken:
    kept, fresh = submissions.put(
        connection,
        NewSubmission(
            programme=new.programme,
            owner=new.owner,
            media_type=new.bundle.media_type,
            content=new.bundle.content,
            submitter=caller.token,
            label=caller.label,
            checked=list(whole.told[:_KEPT]),
        ),
        new.expected,
    )
    usable = whole.read.normal is not None
    if not fresh:
        return Taken(kept, fresh=False, usable=usable)
    newest = {**base.newest, new.owner: kept}
    made = revisions.add(
        connection,
        NewRevision(
            programme=new.programme,
            base=base.revision,
            bundle=newest[""].id,
            submissions={owner: one.id for owner, one in newest.items() if owner},
            normal=whole.read.normal,
            input_hash=whole.read.input_hash,
            diagnostics=list(whole.read.diagnostics[:_KEPT]),
            counts=whole.read.counts,
        ),
    )
    facts = {"number": kept.number, "sha256": kept.sha256, "revision": made.number, "owner": new.owner}
    action = "submission.put" if new.owner else "bundle.put"
    record(connection, caller, action, f"{new.programme}/{kept.id}", **facts)
    return Taken(kept, fresh=True, usable=usable)


def _changed() -> ApiProblem:
    return ApiProblem(
        412,
        "precondition_failed",
        "It was changed since you read it; nothing was changed now.",
        hint="read it again with GET, and send the new ETag in If-Match",
    )
