"""`exsched serve`: the service and its workers, on this machine."""

from typing import TYPE_CHECKING, Annotated

import typer

from exsched.commands.exits import Exit, Stop

if TYPE_CHECKING:
    import socket

    from exsched.service.settings import Settings


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; beyond this machine only with a token.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="How others reach it, such as https://plan.example.")
    ] = None,
    slots: Annotated[
        int | None, typer.Option(help="How many solves at a time on this machine; 0 leaves them to others.")
    ] = None,
    trusted_proxies: Annotated[
        int | None, typer.Option(help="How many proxies stand in front and write X-Forwarded-For.")
    ] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning or error.")] = None,
) -> None:
    """Serve the planning service until Ctrl-C. The database is made when there is none.

    What is not given comes from EXSCHED_HOST, EXSCHED_PORT and so on. The address is shown on standard
    output, the log goes to standard error.
    """
    import os

    from exsched.service.settings import SettingsError, from_environment

    given = {
        "host": host,
        "port": port,
        "database": database,
        "base_url": base_url,
        "slots": slots,
        "trusted_proxies": trusted_proxies,
        "log_level": log_level,
    }
    try:
        settings = from_environment(os.environ, **given)
        _serve(settings)
    except SettingsError as wrong:
        raise Stop(Exit.USAGE, str(wrong)) from None


def _serve(settings: "Settings") -> None:
    from exsched.commands.databases import told
    from exsched.service import serving
    from exsched.service.storage.database import Database

    serving.private_files()
    listening = _bound(settings)
    settings = settings.model_copy(update={"port": listening.getsockname()[1]})
    with told():
        opened = Database(settings.database)
    try:
        with told():
            serving.prepare(opened, settings)
        _warn(settings)
        serving.run(settings, opened, listening, lambda: print(settings.url, flush=True))
    except serving.Unsafe as unsafe:
        where = serving.without_password(settings.database)
        hint = f"make one: `exsched tokens create --database {where} --role authority LABEL`"
        raise Stop(Exit.USAGE, str(unsafe), hint) from None
    finally:
        listening.close()
        opened.close()


def _bound(settings: "Settings") -> "socket.socket":
    import errno
    from socket import gaierror

    from exsched.service import serving

    where = f"port {settings.port} of {settings.host}"
    try:
        return serving.bind(settings)
    except gaierror:
        raise Stop(Exit.USAGE, f"--host {settings.host}: there is no such address") from None
    except OSError as trouble:
        hint = None
        if trouble.errno == errno.EADDRINUSE:
            raise Stop(
                Exit.ENVIRONMENT,
                f"{where} is taken, perhaps by another exsched",
                "choose another with --port; --port 0 takes a free one",
            ) from None
        if trouble.errno == errno.EACCES:
            hint = "ports below 1024 are for the system; choose another with --port"
        raise Stop(Exit.ENVIRONMENT, f"{where} cannot be used: {trouble.strerror}", hint) from None


def _warn(settings: "Settings") -> None:
    from exsched.commands.talk import say

    if not (settings.loopback or settings.https):
        say("exsched: warning: without https, tokens and the addresses of feeds can be read on the way")
        say("  hint: put a proxy with https in front, and give its address with --base-url")
