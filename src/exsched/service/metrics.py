"""What is counted in this process; figures about jobs come from the database when they are asked for."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
_FEEDS = Counter("exsched_feed_answers", "Answers of feeds by status.", ["status"], registry=REGISTRY)
REQUESTS = Counter(
    "exsched_requests", "Answers of the API by method and status.", ["method", "status"], registry=REGISTRY
)
SECONDS = Histogram("exsched_request_seconds", "Time to answer a request.", registry=REGISTRY)
_BY_STATUS = {status: _FEEDS.labels(str(status)) for status in (200, 304, 308, 404, 405, 410, 429, 503, 507)}


def feed_answer(status: int) -> None:
    """Count one answer of a feed."""
    _BY_STATUS[status].inc()
