"""Ctrl-C during a solve or a question: once keeps what was found so far, twice ends at once."""

import os
import signal
from types import FrameType, TracebackType
from typing import Any, Self

_MESSAGE = "\nstopping: {kept} is kept; Ctrl-C again ends at once\n"


class Interrupt:
    """Catches SIGINT while it is entered."""

    def __init__(self, kept: str = "the best schedule so far") -> None:
        self.asked = False
        self._message = _MESSAGE.format(kept=kept).encode()
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def __call__(self) -> bool:
        """Whether the solve shall stop."""
        return self.asked

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        os.write(2, self._message)  # a signal handler may not use the buffered stream
