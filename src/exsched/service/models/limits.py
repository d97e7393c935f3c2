"""Limits that solves and questions share."""

from typing import Annotated

from pydantic import Field, Strict

from exsched.service.models.base import Model

MOST_SECONDS = 86_400
MOST_SECONDS_OF_NATION = 600

Whole = Annotated[int, Strict()]
Yes = Annotated[bool, Strict()]


class Bounds(Model):
    """What a solver's process may use."""

    workers: Whole = Field(0, ge=0, le=64, description="searches at once; 0 is one for each core")
    memory_mb: Whole = Field(4096, ge=256, le=65_536)
    seed: Whole = Field(0, ge=0, le=2**31 - 1)
