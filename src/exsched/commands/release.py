"""`exsched release`: from a schedule to a release in force, step by step, on a service."""

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

import typer

from exsched.commands.exits import Exit, Stop
from exsched.commands.options import JsonOption
from exsched.commands.remote import DEFAULT_URL, TokenOption, UrlOption

if TYPE_CHECKING:
    from exsched.commands.remote import Remote

release = typer.Typer(
    help="Draft, propose, answer and publish releases on a service.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_FORMATS = "ical, csv, json, html, svg, png or geojson."
_REASONS = "dates, venue, forces, participation, resources, legal, political or other"
ReleaseArgument = Annotated[str, typer.Argument(metavar="RELEASE", help="The id of a release: rel_….")]
OutputOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="- is standard output.")]


@release.command("draft")
def draft(
    programme: Annotated[str, typer.Argument(metavar="ID", help="The programme's id on the service.")],
    schedule: Annotated[str, typer.Argument(metavar="SCHEDULE", help="The id of a schedule: sch_….")],
    comment: Annotated[str, typer.Option(help="Shown to every nation.")] = "",
    why: Annotated[str, typer.Option(help="Why this one; for the authority's record.")] = "",
    rejected: Annotated[
        list[str] | None, typer.Option(metavar="SCHEDULE", help="Looked at and not taken; repeatable.")
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Make a draft of a release; only the authority sees it."""
    decision = {"why": why, "rejected": [{"schedule": one, "why": ""} for one in rejected or ()]}
    document = {"schedule": schedule, "comment": comment, "decision": decision}
    path = f"/programmes/{quote(programme, safe='')}/releases"
    _show(_remote(url, token).send("POST", path, document=document).json(), json)


@release.command("propose")
def propose(
    id_: ReleaseArgument,
    days: Annotated[int | None, typer.Option(min=1, max=365, help="How long silence runs.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Or its end, with its zone: 2027-01-15T12:00:00Z.")
    ] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Open the silence period: the nations see it, and concur, break silence, or let it run out."""
    if (days is None) == (until is None):
        raise Stop(Exit.USAGE, "say how long silence runs: either --days or --until", "such as --days 7")
    said = {"silence_days": days} if days is not None else {"silence_until": until}
    _act(url, token, id_, "propose", said, json)


@release.command("concur")
def concur(
    id_: ReleaseArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None, json: JsonOption = False
) -> None:
    """Agree, for your nation."""
    _act(url, token, id_, "concur", None, json)


@release.command("break")
def break_silence(
    id_: ReleaseArgument,
    reason: Annotated[str, typer.Option(metavar="CODE", help=f"Why: {_REASONS}.")],
    note: Annotated[str, typer.Option(help="In your own words.")] = "",
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Break silence, for your nation."""
    _act(url, token, id_, "break", {"reason": reason, "note": note}, json)


@release.command("publish")
def publish(
    id_: ReleaseArgument,
    override: Annotated[
        str | None, typer.Option(metavar="WHY", help="Release it although silence was broken or still runs.")
    ] = None,
    outdated: Annotated[
        bool, typer.Option("--outdated", help="Although the constraint files have changed since.")
    ] = False,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Put it in force: every feed changes at once."""
    _act(url, token, id_, "publish", {"override": override, "outdated": outdated}, json)


@release.command("withdraw")
def withdraw(
    id_: ReleaseArgument, url: UrlOption = DEFAULT_URL, token: TokenOption = None, json: JsonOption = False
) -> None:
    """Take a draft or proposal back."""
    _act(url, token, id_, "withdraw", None, json)


@release.command("status")
def status(
    id_: Annotated[str, typer.Argument(metavar="RELEASE|ID", help="A release, or a programme.")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Show a release, or all releases of a programme."""
    remote = _remote(url, token)
    if id_.startswith("rel_"):
        _show(remote.get(f"/releases/{quote(id_, safe='')}").json(), json)
        return
    from exsched.commands.talk import show, show_json

    found = remote.get(f"/programmes/{quote(id_, safe='')}/releases?limit=200").json()
    if json:
        show_json(found)
    for one in [] if json else found["items"]:
        show(_line(one))


@release.command("changes")
def changes(
    id_: ReleaseArgument,
    nation: Annotated[str | None, typer.Option(metavar="NATION", help="As this nation will see it.")] = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Show what changes since the release in force."""
    from exsched.commands.talk import show, show_json

    path = f"/releases/{quote(id_, safe='')}/"
    path += f"preview?{urlencode({'nation': nation})}" if nation else "changes"
    found = _remote(url, token).get(path).json()
    if json:
        show_json(found)
        return
    since = f"since release {found['since']}" if found["since"] else "nothing was released before"
    show(f"for {found['of']}, {since}:")
    for one in found["changes"]:
        show(f"  {one['sentence']}")
    if not found["changes"]:
        show("  nothing changes")


@release.command("export")
def export(
    id_: ReleaseArgument,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    output: OutputOption = "-",
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
) -> None:
    """Write a release in one of the formats, as you may see it."""
    from exsched.commands.outputs import Target

    target = Target(output)
    target.probe()
    path = f"/releases/{quote(id_, safe='')}/export/{quote(format_, safe='')}"
    target.write(_remote(url, token).get(path).body)


def _remote(url: str, token: str | None) -> "Remote":
    from exsched.commands.remote import Remote

    return Remote(url, token)


def _act(url: str, token: str | None, id_: str, act: str, document: Any, json: bool) -> None:
    path = f"/releases/{quote(id_, safe='')}/{act}"
    _show(_remote(url, token).send("POST", path, document=document).json(), json)


def _show(found: dict[str, Any], json: bool) -> None:
    from exsched.commands.talk import show, show_json

    if json:
        show_json(found)
        return
    show(_line(found))
    if found["outdated"]:
        show("  the constraint files have changed since its schedule was made")
    silence = found["silence"]
    if silence is None:
        return
    answers = {one["nation"]: one for one in silence["answers"]}
    for nation in silence["asked"]:
        show(f"  {nation}: {_answer(answers.get(nation))}")
    if silence["why_not"]:
        show(f"  not to be released yet: {silence['why_not']}")


def _line(found: dict[str, Any]) -> str:
    number = f"release {found['number']}" if found["number"] else "release without a number"
    until = f", silence until {found['silence']['until']}" if found["state"] == "proposed" else ""
    comment = f": {found['comment']}" if found["comment"] else ""
    return f"{found['id']} {number} {found['state']}{until}{comment}"


def _answer(said: dict[str, Any] | None) -> str:
    if said is None:
        return "silent"
    reason = f" ({said['reason']}{': ' + said['note'] if said['note'] else ''})" if said["reason"] else ""
    return f"{said['act']}{reason}"
