"""Answers that are built by hand: something was made, a file to keep, a document with its own tag."""

import hashlib
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

from exsched.service.etags import strong
from exsched.service.preconditions import unchanged

API = "/api/v1"
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "You have these bytes already"}}
"""What operations answer that give a tag with their bytes."""


def created(document: BaseModel, path: str, status: int = 201) -> Response:
    """Something was made (201) or will be (202); `path` says where it is to be seen."""
    return Response(
        document.model_dump_json().encode(),
        status,
        media_type="application/json",
        headers={"Location": f"{API}{path}"},
    )


def attached(request: Request, content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, never shown in place; 304 when the caller has these bytes already."""
    etag = strong(hashlib.sha256(content).hexdigest())
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return unchanged(request, etag) or Response(content, media_type=media_type, headers=headers)
