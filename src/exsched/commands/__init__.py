"""The command line: one file per verb. This module imports nothing, so that help starts at once."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    import sys

    from exsched.commands.entry import run

    sys.exit(run(sys.argv[1:]))
