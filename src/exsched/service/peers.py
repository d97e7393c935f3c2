"""The true address of whoever sent a request: headers count only as far as proxies are trusted."""

from collections.abc import MutableMapping
from typing import Any

from exsched.service.settings import is_loopback

Scope = MutableMapping[str, Any]
_FORWARDING = {b"forwarded", b"x-forwarded-for", b"x-real-ip"}


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of this (lower-case) name."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return None


def peer(scope: Scope, trusted_proxies: int = 0) -> str:
    """The address: that of the connection, or the one that the outermost trusted proxy saw."""
    client = scope.get("client")
    near = str(client[0]) if client else "unknown"
    if not trusted_proxies:
        return near
    said = header(scope, b"x-forwarded-for")
    chain = [part.strip() for part in said.split(",")] if said else []
    return chain[-trusted_proxies][:45] if len(chain) >= trusted_proxies else near


def from_this_machine(scope: Scope) -> bool:
    """Whether the request began on this machine and came through no proxy."""
    client = scope.get("client")
    if not client or not is_loopback(str(client[0])):
        return False
    return not any(key in _FORWARDING for key, _ in scope["headers"])


def came_by_http(scope: Scope, trusted_proxies: int) -> bool:
    """Whether a trusted proxy says that the caller spoke plain http to it."""
    return trusted_proxies > 0 and (header(scope, b"x-forwarded-proto") or "").lower() == "http"
