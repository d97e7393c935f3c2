"""`exsched migrate`: the database brought to this program's schema."""

from typing import Annotated

import typer

from exsched.commands.databases import DEFAULT, DatabaseOption
from exsched.commands.options import JsonOption


def migrate(
    database: DatabaseOption = DEFAULT,
    check: Annotated[bool, typer.Option("--check", help="Only look: exit 4 when there is work.")] = False,
    json: JsonOption = False,
) -> None:
    """Bring the database to the schema of this exsched.

    All of it or nothing. A database of a newer exsched is refused. Make a backup first.
    """
    from exsched.commands.databases import demand_file, opened
    from exsched.commands.exits import Exit, Stop
    from exsched.commands.talk import say, show_json
    from exsched.service.jobs import engine
    from exsched.service.storage import schema

    with opened(database, fitting=False) as open_:
        if check:
            demand_file(open_.file)
            with open_.reading() as connection:
                before, found = schema.version(connection), schema.state(connection)
            after = schema.VERSIONS[-1]
        else:
            (before, after), found = schema.migrate(open_), "fits"
            engine.prepare(open_.url)
    document = {"schema": {"before": before, "after": after}}
    if found == "newer":
        sentence = f"the database has schema {before}, this exsched knows {after} at most"
        raise Stop(Exit.ENVIRONMENT, sentence, "use a newer exsched", document)
    if found != "fits":
        sentence = f"the database has {f'schema {before}' if before else 'no tables'}, not {after}"
        raise Stop(Exit.NO, sentence, "run `exsched migrate`", document)
    if json:
        show_json(document)
    else:
        say(f"schema {after}: " + ("nothing to do" if before == after else "done"))
