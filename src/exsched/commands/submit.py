"""`exsched submit`: send constraint files to a service, and have them solved there."""

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
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A constraint file, or a folder of them.")],
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
    """Send a folder or file; it is checked there before anything is stored.

    Exit 0 when it was taken, 3 when it is refused, 4 when somebody else changed it meanwhile.
    """
    from exsched.commands.remote import Remote
    from exsched.commands.talk import say, show_json

    body, kind = packed(Path(source), whole=nation is None)
    remote = Remote(url, token)
    if make is not None:
        _make(remote, programme, make)
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


def packed(source: Path, whole: bool) -> tuple[bytes, str]:
    """The body to send and its type: a folder becomes a tar archive, always with the same bytes.

    Raises:
        Stop: there is nothing to send.
    """
    if source.is_dir() and whole:
        return _tar(source), "application/x-tar"
    kind = _TYPES.get(source.suffix.lower())
    if not source.is_file() or kind is None:
        what = "a .yaml or .json file" + (", or a folder" if whole else "")
        raise Stop(Exit.USAGE, f"{source}: not {what}", "check the spelling and the folder you are in")
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


def _make(remote: "Remote", programme: str, title: str) -> None:
    listed = remote.get("/programmes?limit=200").json()["items"]
    if programme not in {one["id"] for one in listed}:
        remote.send("POST", "/programmes", document={"id": programme, "title": title})


def _condition(remote: "Remote", where: str, replaces: str | None) -> dict[str, str]:
    """What the submission replaces: what was named, else what is there now."""
    if replaces is not None:
        return {"If-Match": f'"{replaces}"'}
    etag = remote.etag(where)
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
    say(f"solve {job}")
    last = None
    while True:
        for event in remote.events(f"/solves/{job}/events", last):
            last = event.id
            say(_step(event))
        found: dict[str, Any] = remote.get(f"/solves/{job}").json()
        if found["ended"]:
            break
    if found["schedule"] is None:
        why = (found["problem"] or {}).get("sentence") or f"the solve has {found['state']}"
        raise Stop(Exit.UNDECIDED, f"no schedule: {why}", document={"solve": found})
    say(f"schedule {found['schedule']}")
    return found


def _step(event: "Event") -> str:
    data = event.data["data"]
    shown = ", ".join(f"{key} {data[key]}" for key in ("tier", "value", "bound") if data.get(key) is not None)
    return f"  {event.kind}{': ' + shown if shown else ''}"
