"""`exsched feeds`: calendars for subscribers, each with a secret address of its own."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from exsched.commands.options import JsonOption
from exsched.commands.remote import DEFAULT_URL, TokenOption, UrlOption

feeds = typer.Typer(
    help="Make, list, rotate and end the feeds of a programme.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ProgrammeIdArgument = Annotated[str, typer.Argument(metavar="ID", help="The programme's id on the service.")]
FeedArgument = Annotated[str, typer.Argument(metavar="FEED", help="The id of a feed: tok_….")]


@feeds.command("create")
def create(
    programme: ProgrammeIdArgument,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="Who subscribes, in your words.")],
    nation: Annotated[
        str | None, typer.Option(metavar="NATION", help="Whose view it shows; left out, your own.")
    ] = None,
    kind: Annotated[str, typer.Option(help="What of it: whole, nation, force, venue or exercise.")] = "whole",
    about: Annotated[
        str | None, typer.Option(metavar="NAME", help="Id of that nation, force, venue or exercise.")
    ] = None,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="Show the newest proposal, as tentative.")
    ] = False,
    expires: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Left out: as the service is set up.")
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Make a feed for one subscriber; its address is shown this once, on standard output."""
    from exsched.commands.remote import Remote

    said = {
        "label": label,
        "nation": nation,
        "kind": kind,
        "about": about,
        "proposals": proposals,
        "expires": expires,
    }
    path = f"/programmes/{quote(programme, safe='')}/feeds"
    _show_made(Remote(url, token).send("POST", path, document=said).json(), json)


@feeds.command("list")
def list_(
    programme: ProgrammeIdArgument,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """List feeds with their last use, without their addresses."""
    from exsched.commands.listing import everything
    from exsched.commands.remote import Remote
    from exsched.commands.talk import show, show_json

    found = everything(Remote(url, token), f"/programmes/{quote(programme, safe='')}/feeds")
    if json:
        show_json({"feeds": found})
    for one in [] if json else found:
        show(_line(one))


@feeds.command("rotate")
def rotate(
    id_: FeedArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None, json: JsonOption = False
) -> None:
    """Give a feed a new address; the old one opens nothing any more."""
    from exsched.commands.remote import Remote

    _show_made(Remote(url, token).send("POST", f"/feeds/{quote(id_, safe='')}/rotate").json(), json)


@feeds.command("revoke")
def revoke(
    id_: FeedArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None, json: JsonOption = False
) -> None:
    """End a feed for good."""
    from exsched.commands.remote import Remote
    from exsched.commands.talk import say, show_json

    Remote(url, token).send("DELETE", f"/feeds/{quote(id_, safe='')}")
    if json:
        show_json({"revoked": id_})
    else:
        say(f"{id_}: ended")


def _show_made(made: dict[str, Any], json: bool) -> None:
    from exsched.commands.talk import say, show, show_json

    if json:
        show_json(made)
        return
    say(f"{_line(made['feed'])}\n  the address is shown this once, and whoever has it can read the feed")
    show(made["url"])


def _line(one: dict[str, Any]) -> str:
    what = f"{one['kind']} {one['about']}" if one["about"] else one["kind"]
    whose = f"{one['nation']}, " if one["nation"] else ""
    used = f"used {one['uses']} times, last {one['last_used']}" if one["last_used"] else "not used yet"
    end = f"ended {one['revoked']}" if one["revoked"] else f"until {one['expires']}"
    soon = " (soon: rotate it or make another)" if one["ends_soon"] and not one["revoked"] else ""
    return f"{one['id']}  {whose}{what}: {one['label']}, {end}{soon}, {used}"
