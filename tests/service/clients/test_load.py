"""The load generator counts what came, and nothing else."""

import itertools

from tests.service.clients.load import Tally, get, load
from tests.service.clients.static import FeedServer


def test_load_counts_statuses_and_latencies() -> None:
    """One poll is one answer; 300 polls over four connections are 300, and no errors."""
    server = FeedServer(b"BEGIN:VCALENDAR")
    port = int(server.url.split(":")[2].partition("/")[0])
    first = load(port, iter([get("/feed.ics", port)]), connections=1)
    tag = 'If-None-Match: "another"'
    polls = [get("/feed.ics", port), get("/feed.ics", port, tag), get("/feed.ics", port, tag)]
    tally = load(port, itertools.islice(itertools.cycle(polls), 300), connections=4)
    server.close()
    assert dict(first.statuses) == {200: 1}
    assert (sum(tally.statuses.values()), len(tally.latencies), tally.errors) == (300, 300, 0)
    assert tally.percentile(0.5) <= tally.percentile(0.99) <= tally.percentile(1)


def test_tally_counts_refusals_and_broken_connections_as_errors() -> None:
    """Whatever is no success is an error."""
    tally = Tally(broken=2)
    tally.statuses.update({200: 5, 304: 5, 404: 1, 503: 3})
    assert tally.errors == 6
