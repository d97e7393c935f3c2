"""Tests that try many cases have a short form, for every commit, and a long one, for whoever has the time.

`EXSCHED_LONG=1 python3 x.py test` runs the long form.
"""

import os
from typing import TypeVar

LONG = os.environ.get("EXSCHED_LONG") == "1"

Size = TypeVar("Size")


def by_form(*, short: Size, long: Size) -> Size:
    """The size that the form asked for calls for."""
    return long if LONG else short
