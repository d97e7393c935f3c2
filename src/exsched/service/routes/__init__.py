"""The operations of the API, one file per resource; a new file is one line in `ROUTERS`."""

from fastapi import FastAPI

from exsched.service.routes import (
    audit,
    docs,
    feeds,
    health,
    metrics,
    programmes,
    questions,
    release_views,
    releases,
    schedules,
    session,
    solves,
    submissions,
    tokens,
    views,
)

ROUTERS = (
    health.ROUTER,
    docs.ROUTER,
    metrics.ROUTER,
    session.ROUTER,
    tokens.ROUTER,
    programmes.ROUTER,
    submissions.ROUTER,
    views.ROUTER,
    solves.ROUTER,
    questions.ROUTER,
    schedules.ROUTER,
    releases.ROUTER,
    release_views.ROUTER,
    feeds.ROUTER,
    audit.ROUTER,
)


def install(app: FastAPI) -> None:
    """Put all routes into the application as they are; included, each would be built and looked up twice."""
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
