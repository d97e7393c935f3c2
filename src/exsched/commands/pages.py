"""Showing a page of the handbook: set on a terminal, as its own Markdown in a pipe."""

import os
import sys

from exsched.commands.talk import show


def show_page(markdown: str) -> None:
    """Show a page; on a terminal headings and tables are drawn."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        show(markdown.rstrip())
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(no_color=bool(os.environ.get("NO_COLOR")), highlight=False).print(Markdown(markdown))
