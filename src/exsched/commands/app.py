"""The verbs, in the order in which a planner meets them."""

from collections.abc import Callable
from typing import Annotated

import typer

from exsched import __version__
from exsched.commands.alternatives import alternatives
from exsched.commands.ask import ask
from exsched.commands.audit import audit
from exsched.commands.backup import backup
from exsched.commands.bundle import bundle
from exsched.commands.certify import certify
from exsched.commands.check import check
from exsched.commands.compare import compare
from exsched.commands.demo import demo
from exsched.commands.explain import explain
from exsched.commands.export import export
from exsched.commands.feeds import feeds
from exsched.commands.goals import goals
from exsched.commands.help import help_
from exsched.commands.migrate import migrate
from exsched.commands.new import new
from exsched.commands.place import place
from exsched.commands.price import price
from exsched.commands.relax import relax
from exsched.commands.release import release
from exsched.commands.replan import replan
from exsched.commands.replay import replay
from exsched.commands.restore import restore
from exsched.commands.review import review
from exsched.commands.ripple import ripple
from exsched.commands.rules import rules
from exsched.commands.schema import schema
from exsched.commands.serve import serve
from exsched.commands.slack import slack
from exsched.commands.solve import solve
from exsched.commands.submit import submit
from exsched.commands.tokens import tokens
from exsched.commands.trade_off import trade_off
from exsched.commands.verify import verify
from exsched.commands.why_not import why_not
from exsched.commands.worker import worker

app = typer.Typer(
    name="exsched",
    help="Plan a multinational exercise programme: constraint files in, a checked schedule out.",
    epilog="Start with `exsched demo` or `exsched new DIR`; `exsched help` shows the handbook.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the start-up time, and whole on a terminal of 20 columns
    context_settings={"help_option_names": ["-h", "--help"]},
)

_Verbs = tuple[Callable[..., None], ...]
_PLANNING: _Verbs = (check, solve, verify, certify, export, review, rules, goals, schema, new, demo)
_ASKING: _Verbs = (
    explain,
    relax,
    why_not,
    compare,
    alternatives,
    trade_off,
    price,
    replan,
    ripple,
    slack,
    place,
)
_KEEPING: _Verbs = (bundle, replay)
_SERVICE: _Verbs = (serve, worker, backup, restore, migrate, audit, submit, ask)

for _verb in (*_PLANNING, *_ASKING, *_KEEPING, *_SERVICE):
    app.command(_verb.__name__.replace("_", "-"))(_verb)
app.add_typer(release, name="release")
app.add_typer(feeds, name="feeds")
app.add_typer(tokens, name="tokens")
app.command("help")(help_)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"exsched {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    del version
