"""The command line: one file per verb. This module imports nothing, so that help starts at once."""


def main() -> None:
    """Run the command line and end the process with its exit code; Ctrl-C at its very end changes nothing."""
    import signal
    import sys

    from exsched.commands.entry import run

    code = run(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the interpreter, going down, would die of it
    sys.exit(code)
