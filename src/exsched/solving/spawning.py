"""What the processes of the solver have in common: their environment, their memory, what they are handed."""

import ctypes
import os
import pickle
import resource
from pathlib import Path
from typing import IO, Any

import exsched


def environment() -> dict[str, str]:
    """The environment of a process that imports the same exsched, with sets in the same order each time."""
    ours, rest = str(Path(exsched.__file__).parent.parent), os.environ.get("PYTHONPATH")
    path = f"{ours}{os.pathsep}{rest}" if rest else ours
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": path}


def packed(thing: object) -> bytes:
    """Something for `take_over`, as it is now: another thread that writes it does not look at it again."""
    body = pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(8, "big") + body


def hand_over(stream: IO[bytes], thing: object) -> None:
    """Write something for `take_over`."""
    stream.write(packed(thing))
    stream.flush()


def take_over(stream: IO[bytes]) -> Any:
    """Read what our own parent wrote: its length in eight bytes, then a pickle."""
    size = int.from_bytes(stream.read(8), "big")
    return pickle.loads(stream.read(size))  # noqa: S301 - by our parent over a private pipe


def limit_memory(megabytes: int) -> None:
    """Let this process have no more address space than that, and leave no core behind."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def give_back() -> None:
    """Hand what was freed back to the system, where the C library can (glibc), which else keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
