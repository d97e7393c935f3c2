"""The operations of the API, one file per resource; a new file is one line in `ROUTERS`."""

from fastapi import FastAPI

from exsched.service.routes import audit, docs, feeds, health, metrics, session, tokens

ROUTERS = (
    health.ROUTER,
    docs.ROUTER,
    metrics.ROUTER,
    session.ROUTER,
    tokens.ROUTER,
    feeds.ROUTER,
    audit.ROUTER,
)


def install(app: FastAPI) -> None:
    """Put all routes into the application."""
    for router in ROUTERS:
        app.include_router(router)
