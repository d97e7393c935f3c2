"""PostgreSQL: its own `pg_dump` and `pg_restore`, when they are installed."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from exsched.service.storage.database import parsed
from exsched.service.storage.safekeeping.failure import NotDone

MAGIC = b"PGDMP"
HINT = "install PostgreSQL's client programs (Debian: apt install postgresql-client), of the server's version"


def dump(url: str, target: Path) -> None:
    """Write one consistent state of the database to a file, wholly or not at all.

    Raises:
        NotDone: `pg_dump` is missing, or fails.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"], url)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def load(url: str, source: Path) -> None:
    """Replace everything that the dump holds, in one transaction.

    Raises:
        NotDone: `pg_restore` is missing, or fails.
    """
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    _run("pg_restore", [*options, "--exit-on-error", str(source)], url)


def version(source: Path) -> str | None:
    """The version of the schema in a dump, None when it holds none of our tables.

    Raises:
        NotDone: the dump cannot be read, or `pg_restore` is missing.
    """
    options = ["--data-only", "--table=ex_schema", "--file=-", str(source)]
    rows = _finish([_program("pg_restore"), *options], {}).splitlines()
    start = next((number for number, row in enumerate(rows) if row.startswith("COPY ")), None)
    return None if start is None else rows[start + 1]


def _run(program: str, options: list[str], url: str) -> None:
    address = parsed(url)
    environment = (
        {"PGPASSWORD": address.password} if address.password else {}
    )  # never in the list of processes
    _finish([_program(program), f"--dbname={_conninfo(address)}", *options], environment)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotDone(f"{name} is not installed", HINT)
    return found


def _finish(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 - the database's own program, every argument ours
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise NotDone(f"{Path(command[0]).name} failed: {lines[0][:300]}")
    return done.stdout


def _conninfo(url: URL) -> str:
    bare = url.set(drivername="postgresql", password=None)
    return bare.render_as_string(hide_password=False)
