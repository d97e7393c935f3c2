"""`exsched restore`: a backup in the place of the database."""

from pathlib import Path
from typing import Annotated

import typer

from exsched.commands.databases import DEFAULT, DatabaseOption
from exsched.commands.options import JsonOption


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `exsched backup` wrote.")],
    database: DatabaseOption = DEFAULT,
    force: Annotated[bool, typer.Option("--force", help="Replace a database that holds something.")] = False,
    json: JsonOption = False,
) -> None:
    """Put a backup in the place of the database, whole or not.

    Stop the service first.

    Feeds serve the backup's state, and the next release brings every subscriber up to date: no entry goes
    back to an older SEQUENCE. Tokens that were revoked after the backup are valid again: revoke them anew.
    """
    from exsched.commands.databases import told
    from exsched.commands.talk import say, show_json
    from exsched.service.storage.safekeeping.keep import restore as put

    with told():
        done = put(database, file, force)
    if json:
        aside = str(done.aside) if done.aside else None
        show_json({"restored": {"file": str(file), "schema": done.version, "aside": aside}})
        return
    if done.aside:
        say(f"the damaged database was moved to {done.aside}")
    say(f"{file}: restored; release again soon, so that feeds show the present plan")
