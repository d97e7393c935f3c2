"""The page that describes the API, and robots.txt; everything comes from this service."""

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from exsched.service.preconditions import unchanged
from exsched.service.problems import not_found
from exsched.service.routing import open_router

ROUTER = open_router("operation")
STATIC = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "api-page.js": "text/javascript; charset=utf-8",
    "LICENSE-swagger-ui.txt": "text/plain; charset=utf-8",
}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ROBOTS = "User-agent: *\nAllow: /feeds/\nDisallow: /\n"


@ROUTER.get("/", include_in_schema=False)
async def root() -> Response:
    """The address that `exsched serve` shows leads to the description."""
    return RedirectResponse("/docs", 307)


@ROUTER.get("/docs", include_in_schema=False)
async def docs() -> Response:
    """The page; without a single inline script, so that the policy can forbid them."""
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-cache"}
    return Response(_content("api-page.html"), media_type="text/html", headers=headers)


@ROUTER.get("/docs/{name}", include_in_schema=False)
async def static(request: Request, name: str) -> Response:
    """One of the files of the page, always whole."""
    if name not in STATIC:
        raise not_found()
    content = _content(name)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=3600"}
    return unchanged(request, etag) or Response(content, media_type=STATIC[name], headers=headers)


@ROUTER.get("/robots.txt", include_in_schema=False)
async def robots() -> Response:
    """Feeds may be fetched by services that ask first; nothing else is of use to them."""
    return Response(ROBOTS, media_type="text/plain")


@cache
def _content(name: str) -> bytes:
    return (files("exsched.service") / "static" / name).read_bytes()
