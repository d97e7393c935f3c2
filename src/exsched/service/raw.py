"""Bodies that are files: their type is known, and their bytes are taken as they are."""

from typing import Annotated, Any

from fastapi import Depends, Request

from exsched.service.bundle import JSON, TAR, YAML
from exsched.service.parsing import Bundle
from exsched.service.problems import ApiProblem

CSV = "text/csv"
_ALIASES = {"application/x-yaml": YAML, "text/yaml": YAML}
_SUFFIXES = {JSON: ".json", YAML: ".yaml", CSV: ".csv"}


async def _file(request: Request) -> Bundle:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Bundle(await request.body(), _ALIASES.get(said, said))


FileDep = Annotated[Bundle, Depends(_file)]


def of_type(file: Bundle, *types: str) -> Bundle:
    """The same file, if it is of one of these types and not empty.

    Raises:
        ApiProblem: 415 or 400.
    """
    if file.media_type not in types:
        listed = ", ".join(types)
        raise ApiProblem(
            415, "unsupported_type", "The body is of a type that is not taken here.", hint=f"send {listed}"
        )
    if not file.content:
        raise ApiProblem(400, "empty", "The body is empty.", hint="send the file itself as the body")
    return file


def suffix(media_type: str) -> str:
    """How the name of a file of this type ends."""
    return _SUFFIXES[media_type]


def described(examples: dict[str, str], *types: str) -> dict[str, Any]:
    """What OpenAPI says of such a body; `examples` by media type."""
    content: dict[str, Any] = {}
    for kind in types:
        binary = kind == TAR
        schema = {"type": "string", "format": "binary"} if binary else {"type": "string"}
        if kind == JSON:
            schema = {"type": "object"}
        content[kind] = {"schema": schema}
        if kind in examples:
            content[kind]["example"] = examples[kind]
    return {"requestBody": {"required": True, "content": content}}
