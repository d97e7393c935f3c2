"""Whole lists from a service, page after page."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from exsched.commands.remote import Remote


def everything(remote: "Remote", path: str) -> list[dict[str, Any]]:
    """All items of a list.

    Raises:
        Stop: it is refused, or the service cannot be reached.
    """
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = remote.get(f"{path}?limit=200{after}").json()
        found += page["items"]
        if not page["next"]:
            return found
        after = f"&after={quote(page['next'], safe='')}"
