"""Names of workers."""

import secrets


def new_worker_id() -> str:
    """Random at each start: a name that comes back would keep the heartbeat of the dead alive."""
    return f"wrk_{secrets.token_hex(8)}"
