"""Log lines as JSON: what happened, never content, secrets, or the words of a planner."""

import json
import logging
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from exsched.service.ids import digest

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
FEEDS = "/feeds/"
SELDOM_SECONDS = 60.0  # how long the job engine does not say again what it said at the same place
_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """One JSON object a line, in ASCII; an exception appears as its kind and place only."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            said["request"] = request_id
        said |= {key: value for key, value in record.__dict__.items() if key not in _OWN}
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
        return json.dumps(said, ensure_ascii=True, default=str)


class EngineLines(JsonLines):
    """Lines of the job engine, whose messages are whole tracebacks: the first line says what happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        message = record.getMessage().partition("\n")[0]
        return super().format(logging.makeLogRecord({**record.__dict__, "msg": message, "args": ()}))


class Seldom(logging.Filter):
    """Lets each place in the code speak once a minute: the engine asks many times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this is said."""
        place, now = (record.pathname, record.lineno), time.monotonic()
        if now - self._said.get(place, -SELDOM_SECONDS) < SELDOM_SECONDS:
            return False
        self._said[place] = now
        return True


def start(level: str, stream: TextIO | None = None) -> None:
    """Send all logging of this process to one stream (standard error) as JSON lines."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    _start_engine(stream or sys.stderr)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = name != "uvicorn.access"  # it would log the secret addresses of feeds


def _start_engine(stream: TextIO) -> None:
    """The job engine sets up a log of its own, in plain text, when it finds none."""
    engine = logging.getLogger("dbos")
    engine.setLevel("WARNING")  # what it says at the start is not for operators
    handler = logging.StreamHandler(stream)
    handler.setFormatter(EngineLines())
    handler.addFilter(Seldom())
    engine.handlers[:] = [handler]
    engine.propagate = False


def logged_path(path: str) -> str:
    """The path as it may stand in a log: the secret of a feed becomes eight digits of its hash."""
    if not path.startswith(FEEDS):
        return path[:200]
    secret = path.removeprefix(FEEDS).removesuffix(".ics")
    return f"{FEEDS}{digest(secret)[:8]}"


def places(error: BaseException) -> list[str]:
    """Where it happened, without a word of content: module, line, function."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        places.append(f"{frame.f_globals.get('__name__')}:{trace.tb_lineno} {frame.f_code.co_name}")
        trace = trace.tb_next
    return places[-12:]
