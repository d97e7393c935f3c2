"""`exsched tokens`: who may speak to a service; the first token is made in its database."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exsched.commands.options import JsonOption
from exsched.commands.remote import DEFAULT_URL, TokenOption, UrlOption

if TYPE_CHECKING:
    from exsched.service.models.tokens import NewToken

tokens = typer.Typer(
    help="Make, list and revoke the tokens of a service.", no_args_is_help=True, rich_markup_mode=None
)

DirectOption = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="Make it in the database itself: how the first token is made."
    ),
]


@tokens.command("create")
def create(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="Whose it is, in your words.")],
    role: Annotated[str, typer.Option(help="authority, planner or auditor.")] = "planner",
    nation: Annotated[str | None, typer.Option(metavar="NATION", help="Of a planner.")] = None,
    programme: Annotated[
        str | None, typer.Option(metavar="ID", help="The only programme it is good for.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Such as 2027-12-31T00:00:00Z; else never.")
    ] = None,
    database: DirectOption = None,
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Make a token; its secret is shown this once, on standard output."""
    from exsched.commands.talk import say, show, show_json

    said = {"label": label, "role": role, "nation": nation, "programme": programme, "expires": expires}
    if database is None:
        from exsched.commands.remote import Remote

        made = Remote(url, token).send("POST", "/tokens", document=said).json()
    else:
        made = _make_directly(database, _wanted(said))
    if json:
        show_json(made)
        return
    say(f"{_line(made['token'])}\n  the secret is shown this once; give it as EXSCHED_TOKEN or --token")
    show(made["secret"])


@tokens.command("list")
def list_(url: UrlOption = DEFAULT_URL, token: TokenOption = None, json: JsonOption = False) -> None:
    """List all tokens, without their secrets."""
    from exsched.commands.listing import everything
    from exsched.commands.remote import Remote
    from exsched.commands.talk import show, show_json

    found = everything(Remote(url, token), "/tokens")
    if json:
        show_json({"tokens": found})
    for one in [] if json else found:
        show(_line(one))


@tokens.command("revoke")
def revoke(
    id_: Annotated[str, typer.Argument(metavar="TOKEN", help="The id of a token: tok_….")],
    url: UrlOption = DEFAULT_URL,
    token: TokenOption = None,
    json: JsonOption = False,
) -> None:
    """Revoke a token at once and for good."""
    from urllib.parse import quote

    from exsched.commands.remote import Remote
    from exsched.commands.talk import say, show_json

    Remote(url, token).send("DELETE", f"/tokens/{quote(id_, safe='')}")
    if json:
        show_json({"revoked": id_})
    else:
        say(f"{id_}: revoked")


def _wanted(said: dict[str, Any]) -> "NewToken":
    from pydantic import ValidationError

    from exsched.commands.exits import Exit, Stop
    from exsched.service.models.tokens import NewToken

    try:
        return NewToken.model_validate(said)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False)[0]
        raise Stop(Exit.USAGE, f"{first['loc'][0]}: {first['msg']}") from None


def _make_directly(url: str, wanted: "NewToken") -> dict[str, Any]:
    from exsched.commands.databases import opened
    from exsched.commands.exits import Exit, Stop
    from exsched.service import issuing
    from exsched.service.models.tokens import MadeToken, shown
    from exsched.service.problems import ApiProblem
    from exsched.service.serving import private_files
    from exsched.service.storage import schema

    private_files()
    with opened(url, fitting=False) as database:
        schema.prepare(database)
        try:
            with database.writing() as connection:
                token, secret = issuing.issue(connection, issuing.OPERATOR, wanted)
                issuing.entered(connection, issuing.OPERATOR, token)
        except ApiProblem as refused:
            raise Stop(Exit.REFUSED, refused.detail, refused.hint) from None
    return MadeToken(token=shown(token), secret=secret).model_dump(mode="json")


def _line(one: dict[str, Any]) -> str:
    whose = f"{one['role']} {one['nation']}" if one["nation"] else one["role"]
    where = f" for {one['programme']}" if one["programme"] else ""
    end = f", revoked {one['revoked']}" if one["revoked"] else f", until {one['expires']}"
    used = f", last used {one['last_used']}" if one["last_used"] else ""
    return (
        f"{one['id']}  {whose}{where}: {one['label']}{end if one['revoked'] or one['expires'] else ''}{used}"
    )
