"""What is counted in this process; figures about jobs come from the database when they are asked for."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
_FEEDS = Counter("exsched_feed_answers", "Answers of feeds by status.", ["status"], registry=REGISTRY)
_REQUESTS = Counter(
    "exsched_requests", "Answers of the API by method and status.", ["method", "status"], registry=REGISTRY
)
_SECONDS = Histogram("exsched_request_seconds", "Time to answer a request.", registry=REGISTRY)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BY_STATUS = {
    status: _FEEDS.labels(str(status)) for status in (200, 304, 308, 404, 405, 410, 429, 500, 503, 507)
}


def answered(method: str, status: int, seconds: float) -> None:
    """Count one answer of the API; what is no method counts as `other`, or anybody could make series."""
    _REQUESTS.labels(method if method in _METHODS else "other", str(status)).inc()
    _SECONDS.observe(seconds)


def feed_answer(status: int) -> None:
    """Count one answer of a feed."""
    _BY_STATUS[status].inc()
