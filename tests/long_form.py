"""Whether the long form of the tests is asked for: EXSCHED_LONG=1."""

import os

LONG = os.environ.get("EXSCHED_LONG") == "1"
