#!/usr/bin/env python3
"""Sets exsched up and runs it. Needs Python 3.11 or newer, and nothing else.

usage: python3 x.py COMMAND [ARGUMENTS]

  demo               plan the sample programme and write its calendar and report
  run -- ARGUMENTS   any exsched command:  python3 x.py run -- check my-plan.yaml
  test [ARGUMENTS]   run the tests; the arguments go to pytest
  check [--fix]      lint, format, types and import contracts
  lock [--upgrade]   bring both requirements files in line with pyproject.toml
  wheelhouse         fetch all packages into wheelhouse/, for a machine without network

The first use installs the locked packages into .venv beside this file. When there is a
folder wheelhouse/ they come from there and no network is used.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two first runs at the same time are not kept apart there
    fcntl = None

OLDEST = (3, 11)
WRONG_USAGE, ENVIRONMENT, INTERRUPTED = 2, 6, 130
RUN, DEV = "requirements.txt", "requirements-dev.txt"  # DEV holds all of RUN, too
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEELHOUSE = ROOT / "wheelhouse"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKING = (
    "uv pip compile pyproject.toml --quiet --no-config --universal --fork-strategy fewest"
    " --python-version 3.11 --generate-hashes --no-annotate --no-strip-extras"
)


def say(text):
    """Talk goes to stderr, so that `x.py run` leaves stdout to exsched."""
    print("x.py: " + text, file=sys.stderr, flush=True)


def stop(code, text):
    say(text)
    sys.exit(code)


def call(*command, **options):
    """Keeps the set-up lock in the child's hands as well: pip may outlive a killed x.py."""
    return subprocess.call([str(part) for part in command], cwd=str(ROOT), close_fds=False, **options)


def become(*arguments):
    """Hands over to .venv's Python: exit code, output and Ctrl-C are those of the tool."""
    command = [str(PYTHON), *arguments]
    if os.name == "nt":  # there, execv returns to the prompt before the tool is done
        return subprocess.call(command)
    return os.execv(command[0], command)  # noqa: S606


def stamp_path(name):
    return VENV / (name + ".stamp")


def place():
    """A stamp is void when the folder has moved or its Python has been replaced."""
    return os.fsencode(f"{ROOT}\n{PYTHON.resolve()}\n")


def stamp_text(name):
    return place() + hashlib.sha256((ROOT / name).read_bytes()).hexdigest().encode()


def stamp(name):
    path = stamp_path(name)
    return path.read_bytes() if path.is_file() and PYTHON.exists() else b""


@contextmanager
def alone():
    """One set-up at a time. The system drops the lock with its last holder, however that ends."""
    with (ROOT / ".venv.lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another x.py is setting up .venv; waiting for it")
                fcntl.flock(lock, fcntl.LOCK_EX)
            os.set_inheritable(lock.fileno(), True)
        yield


def prepare(name, offline=None):
    """Returns when .venv holds the packages that the requirements file names."""
    if stamp(name) == stamp_text(name):
        return
    with alone():
        if stamp(name) != stamp_text(name):
            install(name, WHEELHOUSE.is_dir() if offline is None else offline)


def install(name, offline):
    """Stamps come off first and go back last: what was interrupted has none, and starts afresh."""
    say("setting up .venv{}; this takes about half a minute".format(" from wheelhouse/" if offline else ""))
    usable = any(stamp(each).startswith(place()) for each in (RUN, DEV))
    for each in (RUN, DEV):
        if stamp_path(each).exists():
            stamp_path(each).unlink()
    if not usable:
        create()
    source = ["--no-index", "--find-links", WHEELHOUSE] if offline else []
    if pip("install", "-qq", *source, "-r", name):
        stop(ENVIRONMENT, without_packages(offline))
    packages = next(VENV.glob("lib/python*/site-packages"), VENV / "Lib" / "site-packages")
    (packages / "exsched-src.pth").write_text(os.path.relpath(str(ROOT / "src"), str(packages)) + "\n")
    for each in {RUN, name}:
        draft = VENV / (each + ".draft")
        draft.write_bytes(stamp_text(each))
        draft.replace(stamp_path(each))


def create():
    missing = [module for module in ("venv", "ensurepip") if not find_spec(module)]
    if missing:
        hint = "on Debian or Ubuntu: apt install python3-venv"
        stop(ENVIRONMENT, f"this Python comes without its module {missing[0]}; {hint}")
    base = getattr(sys, "_base_executable", sys.executable)  # not the .venv that is about to be cleared
    if call(base, "-m", "venv", "--clear", VENV, stdout=sys.stderr):
        stop(ENVIRONMENT, f"could not create {VENV}")


def pip(action, *arguments):
    """Only wheels, only with the locked hashes: nothing is compiled and nothing unknown is run."""
    pinned = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    environment = dict(os.environ, PIP_USER="0")
    return call(PYTHON, "-m", "pip", action, *pinned, *arguments, stdout=sys.stderr, env=environment)


def without_packages(offline):
    way = "run `python3 x.py wheelhouse` on a connected machine of this kind and copy the folder here"
    if offline:
        return f"wheelhouse/ lacks packages that the lock names. To renew it, {way}"
    return f"could not fetch the packages. Without a network, {way}"


def demo(arguments):
    return run(["demo", *arguments])


def run(arguments):
    prepare(RUN)
    # -P: a planner's own calendar.py must not shadow a module of ours
    return become("-P", "-m", "exsched", *arguments[arguments[:1] == ["--"] :])


def test(arguments):
    prepare(DEV)
    os.chdir(str(ROOT))
    return become("-m", "pytest", *arguments)


def check(arguments):
    """Runs every check, also after one has failed."""
    if arguments not in ([], ["--fix"]):
        stop(WRONG_USAGE, "check takes no argument but --fix")
    prepare(DEV)
    fix = bool(arguments)
    steps = (
        ["-m", "ruff", "check", *(["--fix"] if fix else []), "."],
        ["-m", "ruff", "format", *([] if fix else ["--check"]), "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"],
    )
    codes = [call(PYTHON, *step) for step in steps]
    return 1 if any(codes) else 0


def lock(arguments):
    prepare(DEV)
    command = [PYTHON, "-m", *LOCKING.split(), "--custom-compile-command", "python3 x.py lock", *arguments]
    return call(*command, "-o", RUN) or call(*command, "--group", "dev", "-c", RUN, "-o", DEV)


def wheelhouse(arguments):
    """Fills a folder aside and renames it, so that a broken download never looks complete."""
    if arguments:
        stop(WRONG_USAGE, "wheelhouse takes no argument")
    prepare(RUN, offline=False)
    part = ROOT / "wheelhouse.part"
    if pip("download", "-qq", "-r", DEV, "-d", part):
        stop(ENVIRONMENT, "could not fetch all packages; run the command again to go on")
    shutil.rmtree(str(WHEELHOUSE), ignore_errors=True)
    part.rename(WHEELHOUSE)
    say("wheelhouse/ is complete for this kind of machine and Python")
    return 0


COMMANDS = {each.__name__: each for each in (demo, run, test, check, lock, wheelhouse)}


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if arguments[0] not in COMMANDS:
        stop(WRONG_USAGE, f"no command {arguments[0]!r}; there are: {', '.join(COMMANDS)}")
    if sys.version_info < OLDEST:
        stop(ENVIRONMENT, f"exsched needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
