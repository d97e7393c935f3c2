"""The last resort: every way in which a command can end becomes one sentence and an exit code."""

import os
import sys
from collections.abc import Sequence

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.talk import forgive_letters, hang_up, say, show_json


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    forgive_letters()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        hang_up(sys.stdout)
        return Exit.DONE
    except OSError as trouble:  # what was still to be written did not fit
        hang_up(sys.stdout)
        return _tell(_environment(trouble), as_json=False)
    return code


def _run(arguments: Sequence[str]) -> int:
    as_json = "--json" in arguments
    try:
        code = _invoke(arguments)
        if code == Exit.INTERRUPTED:  # Typer's word for a Ctrl-C that nobody caught
            raise KeyboardInterrupt
        return code
    except Stop as stop:
        return _tell(stop, as_json)
    except typer.TyperException as wrong:
        return _tell(_usage(wrong), as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _tell(Stop(Exit.INTERRUPTED, "stopped"), as_json)
    except BrokenPipeError:
        raise
    except MemoryError:
        return _tell(Stop(Exit.ENVIRONMENT, "there is not enough memory"), as_json)
    except OSError as trouble:
        return _tell(_environment(trouble), as_json)
    except Exception as defect:  # noqa: BLE001 - the one place that promises a sentence for everything
        return _tell(_interrupted(defect) or _defect(defect), as_json)


def _invoke(arguments: Sequence[str]) -> int:
    from exsched.commands.app import app

    try:
        code = app(args=list(arguments), prog_name="exsched", standalone_mode=False)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    return code if isinstance(code, int) else Exit.DONE


def _usage(wrong: typer.TyperException) -> Stop:
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context else "exsched"
    if type(wrong).__name__ == "NoArgsIsHelpError":
        say(wrong.format_message())  # the help itself, as with --help
        return Stop(Exit.USAGE)
    return Stop(Exit.USAGE, wrong.format_message(), f"`{command} --help` lists what is understood")


def _environment(trouble: OSError) -> Stop:
    where = f"{trouble.filename}: " if isinstance(trouble.filename, str) else ""
    return Stop(Exit.ENVIRONMENT, f"{where}{trouble.strerror or trouble}")


def _interrupted(defect: Exception) -> Stop | None:
    """Ctrl-C in the words of pydantic's core, which wraps what it hears while it writes JSON."""
    wrapped = type(defect).__name__ == "PydanticSerializationError" and "KeyboardInterrupt" in str(defect)
    return Stop(Exit.INTERRUPTED, "stopped") if wrapped else None


def _defect(defect: Exception) -> Stop:
    if os.environ.get("EXSCHED_TRACEBACK"):
        import traceback

        say("".join(traceback.format_exception(defect)))
    what = f"{type(defect).__name__}: {defect}".splitlines()[0][:200]
    hint = "please report it with the input; EXSCHED_TRACEBACK=1 shows where it happened"
    return Stop(Exit.DEFECT, f"this is a defect of exsched ({what})", hint)


def _tell(stop: Stop, as_json: bool) -> int:
    if as_json:
        show_json(stop.as_json())
    if stop.sentence:
        say(f"exsched: {stop.sentence}")
    if stop.hint:
        say(f"  hint: {stop.hint}")
    return stop.code
