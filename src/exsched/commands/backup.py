"""`exsched backup`: the whole database in one file."""

from pathlib import Path
from typing import Annotated

import typer

from exsched.commands.databases import DEFAULT, DatabaseOption
from exsched.commands.options import JsonOption


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to write it; only its owner may read it.")
    ],
    database: DatabaseOption = DEFAULT,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE when there is one.")] = False,
    json: JsonOption = False,
) -> None:
    """Write the whole database to one file, service going on.

    The file holds one committed state, of all programmes, releases, feeds, tokens and jobs. Keep it as safe
    as the database: who reads it reads everything.
    """
    from exsched.commands.databases import told
    from exsched.commands.talk import counted, say, show_json
    from exsched.service.storage.safekeeping.keep import backup as write

    with told():
        size = write(database, file, force)
    if json:
        show_json({"backup": {"file": str(file), "bytes": size}})
    else:
        say(f"{file}: {counted(size, 'byte')}; try it now and then with `exsched restore`")
