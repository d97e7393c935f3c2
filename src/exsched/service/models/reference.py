"""Ids of the service's own objects, as bodies of requests name them."""

from typing import Annotated

from pydantic import Field, Strict

Reference = Annotated[str, Strict(), Field(max_length=40, pattern="^[a-z]{3}_[0-9a-f]+$")]
