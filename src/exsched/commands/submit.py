"""`exsched submit`: send constraint files to a service, and have them solved there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption
from exsched.commands.remote import DEFAULT_URL, TokenOption, UrlOption

if TYPE_CHECKING:
    from exsched.commands.remote import Event, Remote

_TYPES = {".yaml": "application/yaml", ".yml": "application/yaml", ".json": "application/json"}
_PACKED = frozenset({*_TYPES, ".geojson"})


def submit(
    programme: Annotated[str, typer.Argument(metavar="ID", help="The programme's id on the service.")],
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A constraint file, a folder of them, or -.")
    ],
    nation: Annotated[
        str | None, typer.Option(metavar="NATION", help="Submit this nation's own file, not the bundle.")
    ] = None,
    make: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Make the programme first if there is none.")
    ] = None,
    replaces: Annotated[
        str | None, typer.Option(metavar="SHA256", help="Only if this is what it replaces.")
    ] = None,
    solve: Annotated[
        int | None, typer.Option(min=1, metavar="SECONDS", help="Then solve it there, and watch.")
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Send constraint files; the service checks them first.

    Exit 0 when it was taken, 3 when it is refused, 4 when somebody else changed it meanwhile.
    """
    from exsched.commands.remote import Remote
    from exsched.commands.talk import say, show_json

    body, kind = packed(source, whole=nation is None)
    remote = Remote(url, token)
    _find(remote, programme, make)
    path = f"/programmes/{quote(programme, safe='')}"
    where = f"{path}/submissions/{quote(nation, safe='')}" if nation else f"{path}/bundle"
    headers = {"Content-Type": kind} | _condition(remote, where, replaces)
    taken = remote.send("PUT", where, body=body, headers=headers).json()
    for line in _told(taken):
        say(line)
    document: dict[str, Any] = {"accepted": taken}
    if solve is not None:
        document["solve"] = _solve(remote, path, solve)
    if json:
        show_json(document)


def packed(named: str, whole: bool) -> tuple[bytes, str]:
    """The body to send and its type: a folder becomes a tar archive, always with the same bytes.

    Args:
        named: a file, a folder, or `-`.
        whole: whether a folder will do.

    Raises:
        Stop: there is nothing to send.
    """
    if named == "-":
        return sys.stdin.buffer.read(), _TYPES[".yaml"]  # JSON is YAML too
    source = Path(named)
    if not source.exists():
        raise Stop(
            Exit.USAGE, f"{source}: there is no such file", "check the spelling and the folder you are in"
        )
    if source.is_dir() and whole:
        return _tar(source), "application/x-tar"
    kind = _TYPES.get(source.suffix.lower())
    if kind is None or source.is_dir():
        what = "a .yaml or .json file" + (", or a folder" if whole else "")
        hint = "a nation's own part is one file" if source.is_dir() else None
        raise Stop(Exit.USAGE, f"{source}: not {what}", hint)
    return source.read_bytes(), kind


def _tar(folder: Path) -> bytes:
    import io
    import tarfile

    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _PACKED and path.is_file() and not path.name.startswith("."):
                entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
                data = path.read_bytes()
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    return content.getvalue()


def _find(remote: "Remote", programme: str, title: str | None) -> None:
    """Make sure that the programme is there: with a title it is made if need be.

    Raises:
        Stop: there is none that the caller may see, or it cannot be made.
    """
    try:
        remote.get(f"/programmes/{quote(programme, safe='')}")
    except Stop as stop:
        if stop.document.get("problem", {}).get("status") != 404:
            raise
        if title is None:
            sentence = f"the service shows you no programme {programme}"
            raise Stop(stop.code, sentence, "for the authority, --make TITLE makes it first") from None
        remote.send("POST", "/programmes", document={"id": programme, "title": title})


def _condition(remote: "Remote", where: str, replaces: str | None) -> dict[str, str]:
    """What the submission replaces: what was named, else what is there now."""
    if replaces is not None:
        return {"If-Match": f'"{replaces}"'}
    try:
        etag = remote.etag(where)
    except Stop as stop:
        if stop.document.get("problem", {}).get("status") == 403 and where.endswith("/bundle"):
            stop.hint = "a nation hands in its own file: add --nation NATION"
        raise
    return {"If-None-Match": "*"} if etag is None else {"If-Match": etag}


def _told(taken: dict[str, Any]) -> list[str]:
    from exsched.commands.remote import told

    kept = taken["submission"]
    lines = [told(one) for one in kept["diagnostics"]]
    what = "taken" if taken["fresh"] else "it is what was there already"
    lines.append(f"{kept['owner'] or 'bundle'} number {kept['number']}: {what} (SHA-256 {kept['sha256']})")
    if taken["usable"] is False:
        lines.append("  but all files together are refused now; GET …/check says why")
    return lines


def _solve(remote: "Remote", path: str, seconds: int) -> dict[str, Any]:
    from exsched.commands.talk import say

    job = remote.send("POST", f"{path}/solves", document={"seconds": seconds}).json()["id"]
    try:
        say(f"solve {job}")
        found = _watched(remote, job)
    except KeyboardInterrupt:
        sentence = f"no longer watching; the service goes on with {job}"
        hint = "POST …/stop ends it and keeps the best: `exsched help api`"
        raise Stop(Exit.INTERRUPTED, sentence, hint, {"solve": {"id": job}}) from None
    if found["schedule"] is None:
        why = (found["problem"] or {}).get("sentence") or f"the solve has {found['state']}"
        raise Stop(Exit.UNDECIDED, f"no schedule: {why}", document={"solve": found})
    if found["outcome"]:
        say(found["outcome"]["headline"])
    say(f"schedule {found['schedule']}")
    return found


def _watched(remote: "Remote", job: str) -> dict[str, Any]:
    """The solve, once it has ended; each step is said, and a stream that broke is taken up again."""
    from exsched.commands.talk import say

    last = None
    while True:
        for event in remote.events(f"/solves/{job}/events", last):
            last = event.id
            say(_step(event))
        found: dict[str, Any] = remote.get(f"/solves/{job}").json()
        if found["ended"]:
            return found


def _step(event: "Event") -> str:
    data = event.data["data"]
    if data.get("tier") is not None:
        data = {**data, "tier": data["tier"] + 1}  # people count from one
    shown = ", ".join(f"{key} {data[key]}" for key in ("tier", "value", "bound") if data.get(key) is not None)
    return f"  {event.kind}{': ' + shown if shown else ''}"
