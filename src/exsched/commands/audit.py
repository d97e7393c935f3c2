"""`exsched audit`: who did what, and whether the log is whole."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.databases import DEFAULT, DatabaseOption
from exsched.commands.options import JsonOption

if TYPE_CHECKING:
    from exsched.service.storage.audit import Checked
    from exsched.service.storage.records import Entry


def audit(
    database: DatabaseOption = DEFAULT,
    after: Annotated[int, typer.Option("--after", min=0, help="Only entries above this number.")] = 0,
    most: Annotated[int, typer.Option("--most", min=1, help="So many entries at most.")] = 100,
    check: Annotated[bool, typer.Option("--check", help="Go through the whole chain of entries.")] = False,
    expect: Annotated[
        str, typer.Option("--expect", metavar="SHA256", help="With --check: an entry must have this SHA-256.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Show the audit log, or check that it is whole.

    Whole means that no entry was changed, removed or moved.

    Each entry is sealed with the SHA-256 of the entry before it. Note the last SHA-256 elsewhere from time
    to time and give it with --expect: then even a log rebuilt as a whole is found out. Exit 4 when it is not
    whole.
    """
    from exsched.commands.databases import opened
    from exsched.commands.talk import show, show_json
    from exsched.service.storage import audit as log

    with opened(database) as open_, open_.reading() as connection:
        if check or expect:
            checked = log.verify(connection, expect or None)
        else:
            entries = log.page(connection, after, most)
    if check or expect:
        _tell(checked, json)
    elif json:
        show_json({"entries": [_document(entry) for entry in entries]})
    else:
        show("\n".join(_line(entry) for entry in entries) or "no entries")


def _tell(checked: "Checked", json: bool) -> None:
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.talk import counted, show, show_json

    faults = [{"number": fault.number, "sentence": fault.sentence} for fault in checked.faults]
    document = {"entries": checked.entries, "sha256": checked.sha256, "faults": faults}
    if checked.faults:
        if not json:
            show("\n".join(f"{fault.number}: {fault.sentence}" for fault in checked.faults))
        raise Stop(Exit.NO, "the audit log is not whole", "compare it with a backup", document)
    if json:
        show_json(document)
    else:
        show(f"{counted(checked.entries, 'entry', 'entries')}, whole; the last has SHA-256 {checked.sha256}")


def _line(entry: "Entry") -> str:
    who = " ".join(part for part in (entry.actor, entry.role, entry.nation) if part)
    return f"{entry.number} {entry.at:%Y-%m-%d %H:%M:%S} {who}: {entry.action} {entry.object}"


def _document(entry: "Entry") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(entry) | {"at": entry.at.isoformat()}
