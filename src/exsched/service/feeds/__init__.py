"""Serving calendar feeds: from memory, always whole, never stopped by the rest of the service."""

from exsched.service.feeds.server import FeedServer

__all__ = ["FeedServer"]
